"""A household with two chats and a form under way, for tests of what happens between a look and the write after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session, select

from campaigns.form_moves import FormStep, Move, shown_id
from campaigns.form_steps import Ask, Confirm, Review
from campaigns.library import Library
from campaigns.units import UnitKey
from models.chats import Chat
from models.chats import Event as Handled
from models.database import Database
from models.drafts import Draft
from models.households import ChatHousehold
from services.consents import Notice, give_consent, report_purpose
from services.drafts import begin, look_ahead, move_on, see_form
from services.form_states import FormState, Moved
from services.households import settle
from services.people import Acting, Actor, ViewKey
from services.samples import begin_sample
from services.turns import Arrival, take_turn

NOW = datetime(2025, 6, 10, 3, 0, tzinfo=UTC)
UNIT = UnitKey("63", "30739")
OWN_CHAT, OTHER_CHAT = 7, 8


class Family:
    """A household with two chats at the first question of its form."""

    def __init__(self, db: Database, library: Library) -> None:
        self.db, self.library = db, library
        everybody = self.acting(1)
        self.period = db.write_now(begin_sample, everybody)
        self.household = db.write_now(self._move_in, everybody)
        self.acting_here, self.acting_there = (
            replace(each, actor=replace(each.actor, household_id=self.household))
            for each in (self.acting(OWN_CHAT), self.acting(OTHER_CHAT))
        )
        db.write_now(begin, self.acting_here)
        self.seen = db.read_now(see_form, self.acting_here)

    def acting(self, chat_id: int) -> Acting:
        """Somebody who acts now."""
        return Acting(Actor(chat_id, "web", "vi", ViewKey("form")), NOW, self.library)

    def _move_in(self, session: Session, acting: Acting) -> str:
        for chat_id in (OWN_CHAT, OTHER_CHAT):
            view = {"view": "form", "args": []}
            chat = {"id": chat_id, "channel": "web", "peer": str(chat_id), "view": view}
            session.add(Chat.model_validate({**chat, "created_at": NOW, "seen_at": NOW}))
        session.flush()
        household = settle(session, self.acting(OWN_CHAT), UNIT, None)
        link = {"chat_id": OTHER_CHAT, "household_id": household, "label": "", "linked_at": NOW}
        session.add(ChatHousehold.model_validate(link))
        session.get_one(Chat, OTHER_CHAT).household_id = household
        session.flush()
        form = self.library.household_form("rach-gia", 2025)
        for chat_id in (OWN_CHAT, OTHER_CHAT):
            actor = Actor(chat_id, "web", "vi", household_id=household)
            notice = Notice(form.id, form.version, "vi", "…")
            give_consent(session, replace(acting, actor=actor), report_purpose(self.period), notice)
        return household

    def step(self, said: str = "4", move: Move = Move.GIVE, asked: str = "q0") -> FormStep:
        """A button of the screen that was seen."""
        return FormStep(move, said, asked, str(self.seen.id), self.seen.seq)

    def ahead(self, step: FormStep) -> Moved:
        """What the step leads to from what was seen."""
        moved = look_ahead(self.acting_here, self.seen, step)
        assert moved is not None
        return moved

    def take(self, step: FormStep, event: str = "e", ahead: Moved | None = None) -> FormState:
        """Let the step arrive as an event, worked out from what was seen."""
        arrival = Arrival("web", event, OWN_CHAT, str(OWN_CHAT), NOW)
        ahead = ahead or self.ahead(step)
        return self.db.write_now(take_turn, arrival, self.acting_here, None, move_on, step, ahead)

    def fill(self) -> FormState:
        """Type answers until the review."""
        state = self.seen
        for _each in range(2 * len(state.form.main)):
            counts = isinstance(state.step, Ask) and state.step.bounds is not None
            said = "4" if shown_id(state.step) == "so_nguoi" else "0" if counts else "1"
            move = Move.RIGHT if isinstance(state.step, Confirm) else Move.REPLY
            taken = FormStep(move, said, draft_id=str(state.id), made_at=state.seq)
            state = self.db.write_now(move_on, self.acting_here, taken)
            if isinstance(state.step, Review):
                break
        return state

    def stored(self) -> tuple[int, dict[str, object]]:
        """How often the stored form has changed, and its answers."""
        row = self.db.read_now(lambda session: session.exec(select(Draft)).one())
        answers = row.body.get("answers", {})
        assert isinstance(answers, dict)
        return row.seq, dict(answers)

    def handled(self) -> list[str]:
        """The events that count as done."""
        return self.db.read_now(lambda session: list(session.exec(select(Handled.event_id))))

    def change(self, use_case: Callable[[Session], object]) -> None:
        """Something that happens between the read and the write."""
        self.db.write_now(use_case)
