"""`thiduaso offices`: take in a province's list of offices, so that officers can say in which one they work."""

import argparse
import sys
from pathlib import Path

_AT_ONCE = 50  # a job is at most 20 ms


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `offices` with import."""
    parser = subparsers.add_parser("offices", help="cơ quan, đơn vị nơi cán bộ công tác: nạp danh sách")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    taking = actions.add_parser(
        "import",
        help="nạp danh sách cơ quan từ bảng .xlsx hoặc .csv",
        description="Cột: Tên cơ quan, Loại, Mã đơn vị hoặc Đơn vị, Cơ quan cấp trên, Mã cơ quan.",
    )
    taking.add_argument("file", type=Path, metavar="TỆP")
    taking.add_argument("--campaign", required=True, metavar="KẾ-HOẠCH", help="chẳng hạn tuyen-quang")
    taking.add_argument("--source", required=True, metavar="NGUỒN", help="danh sách lấy từ đâu, của ai")
    taking.set_defaults(run=import_offices)


def import_offices(args: argparse.Namespace) -> int:
    """Read the table, and store all of it or, with any problem, nothing."""
    from bot.commands.office_problem_words import sentence
    from bot.commands.units import UNREADABLE
    from bot.desk import deed, open_desk
    from campaigns.office_table import read_offices
    from services.officers import OrganisationInfo, import_organisations
    from services.papers.sheets import SheetUnreadable, read_sheet

    try:
        rows = read_sheet(args.file)
    except SheetUnreadable as error:
        sys.stderr.write(f"{error.file}: {UNREADABLE[error.reason]}\n")
        return 1
    with open_desk() as desk:
        known = [slug for slug, pack in desk.library.packs.items() if pack.units is not None]
        if args.campaign not in known:
            sys.stderr.write(f"Kế hoạch “{args.campaign}” không có đơn vị nào. Đang có: {', '.join(known)}.\n")
            return 1
        offices, problems = read_offices(rows, desk.library.tree(args.campaign).places)
        if problems:
            sys.stderr.write("".join(f"Dòng {problem.row}: {sentence(problem)}\n" for problem in problems))
            sys.stderr.write(f"{len(problems)} chỗ cần sửa; chưa nạp dòng nào.\n")
            return 1
        listed = [
            OrganisationInfo(each.id, each.unit, each.kind, each.name, args.source, each.parent_id) for each in offices
        ]
        for start in range(0, len(listed), _AT_ONCE):
            done = deed("import_organisations", "campaign", args.campaign, "organisations")
            desk.do(done, import_organisations, listed[start : start + _AT_ONCE])
    sys.stdout.write(f"Đã nạp {len(listed)} cơ quan.\n")
    return 0
