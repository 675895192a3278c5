"""A consent withdrawn in the chat or by telephone comes to the same: what was kept under it goes, wherever it was given."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import NamedTuple

import pytest
from sqlmodel import Session, col, select

from campaigns.library import Library
from models.audit import AuditEntry
from models.chats import Chat
from models.consents import Consent
from models.database import Database, open_database
from models.reports import Report
from models.tickets import DataRequest, HelpWish, Ticket, TicketWord
from services.consents import HELP, REPORT, Notice, bind_consents
from services.exchanges import ask_callback
from services.households import SlipOpened, open_slip, own_household
from services.inbox import messages_after
from services.people import START, Acting, Actor, Role
from services.recounts import find_drift
from services.requests import Telephoned, execute_request, record_request
from services.rights import OF_HOUSEHOLD, Right, withdraw
from services.tickets import CALLBACK, wish_for_help
from services.turns import StaleAction
from tests.conversation import VINH_LAC
from tests.models.jobs import PATIENCE_S
from tests.services.families import Ward, opened_ward, ward
from tests.services.officials import appoint
from tests.services.telephone import telephoned
from tests.services.test_two_processes import waits

NUMBER, NEIGHBOUR = "0912345678", "0987654321"
TO_CALL = Notice(CALLBACK, 2, "vi", "để gọi lại")


class Kept(NamedTuple):
    """What is left: purposes of consents that stand, reports, wishes, kinds of open tickets, what people wrote."""

    purposes: list[str]
    reports: int
    wishes: int
    tickets: list[str]
    words: list[str]


def kept(session: Session) -> Kept:
    session.flush()
    session.expire_all()
    standing = session.exec(select(Consent.purpose).where(col(Consent.withdrawn_at).is_(None)))
    waiting = session.exec(select(Ticket.kind).where(col(Ticket.closed_at).is_(None)))
    return Kept(
        sorted(purpose.partition(":")[0] for purpose in standing),
        len(session.exec(select(Report)).all()),
        len(session.exec(select(HelpWish)).all()),
        sorted(waiting),
        sorted(session.exec(select(TicketWord.text))),
    )


def agreed_to_all(town: Ward) -> int:
    """A family that has answered, wished for help, and asked from a second device to be called back."""
    family = town.welcome()
    bind_consents(town.session, town.of(family), town.families[family])
    town.send(family)
    wish_for_help(town.session, town.of(family), "vneid", Notice(HELP, 2, "vi", "để đến giúp"))
    asked_back(town, shared(town, family, 1), NUMBER)
    return family


def shared(town: Ward, family: int, number: int) -> Acting:
    """Another device on which the family's slip was entered."""
    chat_id = family + 1_000 * number
    if town.session.get(Chat, chat_id) is None:
        row = {"id": chat_id, "channel": "web", "peer": str(chat_id), "created_at": town.now, "seen_at": town.now}
        town.session.add(Chat.model_validate(row))
        town.session.flush()
    return opened(town, town.acting(Actor(chat_id, "web", "vi")), family)


def opened(town: Ward, device: Acting, family: int) -> Acting:
    slip = own_household(town.session, town.of(family)).slip
    assert isinstance(open_slip(town.session, device, slip, START), SlipOpened)
    return device.for_household(town.families[family])


def asked_back(town: Ward, device: Acting, number: str) -> None:
    assert ask_callback(town.session, device, number, TO_CALL)


def in_chat(town: Ward, family: int, *purposes: str) -> None:
    for purpose in purposes:
        withdraw(town.session, town.of(family), purpose)


def by_telephone(town: Ward, family: int, *purposes: str) -> None:
    leader = appoint(town, Role.LEADER, VINH_LAC)
    for purpose in [None] if purposes == OF_HOUSEHOLD else purposes:
        request = telephoned(town, leader, town.of(family), Right.WITHDRAW, purpose)
        assert request.purpose == purpose
        execute_request(town.session, leader, request.id)


LEFT = {
    (REPORT,): Kept([CALLBACK, HELP], 0, 1, [CALLBACK, "wish"], [NUMBER]),
    (HELP,): Kept([CALLBACK, REPORT], 1, 0, [CALLBACK], [NUMBER]),
    (CALLBACK,): Kept([HELP, REPORT], 1, 1, ["wish"], []),
    OF_HOUSEHOLD: Kept([], 0, 0, [], []),
}


