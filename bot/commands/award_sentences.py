"""An evaluation and what a pack asks for, as lines for people; the sentences themselves are in `award_words`."""

import re
from collections.abc import Iterator, Mapping

from bot.commands.award_words import INPUTS, NOTES, OVERALL, PROBLEMS, REASONS, TRAITS, VERDICTS
from campaigns.awarding.findings import Evaluation, Finding, Input, Note, QuotaFinding, Verdict
from campaigns.awarding.outline import Asked
from campaigns.format.criterion import Condition
from campaigns.format.pack import Pack
from campaigns.problems import Problem

Names = Mapping[str, str]
"""Indicator id → its name."""

_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d+(?:%|/|$|[ ;)]))")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ID = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_PLAIN = {"true": "có", "false": "chưa", "none": "không"}


def evaluation_lines(pack: Pack, names: Names, found: Evaluation) -> Iterator[str]:
    """The whole evaluation: what is found, criterion by criterion, the quotas, the notes."""
    yield f"{pack.short_name.vi}: {OVERALL[found.overall]}."
    numbers = {verdict: sum(each.verdict is verdict for each in found.criteria) for verdict in Verdict}
    counted = " · ".join(f"{VERDICTS[verdict].capitalize()} {number}" for verdict, number in numbers.items() if number)
    yield from filter(None, [counted])
    for finding in found.criteria:
        yield from _finding_lines(pack, names, finding)
    yield from (_quota_line(pack, each) for each in found.quota)
    yield ""
    for note in found.notes:
        clause = note.params.get("clause")
        yield f"* {note_sentence(note)}" + (f" ({pack.spoken(clause)})" if clause else "")


def asked_lines(pack: Pack, names: Names, row: Asked) -> Iterator[str]:
    """One criterion: who must meet it, when, what is needed, and where a case gives it."""
    yield f"{row.id}  ({row.added_by or pack.spoken(row.clause)})\n  {row.statement}"
    parts = {
        "Đối tượng": ", ".join(row.subjects),
        "Dịp": ", ".join(row.occasions),
        "Cần": "; ".join(_worded(each, names) for each in row.needed),
        "Ghi ở": ", ".join(row.give),
        "Cho biết": ", ".join(f"subject.traits.{trait}" for trait in row.traits),
    }
    yield from (f"  {label}: {text}" for label, text in parts.items() if text)


def note_sentence(note: Note) -> str:
    """A note as a sentence, with what the pack says about it, if anything."""
    return " ".join(filter(None, (NOTES[note.code].format_map(dict(note.params)), note.params.get("statement"))))


def problem_sentence(found: Problem) -> str:
    """What is wrong with a case and how to mend it."""
    params = {"found": "", **dict(found.params)}
    return PROBLEMS.get(found.code, "Chưa đúng dạng: {found}").format_map(params)


def _finding_lines(pack: Pack, names: Names, found: Finding) -> Iterator[str]:
    yield f"- [{VERDICTS[found.verdict]}] {found.statement} ({found.added_by or pack.spoken(found.clause)})"
    yield from (f"    {line}" for line in [REASONS[found.reason]] if line)
    yield from (f"    {_input_line(pack, names, each)}" for each in found.inputs)
    if found.verdict is Verdict.MISSING and not found.inputs and found.needed:
        yield f"    Cần: {_worded(found.needed, names)}"
    if found.gap:
        yield f"    Còn thiếu: {_worded(found.gap, names)}"


def _input_line(pack: Pack, names: Names, each: Input) -> str:
    """One input: what it is, its value, what is needed, and where it comes from."""
    name = INPUTS[each.name] if each.name in INPUTS else names.get(each.name, each.name)
    needed = each.needed.removeprefix(f"{each.name} ") if each.needed else ""
    parts = (
        f"{name}: {_worded(_PLAIN.get(each.value, each.value), names)}",
        needed and f"cần {_worded(needed, names)}",
        each.clause and pack.spoken(each.clause),
        each.coverage and f"tự kê khai, tỷ lệ trả lời {_worded(each.coverage, names)}",
        each.source,
        each.date and f"ngày {each.date:%d/%m/%Y}",
    )
    return " · ".join(part for part in parts if part)


def _quota_line(pack: Pack, quota: QuotaFinding) -> str:
    limit = "không ghi số lượng" if quota.limit is None else f"tối đa {quota.limit}"
    verdict = "vượt số lượng" if quota.is_exceeded else "trong số lượng"
    return f"- Đề nghị của {quota.nominator}: {quota.used} ({limit}): {verdict} ({pack.spoken(quota.clause)})."


def _worded(exact: str, names: Names) -> str:
    """Exact text for people: names of indicators, decimal comma, ≥ for >=, dates the Vietnamese way."""
    text = exact.replace("evidence or confirmed_by", "minh chứng hoặc cơ quan xác nhận").replace(">=", "≥")
    for condition in Condition:
        text = text.replace(f"subject.traits.{condition.value}", f"cho biết {TRAITS[condition]} hay không")
    text = _ID.sub(lambda name: names.get(name[0], name[0]), _DECIMAL_POINT.sub(",", text))
    return _DAY.sub(lambda day: f"{day[3]}/{day[2]}/{day[1]}", text)
