"""Writes that depend on what is there."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.chats import Event
from models.database import Database
from models.periods import Period
from models.tallies import Tally
from models.upserts import add_counts, insert_new

NOW = datetime(2025, 6, 1, 1, 30, tzinfo=UTC)
KEY = {"campaign": "c", "period_id": "p1", "unit_epoch": "63", "unit_code": "1", "indicator_id": "i"}


def note_event(session: Session, event_id: str) -> bool:
    """What a turn begins with."""
    return insert_new(session, Event, {"channel": "web", "event_id": event_id, "at": NOW})


def add(session: Session, reports: int, num: int, den: int) -> None:
    """Add to the one tally; its period is made, unflushed, when missing."""
    if session.get(Period, "p1") is None:
        days = {"opens_on": date(2025, 5, 1), "closes_on": date(2025, 6, 30), "retention_until": date(2026, 6, 30)}
        words = {"id": "p1", "campaign": "c", "name": "n", "controller": "x", "contact": "y"}
        session.add(Period.model_validate({**words, **days, "target_year": 2025}))
    add_counts(session, Tally, KEY, {"reports": reports, "num": num, "den": den, "unknown": 0})


def counts(session: Session) -> list[tuple[int, int, int, int]]:
    """Every tally's counts."""
    return [(tally.reports, tally.num, tally.den, tally.unknown) for tally in session.exec(select(Tally))]


def test_an_event_key_is_new_once(db: Database) -> None:
    assert [db.write_now(note_event, key) for key in ("1", "1", "2")] == [True, False, True]


def test_counts_are_added_and_taken_away(db: Database) -> None:
    for change in ((1, 2, 3), (1, 0, 2), (-1, -2, -3)):
        db.write_now(add, *change)

    assert db.read_now(counts) == [(1, 0, 2, 0)]


def test_no_more_is_taken_away_than_is_there(db: Database) -> None:
    db.write_now(add, 1, 2, 3)
    with pytest.raises(IntegrityError, match="num_not_negative"):
        db.write_now(add, -1, -3, -3)

    assert db.read_now(counts) == [(1, 2, 3, 0)]
