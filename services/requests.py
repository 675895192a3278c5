"""Requests: rights used by telephone, which an official records and carries out, and all that a unit has to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.units import Unit, UnitKey
from models.households import Household
from models.tickets import DataRequest, Ticket
from services.audit import Deed, write_deed
from services.erasure import erase_for
from services.people import Acting, Capability, NotYours, require, require_anywhere, signature
from services.periods import due_on
from services.reminders import plan_reminders, plan_request_reminders
from services.reports import tell_others
from services.rights import OF_HOUSEHOLD, Right, Whose, lift_for, restrict_for, withdraw_for
from services.scopes import lies_within
from services.tickets import DATA_REQUEST, read_id, write_words
from services.turns import StaleAction

TELEPHONE = "telephone"
TOLD = {
    Right.WITHDRAW: "withdrawn_by_telephone",
    Right.RESTRICT: "restricted_by_telephone",
    Right.LIFT: "lifted_by_telephone",
    Right.DELETE: "erased_by_telephone",
}
"""What an official can carry out for a household → what its chats are told."""
AT_ONCE = frozenset(TOLD)
"""Anything else becomes a ticket of the unit."""
FOR_WHOM = ("household", "representative")
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Telephoned:
    """What somebody asks for by telephone. for_whom: one of `FOR_WHOM`; text: for what a person has to answer.

    purpose: of the one consent that is withdrawn, one of `OF_HOUSEHOLD`; None for all of them, and for other rights.
    """

    right: Right
    for_whom: str = "household"
    text: str = ""
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """A right that somebody used. right: None while an official has not said which. due_on: a local day.

    by_telephone: recorded by an official (`recorded_by`, a signature). can_execute: the machine can do it now.
    purpose: of the consent that is withdrawn, None for all.
    """

    id: int
    right: Right | None
    unit: Unit | None
    by_telephone: bool
    recorded_by: str | None
    requested_by: str
    asked_at: datetime
    due_on: date
    fulfilled_at: datetime | None
    is_overdue: bool
    ticket_id: int | None
    can_execute: bool
    purpose: str | None = None


def record_request(session: Session, acting: Acting, request_id: int, told: Telephoned) -> RequestInfo:
    """Write down which right is used.

    Errors: `not_yours`; `stale_action` where it is recorded already, or for an unknown `for_whom` or `purpose`.
    Effects: one deed; for what is not in `AT_ONCE` a ticket of the unit; for the rest a reminder, until it is carried
    out.
    """
    row, right, for_whom = _hold(session, acting, request_id), told.right, told.for_whom
    if row.right or for_whom not in FOR_WHOM:
        raise StaleAction
    if told.purpose is not None and (right is not Right.WITHDRAW or told.purpose not in OF_HOUSEHOLD):
        raise StaleAction
    row.right, row.requested_by, row.due_on = right.value, for_whom, due_on(session, acting, right.value)
    row.purpose = told.purpose
    if right not in AT_ONCE:
        row.ticket_id = _open_ticket(session, acting, row, told.text)
    else:
        plan_request_reminders(session, acting, row)
    session.add(row)
    session.flush()
    _write(session, acting, "record_request", row, *_said(row), f"requested_by={for_whom}")
    return _info(acting, row)


def execute_request(session: Session, acting: Acting, request_id: int) -> RequestInfo:
    """Carry out what was recorded, on the household's behalf.

    Errors: `not_yours`, also where the household lives elsewhere by now; `stale_action` where it is done, or for a
    person to do. Effects: as if its own people had done it; their chats are told; one deed.
    """
    row = _hold(session, acting, request_id)
    if not row.right or Right(row.right) not in AT_ONCE or row.fulfilled_at is not None or row.household_id is None:
        raise StaleAction
    held = select(Household).where(col(Household.id) == row.household_id).with_for_update(key_share=True)
    household = session.exec(held).first()
    require(session, acting, Capability.HANDLE_REQUESTS, place_of(household) if household else None)
    right, household_id = Right(row.right), row.household_id
    row.fulfilled_at = acting.now
    session.add(row)
    session.flush()
    _write(session, acting, "execute_request", row, *_said(row))
    tell_others(session, acting, household_id, TOLD[right])
    if right is Right.WITHDRAW:
        withdraw_for(session, acting, Whose(household_id), *((row.purpose,) if row.purpose else OF_HOUSEHOLD))
    else:
        does = {Right.RESTRICT: restrict_for, Right.LIFT: lift_for, Right.DELETE: erase_for}[right]
        does(session, acting, household_id)
    session.flush()
    session.refresh(row)
    return _info(acting, row)


def list_requests(session: Session, acting: Acting, *, done: bool = False) -> tuple[RequestInfo, ...]:
    """Requests in the actor's units: those that wait, by due day, or the last that are done. Errors: `not_yours`."""
    query = select(DataRequest).where(*_in_reach(session, acting))
    if done:
        query = query.where(col(DataRequest.fulfilled_at).is_not(None)).order_by(col(DataRequest.id).desc())
    else:
        waiting = query.where(col(DataRequest.fulfilled_at).is_(None))
        query = waiting.order_by(col(DataRequest.due_on), col(DataRequest.id))
    return tuple(_info(acting, row) for row in session.exec(query.limit(MOST_LISTED)))


