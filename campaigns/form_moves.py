"""Moves: what can be done in a form, as small values that a button carries, and the pure operation behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from campaigns import forms
from campaigns.answers import Answer
from campaigns.drafts import Draft
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_questions import Question, YesNo
from campaigns.form_steps import Ask, Confirm, Step


class Move(StrEnum):
    """What can be done in a form. Each is one pure operation of the engine."""

    REPLY = "reply"
    GIVE = "give"
    UNKNOWN = "unknown"
    DECLINE = "decline"
    SKIP = "skip"
    KEEP = "keep"
    BACK = "back"
    EDIT = "edit"
    RIGHT = "right"
    WRONG = "wrong"
    EXTRAS = "extras"
    NO_EXTRAS = "no_extras"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class FormStep:
    """One step of a person in a form.

    said: what was typed, or a button's value. asked: `asked_code` of a question or derived value, "" for the one
    that is shown. draft_id: the form's, "" for the one under way. made_at: the `seq` a button was drawn at; None for
    what was typed, which answers the screen as it is now.
    """

    move: Move
    said: str = ""
    asked: str = ""
    draft_id: str = ""
    made_at: int | None = None


def take(form: Form, draft: Draft, move: Move, asked: str, said: str) -> Draft:
    """The draft after a button's move. asked: id of the question or derived value; said: the button's value."""
    return _MOVES[move](form, draft, asked, said)


def take_answer(form: Form, draft: Draft, asked: str, said: str, facts: Facts | None = None) -> Draft:
    """`take` for a button that answers. facts: of this form and the draft's answers, where they are known."""
    question = form.by_id.get(asked)
    return draft if question is None else forms.give(form, draft, asked, _value(question, said), facts)


def take_reply(form: Form, draft: Draft, shown: Step, said: str) -> Draft:
    """The draft after a typed reply to what is shown, which is this draft's next step."""
    return forms.reply(form, draft, shown_id(shown), said, shown)


def repeats(form: Form, draft: Draft, step: FormStep, asked: str) -> bool:
    """Whether a button gives the answer that is already there: a second tap."""
    question = form.by_id.get(asked)
    return question is not None and step.move is Move.GIVE and draft.answers.get(asked) == _value(question, step.said)


def asked_code(form: Form, name: str) -> str:
    """A question or derived value as an action carries it: short, and only good for this form version."""
    return form.codes[name]


def asked_id(form: Form, code: str) -> str | None:
    """What `asked_code` gave; None where this form has no such thing."""
    return form.named_by_code.get(code)


def shown_id(step: Step) -> str:
    """The question or derived value that a step shows; "" at the review."""
    match step:
        case Ask():
            return step.question.id
        case Confirm():
            return step.derived.id
        case _:
            return ""


def _value(question: Question, said: str) -> Answer:
    """A button's value as an answer."""
    if isinstance(question, YesNo):
        return said == "1"
    if question.kind == "multi_choice":
        return (said,)
    return int(said) if question.kind == "count" and said.isascii() and said.isdigit() else said


_MOVES: dict[Move, Callable[[Form, Draft, str, str], Draft]] = {
    Move.REPLY: forms.reply,
    Move.GIVE: take_answer,
    Move.UNKNOWN: lambda form, draft, asked, _said: forms.unknown(form, draft, asked),
    Move.DECLINE: lambda form, draft, asked, _said: forms.decline(form, draft, asked),
    Move.HAND_OVER: lambda form, draft, asked, _said: forms.decline(form, draft, asked),
    Move.SKIP: lambda form, draft, asked, _said: forms.skip(form, draft, asked),
    Move.KEEP: lambda form, draft, _asked, _said: forms.keep(form, draft),
    Move.BACK: lambda form, draft, _asked, _said: forms.back(form, draft),
    Move.EDIT: lambda form, draft, asked, _said: forms.edit(form, draft, asked),
    Move.RIGHT: lambda form, draft, asked, _said: forms.confirm(form, draft, asked, True),
    Move.WRONG: lambda form, draft, asked, _said: forms.confirm(form, draft, asked, False),
    Move.EXTRAS: lambda form, draft, _asked, _said: forms.start_extras(form, draft),
    Move.NO_EXTRAS: lambda _form, draft, _asked, _said: forms.stop_extras(draft),
}
