"""The screens of an answer: what the plan says, its own words, what stands near, and the question back."""

from dataclasses import dataclass
from typing import ClassVar
from zlib import crc32

from campaigns.plan_answers import LIST_LIMIT_CHARS, Kind, Reason, Result
from handlers.actions import ACTION_BYTES, Action, Go, packed
from handlers.plan_words import cited, language_note, now_paragraph, short_name
from handlers.rule_reasons import reason_words, who_to_ask
from handlers.screen import Block, Paragraph, Screen, Tone, Wait, say
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale
from services.rules import CLAUSE, RuleAnswer

VERBATIM, NEAR, WRONG = "text", "near", "wrong"
_LABEL_CHARS = 70


@packed
@dataclass(frozen=True, slots=True)
class LookAt(Action):
    """Look at another part of the answer. `mark`: of the question it belongs to, since the chat may have moved on."""

    prefix: ClassVar[str] = "part"
    part: str
    mark: str


@packed
@dataclass(frozen=True, slots=True)
class AskOther(Action):
    """Ask the same of another campaign's plan."""

    prefix: ClassVar[str] = "other"
    campaign: str
    mark: str


def mark_of(campaign: str, question: str) -> str:
    """Tells one question from another on a button."""
    return f"{crc32(f'{campaign} {question}'.encode()):08x}"


def draw_answer(found: RuleAnswer) -> Screen:
    """The part of an answer that the person looks at."""
    if found.part == VERBATIM and _is_imported(found):
        return _screen(_verbatim(found), _back(found))
    if found.part == NEAR and found.near:
        return _screen(_near(found), _back(found))
    if found.part == WRONG:
        return _question_back(found)
    blocks = [say("“{question}”", tone=Tone.HEADING, question=found.question), *answer_blocks(found)]
    return _screen(blocks, _ways(found))


def answer_blocks(found: RuleAnswer) -> tuple[Block, ...]:
    """The answer itself, as it is also said before a screen that a question interrupts."""
    if found.answer.kind is Kind.UNREADABLE:
        why = say("{why}", why=reason_words(found.answer.reason or Reason.NO_WORDS, {}))
        return (why, say(_("Please ask in a few words, for example: how many sets of papers are needed?")))
    if not found.shown:
        return _declined(found)
    blocks: list[Block] = []
    if found.conflict is not None:
        blocks.append(say(_("*According to the plan ({campaign})*, which says it in ways that do not agree:"), campaign=short_name(found.pack)))  # fmt: skip
        blocks += [_quoted(found, result) for result in found.conflict.results]
        reading = found.conflict.ambiguity.reading.to(current_locale())
        blocks.append(say(_("How it is read here: {reading}"), reading=reading))
    else:
        blocks.append(say(_("*According to the plan ({campaign}):*"), campaign=short_name(found.pack)))
        blocks += _listed(found)
    return (*blocks, *map(now_paragraph, found.now), *language_note())


def _listed(found: RuleAnswer) -> list[Paragraph]:
    """All that answers; each with its clause, or with their common heading's where that would be too long."""
    each = [_quoted(found, result) for result in found.shown]
    if sum(len(block.plain) + 1 for block in each) <= LIST_LIMIT_CHARS or len(each) == 1:
        return each
    parent = found.shown[0].clause.rpartition(".")[0]
    lines = [say("{words}", tone=Tone.QUOTE, words=words_of(found, result)) for result in found.shown]
    return [*lines, say("({clause})", clause=found.pack.spoken(parent))]


def words_of(found: RuleAnswer, result: Result) -> str:
    """What a clause says: the pack's plain words in the reader's language, else the document's own."""
    if result.entry and current_locale() != "vi":
        entry = next((entry for _category, entry in found.pack.entries() if entry.id == result.entry), None)
        if entry is not None:
            return entry.text.to(current_locale())
    return result.statement or result.text


def _quoted(found: RuleAnswer, result: Result) -> Paragraph:
    return cited(found.pack, words_of(found, result), result.clause, Tone.QUOTE)


