"""`thiduaso units`: find a unit, take in the registry (hamlets, households), give it out again."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.desk import Desk
    from campaigns.hamlet_table import Cell, RowProblem
    from campaigns.registry import Registry
    from services.units import RegistryRow

_AT_ONCE = 50  # a job is at most 20 ms
T = TypeVar("T")
HEADERS = ("Mã phường/xã", "Tên phường/xã", "Loại", "Tên khu phố/ấp", "Mã khu phố/ấp", "Số hộ", "Ngày số liệu", "Nguồn")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `units` with search, import and export."""
    parser = subparsers.add_parser("units", help="đơn vị hành chính: tìm; nạp, xuất danh sách khu phố, ấp và số hộ")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    search = actions.add_parser("search", help="tìm đơn vị theo tên, có dấu hoặc không dấu")
    search.add_argument("text", metavar="TÊN")
    search.add_argument("--json", action="store_true", dest="as_json")
    search.set_defaults(run=search_units)
    taking = actions.add_parser(
        "import",
        help="nạp khu phố, ấp và số hộ từ bảng .xlsx hoặc .csv",
        description="Dòng có tên khu phố, ấp là khu phố, ấp đó; dòng để trống tên ấy là số hộ của cả phường, xã.",
    )
    taking.add_argument("file", type=Path, metavar="TỆP")
    taking.add_argument("--source", required=True, metavar="NGUỒN", help="danh sách lấy từ đâu, của ai")
    taking.add_argument("--as-of", type=_day, metavar="NGÀY", help="ngày của số hộ, NĂM-THÁNG-NGÀY, nếu bảng không ghi")
    taking.set_defaults(run=import_units)
    giving = actions.add_parser("export", help="xuất ra .xlsx đúng các cột mà lệnh import đọc")
    giving.add_argument("file", type=Path, metavar="TỆP.xlsx")
    giving.set_defaults(run=export_units)
    for action in (taking, giving):
        action.add_argument("--campaign", required=True, metavar="KẾ-HOẠCH", help="chẳng hạn rach-gia")


def search_units(args: argparse.Namespace) -> int:
    """Print the units that a name may mean, best first. 1 where there is none."""
    from campaigns.places import load_gazetteer

    found = load_gazetteer().find(args.text, limit=20)
    if args.as_json:
        rows = [{"key": str(each.unit.key), "label": each.unit.label, "trail": each.trail} for each in found]
        sys.stdout.write(json.dumps({"units": rows}, ensure_ascii=False, indent=2) + "\n")
    else:
        for each in found:
            sys.stdout.write(f"{each.unit.key}\t{each.trail}\n")
    if not found:
        sys.stderr.write(f"Không có đơn vị nào tên “{args.text}”.\n")
    return 0 if found else 1


def import_units(args: argparse.Namespace) -> int:
    """Read the table, and store all of it or, with any problem, nothing."""
    from bot.commands.row_problem_words import sentence
    from bot.desk import open_desk
    from services.papers.sheets import SheetUnreadable, read_sheet

    try:
        rows = read_sheet(args.file)
    except SheetUnreadable as error:
        sys.stderr.write(f"{error.file}: {UNREADABLE[error.reason]}\n")
        return 1
    with open_desk() as desk:
        if not _has_units(desk, args.campaign):
            return 1
        registry, problems = _read(desk, args, rows)
        if problems:
            sys.stderr.write("".join(f"Dòng {problem.row}: {sentence(problem)}\n" for problem in problems))
            sys.stderr.write(f"{len(problems)} chỗ cần sửa; chưa nạp dòng nào.\n")
            return 1
        _store(desk, args, registry)
    sys.stdout.write(f"Đã nạp {len(registry.hamlets)} khu phố, ấp và số hộ của {len(registry.wards)} phường, xã.\n")
    return 0


def export_units(args: argparse.Namespace) -> int:
    """Write the campaign's wards and hamlets with the households the registry states."""
    from bot.desk import open_desk
    from services.papers.sheets import write_xlsx
    from services.units import list_registry

    if args.file.suffix.lower() != ".xlsx":
        sys.stderr.write("Xin đặt tên tệp có đuôi .xlsx.\n")
        return 2
    with open_desk() as desk:
        if not _has_units(desk, args.campaign):
            return 1
        rows = desk.database.read_now(list_registry, desk.acting, args.campaign)
    write_xlsx(args.file, HEADERS, map(_cells, rows))
    sys.stdout.write(f"Đã xuất {len(rows)} dòng ra {args.file}.\n")
    return 0


def _has_units(desk: "Desk", campaign: str) -> bool:
    known = [slug for slug, pack in desk.library.packs.items() if pack.has_territory]
    if campaign not in known:
        sys.stderr.write(f"Kế hoạch “{campaign}” không có danh sách đơn vị. Đang có: {', '.join(known)}.\n")
    return campaign in known


def _read(
    desk: "Desk", args: argparse.Namespace, rows: "Sequence[Mapping[str, Cell]]"
) -> "tuple[Registry, list[RowProblem]]":
    from campaigns.registry import read_registry

    tree = desk.library.tree(args.campaign).places
    return read_registry(rows, tree, as_of=args.as_of, source=args.source)


def _store(desk: "Desk", args: argparse.Namespace, registry: "Registry") -> None:
    from bot.desk import deed
    from services.units import import_hamlets, state_households

    for hamlets in _chunks(registry.hamlets):
        done = deed("import_hamlets", "campaign", args.campaign, "hamlets", "households")
        desk.do(done, import_hamlets, hamlets, args.source)
    for wards in _chunks(registry.wards):
        desk.do(deed("state_households", "campaign", args.campaign, "households"), state_households, wards)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _cells(row: "RegistryRow") -> "tuple[Cell, ...]":
    hamlet, stated = row.hamlet, row.households
    named = (hamlet.kind.label, hamlet.name, hamlet.id.partition("/")[2]) if hamlet else (None, None, None)
    counted = (stated.count, stated.as_of, stated.source) if stated else (None, None, None)
    return (row.unit.key.code, row.unit.label, *named, *counted)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; viết như 2025-11-30") from error


UNREADABLE = {
    "kind": "chỉ đọc được tệp .xlsx và .csv.",
    "missing": "không có tệp này.",
    "size": "tệp lớn hơn 10 MB; xin tách thành nhiều tệp.",
    "rows": "tệp dài hơn 20.000 dòng; xin tách thành nhiều tệp.",
    "encoding": "tệp .csv không phải UTF-8; khi lưu xin chọn “CSV UTF-8”.",
    "format": "không đọc được nội dung; xin mở lại bằng bảng tính rồi lưu thành .xlsx.",
}
