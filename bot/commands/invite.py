"""`thiduaso invite`: a one-time code for the first official of a unit; they invite everybody below."""

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.places import Gazetteer
    from campaigns.units import UnitKey


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `invite`."""
    parser = subparsers.add_parser("invite", help="mã dùng một lần để trao vai trò cho cán bộ đầu tiên của một đơn vị")
    roles = "team, reporter, verifier, leader, campaign_officer, operator"
    parser.add_argument("--role", required=True, metavar="VAI_TRÒ", help=roles)
    parser.add_argument(
        "--unit",
        required=True,
        metavar="ĐƠN_VỊ",
        help="63:30745, hoặc chỉ mã (30742): đơn vị hiện nay, nếu không có thì trước 01/07/2025",
    )
    parser.add_argument("--until", type=date.fromisoformat, metavar="NĂM-THÁNG-NGÀY", help="mặc định: một năm nữa")
    parser.add_argument("--note", default="", help="trao cho ai (chỉ để người quản lý nhớ)")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.set_defaults(run=invite_one)


def invite_one(args: argparse.Namespace) -> int:
    """Make the invitation and print its code, this once. Errors: `unit_unknown`, `role_ends_wrong`."""
    from bot.desk import open_desk
    from services.invitations import ROLE_LASTS, Offer, invite
    from services.people import Role

    if args.role not in {role.value for role in Role}:
        known = ", ".join(role.value for role in Role)
        sys.stderr.write(f"Không có vai trò “{args.role}”. Các vai trò: {known}.\n")
        return 1
    with open_desk() as desk:
        acting, places = desk.acting, desk.library.places
        unit, other = _unit_and_namesake(args.unit, places)
        ends_on = args.until or acting.today + ROLE_LASTS
        made = desk.database.write_now(invite, acting, Offer(Role(args.role), unit, ends_on, args.note))
    from handlers.role_words import role_words

    code = "-".join(made.code[at : at + 4] for at in range(0, len(made.code), 4))
    if args.as_json:
        told = {"code": code, "role": made.role.value, "unit": str(made.unit.key), "ends_on": made.ends_on.isoformat()}
        sys.stdout.write(json.dumps({**told, "expires_at": made.expires_at.isoformat()}, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write(
        f"Mã: {code}\n"
        f"Vai trò: {role_words(made.role)}, {made.unit.label}, đến hết ngày {made.ends_on:%d/%m/%Y}.\n"
        f"Mã dùng một lần, trong 7 ngày. Người nhận mở trợ lý, gõ: /ma {code}\n"
        f"hoặc mở trang web với địa chỉ kết thúc bằng: /?xa=ma-{made.code}\n"
    )
    if other is not None:
        label, moment = places.unit(other).label, "trước ngày 01/07/2025" if other.epoch == "63" else "hiện nay"
        sys.stdout.write(f"Lưu ý: mã {unit.code} còn là {label} ({moment}); nếu cần đơn vị đó, dùng --unit {other}.\n")
    return 0


def _unit_and_namesake(written: str, places: "Gazetteer") -> tuple["UnitKey", "UnitKey | None"]:
    """The unit that is meant, today's where a bare code is one of both maps; and the other one that the code names."""
    from campaigns.units import UnitKey

    if ":" in written:
        return UnitKey.parse(written), None
    today, before = UnitKey.parse(f"34:{written}"), UnitKey.parse(f"63:{written}")
    if today in places:
        return today, before if before in places else None
    return before if before in places else today, None
