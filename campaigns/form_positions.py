"""Positions: a draft of a form and where it leads, remembered from the screen that shows it to the reply to it."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from pydantic import JsonValue

from campaigns.drafts import Draft
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_steps import Ask, Confirm, Review, Step, next_step
from campaigns.text import to_json

MOST_REMEMBERED = 2_000


class Position:
    """A draft of a form, and its next step, worked out when that is first asked for."""

    def __init__(self, form: Form, draft: Draft, facts: Facts | None = None) -> None:
        self.form, self.draft, self._facts = form, draft, facts

    @cached_property
    def step(self) -> Step:
        """Where the person is."""
        return next_step(self.form, self.draft, self._facts)

    def moved(self, draft: Draft, name: str) -> "Position":
        """Where a move leads that changes at most the answer to this question, or confirms this derived value."""
        step = vars(self).get("step")
        if not isinstance(step, Ask | Confirm | Review):
            return Position(self.form, draft)
        if draft.answers is self.draft.answers:
            return Position(self.form, draft, step.facts)
        return Position(self.form, draft, step.facts.after(name, draft.answers))

    @cached_property
    def body(self) -> Mapping[str, JsonValue]:
        """The draft as it is stored."""
        return self.draft.to_json()


class Positions:
    """The positions that people were lately brought to.

    A question is worked out to be shown, and once more when it is answered, from the same answers. The key is all that
    a position follows from, so what is remembered is never out of date; whatever has been forgotten is worked out anew.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._known: dict[tuple[int, str], Position] = {}

    def at(self, form: Form, body: Mapping[str, JsonValue]) -> Position:
        """The position that a stored draft of this form is."""
        return self._known.get((id(form), to_json(body))) or self.keep(Position(form, Draft.from_json(body)))

    def keep(self, position: Position) -> Position:
        """Remember a position that somebody is brought to; the oldest is forgotten for it."""
        # The position holds its form, so that the form's id is nobody else's as long as this is remembered.
        self._known[id(position.form), to_json(position.body)] = position
        while len(self._known) > self._most:
            with suppress(RuntimeError):  # another thread has just remembered one
                self._known.pop(next(iter(self._known)), None)
        return position
