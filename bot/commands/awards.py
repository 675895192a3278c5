"""`thiduaso awards`: is a standard met, and why not; what a case must give. Imports come late: it starts fast."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from campaigns.awarding.findings import Evaluation
    from campaigns.awarding.outline import Asked
    from campaigns.awarding.reading import CaseProblems
    from campaigns.catalogue import Catalogue
    from campaigns.format.audience import Audience
    from campaigns.format.pack import Pack
    from handlers.award_words import Names


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `awards` with evaluate, criteria and template."""
    parser = subparsers.add_parser("awards", help="đối chiếu tiêu chuẩn khen thưởng")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    evaluate = actions.add_parser("evaluate", help="đối chiếu một hồ sơ với tiêu chuẩn")
    evaluate.add_argument("slug")
    evaluate.add_argument("case", metavar="CASE.yaml", help="tệp hồ sơ, hoặc - để đọc từ đầu vào")
    evaluate.set_defaults(run=evaluate_case)
    criteria = actions.add_parser("criteria", help="các tiêu chí, và hồ sơ phải ghi gì")
    criteria.set_defaults(run=list_criteria)
    template = actions.add_parser("template", help="mẫu hồ sơ")
    template.set_defaults(run=print_template)
    for action in (criteria, template):
        action.add_argument("slug")
        action.add_argument("--subject", metavar="KIND", required=action is template, help="đối tượng")
    for action in (evaluate, criteria):
        action.add_argument("--json", action="store_true", dest="as_json")


def evaluate_case(args: argparse.Namespace) -> int:
    """Evaluate a case and print what is found. 0 whatever the verdict, 1 for a faulty case, 2 for wrong usage."""
    from bot.commands.award_sentences import evaluation_lines
    from campaigns.awarding.reading import CaseProblems
    from campaigns.awards import evaluate_text

    found = _find(args)
    if found is None:
        return 2
    pack, catalogue = found
    text = _text(args.case)
    if text is None:
        return 2
    try:
        evaluation = evaluate_text(pack, text, _today(), catalogue)
    except CaseProblems as error:
        _print_problems(error, as_json=args.as_json)
        return 1
    if args.as_json:
        _say(_json(evaluation_json(evaluation)))
    else:
        _say("\n".join(evaluation_lines(pack, _names(catalogue), evaluation)))
    return 0


def list_criteria(args: argparse.Namespace) -> int:
    """Print every criterion with its clause and the keys of a case that it asks for."""
    from bot.commands.award_sentences import asked_lines
    from campaigns.awarding.outline import outline

    found = _find(args)
    if found is None:
        return 2
    pack, catalogue = found
    audiences = pack.audiences if args.subject is None else _audiences(pack, args.subject)
    if audiences is None:
        return 2
    rows = outline(pack, audiences)
    if args.as_json:
        _say(_json({"plan": pack.slug, "criteria": [_asked_json(pack, row) for row in rows]}))
    else:
        lines = [line for row in rows for line in asked_lines(pack, _names(catalogue), row)]
        _say("\n".join(lines) or "Kế hoạch không quy định.")
    return 0


def print_template(args: argparse.Namespace) -> int:
    """Print a case to fill in, with a comment on every key."""
    from bot.commands.award_template import template_lines
    from campaigns.awarding.outline import outline

    found = _find(args)
    if found is None:
        return 2
    pack, _catalogue = found
    audiences = _audiences(pack, args.subject)
    if audiences is None:
        return 2
    if not audiences:
        _say(f"Kế hoạch không có đối tượng xét khen “{args.subject}”.", error=True)
        return 1
    _say("\n".join(template_lines(pack, audiences[0], outline(pack, audiences[:1]))))
    return 0


def evaluation_json(found: "Evaluation") -> dict[str, object]:
    """An evaluation as `--json` gives it. Every note carries its sentence; figures and dates are exact text."""
    from handlers.award_words import note_words

    return {
        "overall": found.overall.value,
        "criteria": [asdict(each) for each in found.criteria],
        "quota": [{**asdict(each), "exceeded": each.is_exceeded} for each in found.quota],
        "notes": [{"code": each.code, "text": note_words(each), **each.params} for each in found.notes],
    }


def _find(args: argparse.Namespace) -> "tuple[Pack, Catalogue] | None":
    """The pack of that slug, read alone (all five take three times as long), and the indicators."""
    from campaigns.loading import BUILT_IN, load_packs

    dirs: list[Path] = [BUILT_IN, *getattr(args, "campaign_dirs", ())]
    folders = {
        child.name: child for folder in dirs for child in sorted(folder.iterdir()) if (child / "pack.yaml").is_file()
    }
    if args.slug not in folders:
        _say(f"Không có kế hoạch “{args.slug}”. Đang có: {', '.join(folders)}.", error=True)
        return None
    packs = load_packs([folders[args.slug]])
    return packs[args.slug], packs.catalogue


def _names(catalogue: "Catalogue") -> "Names":
    return {key: each.name.vi for key, each in catalogue.by_id.items()}


def _today() -> "dt.date":
    import datetime as dt
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def _text(name: str) -> str | None:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError:
        _say(f"Không đọc được tệp {name}. Kiểm tra đường dẫn.", error=True)
    except UnicodeDecodeError:
        _say(f"Tệp {name} không phải UTF-8. Lưu lại tệp bằng mã UTF-8.", error=True)
    return None


def _audiences(pack: "Pack", said: str) -> "tuple[Audience, ...] | None":
    from campaigns.awarding.reading import nearest
    from campaigns.awarding.subjects import audiences_called, known_kinds

    found = audiences_called(pack, said)
    if found is None:
        _say(f"Không có loại đối tượng “{said}”. Gần nhất: {nearest(said, known_kinds(pack))}.", error=True)
    return found


def _print_problems(error: "CaseProblems", *, as_json: bool) -> None:
    from bot.commands.award_sentences import problem_sentence

    rows = [{"path": each.path, "code": each.code, "text": problem_sentence(each)} for each in error.problems]
    if as_json:
        _say(_json({"problems": rows}))
    for row in rows:
        _say(f"{row['path'] or 'hồ sơ'} · {row['code']}\n  {row['text']}", error=True)


def _asked_json(pack: "Pack", row: "Asked") -> dict[str, object]:
    return {**asdict(row), "spoken": pack.spoken(row.clause)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _say(text: str, *, error: bool = False) -> None:
    (sys.stderr if error else sys.stdout).write(f"{text}\n")
