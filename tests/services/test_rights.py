"""Rights over one's data, in the chat and by telephone: at once, recorded, and within the official's own units."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from campaigns.clocks import clock_for, read_clock
from campaigns.library import Library
from models.audit import AuditEntry
from models.chats import Lockout
from models.columns import Table
from models.consents import Consent
from models.drafts import Draft
from models.households import Household
from models.reports import Report
from models.tickets import DataRequest
from services.callers import FoundBySlip, find_by_slip
from services.consents import NoConsent, bind_consents
from services.households import DataRestricted, SlipLocked, SlipMissed, SlipUnreadable, own_household
from services.inbox import messages_after
from services.people import NotYours, Role
from services.periods import PeriodClosed
from services.queue import answer_ticket, list_tickets
from services.recounts import find_drift, recount
from services.requests import Telephoned, count_requests, execute_request, list_requests, record_request, see_request
from services.rights import Right, lift, lodge, restrict, withdraw
from services.turns import StaleAction
from tests.conversation import AN_HOA, VINH_LAC
from tests.services.families import Ward, ward
from tests.services.officials import appoint
from tests.services.telephone import telephoned


def rows(session: Session, *tables: type[Table]) -> list[int]:
    return [len(session.exec(select(table)).all()) for table in tables]


def figures(town: Ward) -> dict[str, int]:
    """Indicator → reports in the ward's figures; checked against what is stored."""
    town.session.flush()
    town.session.expire_all()
    assert find_drift(town.session, town.of(0)) == []
    return {place.indicator: counts.reports for place, counts in recount(town.session, town.of(0)).items()}


def answered(town: Ward) -> int:
    family = town.welcome()
    bind_consents(town.session, town.of(family), town.families[family])
    town.send(family)
    return family


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
def test_withdrawn_consent_takes_the_answers_along_and_leaves_the_slip(library: Library, is_open: bool) -> None:
    with ward(library) as town:
        family, _neighbour = answered(town), answered(town)
        before = figures(town)
        if not is_open:
            town.close()
        withdraw(town.session, town.of(family), "report")
        assert rows(town.session, Report, Draft) == [1, 0]
        after = figures(town)
        assert after == (before if not is_open else {name: count - 1 for name, count in before.items()})
        assert own_household(town.session, town.of(family)).slip
        with pytest.raises(NoConsent if is_open else PeriodClosed):
            town.send(family)
        (request,) = town.session.exec(select(DataRequest)).all()
        assert (request.right, request.fulfilled_at) == ("withdraw", town.now)


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
def test_restricted_data_is_kept_unused_and_comes_back(library: Library, is_open: bool) -> None:
    with ward(library) as town:
        family, _neighbour = answered(town), answered(town)
        before = figures(town)
        if not is_open:
            town.close()
        restrict(town.session, town.of(family))
        restrict(town.session, town.of(family))
        assert rows(town.session, Report) == [2]
        assert figures(town) == (before if not is_open else {name: count - 1 for name, count in before.items()})
        if is_open:
            with pytest.raises(DataRestricted):
                town.send(family)
        lift(town.session, town.of(family))
        assert figures(town) == before
        assert not own_household(town.session, town.of(family)).is_restricted


def test_what_was_restricted_stays_out_of_a_period_that_closed_meanwhile(library: Library) -> None:
    with ward(library) as town:
        family, _neighbour = answered(town), answered(town)
        restrict(town.session, town.of(family))
        without = figures(town)
        town.close()
        lift(town.session, town.of(family))
        assert figures(town) == without
        town.erase(family)
        assert figures(town) == without


@pytest.mark.parametrize("is_open", [True, False], ids=["open-period", "closed-period"])
def test_restricted_answers_are_taken_out_once_only_when_deleted(library: Library, is_open: bool) -> None:
    with ward(library) as town:
        family, _neighbour = answered(town), answered(town)
        if not is_open:
            town.close()
        restrict(town.session, town.of(family))
        kept = figures(town)
        town.erase(family)
        assert figures(town) == kept
        (_restricted, deleted) = town.session.exec(select(DataRequest).order_by(DataRequest.id)).all()  # type: ignore[arg-type]
        assert (deleted.right, deleted.chat_id, deleted.household_id) == ("delete", None, None)


def test_an_objection_waits_for_a_person_within_its_clock(library: Library) -> None:
    with ward(library) as town:
        family, leader = answered(town), appoint(town, Role.LEADER, VINH_LAC)
        lodge(town.session, town.of(family), "object", "không muốn so sánh")
        (request,) = list_requests(town.session, leader)
        assert (request.right, request.due_on) == (Right.OBJECT, leader.today + timedelta(days=15))
        assert not request.can_execute
        (ticket,) = list_tickets(town.session, leader)
        answer_ticket(town.session, leader, ticket.id, "đã xem xét")
        assert list_requests(town.session, leader) == ()
        with pytest.raises(StaleAction):
            lodge(town.session, town.of(family), "delete", "xóa")


