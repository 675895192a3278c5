"""Reminders: who answers for a request by telephone, or for a ticket, hears of it in time; whoever has left does not."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.library import Library
from models.people import RoleGrant
from services.exchanges import hand_over
from services.inbox import messages_after
from services.people import Role
from services.queue import list_tickets, take_ticket
from services.requests import execute_request
from services.rights import Right
from services.timed import claim_due, do_piece
from tests.conversation import VINH_LAC
from tests.services.families import Ward, ward
from tests.services.officials import FIRST_OFFICIAL, again, appoint
from tests.services.telephone import telephoned


def days_pass(town: Ward, days: int) -> None:
    """Let days pass, doing what is due at every hour."""
    for _hour in range(24 * days):
        while (piece := claim_due(town.session, town.of(0), "test")) is not None:
            do_piece(town.session, town.of(0), piece)
            town.session.flush()
        town.now += timedelta(hours=1)


def told(town: Ward, number: int = 1) -> list[str]:
    """What an official was told, by its codes."""
    return [each.code for each in messages_after(town.session, FIRST_OFFICIAL + number, 0)]


def leave_office(session: Session, number: int) -> None:
    """An official's role is taken back."""
    (grant,) = session.exec(select(RoleGrant).where(col(RoleGrant.account_id) == f"official-{number}")).all()
    grant.revoked_at, grant.revoked_by = grant.given_at, "operator"
    session.add(grant)
    session.flush()


@pytest.mark.parametrize("right", [Right.WITHDRAW, Right.RESTRICT, Right.DELETE])
def test_a_request_that_was_written_down_and_not_carried_out_is_reminded_of(library: Library, right: Right) -> None:
    with ward(library) as town:
        family, leader = town.of(town.welcome()), appoint(town, Role.LEADER, VINH_LAC)
        request = telephoned(town, leader, family, right)
        before = (request.due_on - town.of(0).today).days
        days_pass(town, before - 4)
        assert told(town) == []
        days_pass(town, 4)
        assert told(town) == ["request_soon"]
        days_pass(town, 3)
        assert told(town) == ["request_soon", "request_overdue"]
        assert {each.request for each in messages_after(town.session, leader.actor.chat_id, 0)} == {request.id}


def test_nobody_is_reminded_of_what_was_carried_out(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.of(town.welcome()), appoint(town, Role.LEADER, VINH_LAC)
        request = telephoned(town, leader, family, Right.DELETE)
        execute_request(town.session, leader, request.id)
        days_pass(town, 22)
        assert told(town) == []


def test_whoever_left_is_not_reminded_but_who_leads_now(library: Library) -> None:
    with ward(library) as town:
        first, family = appoint(town, Role.LEADER, VINH_LAC), town.of(town.welcome())
        telephoned(town, first, family, Right.RESTRICT)
        hand_over(town.session, family)
        (ticket,) = list_tickets(town.session, first)
        take_ticket(town.session, again(town), ticket.id)
        days_pass(town, 1)
        assert told(town) == ["ticket_new"]
        leave_office(town.session, 1)
        appoint(town, Role.LEADER, VINH_LAC, 2)
        days_pass(town, 18)
        assert told(town) == ["ticket_new"]
        assert told(town, 2) == ["ticket_soon", "ticket_overdue", "request_soon", "request_overdue"]
