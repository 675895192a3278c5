"""Where a person is in a form: the one next step, worked out from the answers each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer, Bounds
from campaigns.drafts import Draft
from campaigns.expressions import Gap
from campaigns.form_facts import Facts
from campaigns.form_format import Check, Derived, Form
from campaigns.form_questions import Question
from campaigns.localized import Localized
from campaigns.piping import fill

EXPLAIN_AFTER: Final = 3
"""Replies in a row that were no answer, after which the question is explained, and a way round it offered."""


class Help(StrEnum):
    """How much help a question needs by now: none, an explanation and a way round it, or a person of the ward."""

    NONE = "none"
    EXPLAIN = "explain"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the question is asked again: a code, and the form's own sentence for it where it has one.

    is_recheck: the answer once fitted and no longer does, because an earlier one changed.
    """

    code: str
    message: Localized | None = None
    is_recheck: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask `question`, number `step` of `total` (the extras are counted by themselves).

    answer: what was answered before, if it is shown again; `can_keep` if it still fits. bounds: for numbers. ways: the
    non-answers offered (UNKNOWN, DECLINED, SKIPPED). misses: replies in a row that were no answer.
    """

    question: Question
    step: int
    total: int
    facts: Facts
    error: Trouble | None
    bounds: Bounds | None
    answer: Answer | None
    can_keep: bool
    can_go_back: bool
    is_extra: bool
    ways: frozenset[str]
    misses: int
    help: Help

    def say(self, text: Localized, locale: str) -> str:
        """A text of the form with its holes filled."""
        return fill(text, self.facts, locale)


@dataclass(frozen=True, slots=True)
class Confirm:
    """Read a derived value back: is it right? step, total: number of the last question that it follows from."""

    derived: Derived
    value: int
    step: int
    total: int
    facts: Facts
    error: Trouble | None
    misses: int

    def say(self, locale: str) -> str:
        """The question that reads the value back."""
        text = self.derived.confirm_zero if self.value == 0 and self.derived.confirm_zero else self.derived.confirm
        return "" if text is None else fill(text, self.facts, locale)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review, numbered from 1."""

    number: int
    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Review:
    """Everything answered, to look over: correct a line, take up the extras that are left, or send.

    problems: checks that do not hold; nothing is sent before they do. extras_left: at most so many can be added.
    total: how many questions there were; all of them are behind.
    """

    lines: tuple[Line, ...]
    total: int
    problems: tuple[Check, ...]
    extras_left: int
    facts: Facts

    def say(self, text: Localized, locale: str) -> str:
        """A text of the form with its holes filled."""
        return fill(text, self.facts, locale)


@dataclass(frozen=True, slots=True)
class Done:
    """Sent: what the use-case gets, relevant questions only, in form order; non-answers as such."""

    answers: dict[str, Answer]


Step = Ask | Confirm | Review | Done


def next_step(form: Form, draft: Draft, facts: Facts | None = None) -> Step:
    """The one thing to show now. Sends and changes nothing; the same draft always gives the same step.

    facts: of this form and the draft's answers, where they were found out before.
    """
    facts = Facts(form, draft.answers) if facts is None else facts
    for name in draft.again:
        question = form.by_id.get(name)
        if question is not None and facts.is_reached(question):
            return _ask(question, draft, facts)
    unconfirmed = next((one for one in form.derived if to_confirm(one, draft, facts) is not None), None)
    for question in (*form.main, *(form.more if draft.extras else ())):
        if facts.is_open(question):
            return _ask(question, draft, facts)
        if unconfirmed is not None:
            return _confirm(unconfirmed, draft, facts)
    problems = tuple(check for check in form.checks if check.that.holds(facts) is False)
    if draft.is_sent and not problems:
        return Done(facts.report())
    answered = [(question, answer) for question, answer in _answered(facts) if answer != SKIPPED]
    lines = tuple(Line(number, question, answer) for number, (question, answer) in enumerate(answered, start=1))
    extras_left = sum(facts.is_open(one) or (one.round == 1 and _is_pending(one, facts)) for one in form.more)
    return Review(lines, len(route(form, facts, extras=False)), problems, extras_left, facts)


def to_confirm(derived: Derived, draft: Draft, facts: Facts) -> int | None:
    """The value to read back: known, and not the one that was confirmed."""
    if derived.confirm is None:
        return None
    value = facts[derived.id]
    return None if not isinstance(value, int) or draft.confirmed.get(derived.id) == value else int(value)


def route(form: Form, facts: Facts, *, extras: bool) -> list[Question]:
    """The questions asked or perhaps still to be asked, in order. A further round of a group counts once it is sure."""
    questions = form.more if extras else form.main
    return [one for one in questions if facts.shown(one) is True or (one.round == 1 and _is_pending(one, facts))]


def _is_pending(question: Question, facts: Facts) -> bool:
    return facts.shown(question) is Gap.PENDING


def _answered(facts: Facts) -> Iterator[tuple[Question, Answer]]:
    for question in facts.form.questions:
        answer = facts.fitting(question) if facts.shown(question) is True else None
        if answer is not None:
            yield question, answer


def _confirm(derived: Derived, draft: Draft, facts: Facts) -> Confirm:
    value = to_confirm(derived, draft, facts) or 0
    asked = [one.id for one in route(facts.form, facts, extras=False)]
    grounds = _grounds(facts.form, derived)
    step = max((number for number, name in enumerate(asked, start=1) if name in grounds), default=len(asked))
    return Confirm(
        derived, value, step, len(asked), facts, _trouble(draft, derived.id), draft.misses.get(derived.id, 0)
    )


def _grounds(form: Form, derived: Derived) -> frozenset[str]:
    """Everything that a derived value follows from."""
    below = (form.derived_by_id[name] for name in derived.value.names if name in form.derived_by_id)
    return derived.value.names.union(*(_grounds(form, each) for each in below))


def _ask(question: Question, draft: Draft, facts: Facts) -> Ask:
    form, name = facts.form, question.id
    is_extra = name in form.extras
    numbered = [one.id for one in route(form, facts, extras=is_extra)]
    ways = frozenset(
        way
        for way, offered in (
            (UNKNOWN, question.allow_unknown),
            (DECLINED, question.allow_declined),
            (SKIPPED, question.optional),
        )
        if offered
    )
    misses = draft.misses.get(name, 0)
    stale = facts.misfit(question)
    trouble = _trouble(draft, name, question)
    if trouble is None and stale is not None:
        trouble = _explained(stale, question, is_recheck=True)
    return Ask(
        question,
        step=numbered.index(name) + 1,
        total=len(numbered),
        facts=facts,
        error=trouble,
        bounds=facts.bounds(question),
        answer=draft.answers.get(name),
        can_keep=facts.fitting(question) is not None,
        can_go_back=is_extra or numbered[0] != name,
        is_extra=is_extra,
        ways=ways,
        misses=misses,
        help=Help.NONE if misses < EXPLAIN_AFTER else Help.EXPLAIN if ways else Help.HAND_OVER,
    )


def _trouble(draft: Draft, name: str, question: Question | None = None) -> Trouble | None:
    if draft.error is None or draft.error.question != name:
        return None
    return _explained(draft.error.code, question)


def _explained(code: str, question: Question | None, *, is_recheck: bool = False) -> Trouble:
    return Trouble(code, question.errors.get(code) if question else None, is_recheck)
