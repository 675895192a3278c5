"""A complaint about a ward's people goes past them: read, answered and reminded of above, or not sent at all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from campaigns.library import Library
from campaigns.units import UnitKey
from models.database import Database
from models.people import RoleGrant
from models.tickets import Ticket
from services.complaints import NobodyAbove
from services.exchanges import complain, hand_over, object_to, see_writing
from services.people import Acting, NotYours, Role
from services.queue import (
    QueueCounts,
    answer_ticket,
    close_ticket,
    count_tickets,
    list_tickets,
    look_at_ticket,
    pass_on_ticket,
    see_ticket,
    take_ticket,
    units_to_pass,
)
from services.tickets import own_tickets
from tests.conversation import AN_HOA, PERIOD, VINH_LAC
from tests.services.families import Ward, opened_ward, ward
from tests.services.officials import again, appoint
from tests.services.test_queue import CITY, codes, work

PROVINCE = UnitKey("63", "91")


def complained(town: Ward) -> int:
    family = town.welcome()
    complain(town.session, town.of(family), "cán bộ hẹn ba lần không gặp")
    return family


def give_also(town: Ward, official: int, role: Role, unit: UnitKey, starts_on: date | None = None) -> None:
    """An official gets another role."""
    row = {"account_id": f"official-{official}", "role": role.value, "given_by": "operator", "given_at": town.now}
    days = {"starts_on": starts_on or town.now.date(), "ends_on": town.now.date() + timedelta(days=300)}
    where = {"unit_epoch": unit.epoch, "unit_code": unit.code}
    town.session.add(RoleGrant.model_validate({**row, **days, **where}))
    town.session.flush()


def refused(town: Ward, official: Acting, number: int) -> list[str]:
    """Everything that can be done with a ticket is refused; the statements that were needed for it."""
    statements: list[str] = []

    def listen(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        statements.append(sql)

    town.session.flush()
    town.session.expunge_all()
    event.listen(town.session.get_bind(), "before_cursor_execute", listen)
    for attempt in (see_ticket, look_at_ticket, take_ticket, close_ticket, units_to_pass):
        with pytest.raises(NotYours):
            attempt(town.session, official, number)
    with pytest.raises(NotYours):
        answer_ticket(town.session, official, number, "chào")
    with pytest.raises(NotYours):
        pass_on_ticket(town.session, official, number, CITY)
    event.remove(town.session.get_bind(), "before_cursor_execute", listen)
    return statements


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_the_ward_sees_what_is_said_of_it(library: Library, role: Role) -> None:
    with ward(library) as town:
        here, above = appoint(town, role, VINH_LAC), appoint(town, Role.LEADER, CITY, 2)
        complained(town)
        (ticket,) = list_tickets(town.session, above)
        assert refused(town, here, ticket.id) == refused(town, here, 999_999)
        try:
            assert list_tickets(town.session, here) == ()
        except NotYours:
            assert role in {Role.REPORTER, Role.VERIFIER, Role.OPERATOR}
        work(town)
        assert codes(town, here.actor.chat_id) == []


def test_who_leads_above_answers_in_the_same_chat(db: Database, library: Library) -> None:
    def answered(session: Session) -> None:
        town = opened_ward(session, library)
        above = appoint(town, Role.CAMPAIGN_OFFICER, CITY)
        family = complained(town)
        work(town)
        assert codes(town, above.actor.chat_id) == ["ticket_new"]
        (ticket,) = list_tickets(town.session, above)
        assert (ticket.kind, ticket.unit.key, ticket.place.key) == ("complaint", CITY, VINH_LAC)
        assert ticket.due_on == above.today + timedelta(days=15)
        answer_ticket(town.session, above, ticket.id, "Thành phố sẽ làm việc với phường.")
        assert codes(town, family) == ["ticket_answered"]
        (own,) = own_tickets(town.session, town.of(family))
        assert (own.unit.key, own.is_answered) == (CITY, True)

    db.write_now(answered)


def test_the_rest_still_goes_to_the_ward(library: Library) -> None:
    with ward(library) as town:
        here, _above = appoint(town, Role.LEADER, VINH_LAC), appoint(town, Role.LEADER, CITY, 2)
        family = complained(town)
        hand_over(town.session, town.of(family))
        object_to(town.session, town.of(family), "figure", "số chưa đúng")
        assert {(each.kind, each.unit.key) for each in list_tickets(town.session, here)} == {
            ("talk", VINH_LAC),
            ("objection", VINH_LAC),
        }


def test_who_leads_above_but_is_one_of_the_ward_s_people_is_passed_over(library: Library) -> None:
    with ward(library) as town:
        both, province = appoint(town, Role.LEADER, CITY), appoint(town, Role.LEADER, PROVINCE, 2)
        give_also(town, 1, Role.TEAM, VINH_LAC)
        complained(town)
        (ticket,) = list_tickets(town.session, province)
        assert ticket.unit.key == PROVINCE
        assert refused(town, both, ticket.id) == refused(town, both, 999_999)
        assert list_tickets(town.session, both) == ()


def test_who_becomes_one_of_them_later_is_told_and_shown_nothing_more(library: Library) -> None:
    with ward(library) as town:
        both, colleague = appoint(town, Role.LEADER, CITY), appoint(town, Role.LEADER, CITY, 2)
        complained(town)
        (ticket,) = list_tickets(town.session, both)
        take_ticket(town.session, both, ticket.id)
        give_also(town, 1, Role.LEADER, VINH_LAC)
        assert refused(town, both, ticket.id) == refused(town, both, 999_999)
        assert (list_tickets(town.session, both), count_tickets(town.session, both)) == ((), QueueCounts(0, 0, 0))
        town.now += timedelta(days=16)
        work(town)
        assert "ticket_overdue" in codes(town, colleague.actor.chat_id)
        assert codes(town, both.actor.chat_id) == []
        assert [each.id for each in list_tickets(town.session, again(town, 2))] == [ticket.id]


def test_a_complaint_only_goes_upwards(library: Library) -> None:
    with ward(library) as town:
        above = appoint(town, Role.LEADER, CITY)
        complained(town)
        (ticket,) = list_tickets(town.session, above)
        assert [each.key for each in units_to_pass(town.session, above, ticket.id)] == [PROVINCE]
        for unit in (VINH_LAC, AN_HOA):
            with pytest.raises(NotYours):
                pass_on_ticket(town.session, above, ticket.id, unit)


@pytest.mark.parametrize("role", [None, Role.TEAM, Role.OPERATOR, Role.REPORTER])
def test_where_nobody_leads_above_nothing_is_sent_and_the_contact_is_named(library: Library, role: Role | None) -> None:
    with ward(library) as town:
        appoint(town, Role.LEADER, VINH_LAC)
        if role is not None:
            appoint(town, role, CITY, 2)
        family = town.welcome()
        with pytest.raises(NobodyAbove) as refusal:
            complain(town.session, town.of(family), "cán bộ hẹn ba lần không gặp")
        assert refusal.value.contact == PERIOD.contact
        assert see_writing(town.session, town.of(family), "complaint").above is None
        assert town.session.exec(select(Ticket).where(col(Ticket.kind) == "complaint")).all() == []


def test_a_role_that_has_not_begun_is_nobody_s(library: Library) -> None:
    with ward(library) as town:
        appoint(town, Role.LEADER, VINH_LAC)
        give_also(town, 1, Role.LEADER, PROVINCE, town.now.date() + timedelta(days=1))
        appoint(town, Role.TEAM, AN_HOA, 2)
        give_also(town, 2, Role.LEADER, CITY, town.now.date() + timedelta(days=1))
        with pytest.raises(NobodyAbove):
            complained(town)
