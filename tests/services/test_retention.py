"""What was promised to be kept for a time is gone after it, and the figures stay what they were."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.library import Library
from models.chats import Chat, Inbox
from models.columns import Table
from models.consents import Consent
from models.drafts import Draft
from models.households import ChatHousehold, Household
from models.periods import Period
from models.questions import AskedQuestion
from models.reports import Report
from models.tallies import Retained
from models.tickets import DataRequest, Ticket
from services import retention
from services.consents import bind_consents
from services.inbox import Message, leave_message
from services.people import Role
from services.periods import open_period
from services.recounts import find_drift, recount
from services.retention import Purged, purge_chunk, purge_expired
from services.rights import Right
from services.rules import keep_miss
from services.tickets import open_ticket
from tests.conversation import AN_HOA, PERIOD, VINH_LAC, Town
from tests.services.families import Ward, ward
from tests.services.officials import appoint
from tests.services.telephone import telephoned
from tests.services.test_deletion import answer_and_send, bytes_of, markers

LAST_EVENING = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
"""The last minute of the last day, in Viet Nam, on which the period's answers are kept."""
AFTER = LAST_EVENING + timedelta(minutes=1)
NEXT = replace(
    PERIOD, id="rach-gia-2026", opens_on=date(2026, 6, 1), closes_on=date(2026, 6, 30), retention_until=date(2028, 1, 1)
)
OF_A_HOUSEHOLD: tuple[type[Table], ...] = (Report, Household, ChatHousehold, Consent, Draft)


def purge(town: Ward) -> Purged:
    """One chunk, as a transaction of its own would do it."""
    town.session.flush()
    town.session.expire_all()
    purged = purge_chunk(town.session, town.of(0))
    town.session.flush()
    town.session.expire_all()
    return purged


def rows(session: Session, *tables: type[Table]) -> list[int]:
    return [len(session.exec(select(table)).all()) for table in tables]


def draft(town: Ward, family: int, period_id: str = PERIOD.id) -> None:
    """A form that the family has begun."""
    place = {"chat_id": family, "household_id": town.families[family], "period_id": period_id, "subject": period_id}
    times = {"created_at": town.now, "updated_at": town.now}
    town.session.add(Draft.model_validate({"form_id": "household", "form_version": 1, **place, **times}))
    town.session.flush()


def test_answers_are_kept_through_the_last_day_and_gone_after_it(library: Library) -> None:
    with ward(library) as town:
        for unit in (VINH_LAC, AN_HOA, VINH_LAC):
            family = town.welcome(unit)
            bind_consents(town.session, town.of(family), town.families[family])
            town.send(family)
            town.send(family, dien_thoai=3)
        figures = recount(town.session, town.of(0))
        town.now = LAST_EVENING
        assert purge(town) == Purged()
        town.now = AFTER
        assert purge(town) == Purged(reports=6, households=3, chats=3)
        assert rows(town.session, *OF_A_HOUSEHOLD) == [0, 0, 0, 0, 0]
        assert find_drift(town.session, town.of(0)) == []
        assert recount(town.session, town.of(0)) == figures
        assert {
            (row.unit_code, row.num) for row in town.session.exec(select(Retained)) if row.indicator_id == PHONES
        } == {
            (VINH_LAC.code, 6),
            (AN_HOA.code, 3),
        }
        assert purge(town) == Purged()


PHONES = "nguoi_lon_dtm"


def test_retained_counts_join_those_of_households_that_left_before(library: Library) -> None:
    with ward(library) as town:
        goes, stays = town.welcome(), town.welcome()
        town.send(goes)
        town.send(stays)
        town.close()
        figures = recount(town.session, town.of(0))
        town.erase(goes)
        town.now = AFTER
        assert purge(town) == Purged(reports=1, households=1, chats=1, requests=1)
        assert recount(town.session, town.of(0)) == figures
        assert find_drift(town.session, town.of(0)) == []


