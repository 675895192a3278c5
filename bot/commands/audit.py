"""`thiduaso audit list`: what officials and operators did, and on demand what they looked at, the newest first."""

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.trail import Entry

AT_ONCE = 500


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `audit` with list."""
    parser = subparsers.add_parser("audit", help="nhật ký: cán bộ đã làm gì, xem gì")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="các việc đã làm, mới nhất trước; chỉ có mã, không có nội dung")
    listing.add_argument("--since", type=date.fromisoformat, metavar="NĂM-THÁNG-NGÀY", help="từ ngày này")
    listing.add_argument("--until", type=date.fromisoformat, metavar="NĂM-THÁNG-NGÀY", help="đến hết ngày này")
    listing.add_argument("--actor", default="", metavar="MÃ", help="người làm: account:…, chat:… hoặc operator")
    listing.add_argument("--deed", default="", metavar="TÊN", help="một loại việc, ví dụ invite")
    listing.add_argument("--looks", action="store_true", help="cả những lần chỉ mở ra xem (bình thường không kể)")
    listing.add_argument("--limit", type=int, default=AT_ONCE, metavar="SỐ", help=f"nhiều nhất bao nhiêu ({AT_ONCE})")
    listing.add_argument("--json", action="store_true", dest="as_json")
    listing.set_defaults(run=show_trail)


def show_trail(args: argparse.Namespace) -> int:
    """Print deeds, one on a line."""
    from bot.desk import open_desk
    from services.trail import LOOK, Filters, list_audit

    without_looks = not (args.looks or args.deed.startswith(LOOK))
    wanted = Filters(args.since, args.until, args.actor, args.deed, without_looks=without_looks)
    with open_desk() as desk:
        trail = desk.database.read_now(list_audit, desk.acting, wanted, max(1, min(args.limit, AT_ONCE)))
    if args.as_json:
        told = {"deeds": [_as_json(entry) for entry in trail.entries], "more": trail.before is not None}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return 0
    for entry in trail.entries:
        sys.stdout.write(_line(entry) + "\n")
    if not trail.entries:
        sys.stdout.write("Chưa có việc nào.\n")
    if trail.before is not None:
        sys.stdout.write("Còn các việc trước đó: thu hẹp bằng --until, --actor, --deed.\n")
    return 0


def _line(entry: "Entry") -> str:
    from handlers.words import clock, day

    what = f"{entry.object_kind} {entry.object_id}".strip()
    return "\t".join(
        (f"{day(entry.at)} {clock(entry.at)}", entry.actor, entry.action, what, " ".join(entry.fields)),
    )


def _as_json(entry: "Entry") -> dict[str, object]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "object": {"kind": entry.object_kind, "id": entry.object_id},
        "fields": list(entry.fields),
        "unit": str(entry.unit.key) if entry.unit else None,
    }
