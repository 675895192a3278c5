"""By when people are answered: the times that a period sets for itself, and the legal ones where it sets none."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.library import Library
from models.timed import TimedWork
from services.exchanges import ask_on, hand_over
from services.people import Actor, Role
from services.periods import current_period, find_period, list_periods, open_period
from services.queue import answer_ticket, list_tickets
from services.requests import list_requests
from services.rights import Right, lodge
from tests.conversation import PERIOD, START, VINH_LAC
from tests.services.families import Ward, memory_database
from tests.services.officials import again, appoint
from tests.services.telephone import telephoned

MONDAY = START.date()
OWN: Mapping[str, str] = {"talk": "3", "delete": "5 working", "complain": "8 working", "acknowledge": "1 working"}


@contextmanager
def ward_with(library: Library, clocks: Mapping[str, str] | None) -> Iterator[Ward]:
    """A fresh database whose period sets these clocks."""
    engine = memory_database()
    with Session(engine) as session:
        town = Ward(session, library)
        open_period(session, town.acting(Actor(0, "command-line", "vi")), replace(PERIOD, clocks=clocks))
        session.flush()
        session.expire_all()
        yield town
    engine.dispose()


@pytest.mark.parametrize("clocks", [None, OWN], ids=["usual", "own"])
def test_a_period_is_read_with_its_own_clocks(library: Library, clocks: Mapping[str, str] | None) -> None:
    with ward_with(library, clocks) as town:
        found = [
            current_period(town.session, town.of(0)),
            current_period(town.session, town.of(0), PERIOD.campaign),
            find_period(town.session, PERIOD.id),
            *list_periods(town.session),
        ]
        assert [each.clocks if each else "" for each in found] == [clocks] * 4


# 2025-11-10 is a Monday; nothing in the two weeks after it is a holiday.
@pytest.mark.parametrize(
    ("clocks", "talk", "complaint", "deletion"),
    [
        (None, date(2025, 11, 17), date(2025, 11, 25), date(2025, 11, 30)),
        (OWN, date(2025, 11, 13), date(2025, 11, 20), date(2025, 11, 17)),
    ],
    ids=["usual", "own"],
)
def test_tickets_and_requests_fall_due_as_the_period_says(
    library: Library, clocks: Mapping[str, str] | None, talk: date, complaint: date, deletion: date
) -> None:
    with ward_with(library, clocks) as town:
        family, leader = town.of(town.welcome()), appoint(town, Role.LEADER, VINH_LAC)
        handed = hand_over(town.session, family)
        assert handed is not None
        assert handed.ticket.due_on == talk
        assert lodge(town.session, family, Right.COMPLAIN, "số bị lộ").due_on == complaint
        telephoned(town, leader, family, Right.DELETE)
        assert {each.right: each.due_on for each in list_requests(town.session, leader)} == {
            Right.COMPLAIN: complaint,
            Right.DELETE: deletion,
        }


def test_who_asks_on_is_answered_in_the_periods_own_time_again(library: Library) -> None:
    with ward_with(library, OWN) as town:
        family, _leader = town.of(town.welcome()), appoint(town, Role.LEADER, VINH_LAC)
        ticket = lodge(town.session, family, Right.COMPLAIN, "số bị lộ").id
        answer_ticket(town.session, again(town), ticket, "đã xem")
        town.now += timedelta(days=7)
        assert ask_on(town.session, town.of(family.actor.chat_id), ticket, "chưa rõ").due_on == date(2025, 11, 27)


@pytest.mark.parametrize(("clocks", "days"), [(None, 2), (OWN, 1)], ids=["usual", "own"])
def test_what_nobody_takes_is_reminded_of_in_the_periods_own_time(
    library: Library, clocks: Mapping[str, str] | None, days: int
) -> None:
    with ward_with(library, clocks) as town:
        family, _leader = town.of(town.welcome()), appoint(town, Role.LEADER, VINH_LAC)
        lodge(town.session, family, Right.COMPLAIN, "số bị lộ")
        (ticket,) = list_tickets(town.session, again(town))
        asked = select(TimedWork).where(col(TimedWork.key).like(f"remind:{ticket.id}:%:untaken"))
        (untaken,) = town.session.exec(asked).all()
        assert untaken.due_at.astimezone(START.tzinfo).date() == MONDAY + timedelta(days=days)
