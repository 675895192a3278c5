"""An officer with a form under way, on a database of either kind."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlmodel import Session, select

from campaigns.form_moves import FormStep, Move
from campaigns.library import Library
from models.chats import Chat
from models.database import Database
from models.drafts import Draft
from models.officers import OFFICER, OfficerChat
from services.consents import Notice
from services.drafts import (
    agree_and_begin,
    look_ahead,
    move_on,
    see_form,
)
from services.form_states import FormState, Moved
from services.notices import see_asking
from services.people import Acting, Actor, ViewKey
from services.periods import open_period
from services.turns import Arrival, take_turn
from services.workplaces import begin_as_officer_of
from tests.services.staff import PROVINCE, YEAR_2025

NOW = datetime(2025, 11, 10, 3, 0, tzinfo=UTC)
SLUG = "tuyen-quang"
OWN_CHAT, OTHER_CHAT, STRANGER = 7, 8, 9


class Desk:
    """An officer with two chats at the first question of their form."""

    def __init__(self, db: Database, library: Library) -> None:
        self.db, self.library = db, library
        db.write_now(self._move_in)
        self.here, self.there, self.stranger = (self.acting(chat) for chat in (OWN_CHAT, OTHER_CHAT, STRANGER))
        for acting in (self.here, self.there):
            db.write_now(self.agree, acting)
        db.write_now(begin_as_officer_of, self.here, SLUG, str(PROVINCE))
        db.write_now(self._join)
        self.seen = db.read_now(see_form, self.here, OFFICER, SLUG)

    def acting(self, chat_id: int, now: datetime = NOW) -> Acting:
        """Somebody who acts now."""
        return Acting(Actor(chat_id, "web", "vi", ViewKey("form", (OFFICER, SLUG))), now, self.library)

    def _move_in(self, session: Session) -> None:
        open_period(session, self.acting(1), YEAR_2025)
        for chat_id in (OWN_CHAT, OTHER_CHAT, STRANGER):
            view = {"view": "form", "args": [OFFICER, SLUG]}
            chat = {"id": chat_id, "channel": "web", "peer": str(chat_id), "view": view}
            session.add(Chat.model_validate({**chat, "created_at": NOW, "seen_at": NOW}))
        session.flush()

    def _join(self, session: Session) -> None:
        own = session.get_one(OfficerChat, OWN_CHAT).officer_id
        session.add(OfficerChat.model_validate({"chat_id": OTHER_CHAT, "officer_id": own, "linked_at": NOW}))

    def agree(self, session: Session, acting: Acting) -> FormState | None:
        """Agree to the form as it is now."""
        form = self.library.officer_form(SLUG, 2025)
        asked = see_asking(session, acting, OFFICER, SLUG)
        return agree_and_begin(session, acting, asked, Notice(form.id, form.version, "vi", "…"))

    def step(self, said: str = "cong_chuc", move: Move = Move.GIVE, asked: str = "q0") -> FormStep:
        """A button of the screen that was seen."""
        return FormStep(move, said, asked, str(self.seen.id), self.seen.seq)

    def ahead(self, step: FormStep) -> Moved:
        """What the step leads to from what was seen."""
        moved = look_ahead(self.here, self.seen, step)
        assert moved is not None
        return moved

    def take(self, step: FormStep, event: str = "e", ahead: Moved | None = None) -> FormState:
        """Let the step arrive as an event, worked out from what was seen."""
        arrival = Arrival("web", event, OWN_CHAT, str(OWN_CHAT), NOW)
        return self.db.write_now(take_turn, arrival, self.here, None, move_on, step, ahead or self.ahead(step))

    def change(self, use_case: Callable[[Session], object]) -> None:
        """Something that happens between the read and the write."""
        self.db.write_now(use_case)

    def stored(self) -> tuple[int, dict[str, object]]:
        """How often the stored form has changed, and its answers."""
        row = self.db.read_now(lambda session: session.exec(select(Draft)).one())
        answers = row.body.get("answers", {})
        assert isinstance(answers, dict)
        return row.seq, dict(answers)

    def fill(self) -> FormState:
        """Answer until the review."""
        state = self.seen
        for said in ("cong_chuc", "0", "0", "1", "0"):
            asked = f"q{list(state.form.by_id).index(state.step.question.id)}"  # type: ignore[union-attr]
            state = self.db.write_now(move_on, self.here, FormStep(Move.GIVE, said, asked, str(state.id), state.seq))
        return state

    def rows(self, *tables: type) -> list[int]:
        """How many rows these tables have."""
        return self.db.read_now(lambda session: [len(session.exec(select(table)).all()) for table in tables])
