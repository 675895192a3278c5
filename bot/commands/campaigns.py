"""`thiduaso campaigns`: look at the packs, check them, export them. Imports come late: the program starts fast."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import import_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from campaigns.format import Pack
    from campaigns.loading import Packs
    from campaigns.pack_problems import Problem


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `campaigns` with list, show, lint, export and import-text.

    Extra pack folders come from `args.campaign_dirs` (a list of paths) where the caller sets it.
    """
    parser = subparsers.add_parser("campaigns", help="các kế hoạch thi đua")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="danh sách kế hoạch")
    listing.set_defaults(run=list_campaigns)
    show = actions.add_parser("show", help="xem một kế hoạch")
    show.add_argument("slug")
    show.set_defaults(run=show_campaign)
    lint = actions.add_parser("lint", help="kiểm tra các kế hoạch")
    lint.add_argument("dir", nargs="?", type=Path)
    lint.set_defaults(run=lint_campaigns)
    export = actions.add_parser("export", help="xuất kế hoạch ra JSON")
    export.add_argument("slug", nargs="?")
    export.set_defaults(run=export_campaigns)
    for action in (listing, show, lint, export):
        action.add_argument("--json", action="store_true", dest="as_json")
    import_text.add_parser(actions)


def list_campaigns(args: argparse.Namespace) -> int:
    """Print every campaign with its years and the number of its targets."""
    packs = _load(args)
    if packs is None:
        return 1
    rows = [
        {"slug": pack.slug, "name": pack.name.vi, "years": _years(pack), "targets": len(pack.targets)}
        for pack in packs.values()
    ]
    if args.as_json:
        _print_json({"campaigns": rows})
    else:
        for row in rows:
            _say(f"{row['slug']}\t{row['years']}\t{row['targets']} chỉ tiêu\t{row['name']}")
    return 0


def show_campaign(args: argparse.Namespace) -> int:
    """Print one campaign: about, who takes part, targets by level, awards, calendar."""
    packs = _load(args)
    if packs is None:
        return 1
    pack = packs.get(args.slug)
    if pack is None:
        return _unknown(args.slug, packs)
    if args.as_json:
        from campaigns.export import export_packs

        _print_json(export_packs(packs, args.slug))
        return 0
    _say("\n".join(_lines(pack)))
    return 0


def lint_campaigns(args: argparse.Namespace) -> int:
    """Check a folder of packs, or all that are in use. 1 when something is wrong.

    Clauses that the packs cite are looked up in the documents that were imported.
    """
    from bot.stored_clauses import stored_plans
    from campaigns.lint import lint_packs

    known = {slug: {clause.path for clause in clauses} for slug, clauses in stored_plans()[0].items()}
    problems = lint_packs(_dirs(args) if args.dir is None else [args.dir], known)
    if args.as_json:
        _print_json({"problems": [_as_json(found) for found in problems]})
    else:
        _print_problems(problems)
    return 1 if problems else 0


def export_campaigns(args: argparse.Namespace) -> int:
    """Print one campaign, or all of them, as JSON."""
    from campaigns.export import export_packs

    packs = _load(args)
    if packs is None:
        return 1
    if args.slug is not None and args.slug not in packs:
        return _unknown(args.slug, packs)
    _print_json(export_packs(packs, args.slug))
    return 0


def _dirs(args: argparse.Namespace) -> list[Path]:
    from campaigns.loading import BUILT_IN

    extra: Sequence[Path] = getattr(args, "campaign_dirs", ())
    return [BUILT_IN, *extra]


def _load(args: argparse.Namespace) -> "Packs | None":
    from campaigns.loading import load_packs
    from campaigns.pack_problems import PackProblems

    try:
        return load_packs(_dirs(args))
    except PackProblems as error:
        _print_problems(error.problems, as_error=True)
        return None


def _unknown(slug: str, packs: "Packs") -> int:
    _say(f"Không có kế hoạch “{slug}”. Đang có: {', '.join(packs)}.", sys.stderr)
    return 2


def _years(pack: "Pack") -> str:
    return "-".join(map(str, pack.years)) if pack.years else "không ghi năm"


def _lines(pack: "Pack") -> list[str]:
    number = pack.document.number or "không ghi số"
    issued = pack.document.date.iso if pack.document.date else "không ghi ngày"
    lines = [pack.name.vi, f"{pack.document.issuer.vi} · {number} · {issued}", ""]
    lines += ["Đối tượng:", *(f"- {each.text.vi} ({pack.spoken(each.clause)})" for each in pack.audiences)]
    for level in pack.levels:
        targets = [target for target in pack.targets if target.level == level.id]
        if targets:
            lines += ["", f"Chỉ tiêu, {level.name.vi}:"]
            lines += [f"- {target.text.vi} ({pack.spoken(target.clause)})" for target in targets]
    for heading, entries in (
        ("Hình thức khen thưởng:", pack.award_forms),
        ("Mốc thời gian:", pack.milestones),
        ("Việc hàng năm:", pack.recurring),
    ):
        if entries:
            lines += ["", heading, *(f"- {each.text.vi} ({pack.spoken(each.clause)})" for each in entries)]
    return [*lines, "", "Kế hoạch không quy định:", *(f"- {each.text.vi}" for each in pack.not_stated)]


def _print_problems(problems: "Sequence[Problem]", *, as_error: bool = False) -> None:
    from bot.commands.pack_problem_words import how_to_mend, what_is_wrong

    stream = sys.stderr if as_error else sys.stdout
    for found in problems:
        where = f"{found.file} · {found.path}" if found.path else found.file
        _say(f"{where} · {found.rule.value}\n  {what_is_wrong(found)} {how_to_mend(found)}", stream)
    _say(f"{len(problems)} vấn đề." if problems else "Không có vấn đề nào.", stream)


def _as_json(found: "Problem") -> dict[str, str]:
    from bot.commands.pack_problem_words import how_to_mend, what_is_wrong

    words = {"problem": what_is_wrong(found), "fix": how_to_mend(found)}
    return {"file": found.file, "path": found.path, "rule": found.rule.value, **words}


def _print_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2))


def _say(text: str, stream: "TextIO | None" = None) -> None:
    (stream or sys.stdout).write(f"{text}\n")
