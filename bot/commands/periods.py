"""`thiduaso periods`: open a reporting period for real, close it, list them all."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.library import Library
    from services.periods import PeriodInfo


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `periods` with list, open and close."""
    parser = subparsers.add_parser("periods", help="các đợt hỏi: xem, mở, đóng")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="danh sách các đợt, mới nhất trước")
    listing.add_argument("--json", action="store_true", dest="as_json")
    listing.set_defaults(run=show_periods)
    opening = actions.add_parser("open", help="mở một đợt theo tệp YAML")
    opening.add_argument("file", type=Path, metavar="TỆP.yaml")
    opening.set_defaults(run=open_one)
    closing = actions.add_parser("close", help="đóng một đợt; phiếu của đợt không đổi được nữa")
    closing.add_argument("id", metavar="MÃ")
    closing.set_defaults(run=close_one)


def show_periods(args: argparse.Namespace) -> int:
    """Print every period."""
    from bot.desk import open_desk
    from services.periods import list_periods

    with open_desk() as desk:
        periods = desk.database.read_now(list_periods)
    if args.as_json:
        rows = [_as_json(period) for period in periods]
        sys.stdout.write(json.dumps({"periods": rows}, ensure_ascii=False, indent=2) + "\n")
        return 0
    for period in periods:
        sys.stdout.write(_line(period) + "\n")
    if not periods:
        sys.stdout.write("Chưa có đợt nào.\n")
    return 0


def open_one(args: argparse.Namespace) -> int:
    """Open the period that a file describes. Errors: `period_file_wrong`, `period_exists`, `periods_overlap`."""
    from bot.commands.period_file import PeriodFileWrong, read_period_file
    from bot.desk import deed, open_desk
    from services.periods import open_period
    from services.samples import holds_sample

    try:
        plan = read_period_file(args.file).plan()
    except PeriodFileWrong as error:
        sys.stderr.write("".join(f"{args.file.name}: {problem}\n" for problem in error.problems))
        return 1
    with open_desk() as desk:
        if desk.database.read_now(holds_sample):
            sys.stderr.write(
                "Cơ sở dữ liệu này chứa dữ liệu mẫu, không mở đợt thật ở đây được. "
                "Xin đặt THIDUASO_DATABASE_URL sang một tệp mới.\n"
            )
            return 1
        refusal = _why_not(desk.library, plan)
        if refusal:
            sys.stderr.write(refusal + "\n")
            return 1
        fields = tuple(name for name in plan.__slots__ if name not in {"id", "is_sample", "is_closed"})
        desk.do(deed("open_period", "period", plan.id, *fields), open_period, plan)
    sys.stdout.write(f"Đã mở đợt {plan.id}: từ {_day(plan.opens_on)} đến hết {_day(plan.closes_on)}.\n")
    return 0


def close_one(args: argparse.Namespace) -> int:
    """Close a period. Errors: `no_period`."""
    from bot.desk import deed, open_desk
    from services.periods import close_period, list_periods

    with open_desk() as desk:
        periods = {period.id: period for period in desk.database.read_now(list_periods)}
        if args.id not in periods:
            sys.stderr.write(f"Không có đợt “{args.id}”. Đang có: {', '.join(periods) or 'chưa có đợt nào'}.\n")
            return 1
        if periods[args.id].is_closed:
            sys.stdout.write(f"Đợt {args.id} đã đóng từ trước.\n")
            return 0
        desk.do(deed("close_period", "period", args.id, "closed_at"), close_period, args.id)
    sys.stdout.write(f"Đã đóng đợt {args.id}.\n")
    return 0


def _why_not(library: "Library", plan: "PeriodInfo") -> str:
    """Why the campaign cannot ask anybody; "" where it can."""
    pack = library.packs.get(plan.campaign)
    if pack is None:
        return f"Không có kế hoạch “{plan.campaign}”. Đang có: {', '.join(library.packs)}."
    if not pack.forms:
        return f"Kế hoạch “{plan.campaign}” chưa có phiếu hỏi (forms.yaml), nên chưa mở đợt được."
    if pack.units is None:
        return f"Kế hoạch “{plan.campaign}” chưa có danh sách đơn vị (units.yaml), nên chưa mở đợt được."
    return ""


def _line(period: "PeriodInfo") -> str:
    state = "đã đóng" if period.is_closed else "mẫu" if period.is_sample else "đang ghi"
    days = f"{_day(period.opens_on)} - {_day(period.closes_on)}"
    return f"{period.id}\t{state}\t{days}\t{period.name}\t{period.controller}"


def _day(value: object) -> str:
    return f"{value:%d/%m/%Y}"


def _as_json(period: "PeriodInfo") -> dict[str, object]:
    from datetime import date

    values = {name: getattr(period, name) for name in period.__slots__}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
