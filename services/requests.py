"""Requests: rights used by telephone, which an official records and carries out, and all that a unit has to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.units import Unit, UnitKey
from models.households import Household
from models.reports import HOUSEHOLD, Report
from models.tickets import DataRequest, Ticket
from models.units import Hamlet
from services.audit import Deed, write_deed
from services.consents import REPORT
from services.erasure import erase_for
from services.households import SlipLocked, SlipMissed, SlipUnreadable, read_slip
from services.lockouts import count_miss, may_try
from services.people import Acting, Capability, NotYours, ViewKey, covers, require, require_anywhere, signature
from services.periods import due_on
from services.reminders import plan_reminders, plan_request_reminders
from services.reports import tell_others
from services.rights import Right, lift_for, restrict_for, withdraw_for
from services.scopes import lies_within
from services.tickets import DATA_REQUEST, read_id, write_words
from services.turns import StaleAction, move_chat

TELEPHONE = "telephone"
AT_ONCE = frozenset({Right.WITHDRAW, Right.RESTRICT, Right.LIFT, Right.DELETE})
"""What an official can carry out for a household; anything else becomes a ticket of the unit."""
TOLD = {
    Right.WITHDRAW: "withdrawn_by_telephone",
    Right.RESTRICT: "restricted_by_telephone",
    Right.LIFT: "lifted_by_telephone",
    Right.DELETE: "erased_by_telephone",
}
"""What the household's chats are told."""
FOR_WHOM = ("household", "representative")
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class FoundBySlip:
    """A household that somebody telephones about. request_id: what was begun for it; its id is told to nobody."""

    request_id: int
    unit: Unit
    hamlet_name: str | None
    has_reports: bool
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Telephoned:
    """What somebody asks for by telephone. for_whom: one of `FOR_WHOM`; text: for what a person has to answer."""

    right: Right
    for_whom: str = "household"
    text: str = ""


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """A right that somebody used. right: None while an official has not said which. due_on: a local day.

    by_telephone: recorded by an official (`recorded_by`, a signature). can_execute: the machine can do it now.
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


def find_by_slip(session: Session, acting: Acting, slip: str) -> FoundBySlip | SlipMissed | SlipLocked | SlipUnreadable:
    """Find the household that somebody telephones about, within the actor's own units.

    A slip of another unit is missed like one that nobody has, after the same statements, and counted as a miss. Errors:
    `not_yours` for whoever handles no requests. Effects: a request is begun; one deed, which names the unit only; a
    deed of a miss names nothing, so that fishing is seen and teaches nobody anything.
    """
    held = require_anywhere(session, acting, Capability.HANDLE_REQUESTS)
    if (until := may_try(session, acting, "slip").locked_until) is not None:
        return SlipLocked(until)
    digits = read_slip(slip)
    if digits is None:
        return SlipUnreadable()
    household = session.exec(select(Household).where(col(Household.slip) == digits)).first()
    if household is None or not covers(acting, held, _place(household)):
        tries = count_miss(session, acting, "slip")
        write_deed(session, acting.now, Deed(signature(session, acting), "miss_slip", "household", ""))
        return SlipLocked(tries.locked_until) if tries.locked_until else SlipMissed(tries.left)
    unit, who = _place(household), signature(session, acting)
    begun = {"right": "", "household_id": household.id, "channel": TELEPHONE, "recorded_by": who}
    where = {"unit_epoch": unit.epoch, "unit_code": unit.code}
    row = DataRequest.model_validate({**begun, **where, "asked_at": acting.now, "due_on": acting.today})
    session.add(row)
    session.flush()
    write_deed(session, acting.now, Deed(who, "find_household", "unit", str(unit)))
    return _found(session, acting, row, household)


def find_in_chat(
    session: Session, acting: Acting, slip: str, then: str
) -> FoundBySlip | SlipMissed | SlipLocked | SlipUnreadable:
    """The same in a chat, which goes on to the view `then` with the id of what was begun."""
    found = find_by_slip(session, acting, slip)
    if isinstance(found, FoundBySlip):
        move_chat(session, acting.actor.chat_id, ViewKey(then, (str(found.request_id),)))
    return found


def see_found(session: Session, acting: Acting, request_id: int | str) -> FoundBySlip:
    """The household of a request that the actor has begun. Errors: `not_yours`, also once it is recorded."""
    row = _require(session, acting, session.get(DataRequest, read_id(request_id)))
    household = session.get(Household, row.household_id) if row.household_id else None
    if row.right or household is None or row.recorded_by != signature(session, acting):
        raise NotYours
    return _found(session, acting, row, household)


def see_right_asked(session: Session, acting: Acting, request_id: str, for_whom: str) -> tuple[FoundBySlip, str]:
    """The same, and for whom it is asked. Errors: `not_yours`; `stale_action` for an unknown `for_whom`."""
    if for_whom not in FOR_WHOM:
        raise StaleAction
    return see_found(session, acting, request_id), for_whom


def see_right_chosen(
    session: Session, acting: Acting, request_id: str, for_whom: str, right: str
) -> tuple[FoundBySlip, str, Right]:
    """The same, and which right it is about to be. Errors: as there, also for what is no right."""
    found, whose = see_right_asked(session, acting, request_id, for_whom)
    if right not in set(Right):
        raise StaleAction
    return found, whose, Right(right)


def may_search(session: Session, acting: Acting) -> None:
    """Errors: `not_yours` for whoever handles no requests."""
    require_anywhere(session, acting, Capability.HANDLE_REQUESTS)


def record_request(session: Session, acting: Acting, request_id: int, told: Telephoned) -> RequestInfo:
    """Write down which right is used.

    Errors: `not_yours`; `stale_action` where it is recorded already, or for an unknown `for_whom`. Effects: one deed;
    for what is not in `AT_ONCE` a ticket of the unit; for the rest a reminder, until it is carried out.
    """
    row, right, for_whom = _hold(session, acting, request_id), told.right, told.for_whom
    if row.right or for_whom not in FOR_WHOM:
        raise StaleAction
    row.right, row.requested_by, row.due_on = right.value, for_whom, due_on(session, acting, right.value)
    if right not in AT_ONCE:
        row.ticket_id = _open_ticket(session, acting, row, told.text)
    else:
        plan_request_reminders(session, acting, row)
    session.add(row)
    session.flush()
    _write(session, acting, "record_request", row, f"right={right.value}", f"requested_by={for_whom}")
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
    require(session, acting, Capability.HANDLE_REQUESTS, _place(household) if household else None)
    right, household_id = Right(row.right), row.household_id
    row.fulfilled_at = acting.now
    session.add(row)
    session.flush()
    _write(session, acting, "execute_request", row, f"right={right.value}")
    tell_others(session, acting, household_id, TOLD[right])
    if right is Right.WITHDRAW:
        withdraw_for(session, acting, household_id, REPORT)
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
    return _info(acting, _require(session, acting, session.get(DataRequest, read_id(request_id))))


def _in_reach(session: Session, acting: Acting) -> tuple[ColumnElement[bool], ...]:
    held = require_anywhere(session, acting, Capability.HANDLE_REQUESTS)
    here = lies_within(acting, held, col(DataRequest.unit_epoch), col(DataRequest.unit_code))
    return col(DataRequest.right) != "", col(DataRequest.unit_code).is_not(None), here


def _found(session: Session, acting: Acting, row: DataRequest, household: Household) -> FoundBySlip:
    hamlet = session.get(Hamlet, household.hamlet_id) if household.hamlet_id else None
    reported = select(Report.id).where(col(Report.subject_kind) == HOUSEHOLD, col(Report.subject_id) == household.id)
    return FoundBySlip(
        request_id=row.id or 0,
        unit=acting.library.places.unit(_place(household)),
        hamlet_name=hamlet.name if hamlet else None,
        has_reports=session.exec(reported.limit(1)).first() is not None,
        is_restricted=household.restricted_at is not None,
    )


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


def _require(session: Session, acting: Acting, row: DataRequest | None) -> DataRequest:
    require(session, acting, Capability.HANDLE_REQUESTS, _unit(row) if row else None)
    if row is None:
        raise NotYours
    return row


def _hold(session: Session, acting: Acting, request_id: int) -> DataRequest:
    held = select(DataRequest).where(col(DataRequest.id) == request_id).with_for_update()
    return _require(session, acting, session.exec(held).first())


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
    )


def _unit(row: DataRequest) -> UnitKey | None:
    return UnitKey.stored(row.unit_epoch, row.unit_code) if row.unit_epoch and row.unit_code else None


def _place(household: Household) -> UnitKey:
    return UnitKey.stored(household.unit_epoch, household.unit_code)


def _write(session: Session, acting: Acting, action: str, row: DataRequest, *fields: str) -> None:
    where = (f"unit={key}",) if (key := _unit(row)) else ()
    deed = Deed(signature(session, acting), action, "data_request", str(row.id), (*fields, *where))
    write_deed(session, acting.now, deed)
