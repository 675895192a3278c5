"""`thiduaso standing`: a unit's public result, as the chat says it. Loads no chat."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from services.standing import Figure, UnitStanding


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `standing SLUG [UNIT]`."""
    parser = subparsers.add_parser("standing", help="kết quả công khai của một đơn vị, hoặc của cả phong trào")
    parser.add_argument("slug", metavar="KẾ-HOẠCH", help="chẳng hạn rach-gia")
    parser.add_argument(
        "unit", nargs="?", default="", metavar="ĐƠN-VỊ", help="mã đơn vị, hoặc KỲ:MÃ (63:30745); bỏ trống: tất cả"
    )
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the standing. 2 for a campaign that is not there. Errors: `no_period`, `no_unit`."""
    from bot.desk import open_desk
    from handlers.screen import block_lines
    from handlers.standing import draw_standing
    from services.standing import WHOLE, stand

    with open_desk() as desk:
        pack = desk.library.packs.get(args.slug)
        if pack is None or not pack.has_territory:
            known = ", ".join(slug for slug, each in desk.library.packs.items() if each.has_territory)
            sys.stderr.write(f"Không có kết quả của kế hoạch “{args.slug}”. Kế hoạch có danh sách đơn vị: {known}.\n")
            return 2
        key = args.unit if ":" in args.unit else f"{desk.library.tree(args.slug).root.key.epoch}:{args.unit}"
        facts = desk.database.read_now(stand, desk.acting, key if args.unit else WHOLE, campaign=args.slug)
    if args.as_json:
        sys.stdout.write(json.dumps(_as_json(facts), ensure_ascii=False, indent=2) + "\n")
    else:
        lines = [line for block in draw_standing(facts).blocks for line in block_lines(block)]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _as_json(facts: "UnitStanding") -> dict[str, object]:
    """The standing with everything a figure must never be shown without. Shares are exact fractions as text."""
    period = facts.period
    return {
        "campaign": period.campaign,
        "unit": {"key": str(facts.unit.key), "label": facts.unit.label, "is_whole": facts.is_whole},
        "period": {"id": period.id, "name": period.name, "target_year": period.target_year, "sample": period.is_sample},
        "as_of": [day.isoformat() for day in facts.as_of] if facts.as_of else None,
        "coverage": {
            "reported": facts.reported,
            "registry": facts.registry,
            "share": _text(facts.coverage),
            "min_coverage": str(facts.min_coverage),
        },
        "figures": [_figure(facts, figure) for figure in facts.figures],
        "source": "self_report",
    }


def _figure(facts: "UnitStanding", figure: "Figure") -> dict[str, object]:
    from campaigns.indicators import interval, share
    from services.standing import Shown

    target, counts = figure.target, figure.counts
    hidden = figure.shown is Shown.HIDDEN
    bounds = None if hidden else interval(counts)
    return {
        "target": target.id,
        "indicator": target.indicator,
        "text": target.text.vi,
        "clause": f"{facts.period.campaign}:{target.clause}",
        "wanted": {"operator": target.operator.value, "value": str(target.value)},
        "shown": figure.shown.value,
        "reports": None if hidden else counts.reports,
        "num": None if hidden else counts.num,
        "den": None if hidden else counts.den,
        "unknown": None if hidden else counts.unknown,
        "share": None if hidden else _text(share(counts)),
        "interval": [str(bound) for bound in bounds] if bounds else None,
        "verdict": figure.verdict,
    }


def _text(value: "Fraction | None") -> str | None:
    return None if value is None else str(value)
