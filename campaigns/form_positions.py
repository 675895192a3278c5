"""Positions: a draft of a form and where it leads, remembered from the screen that shows it to the reply to it."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from pydantic import JsonValue

from campaigns.drafts import Draft
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_steps import Step, next_step

MOST_REMEMBERED = 2_000


class Position:
    """A draft of a form, and its next step, worked out when that is first asked for."""

    def __init__(self, form: Form, draft: Draft, facts: Facts | None = None) -> None:
        self.form, self.draft = form, draft
        self.facts = Facts(form, draft.answers) if facts is None else facts

    @cached_property
    def step(self) -> Step:
        """Where the person is."""
        return next_step(self.form, self.draft, self.facts)

    def moved(self, draft: Draft) -> "Position":
        """Where the same form leads with this draft; only what hangs on the answers that differ is found out anew."""
        return Position(self.form, draft, self.facts.after(draft.answers))

    @cached_property
    def body(self) -> Mapping[str, JsonValue]:
        """The draft as it is stored."""
        return self.draft.to_json()


class Positions:
    """The position that each draft was lately brought to.

    A question is worked out to be shown, and once more when it is answered, from the same answers. What is remembered
    is compared with what is stored, so it is never out of date: where another process, or another chat, has moved the
    draft meanwhile, only what that changes is worked out anew; whatever has been forgotten is as a whole.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._known: dict[int, Position] = {}

    def at(self, draft_id: int, form: Form, body: Mapping[str, JsonValue]) -> Position:
        """The position that a stored draft of this form is."""
        last = self._known.get(draft_id)
        if last is None or last.form is not form:
            return self.keep(draft_id, Position(form, Draft.from_json(body)))
        return last if last.body == body else self.keep(draft_id, last.moved(Draft.from_json(body)))

    def keep(self, draft_id: int, position: Position) -> Position:
        """Remember the position that a draft is brought to; the oldest is forgotten for it."""
        self._known.pop(draft_id, None)
        self._known[draft_id] = position
        while len(self._known) > self._most:
            with suppress(RuntimeError):  # another thread has just remembered one
                self._known.pop(next(iter(self._known)), None)
        return position
