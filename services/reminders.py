"""Reminders: who answers for a unit is told of a ticket, before it falls due and after; rows with a due time."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from campaigns.clocks import days_before
from campaigns.units import UnitKey
from models.people import AccountChat, RoleGrant
from models.tickets import Ticket
from models.timed import TimedWork
from models.upserts import insert_new
from services.inbox import Message, leave_message
from services.people import TIME_ZONE, Acting, Role, account_of
from services.periods import due_on

REMIND = "remind"
"""Kind of timed work."""
SOON_WORKING_DAYS = 1
IN_THE_MORNING = time(8)
_LEADING = (Role.LEADER.value, Role.CAMPAIGN_OFFICER.value)


class Step(StrEnum):
    """What a reminder says."""

    NEW = "new"
    UNTAKEN = "untaken"
    SOON = "soon"
    OVERDUE = "overdue"


TOLD = {
    Step.NEW: "ticket_new",
    Step.UNTAKEN: "ticket_untaken",
    Step.SOON: "ticket_soon",
    Step.OVERDUE: "ticket_overdue",
}


def plan_reminders(session: Session, acting: Acting, ticket: Ticket) -> None:
    """Plan each step of a ticket once. Idempotent by ticket, due day and step."""
    untaken_on = due_on(session, acting, "acknowledge")
    days = {
        Step.UNTAKEN: untaken_on,
        Step.SOON: days_before(ticket.due_on, SOON_WORKING_DAYS),
        Step.OVERDUE: ticket.due_on + timedelta(days=1),
    }
    moments = {Step.NEW: acting.now, **{step: _morning(day) for step, day in days.items() if day > acting.today}}
    for step, due_at in moments.items():
        key = f"{REMIND}:{ticket.id}:{ticket.due_on.isoformat()}:{step.value}"
        work = TimedWork.model_validate({"kind": REMIND, "key": key, "due_at": due_at})
        insert_new(session, TimedWork, work.model_dump(exclude={"id"}))


def remind(session: Session, acting: Acting, key: str) -> None:
    """Tell who answers for a ticket of one step; nothing where it is answered, closed, gone or has another due day.

    key: as `plan_reminders` wrote it. Effects: a message for each of their chats.
    """
    _kind, number, due_on, written = key.split(":")
    ticket, step = session.get(Ticket, int(number)), Step(written)
    if ticket is None or ticket.closed_at or ticket.answered_at or ticket.due_on.isoformat() != due_on:
        return
    if step is Step.UNTAKEN and ticket.owner is not None:
        return
    message = Message(TOLD[step], ticket=int(number))
    for chat_id in sorted(_chats(session, acting, ticket)):
        leave_message(session, chat_id, message, acting.now)


def _chats(session: Session, acting: Acting, ticket: Ticket) -> set[int]:
    """The owner's chats; without one those of the nearest unit, upwards, that has a leader."""
    if ticket.owner is not None and (owner := account_of(ticket.owner)) is not None:
        own = set(session.exec(select(AccountChat.chat_id).where(AccountChat.account_id == owner)))
        if own:
            return own
    unit, places = UnitKey.stored(ticket.unit_epoch, ticket.unit_code), acting.library.places
    above = [each.key for each in places.ancestors(unit)] if unit in places else []
    for key in (unit, *above):
        found = _leaders(session, acting.today, key)
        if found:
            return found
    return set()


def _leaders(session: Session, today: date, unit: UnitKey) -> set[int]:
    query = (
        select(AccountChat.chat_id)
        .join(RoleGrant, col(RoleGrant.account_id) == col(AccountChat.account_id))
        .where(
            col(RoleGrant.unit_epoch) == unit.epoch,
            col(RoleGrant.unit_code) == unit.code,
            col(RoleGrant.role).in_(_LEADING),
            col(RoleGrant.revoked_at).is_(None),
            col(RoleGrant.starts_on) <= today,
            col(RoleGrant.ends_on) >= today,
        )
    )
    return set(session.exec(query))


def _morning(day: date) -> datetime:
    return datetime.combine(day, IN_THE_MORNING, TIME_ZONE)
