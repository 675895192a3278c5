"""Officers who answer: use-cases called with a plain session, so that many of them and many days pass quickly."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from campaigns.answers import Answer
from campaigns.library import Library
from campaigns.units import UnitKey
from models.chats import Chat
from models.periods import Period
from services.consents import Notice
from services.officer_reports import agree_as_officer, submit_officer_report
from services.officers import place_officer
from services.people import DESK, Acting, Actor
from services.periods import open_period
from tests.conversation import PERIOD, START
from tests.services.families import memory_database

YEAR_2025 = replace(PERIOD, id="tuyen-quang-2025", campaign="tuyen-quang")
PROVINCE, CITY, COMMUNE = UnitKey("63", "08"), UnitKey("63", "070"), UnitKey("63", "02200")
ANSWERS: Mapping[str, Answer] = {
    "nhom": "cong_chuc",
    "ky_nang_so": True,
    "ky_nang_du_lieu": False,
    "dinh_danh_cong_viec": True,
    "co_sang_kien": False,
}
"""What an ordinary civil servant of Tuyên Quang answers."""


@contextmanager
def province(library: Library) -> Iterator["Province"]:
    """A fresh database with an open period of Tuyên Quang."""
    engine = memory_database()
    with Session(engine) as session:
        found = Province(session, library)
        open_period(session, found.desk, YEAR_2025)
        session.flush()
        yield found
    engine.dispose()


@dataclass
class Province:
    """Officers and time. An officer is named by their chat."""

    session: Session
    library: Library
    now: datetime = START
    last_chat: int = 2**53
    chats: list[int] = field(default_factory=list)

    @property
    def desk(self) -> Acting:
        """Who runs the machine, and may see every unit."""
        return Acting(Actor(0, DESK, "vi"), self.now, self.library)

    def of(self, chat: int) -> Acting:
        """An officer who acts now."""
        return Acting(Actor(chat, "web", "vi"), self.now, self.library)

    def chat(self) -> int:
        """A new chat."""
        self.last_chat += 1
        row = {"id": self.last_chat, "channel": "web", "peer": str(self.last_chat)}
        self.session.add(Chat.model_validate({**row, "created_at": self.now, "seen_at": self.now}))
        self.session.flush()
        self.chats.append(self.last_chat)
        return self.last_chat

    def welcome(self, unit: UnitKey = PROVINCE) -> int:
        """A new officer who has agreed and said where they work."""
        chat = self.chat()
        self.agree(chat)
        place_officer(self.session, self.of(chat), unit)
        return chat

    def agree(self, chat: int) -> None:
        """The officer agrees to the form as it is now."""
        form = self.library.officer_form("tuyen-quang", 2025)
        agree_as_officer(self.session, self.of(chat), YEAR_2025.id, Notice(form.id, form.version, "vi", "…"))

    def send(self, chat: int, **answers: Answer) -> str:
        """Send the officer's report, or correct it. answers: what differs from `ANSWERS`."""
        form = self.library.officer_form("tuyen-quang", 2025)
        sent = submit_officer_report(self.session, self.of(chat), form, YEAR_2025.id, {**ANSWERS, **answers})
        self.session.flush()
        return sent

    def fill(self, unit: UnitKey, officers: int, **answers: Answer) -> None:
        """So many officers of a unit who answer this."""
        for _ in range(officers):
            self.send(self.welcome(unit), **answers)

    def close(self) -> None:
        """The operator closes the period."""
        period = self.session.get_one(Period, YEAR_2025.id)
        period.closed_at = self.now
        self.session.add(period)
        self.session.flush()
