"""Reminders: who answers for a unit is told of a ticket or a request by telephone before it falls due, and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session, select

from campaigns.clocks import days_before
from campaigns.units import UnitKey
from models.people import AccountChat
from models.tickets import DataRequest, Ticket
from models.timed import TimedWork
from models.upserts import insert_new
from services.complaints import about_whom, leaders
from services.inbox import Message, leave_message
from services.people import TIME_ZONE, Acting, Capability, account_of, covers, mandates_of
from services.periods import due_on

REMIND, REMIND_OF_REQUEST = "remind", "remind_of_request"
"""Kinds of timed work."""
SOON_WORKING_DAYS = 1
IN_THE_MORNING = time(8)


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
TOLD_OF_REQUEST = {Step.SOON: "request_soon", Step.OVERDUE: "request_overdue"}


def plan_reminders(session: Session, acting: Acting, ticket: Ticket) -> None:
    """Plan each step of a ticket once. Idempotent by ticket, due day and step."""
    steps = {Step.UNTAKEN: due_on(session, acting, "acknowledge"), **_towards(ticket.due_on)}
    moments = {Step.NEW: acting.now, **_mornings(acting, steps)}
    _plan(session, REMIND, f"{ticket.id}:{ticket.due_on.isoformat()}", moments)


def plan_request_reminders(session: Session, acting: Acting, request: DataRequest) -> None:
    """The same for a request that an official wrote down and has to carry out; they know of it, so it is not news."""
    moments = _mornings(acting, _towards(request.due_on))
    _plan(session, REMIND_OF_REQUEST, f"{request.id}:{request.due_on.isoformat()}", moments)


def remind(session: Session, acting: Acting, key: str) -> None:
    """Tell who answers for a ticket of one step; nothing where it is answered, closed, gone or has another due day.

    key: as `plan_reminders` wrote it. Effects: a message for each of their chats.
    """
    number, due_day, step = _read(key)
    ticket = session.get(Ticket, number)
    if ticket is None or ticket.closed_at or ticket.answered_at or ticket.due_on.isoformat() != due_day:
        return
    if step is Step.UNTAKEN and ticket.owner is not None:
        return
    unit = UnitKey.stored(ticket.unit_epoch, ticket.unit_code)
    duty = _Duty(ticket.owner, Capability.ANSWER_PEOPLE, unit, about_whom(ticket))
    _tell(session, acting, _whose(session, acting, duty), Message(TOLD[step], ticket=number))


def remind_of_request(session: Session, acting: Acting, key: str) -> None:
    """Tell who wrote a request down that it still waits; nothing where it is carried out.

    key: as `plan_request_reminders` wrote it. Effects: a message for each of their chats.
    """
    number, due_day, step = _read(key)
    request = session.get(DataRequest, number)
    if request is None or request.fulfilled_at or request.due_on.isoformat() != due_day:
        return
    if request.unit_epoch is None or request.unit_code is None:
        return
    unit = UnitKey.stored(request.unit_epoch, request.unit_code)
    duty = _Duty(request.recorded_by, Capability.HANDLE_REQUESTS, unit)
    _tell(session, acting, _whose(session, acting, duty), Message(TOLD_OF_REQUEST[step], request=number))


def _towards(due_day: date) -> dict[Step, date]:
    return {Step.SOON: days_before(due_day, SOON_WORKING_DAYS), Step.OVERDUE: due_day + timedelta(days=1)}


def _mornings(acting: Acting, steps: Mapping[Step, date]) -> dict[Step, datetime]:
    """Steps that still lie ahead, each in the morning of its day."""
    ahead = {step: day for step, day in steps.items() if day > acting.today}
    return {step: datetime.combine(day, IN_THE_MORNING, TIME_ZONE) for step, day in ahead.items()}


def _plan(session: Session, kind: str, what: str, moments: Mapping[Step, datetime]) -> None:
    for step, due_at in moments.items():
        work = TimedWork.model_validate({"kind": kind, "key": f"{kind}:{what}:{step.value}", "due_at": due_at})
        insert_new(session, TimedWork, work.model_dump(exclude={"id"}))


def _read(key: str) -> tuple[int, str, Step]:
    _kind, number, due_day, step = key.split(":")
    return int(number), due_day, Step(step)


def _tell(session: Session, acting: Acting, chats: set[int], message: Message) -> None:
    for chat_id in sorted(chats):
        leave_message(session, chat_id, message, acting.now)


@dataclass(frozen=True, slots=True)
class _Duty:
    """What has to be done: by whom, if somebody has taken it, what that needs, where, and whose people it is about."""

    owner: str | None
    needed: Capability
    unit: UnitKey
    not_of: UnitKey | None = None


def _whose(session: Session, acting: Acting, duty: _Duty) -> set[int]:
    """The owner's chats, while they are in office; else those of the nearest unit, upwards, that has a leader."""
    account = account_of(duty.owner) if duty.owner is not None else None
    if duty.owner is not None and account is not None:
        held = mandates_of(session, acting, duty.owner)
        able = [each for each in held if each.can(duty.needed)]
        own = set(session.exec(select(AccountChat.chat_id).where(AccountChat.account_id == account)))
        is_about_them = duty.not_of is not None and any(each.unit == duty.not_of for each in held)
        if own and covers(acting, able, duty.unit) and not is_about_them:
            return own
    places = acting.library.places
    above = [each.key for each in places.ancestors(duty.unit)] if duty.unit in places else []
    tried = (leaders(session, acting, key, but_of=duty.not_of) for key in (duty.unit, *above))
    return next((found for found in tried if found), set())