def test_household_stays_while_a_later_period_keeps_something_of_it(library: Library) -> None:
    with ward(library) as town:
        reports_again, begins_again, leaves = town.welcome(), town.welcome(), town.welcome()
        for family in (reports_again, begins_again, leaves):
            town.send(family)
            draft(town, family)
        open_period(town.session, town.of(0), NEXT)
        town.session.flush()
        draft(town, begins_again, NEXT.id)
        (first, _second, _third) = town.session.exec(select(Report).order_by(Report.id)).all()
        later = {"id": "later", "period_id": NEXT.id, "subject_id": town.families[reports_again]}
        town.session.add(Report.model_validate({**first.model_dump(), **later}))
        town.now = AFTER
        assert purge(town) == Purged(reports=3, households=1, drafts=3, chats=1)
        kept = {row.id for row in town.session.exec(select(Household))}
        assert kept == {town.families[reports_again], town.families[begins_again]}
        assert [row.period_id for row in town.session.exec(select(Report))] == [NEXT.id]
        assert [row.period_id for row in town.session.exec(select(Draft))] == [NEXT.id]
        town.now = datetime(2028, 1, 3, tzinfo=UTC)
        assert purge(town) == Purged(reports=1, households=1, chats=1)
        assert purge(town) == Purged(households=1, drafts=1, chats=1)


def test_household_that_never_sent_anything_goes_too(library: Library) -> None:
    with ward(library) as town:
        draft(town, town.welcome())
        town.welcome()
        town.now = AFTER
        newcomer = town.welcome()
        assert purge(town) == Purged(households=2, drafts=1, chats=2)
        assert [row.id for row in town.session.exec(select(Household))] == [town.families[newcomer]]


def test_what_a_household_waited_for_ends_with_it(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        town.send(family)
        telephoned(town, leader, town.of(family), Right.WITHDRAW)
        town.now += timedelta(days=500)
        while purge_expired(town.session, town.of(0)):
            town.session.flush()
        (request,) = town.session.exec(select(DataRequest)).all()
        assert (request.household_id, request.fulfilled_at) == (None, town.now)


def test_chunks_are_bounded_and_the_next_call_goes_on(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "MOST_HOUSEHOLDS", 2)
    with ward(library) as town:
        for _ in range(5):
            town.send(town.welcome())
        town.welcome()
        figures = recount(town.session, town.of(0))
        town.now = AFTER
        for left in (4, 2, 1, 0):
            assert purge(town).total > 0
            assert rows(town.session, Household) == [left]
            assert find_drift(town.session, town.of(0)) == []
            assert recount(town.session, town.of(0)) == figures
        assert purge_expired(town.session, town.of(0)) == 0


def test_questions_closed_tickets_and_messages_have_an_end(library: Library) -> None:
    with ward(library) as town:
        family = town.welcome()
        for kind in ("talk", "form_help"):
            open_ticket(town.session, town.of(family), VINH_LAC, kind)
        for ticket in town.session.exec(select(Ticket).where(Ticket.kind == "form_help")).all():
            ticket.closed_at = town.now
        keep_miss(town.session, town.of(family), PERIOD.campaign, "bao giờ xong", "declined")
        leave_message(town.session, family, Message("report_corrected"), town.now)
        begun = town.now
        town.now = begun + timedelta(days=30)
        assert purge(town) == Purged()
        town.now = begun + timedelta(days=30, minutes=1)
        assert purge(town) == Purged(messages=1)
        town.now = begun + timedelta(days=365)
        assert purge(town) == Purged()
        town.now = begun + timedelta(days=366)
        assert purge(town) == Purged(questions=1, tickets=1)
        assert rows(town.session, Ticket, AskedQuestion, Inbox) == [1, 0, 0]


async def test_daily_work_leaves_no_byte_of_the_household(town: Town) -> None:
    person, neighbour = town.person(), town.person()
    await answer_and_send(person)
    await person.say("/solieunhatoi")
    await person.tap("Sửa câu trả lời")
    slip = town.slips()[0]
    await neighbour.say("/phieu")
    await neighbour.say(slip)
    found = town.database.read_now(markers, person)
    theirs = [found[name] for name in ("slip", "household", "answers")]
    figures = town.database.read_now(recount, town.acting())
    await town.pass_time(days=(LAST_EVENING - town.now).days)
    assert [marker for marker in theirs if marker not in bytes_of(town)] == []
    await town.pass_time(days=2)
    assert [marker for marker in theirs if marker in bytes_of(town)] == []
    assert town.database.read_now(recount, town.acting()) == figures
    assert town.database.read_now(find_drift, town.acting()) == []
    await person.reload()
    assert "Kính chào bà con!" in person.shown
    assert town.database.read_now(lambda session: rows(session, Chat, Period)) == [0, 1]
