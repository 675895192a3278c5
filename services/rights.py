"""Rights over one's data: used in the chat, done at once where the machine can, and recorded with their clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, false, or_, update
from sqlmodel import Session, col, select

from campaigns.units import UnitKey
from models.consents import Consent
from models.drafts import Draft
from models.households import ChatHousehold, Household
from models.reports import HOUSEHOLD
from models.tickets import DataRequest, HelpWish, Ticket
from services.consents import HELP, OFFICER, REPORT
from services.contributions import bring_back_reports, drop_reports, set_aside_reports
from services.exchanges import desk_unit
from services.households import HouseholdInfo, find_own_household, hold_household
from services.officer_rights import lift_as_officer, restrict_as_officer, withdraw_as_officer
from services.officers import find_own_officer
from services.people import TIME_ZONE, Acting
from services.periods import due_on
from services.reports import tell_others
from services.tickets import CALLBACK, DATA_REQUEST, WISH, OwnTicket, close, open_ticket, read_own, write_words
from services.turns import StaleAction


class Right(StrEnum):
    """What a person may ask for. LIFT takes a restriction back.

    Source: Law 91/2025/QH15 (know, see, correct, withdraw, delete, restrict, object, complain).
    """

    SEE = "see"
    EXPORT = "export"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    RESTRICT = "restrict"
    LIFT = "lift"
    DELETE = "delete"
    OBJECT = "object"
    COMPLAIN = "complain"


BY_A_PERSON = frozenset({Right.OBJECT, Right.COMPLAIN})
"""What the machine cannot do, even in the chat of the household itself."""
OF_HOUSEHOLD = (REPORT, HELP, CALLBACK)
"""What a household agrees to, each by itself."""
PURPOSES = (*OF_HOUSEHOLD, OFFICER)
"""What a consent can be withdrawn for."""


def withdraw(session: Session, acting: Acting, purpose: str) -> None:
    """Take the consent back, for one of `PURPOSES`. Idempotent.

    Effects: the answers, the wishes or the telephone number that were kept under it go at once (see `withdraw_for`);
    the household's other chats are told; recorded as fulfilled.
    """
    if purpose not in PURPOSES:
        raise StaleAction
    if purpose == OFFICER:
        withdraw_as_officer(session, acting)
        record(session, acting.for_oneself(), Right.WITHDRAW, None).purpose = purpose
        return
    household = hold_household(session, acting) if acting.actor.household_id else None
    withdraw_for(session, acting, Whose(household.id if household else None, acting.actor.chat_id), purpose)
    if household is not None:
        tell_others(session, acting, household.id, "consent_withdrawn")
    record(session, acting, Right.WITHDRAW, household).purpose = purpose


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose consents are withdrawn: a household's, in every conversation of its own, and those of one conversation.

    chat_id: None where an official acts for the household; their own conversation has nothing to do with it.
    """

    household_id: str | None
    chat_id: int | None = None

    def given(self, table: type[Consent] | type[Ticket]) -> ColumnElement[bool]:
        """That a consent or a ticket is theirs. What a shared conversation gave for another household is not."""
        ways: list[ColumnElement[bool]] = [] if self.chat_id is None else [col(table.chat_id) == self.chat_id]
        if self.household_id is not None:
            chats = select(ChatHousehold.chat_id).where(col(ChatHousehold.household_id) == self.household_id)
            unbound = and_(col(table.household_id).is_(None), col(table.chat_id).in_(chats))
            ways += [col(table.household_id) == self.household_id, unbound]
        return or_(false(), *ways)


def withdraw_for(session: Session, acting: Acting, whose: Whose, *purposes: str) -> None:
    """The same for whoever it is, in the chat or by telephone. purposes: some of `OF_HOUSEHOLD`.

    `report`: all reports with their history and the forms under way; an open period's tallies go down, a closed one's
    counts become anonymous. `help`: the wishes, with their tickets. `callback`: the numbers, with their tickets.
    """
    household_id = whose.household_id
    for purpose in purposes:
        standing = [col(Consent.withdrawn_at).is_(None), col(Consent.purpose).like(f"{purpose}%")]
        session.execute(update(Consent).where(*standing, whose.given(Consent)).values(withdrawn_at=acting.now))
    if CALLBACK in purposes:
        _close_all(session, acting, whose.given(Ticket), CALLBACK)
    if household_id is None:
        return
    if HELP in purposes:
        session.execute(delete(HelpWish).where(col(HelpWish.household_id) == household_id))
        _close_all(session, acting, col(Ticket.household_id) == household_id, WISH)
    if REPORT in purposes:
        drop_reports(session, acting, household_id)
        session.execute(delete(Draft).where(col(Draft.household_id) == household_id))
        session.execute(update(Household).where(col(Household.id) == household_id).values(restricted_at=None))


