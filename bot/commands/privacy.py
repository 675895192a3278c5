"""`thiduaso privacy purge`: delete at once what may not be kept any longer, as the running program does daily."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.retention import Purged

_WORDS = {
    "reports": "{} phiếu",
    "households": "{} hộ",
    "officers": "{} cán bộ",
    "drafts": "{} phiếu làm dở",
    "questions": "{} câu hỏi về kế hoạch",
    "tickets": "{} việc đã chuyển và đã xong",
    "messages": "{} tin chờ",
    "chats": "{} cuộc trò chuyện không còn gì",
    "requests": "{} yêu cầu về dữ liệu đã giải quyết",
    "codes": "{} mã mời và mã nối thiết bị đã hết hạn",
    "inputs": "{} số liệu xét khen quá mười năm",
    "deeds": "{} dòng nhật ký quá mười năm",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `privacy` with purge."""
    parser = subparsers.add_parser("privacy", help="dữ liệu cá nhân: xóa những gì đã hết hạn lưu")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    purging = actions.add_parser(
        "purge", help="xóa ngay những gì đã hết hạn lưu (chương trình đang chạy tự xóa mỗi ngày)"
    )
    purging.add_argument("--json", action="store_true", dest="as_json")
    purging.set_defaults(run=purge)


def purge(args: argparse.Namespace) -> int:
    """Delete chunk by chunk until nothing is left; say how much it was. What was deleted stays so when interrupted."""
    from bot.desk import open_desk
    from services.retention import Purged, purge_on_order

    purged = Purged()
    with open_desk() as desk:
        while (chunk := desk.database.write_now(purge_on_order, desk.acting)).total:
            purged += chunk
    sys.stdout.write(_as_json(purged) if args.as_json else _in_words(purged))
    return 0


def _as_json(purged: "Purged") -> str:
    return json.dumps({name: getattr(purged, name) for name in _WORDS}, indent=2) + "\n"


def _in_words(purged: "Purged") -> str:
    if not purged.total:
        return "Không có gì hết hạn lưu.\n"
    counts = {name: getattr(purged, name) for name in _WORDS}
    return "Đã xóa: " + ", ".join(_WORDS[name].format(count) for name, count in counts.items() if count) + ".\n"
