"""The queue: who sees which ticket, how it is answered in the same chat, and what is told when it falls due."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from campaigns.library import Library
from campaigns.units import UnitKey
from models.audit import AuditEntry
from models.consents import Consent
from models.tickets import TicketWord
from services.consents import HELP, Notice
from services.exchanges import ask_callback, ask_on, hand_over, object_to, thank_for
from services.households import own_household
from services.inbox import Message, messages_after
from services.people import Acting, NotYours, Role
from services.queue import (
    answer_ticket,
    close_ticket,
    list_tickets,
    look_at_ticket,
    pass_on_ticket,
    see_ticket,
    take_ticket,
    units_to_pass,
)
from services.rights import withdraw
from services.tickets import (
    NoWard,
    TooManyTickets,
    WordsTooLong,
    find_own_ticket,
    open_ticket,
    own_tickets,
    wish_for_help,
)
from services.timed import claim_due, do_piece, plan_housekeeping
from services.turns import StaleAction
from tests.conversation import AN_HOA, VINH_LAC
from tests.services.families import Ward, ward
from tests.services.officials import again, appoint

CITY = UnitKey("63", "899")
NOTICE = Notice("callback", 1, "vi", "chỉ để gọi lại")


def codes(town: Ward, chat_id: int) -> list[str]:
    return [each.code for each in messages_after(town.session, chat_id, 0)]


def work(town: Ward) -> None:
    """Do what is due now."""
    clockwork = town.of(0)
    while (piece := claim_due(town.session, clockwork, "test")) is not None:
        do_piece(town.session, clockwork, piece)
        town.session.flush()


def test_an_answer_comes_back_in_the_chat_that_asked(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        hand_over(town.session, town.of(family))
        (waiting,) = list_tickets(town.session, leader)
        assert (waiting.kind, waiting.unit.key, waiting.is_overdue, waiting.owner) == ("talk", VINH_LAC, False, None)
        answer_ticket(town.session, leader, waiting.id, "Mời nhà mình ra nhà văn hóa sáng thứ bảy.")
        (told,) = messages_after(town.session, family, 0)
        assert (told.code, told.ticket) == ("ticket_answered", waiting.id)
        assert told.text == "Mời nhà mình ra nhà văn hóa sáng thứ bảy."
        ask_on(town.session, town.of(family), waiting.id, "Mấy giờ?")
        (open_again,) = list_tickets(town.session, leader)
        assert (open_again.id, open_again.is_answered, open_again.is_mine) == (waiting.id, False, True)
        answer_ticket(town.session, leader, waiting.id, "Tám giờ.")
        thank_for(town.session, town.of(family), waiting.id)
        assert list_tickets(town.session, leader) == ()
        assert [each.id for each in list_tickets(town.session, leader, closed=True)] == [waiting.id]
        own = find_own_ticket(town.session, town.of(family), waiting.id)
        assert [each.text for each in own.words][1:] == ["Mấy giờ?", "Tám giờ."]


def test_a_wish_for_help_reaches_the_ward_s_team_with_the_neighbourhood_and_no_slip(library: Library) -> None:
    with ward(library) as town:
        family, team = town.welcome(), appoint(town, Role.TEAM, VINH_LAC)
        town.send(family)
        acting = town.of(family)
        household = own_household(town.session, acting)
        wish_for_help(town.session, acting, "vneid", Notice("help", 2, "vi", "để đến giúp"))
        wish_for_help(town.session, acting, "vneid", Notice("help", 2, "vi", "để đến giúp"))
        (waiting,) = list_tickets(town.session, team)
        assert (waiting.kind, waiting.note, waiting.due_on) == ("wish", "vneid", town.now.date() + timedelta(days=7))
        words = [each.text for each in see_ticket(town.session, team, waiting.id).words]
        assert words == ([household.hamlet_name] if household.hamlet_name else [])
        assert not any(household.slip in each for each in words)
        answer_ticket(town.session, team, waiting.id, "Tối thứ sáu tổ sẽ đến.")
        assert codes(town, family) == ["ticket_answered"]
        withdraw(town.session, acting, HELP)
        assert [each.id for each in list_tickets(town.session, team, closed=True)] == [waiting.id]
        asked = select(TicketWord).where(col(TicketWord.is_answer).is_(False))
        assert town.session.exec(asked).all() == []


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_another_ward_sees_or_touches_a_ticket(library: Library, role: Role) -> None:
    with ward(library) as town:
        family, stranger = town.welcome(), appoint(town, role, AN_HOA)
        object_to(town.session, town.of(family), "figure", "số chưa đúng")
        (own,) = own_tickets(town.session, town.of(family))
        town.session.flush()
        for missing in (own.id, 999_999):
            tries = (
                lambda n=missing: see_ticket(town.session, stranger, n),
                lambda n=missing: look_at_ticket(town.session, stranger, n),
                lambda n=missing: take_ticket(town.session, stranger, n),
                lambda n=missing: answer_ticket(town.session, stranger, n, "chào"),
                lambda n=missing: close_ticket(town.session, stranger, n),
                lambda n=missing: pass_on_ticket(town.session, stranger, n, AN_HOA),
                lambda n=missing: units_to_pass(town.session, stranger, n),
            )
            for attempt in tries:
                with pytest.raises(NotYours):
                    attempt()
        try:
            assert list_tickets(town.session, stranger) == ()
        except NotYours:
            assert role in {Role.REPORTER, Role.VERIFIER, Role.OPERATOR}
        assert town.session.exec(select(AuditEntry)).all() == []


def test_a_person_has_only_their_own_tickets(library: Library) -> None:
    with ward(library) as town:
        family, other = town.welcome(), town.welcome()
        ticket = open_ticket(town.session, town.of(family), VINH_LAC, "talk")
        for attempt in (find_own_ticket, thank_for):
            with pytest.raises(NotYours):
                attempt(town.session, town.of(other), ticket.id or 0)
        with pytest.raises(NotYours):
            ask_on(town.session, town.of(other), ticket.id or 0, "sao?")


def test_the_team_helps_but_sees_no_objections(library: Library) -> None:
    with ward(library) as town:
        family, team = town.welcome(), appoint(town, Role.TEAM, VINH_LAC)
        hand_over(town.session, town.of(family))
        object_to(town.session, town.of(family), "award_list", "thiếu khu phố mình")
        assert [each.kind for each in list_tickets(town.session, team)] == ["talk"]


def test_a_telephone_number_is_kept_under_its_own_consent_until_the_ticket_closes(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        assert ask_callback(town.session, town.of(family), "không có", NOTICE) is None
        assert town.session.exec(select(Consent).where(Consent.purpose == "callback")).all() == []
        number = ask_callback(town.session, town.of(family), "0912.345 678", NOTICE)
        assert number is not None
        assert len(town.session.exec(select(Consent).where(Consent.purpose == "callback")).all()) == 1
        assert [each.text for each in see_ticket(town.session, leader, number).words] == ["0912345678"]
        close_ticket(town.session, leader, number)
        assert town.session.exec(select(TicketWord)).all() == []
        assert codes(town, family) == ["ticket_closed"]
        with pytest.raises(StaleAction):
            answer_ticket(town.session, leader, number, "muộn rồi")


def test_a_ticket_goes_up_and_comes_down_again(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        city = appoint(town, Role.LEADER, CITY, 2)
        ticket = open_ticket(town.session, town.of(family), VINH_LAC, "talk").id or 0
        with pytest.raises(NotYours):
            pass_on_ticket(town.session, leader, ticket, AN_HOA)
        assert pass_on_ticket(town.session, leader, ticket, CITY).owner is None
        with pytest.raises(NotYours):
            see_ticket(town.session, leader, ticket)
        assert AN_HOA in [each.key for each in units_to_pass(town.session, city, ticket)]
        assert pass_on_ticket(town.session, city, ticket, AN_HOA).unit.key == AN_HOA


def test_every_step_of_an_official_is_in_the_trail_without_what_was_written(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        ticket = open_ticket(town.session, town.of(family), VINH_LAC, "talk").id or 0
        look_at_ticket(town.session, leader, ticket)
        take_ticket(town.session, leader, ticket)
        answer_ticket(town.session, leader, ticket, "bí mật")
        close_ticket(town.session, leader, ticket)
        rows = town.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [row.action for row in rows] == ["see_ticket", "take_ticket", "answer_ticket", "close_ticket"]
        assert {(row.actor, row.object_id) for row in rows} == {("account:official-1", str(ticket))}
        assert "bí mật" not in str([row.fields for row in rows])


def test_leaders_are_reminded_once_a_step_and_not_after_an_answer(library: Library) -> None:
    with ward(library) as town:
        family, leader = town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        hand_over(town.session, town.of(family))
        for _hour in range(24 * 12):
            work(town)
            town.now += timedelta(hours=1)
        own = leader.actor.chat_id
        assert codes(town, own) == ["ticket_new", "ticket_untaken", "ticket_soon", "ticket_overdue"]
        (late,) = list_tickets(town.session, again(town))
        assert late.is_overdue
        answer_ticket(town.session, again(town), late.id, "đây ạ")
        town.now += timedelta(days=30)
        work(town)
        assert len(codes(town, own)) == 4


def test_limits(library: Library) -> None:
    with ward(library) as town:
        family = town.of(town.welcome())
        with pytest.raises(WordsTooLong):
            object_to(town.session, family, "figure", "a" * 2_001)
        for number in range(9):
            open_ticket(town.session, family, VINH_LAC, "form_help", f"cau-{number}")
        with pytest.raises(TooManyTickets):
            open_ticket(town.session, family, VINH_LAC, "talk")
        nobody: Acting = town.acting(family.actor.__class__(7, "web", "vi"))
        with pytest.raises(NoWard):
            object_to(town.session, nobody, "figure", "số chưa đúng")
        assert Message("x").text == ""


def test_an_answer_that_nobody_comes_back_to_closes_by_itself_and_can_still_be_asked_on(library: Library) -> None:
    with ward(library) as town:
        family, silent, leader = town.welcome(), town.welcome(), appoint(town, Role.LEADER, VINH_LAC)
        ticket = ask_callback(town.session, town.of(family), "0912 345 678", NOTICE) or 0
        hand_over(town.session, town.of(silent))
        answer_ticket(town.session, leader, ticket, "Đã gọi.")
        plan_housekeeping(town.session, town.of(0))
        for day in range(1, 8):
            town.now += timedelta(days=1)
            work(town)
            closed = list_tickets(town.session, again(town), closed=True)
            assert [each.id for each in closed] == ([ticket] if day > 7 else [])
        town.now += timedelta(days=1)
        work(town)
        assert [each.id for each in list_tickets(town.session, again(town), closed=True)] == [ticket]
        (waits,) = list_tickets(town.session, again(town))
        assert (waits.kind, waits.is_answered) == ("talk", False)
        own = find_own_ticket(town.session, town.of(family), ticket)
        assert (own.is_closed, [each.text for each in own.words]) == (True, ["Đã gọi."])
        asked = ask_on(town.session, town.of(family), ticket, "Chưa thấy gọi.")
        assert not asked.is_closed
        assert {each.id for each in list_tickets(town.session, again(town))} == {waits.id, ticket}