@pytest.mark.parametrize("way", [in_chat, by_telephone])
@pytest.mark.parametrize("purposes", LEFT, ids="-".join)
def test_both_ways_come_to_the_same(
    db: Database, library: Library, way: Callable[..., None], purposes: tuple[str, ...]
) -> None:
    def withdrawn(session: Session) -> None:
        town = opened_ward(session, library)
        family = agreed_to_all(town)
        assert kept(session) == Kept([CALLBACK, HELP, REPORT], 1, 1, [CALLBACK, "wish"], [NUMBER])
        way(town, family, *purposes)
        assert kept(session) == LEFT[purposes]
        assert find_drift(session, town.of(0)) == []
        assert messages_after(session, family + 1_000, 0) != []

    db.write_now(withdrawn)


@pytest.mark.parametrize("way", [in_chat, by_telephone])
def test_what_another_household_gave_on_a_shared_device_stands(library: Library, way: Callable[..., None]) -> None:
    with ward(library) as town:
        family, neighbour = agreed_to_all(town), town.welcome()
        asked_back(town, opened(town, shared(town, family, 2), neighbour), NEIGHBOUR)
        way(town, family, CALLBACK)
        left = kept(town.session)
        assert (left.words, left.purposes.count(CALLBACK)) == ([NEIGHBOUR], 1)


@pytest.mark.parametrize("right", [Right.WITHDRAW, Right.DELETE])
def test_a_number_that_was_given_before_the_slip_was_entered_goes_too(library: Library, right: Right) -> None:
    with ward(library) as town:
        family, leader = agreed_to_all(town), appoint(town, Role.LEADER, VINH_LAC)
        device = shared(town, family, 2)
        nobody = replace(device, actor=replace(device.actor, household_id=None, unit=VINH_LAC))
        asked_back(town, nobody, NEIGHBOUR)
        assert kept(town.session).words == [NUMBER, NEIGHBOUR]
        execute_request(town.session, leader, telephoned(town, leader, town.of(family), right).id)
        assert kept(town.session) == Kept([], 0, 0, [], [])


def test_what_the_official_has_agreed_to_is_not_touched(library: Library) -> None:
    with ward(library) as town:
        family, leader = agreed_to_all(town), appoint(town, Role.LEADER, VINH_LAC)
        at_home = opened(town, leader, town.welcome())
        asked_back(town, at_home, NEIGHBOUR)
        request = telephoned(town, leader, town.of(family), Right.WITHDRAW)
        execute_request(town.session, leader, request.id)
        assert kept(town.session).words == [NEIGHBOUR]


def test_the_trail_says_which_consent_and_of_nobody(library: Library) -> None:
    with ward(library) as town:
        family = agreed_to_all(town)
        by_telephone(town, family, HELP)
        by_telephone_of = [row.fields for row in town.session.exec(select(AuditEntry)).all() if "request" in row.action]
        assert all(fields[:2] == ["right=withdraw", "purpose=help"] for fields in by_telephone_of)
        assert town.families[family] not in str(by_telephone_of)
        (row,) = town.session.exec(select(DataRequest)).all()
        assert (row.right, row.purpose, row.fulfilled_at) == ("withdraw", HELP, town.now)


@pytest.mark.parametrize(
    "told",
    [Telephoned(Right.WITHDRAW, purpose="officer"), Telephoned(Right.WITHDRAW, purpose="%"), Telephoned(Right.DELETE, purpose=HELP)],
    ids=["officer", "every", "other-right"],
)  # fmt: skip
def test_a_forged_purpose_is_refused(library: Library, told: Telephoned) -> None:
    with ward(library) as town:
        family, leader = agreed_to_all(town), appoint(town, Role.LEADER, VINH_LAC)
        begun = telephoned(town, leader, town.of(family), Right.WITHDRAW)
        row = town.session.get_one(DataRequest, begun.id)
        row.right = ""
        with pytest.raises(StaleAction):
            record_request(town.session, leader, begun.id, told)


def test_a_number_that_comes_in_meanwhile_has_a_consent_of_its_own(postgresql_url: str, library: Library) -> None:
    begun, go = Event(), Event()

    def prepare(session: Session) -> tuple[Acting, Acting]:
        town = opened_ward(session, library)
        family = agreed_to_all(town)
        return town.of(family), shared(town, family, 1)

    def take_back(session: Session, acting: Acting) -> None:
        withdraw(session, acting, CALLBACK)
        session.flush()
        begun.set()
        assert go.wait(PATIENCE_S)

    with open_database(postgresql_url) as one, open_database(postgresql_url) as other:
        here, there = one.write_now(prepare)
        first = one.submit(take_back, here)
        assert begun.wait(PATIENCE_S)
        second = other.submit(ask_callback, there, NEIGHBOUR, TO_CALL)
        assert waits(one)
        go.set()
        first.result(PATIENCE_S)
        second.result(PATIENCE_S)
        left = one.read_now(kept)
    assert (left.words, left.purposes.count(CALLBACK), left.tickets.count(CALLBACK)) == ([NEIGHBOUR], 1, 1)