def count_requests(session: Session, acting: Acting) -> tuple[int, int]:
    """How many requests wait in the actor's units, and how many of them are past their day. Errors: `not_yours`."""
    counted = select_columns(func.count(), func.count(case((col(DataRequest.due_on) < acting.today, 1))))
    waiting = col(DataRequest.fulfilled_at).is_(None)
    found = session.execute(counted.select_from(DataRequest).where(waiting, *_in_reach(session, acting))).one()
    return found[0], found[1]


def see_request(session: Session, acting: Acting, request_id: int | str) -> RequestInfo:
    """One request in the actor's units. Errors: `not_yours`."""
    return _info(acting, require_request(session, acting, session.get(DataRequest, read_id(request_id))))


def _in_reach(session: Session, acting: Acting) -> tuple[ColumnElement[bool], ...]:
    held = require_anywhere(session, acting, Capability.HANDLE_REQUESTS)
    here = lies_within(acting, held, col(DataRequest.unit_epoch), col(DataRequest.unit_code))
    return col(DataRequest.right) != "", col(DataRequest.unit_code).is_not(None), here


def _open_ticket(session: Session, acting: Acting, row: DataRequest, text: str) -> int | None:
    where = {"household_id": row.household_id, "unit_epoch": row.unit_epoch, "unit_code": row.unit_code}
    asked = {"kind": DATA_REQUEST, "note": row.right, "created_at": acting.now, "due_on": row.due_on}
    ticket = Ticket.model_validate({**where, **asked, "owner": row.recorded_by})
    session.add(ticket)
    session.flush()
    if text.strip():
        write_words(session, acting, ticket, text)
    plan_reminders(session, acting, ticket)
    return ticket.id


def require_request(session: Session, acting: Acting, row: DataRequest | None) -> DataRequest:
    """The gate of one request. row: None where it was not found. Errors: `not_yours`."""
    require(session, acting, Capability.HANDLE_REQUESTS, _unit(row) if row else None)
    if row is None:
        raise NotYours
    return row


def _hold(session: Session, acting: Acting, request_id: int) -> DataRequest:
    held = select(DataRequest).where(col(DataRequest.id) == request_id).with_for_update()
    return require_request(session, acting, session.exec(held).first())


def _info(acting: Acting, row: DataRequest) -> RequestInfo:
    key, is_done = _unit(row), row.fulfilled_at is not None
    right = Right(row.right) if row.right else None
    return RequestInfo(
        id=row.id or 0,
        right=right,
        unit=acting.library.places.unit(key) if key else None,
        by_telephone=row.channel == TELEPHONE,
        recorded_by=row.recorded_by,
        requested_by=row.requested_by,
        asked_at=row.asked_at,
        due_on=row.due_on,
        fulfilled_at=row.fulfilled_at,
        is_overdue=not is_done and row.due_on < acting.today,
        ticket_id=row.ticket_id,
        can_execute=not is_done and right in AT_ONCE and row.household_id is not None,
        purpose=row.purpose,
    )


def _unit(row: DataRequest) -> UnitKey | None:
    return UnitKey.stored(row.unit_epoch, row.unit_code) if row.unit_epoch and row.unit_code else None


def place_of(household: Household) -> UnitKey:
    """Where a household lives."""
    return UnitKey.stored(household.unit_epoch, household.unit_code)


def _said(row: DataRequest) -> tuple[str, ...]:
    """What is asked, for the trail."""
    return (f"right={row.right}", *((f"purpose={row.purpose}",) if row.purpose else ()))


def _write(session: Session, acting: Acting, action: str, row: DataRequest, *fields: str) -> None:
    where = (f"unit={key}",) if (key := _unit(row)) else ()
    deed = Deed(signature(session, acting), action, "data_request", str(row.id), (*fields, *where))
    write_deed(session, acting.now, deed)