def _declined(found: RuleAnswer) -> tuple[Block, ...]:
    answer = found.answer
    blocks: list[Block] = [say("{why}", why=reason_words(answer.reason or Reason.NOT_COVERED, answer.parameters))]
    if found.silence is not None:
        text = found.silence.text.to(current_locale())
        clause = found.silence.clause
        told = cited(found.pack, text, clause, Tone.QUOTE) if clause else say("{text}", tone=Tone.QUOTE, text=text)
        blocks += [say(_("The plan does not say:")), told]
    if answer.results and answer.reason not in {Reason.WEATHER, Reason.OFFTOPIC}:
        blocks += [say(_("The nearest that it does say:")), _quoted(found, answer.results[0])]
    return (*blocks, *map(now_paragraph, found.now), *who_to_ask(found), *language_note())


def _verbatim(found: RuleAnswer) -> list[Block]:
    blocks: list[Block] = [say(_("The document's own words"), tone=Tone.HEADING)]
    for result in filter(lambda each: each.text, found.shown):
        if result.trail:
            blocks.append(say("{trail}", trail=" › ".join(result.trail)))
        blocks.append(cited(found.pack, result.text, result.clause, Tone.QUOTE))
    return blocks


def _near(found: RuleAnswer) -> list[Block]:
    shown = {result.clause for result in found.shown}
    unclear = [
        say(_("Unclear here: {text} Read as: {reading}"), text=each.text.to(current_locale()), reading=each.reading.to(current_locale()))
        for each in found.pack.ambiguities
        if shown & set(each.clauses)
    ]  # fmt: skip
    return [
        say(_("What stands near it"), tone=Tone.HEADING),
        *(_quoted(found, each) for each in found.near),
        *unclear[:2],
    ]


def _question_back(found: RuleAnswer) -> Screen:
    """One question: which of these is meant? Or the same in other words."""
    heading = say(_("Noted, thank you. What is meant?"), tone=Tone.HEADING)
    hint = say(_("Choose one of these, or ask again in other words, for example with the year or the level."))
    shown = {result.clause for result in found.shown}
    options = [each for each in (*found.answer.results, *found.near) if each.clause not in shown]
    unique = list({each.clause: each for each in options}.values())[:5]
    ways: list[tuple[str, Action]] = [(_short(words_of(found, each)), _point(found, each)) for each in unique]
    return _screen([heading, hint], [pair for pair in ways if len(pair[1].pack()) <= ACTION_BYTES])


def _ways(found: RuleAnswer) -> list[tuple[str, Action]]:
    ways: list[tuple[str, Action]] = []
    if _is_imported(found):
        ways.append((_("See the document's own words"), _look(found, VERBATIM)))
    if found.other is not None and not found.shown:
        mark = mark_of(found.pack.slug, found.question)
        ways.append(
            (_("Ask the plan of {campaign}").format(campaign=short_name(found.other)), AskOther(found.other.slug, mark))
        )
    if found.near:
        ways.append((_("What stands near it"), _look(found, NEAR)))
    if found.answer.kind is not Kind.UNREADABLE:
        ways.append((_("Not what I meant"), _look(found, WRONG)))
    return [*ways, (_("See the plan"), Go("plan", found.pack.slug))]


def _back(found: RuleAnswer) -> list[tuple[str, Action]]:
    return [(_("Back to the answer"), _look(found, "")), (_("Not what I meant"), _look(found, WRONG))]


def _look(found: RuleAnswer, part: str) -> LookAt:
    return LookAt(part, mark_of(found.pack.slug, found.question))


def _point(found: RuleAnswer, result: Result) -> LookAt:
    return _look(found, f"{CLAUSE}{result.clause}")


def _is_imported(found: RuleAnswer) -> bool:
    return any(result.text for result in found.shown)


def _short(words: str) -> str:
    if len(words) <= _LABEL_CHARS:
        return words.rstrip(".")
    return f"{words[:_LABEL_CHARS].rpartition(' ')[0]}…"


def _screen(blocks: list[Block], ways: list[tuple[str, Action]]) -> Screen:
    choices = numbered(ways)
    home = to_menu()
    return Screen(tuple(blocks), (*choices, home), waits_for=Wait.QUESTION)
