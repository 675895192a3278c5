"""An evaluation and what a pack asks for, as lines; the words are those of the chat (`handlers.award_words`)."""

from collections.abc import Iterator

from bot.commands.award_words import PROBLEMS
from campaigns.awarding.findings import Evaluation, Finding, QuotaFinding, Verdict
from campaigns.awarding.outline import Asked
from campaigns.format.pack import Pack
from campaigns.problems import Problem
from handlers.award_words import OVERALL, REASONS, VERDICTS, Names, input_lines, note_words, worded


def evaluation_lines(pack: Pack, names: Names, found: Evaluation) -> Iterator[str]:
    """The whole evaluation: what is found, criterion by criterion, the quotas, the notes."""
    yield f"{pack.short_name.vi}: {OVERALL[found.overall]()}."
    numbers = {verdict: sum(each.verdict is verdict for each in found.criteria) for verdict in Verdict}
    counted = " · ".join(
        f"{VERDICTS[verdict]().capitalize()} {number}" for verdict, number in numbers.items() if number
    )
    yield from filter(None, [counted])
    for finding in found.criteria:
        yield from _finding_lines(pack, names, finding)
    yield from (_quota_line(pack, each) for each in found.quota)
    yield ""
    for note in found.notes:
        clause = note.params.get("clause")
        yield f"* {note_words(note)}" + (f" ({pack.spoken(clause)})" if clause else "")


def asked_lines(pack: Pack, names: Names, row: Asked) -> Iterator[str]:
    """One criterion: who must meet it, when, what is needed, and where a case gives it."""
    yield f"{row.id}  ({row.added_by or pack.spoken(row.clause)})\n  {row.statement}"
    parts = {
        "Đối tượng": ", ".join(row.subjects),
        "Dịp": ", ".join(row.occasions),
        "Cần": "; ".join(worded(each, names) for each in row.needed),
        "Ghi ở": ", ".join(row.give),
        "Cho biết": ", ".join(f"subject.traits.{trait}" for trait in row.traits),
    }
    yield from (f"  {label}: {text}" for label, text in parts.items() if text)


def problem_sentence(found: Problem) -> str:
    """What is wrong with a case and how to mend it."""
    params = {"found": "", **dict(found.params)}
    return PROBLEMS.get(found.code, "Chưa đúng dạng: {found}").format_map(params)


def _finding_lines(pack: Pack, names: Names, found: Finding) -> Iterator[str]:
    yield f"- [{VERDICTS[found.verdict]()}] {found.statement} ({found.added_by or pack.spoken(found.clause)})"
    yield from (f"    {line}" for line in [REASONS[found.reason]()] if line)
    yield from (f"    {line}" for line in input_lines(pack, names, found))


def _quota_line(pack: Pack, quota: QuotaFinding) -> str:
    limit = "không ghi số lượng" if quota.limit is None else f"tối đa {quota.limit}"
    verdict = "vượt số lượng" if quota.is_exceeded else "trong số lượng"
    return f"- Đề nghị của {quota.nominator}: {quota.used} ({limit}): {verdict} ({pack.spoken(quota.clause)})."