@pytest.mark.parametrize("right", [Right.WITHDRAW, Right.RESTRICT, Right.DELETE])
def test_an_official_carries_out_what_is_asked_by_telephone(library: Library, right: Right) -> None:
    with ward(library) as town:
        family, leader = answered(town), appoint(town, Role.LEADER, VINH_LAC)
        slip, household = own_household(town.session, town.of(family)).slip, town.families[family]
        found = find_by_slip(town.session, leader, f"{slip[:4]} {slip[4:]}")
        assert isinstance(found, FoundBySlip)
        assert (found.unit.key, found.has_reports) == (VINH_LAC, True)
        recorded = record_request(town.session, leader, found.request_id, Telephoned(right, "representative"))
        assert recorded.can_execute
        done = execute_request(town.session, leader, recorded.id)
        assert done.fulfilled_at == town.now
        assert figures(town) == dict.fromkeys(figures(town), 0)
        assert rows(town.session, Report) == [1 if right is Right.RESTRICT else 0]
        assert rows(town.session, Household) == [0 if right is Right.DELETE else 1]
        (told,) = messages_after(town.session, family, 0)
        assert told.code.endswith("_by_telephone")
        trail = town.session.exec(select(AuditEntry)).all()
        assert [row.action for row in trail] == ["find_household", "record_request", "execute_request"]
        assert household not in str(trail)
        assert slip not in str(trail)
        with pytest.raises(StaleAction):
            execute_request(town.session, leader, recorded.id)


def test_a_slip_of_another_ward_is_missed_like_one_that_nobody_has(library: Library) -> None:
    with ward(library) as town:
        family, stranger = answered(town), appoint(town, Role.LEADER, AN_HOA)
        slip = own_household(town.session, town.of(family)).slip
        unknown = "99999999" if slip != "99999999" else "99999998"
        statements: list[list[str]] = [[]]
        engine = town.session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda _c, _u, sql, *_rest: statements[-1].append(sql))
        results = []
        for tried in (unknown, slip):
            town.session.flush()
            town.session.expunge_all()
            town.session.execute(Lockout.core().delete())
            statements.append([])
            results.append(find_by_slip(town.session, stranger, tried))
            town.session.flush()
            statements.append([])
        assert results == [SlipMissed(4), SlipMissed(4)]
        assert statements[1] == statements[3]
        assert isinstance(find_by_slip(town.session, stranger, "abc"), SlipUnreadable)
        for _try in range(4):
            find_by_slip(town.session, stranger, slip)
        assert isinstance(find_by_slip(town.session, stranger, slip), SlipLocked)
        assert rows(town.session, DataRequest) == [0]
        missed = town.session.exec(select(AuditEntry)).all()
        told = {(row.action, row.object_kind, row.object_id, *row.fields, row.unit_code, row.digest) for row in missed}
        assert told == {("miss_slip", "household", "", None, None)}


def test_requests_of_another_ward_and_roles_without_the_right_find_nothing(library: Library) -> None:
    with ward(library) as town:
        family, leader = answered(town), appoint(town, Role.LEADER, VINH_LAC)
        stranger, team = appoint(town, Role.LEADER, AN_HOA, 2), appoint(town, Role.TEAM, VINH_LAC, 3)
        slip = own_household(town.session, town.of(family)).slip
        found = find_by_slip(town.session, leader, slip)
        assert isinstance(found, FoundBySlip)
        for number in (found.request_id, 999_999):
            for acting in (stranger, team):
                with pytest.raises(NotYours):
                    see_request(town.session, acting, number)
                with pytest.raises(NotYours):
                    record_request(town.session, acting, number, Telephoned(Right.DELETE))
                with pytest.raises(NotYours):
                    execute_request(town.session, acting, number)
        for attempt in (lambda: find_by_slip(town.session, team, slip), lambda: list_requests(town.session, team)):
            with pytest.raises(NotYours):
                attempt()
        assert list_requests(town.session, stranger) == ()


def test_consents_of_other_purposes_stand(library: Library) -> None:
    with ward(library) as town:
        family = answered(town)
        withdraw(town.session, town.of(family), "help")
        assert rows(town.session, Report) == [1]
        assert [row.withdrawn_at for row in town.session.exec(select(Consent))] == [None]
        with pytest.raises(StaleAction):
            withdraw(town.session, town.of(family), "everything")


def test_a_period_sets_its_own_clocks() -> None:
    assert clock_for("delete", {}).days == 20
    own = clock_for("delete", {"delete": "5 working"})
    assert (own.days, own.working) == (5, True)
    assert [read_clock(text) for text in ("", "0", "x", "3 weeks", "-1", "1000")] == [None] * 6


def test_nothing_waits_for_an_answer_once_its_household_is_gone(library: Library) -> None:
    with ward(library) as town:
        family, other, leader = answered(town), answered(town), appoint(town, Role.LEADER, VINH_LAC)
        for each in (family, other):
            lodge(town.session, town.of(each), Right.COMPLAIN, "số bị lộ")
            for right in (Right.WITHDRAW, Right.CORRECT):
                telephoned(town, leader, town.of(each), right)
        assert count_requests(town.session, leader) == (6, 0)
        town.erase(family)
        assert count_requests(town.session, leader) == (3, 0)
        executed = telephoned(town, leader, town.of(other), Right.DELETE)
        execute_request(town.session, leader, executed.id)
        assert count_requests(town.session, leader) == (0, 0)
        assert list_tickets(town.session, leader) == ()


def test_what_was_asked_by_telephone_goes_along_with_a_household_that_moves(library: Library) -> None:
    with ward(library) as town:
        family, here = answered(town), appoint(town, Role.LEADER, VINH_LAC)
        there = appoint(town, Role.LEADER, AN_HOA, 2)
        request = telephoned(town, here, town.of(family), Right.DELETE)
        telephoned(town, here, town.of(family), Right.CORRECT)
        town.move(family, AN_HOA)
        town.session.expire_all()
        with pytest.raises(NotYours):
            execute_request(town.session, here, request.id)
        assert [each.right for each in list_requests(town.session, here)] == [Right.CORRECT]
        assert [each.id for each in list_requests(town.session, there)] == [request.id]
        assert execute_request(town.session, there, request.id).fulfilled_at == town.now
        assert rows(town.session, Household) == [0]