def _close_all(session: Session, acting: Acting, whose: ColumnElement[bool], kind: str) -> None:
    for ticket in session.exec(select(Ticket).where(whose, col(Ticket.kind) == kind).order_by(col(Ticket.id))).all():
        close(session, acting, ticket)


def restrict(session: Session, acting: Acting, kind: str = HOUSEHOLD) -> None:
    """Let everything be kept but nothing be used, of the household or of the actor as an officer. Idempotent.

    Errors: `no_household`, `no_officer`. Effects: see `restrict_for`, `restrict_as_officer`; recorded as fulfilled.
    """
    if kind == OFFICER:
        restrict_as_officer(session, acting)
        record(session, acting.for_oneself(), Right.RESTRICT, None)
        return
    household = hold_household(session, acting)
    restrict_for(session, acting, household.id)
    tell_others(session, acting, household.id, "data_restricted_now")
    record(session, acting, Right.RESTRICT, household)


def restrict_for(session: Session, acting: Acting, household_id: str) -> None:
    """Reports leave the tallies, or, of a closed period, count anonymously; nothing new is taken in until lifted."""
    set_aside_reports(session, acting, household_id)
    row = session.get_one(Household, household_id)
    row.restricted_at = row.restricted_at or acting.now
    session.add(row)
    session.flush()


def lift(session: Session, acting: Acting, kind: str = HOUSEHOLD) -> None:
    """Let the data be used again. Errors: `no_household`, `no_officer`. Idempotent. Effects: see `lift_for`."""
    if kind == OFFICER:
        lift_as_officer(session, acting)
        record(session, acting.for_oneself(), Right.LIFT, None)
        return
    household = hold_household(session, acting)
    lift_for(session, acting, household.id)
    tell_others(session, acting, household.id, "restriction_lifted")
    record(session, acting, Right.LIFT, household)


def lift_for(session: Session, acting: Acting, household_id: str) -> None:
    """Reports count again, unless their period has closed meanwhile."""
    bring_back_reports(session, acting, household_id)
    row = session.get_one(Household, household_id)
    row.restricted_at = None
    session.add(row)
    session.flush()


def lodge(session: Session, acting: Acting, right: str, text: str) -> OwnTicket:
    """Object to how one's data is used, or complain about it; a person answers within the right's clock.

    Errors: `no_ward`, `too_many_tickets`, `words_too_long`; `stale_action` for another right. Effects: a ticket.
    """
    if right not in BY_A_PERSON:
        raise StaleAction
    wanted = Right(right)
    ticket = open_ticket(session, acting, desk_unit(session, acting), DATA_REQUEST, wanted.value)
    write_words(session, acting, ticket, text)
    known = select(DataRequest.id).where(col(DataRequest.ticket_id) == ticket.id)
    if session.exec(known).first() is None:
        record(session, acting, wanted, find_own_household(session, acting), ticket)
    return read_own(session, acting, ticket)


def record_export(session: Session, acting: Acting) -> None:
    """Somebody took their data along, a household's or an officer's; one row a day."""
    midnight = datetime.combine(acting.today, time(), TIME_ZONE)
    own = (col(DataRequest.chat_id) == acting.actor.chat_id, col(DataRequest.right) == Right.EXPORT.value)
    if session.exec(select(DataRequest.id).where(*own, col(DataRequest.asked_at) >= midnight)).first() is None:
        household = find_own_household(session, acting)
        if household is not None or find_own_officer(session, acting) is not None:
            record(session, acting, Right.EXPORT, household)


def record(
    session: Session, acting: Acting, right: Right, household: HouseholdInfo | None, ticket: Ticket | None = None
) -> DataRequest:
    """Write down that a right was used in the chat; fulfilled at once, unless a ticket waits for a person."""
    unit: UnitKey | None = household.unit if household else acting.actor.unit
    if ticket is not None:
        unit = UnitKey.stored(ticket.unit_epoch, ticket.unit_code)
    row = DataRequest.model_validate(
        {
            "right": right.value,
            "chat_id": acting.actor.chat_id,
            "household_id": household.id if household else None,
            "ticket_id": ticket.id if ticket else None,
            "unit_epoch": unit.epoch if unit else None,
            "unit_code": unit.code if unit else None,
            "channel": acting.actor.channel,
            "asked_at": acting.now,
            "due_on": ticket.due_on if ticket else due_on(session, acting, right.value),
            "fulfilled_at": None if ticket else acting.now,
        }
    )
    session.add(row)
    session.flush()
    return row


def own_requests(session: Session, acting: Acting) -> Sequence[DataRequest]:
    """Everything that the actor's household has asked for, the newest first."""
    own = col(DataRequest.chat_id) == acting.actor.chat_id
    if acting.actor.household_id is not None:
        own = or_(own, col(DataRequest.household_id) == acting.actor.household_id)
    return session.exec(select(DataRequest).where(own).order_by(col(DataRequest.id).desc())).all()
