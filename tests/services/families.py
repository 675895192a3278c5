"""Families that answer: use-cases called with a plain session, so that many days and households pass quickly."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from campaigns.answers import Answer
from campaigns.library import Library
from campaigns.units import UnitKey
from models.chats import Chat
from models.columns import Table
from models.periods import Period
from services.consents import Notice, give_consent, report_purpose
from services.erasure import erase_household
from services.households import settle
from services.people import Acting, Actor
from services.periods import open_period
from services.reports import submit_report
from services.tallies import roll_all_snapshots
from tests.conversation import PERIOD, START, VINH_LAC

ANSWERS: Mapping[str, Answer] = {
    "so_nguoi": 4,
    "duoi_15": 1,
    "tu_15_den_17": 0,
    "qua_tuoi_lao_dong": 1,
    "dien_thoai": 2,
    "cap_quang": "dang_dung",
    "ky_nang": 1,
    "dich_vu_cong": 1,
    "kham_tu_xa": 0,
    "so_suc_khoe": 3,
    "tai_khoan": 2,
}
"""What an ordinary household answers."""


def memory_database() -> Engine:
    """A database in memory with every table."""
    import models.tables  # noqa: F401

    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys=ON"))
    Table.metadata.create_all(engine)
    return engine


@contextmanager
def ward(library: Library) -> Iterator["Ward"]:
    """A fresh database with an open period."""
    engine = memory_database()
    with Session(engine) as session:
        yield opened_ward(session, library)
    engine.dispose()


def opened_ward(session: Session, library: Library) -> "Ward":
    """The same on any database."""
    found = Ward(session, library)
    open_period(session, found.acting(Actor(0, "command-line", "vi")), PERIOD)
    session.flush()
    return found


@dataclass
class Ward:
    """Households and time. A family is named by the id of its chat."""

    session: Session
    library: Library
    now: datetime = START
    families: dict[int, str] = field(default_factory=dict)
    last_chat: int = 2**53

    def acting(self, actor: Actor) -> Acting:
        """Someone who acts now."""
        return Acting(actor, self.now, self.library)

    def of(self, family: int) -> Acting:
        """A family that acts now."""
        return self.acting(Actor(family, "web", "vi", household_id=self.families.get(family)))

    def welcome(self, unit: UnitKey = VINH_LAC) -> int:
        """A new family that has agreed and said where it lives."""
        self.last_chat += 1
        family = self.last_chat
        row = {"id": family, "channel": "web", "peer": str(family), "created_at": self.now, "seen_at": self.now}
        self.session.add(Chat.model_validate(row))
        self.session.flush()
        self.agree(family)
        self.families[family] = settle(self.session, self.of(family), unit, None)
        return family

    def agree(self, family: int) -> None:
        """The family agrees to the form as it is now."""
        form = self.library.household_form(PERIOD.campaign, PERIOD.target_year)
        give_consent(self.session, self.of(family), report_purpose(PERIOD.id), Notice(form.id, form.version, "vi", "…"))

    def send(self, family: int, **answers: Answer) -> None:
        """Send the family's report, or correct it. answers: what differs from `ANSWERS`."""
        form = self.library.household_form(PERIOD.campaign, PERIOD.target_year)
        submit_report(self.session, self.of(family), form, PERIOD.id, {**ANSWERS, **answers})
        self.session.flush()

    def move(self, family: int, unit: UnitKey) -> None:
        """The family says that it lives elsewhere; its report follows when it is next corrected."""
        settle(self.session, self.of(family), unit, None)

    def erase(self, family: int) -> None:
        """The family deletes everything."""
        erase_household(self.session, self.of(family))
        self.session.flush()
        self.session.expire_all()
        del self.families[family]

    def close(self) -> None:
        """The operator closes the period."""
        period = self.session.get_one(Period, PERIOD.id)
        period.closed_at = self.now
        self.session.add(period)
        self.session.flush()

    def next_day(self) -> None:
        """Midnight passes, and the daily work is done."""
        self.now += timedelta(days=1)
        roll_all_snapshots(self.session, self.of(0).today)
        self.session.flush()
        self.session.expire_all()
