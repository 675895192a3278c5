"""Callers: somebody telephones, and an official finds their household by the slip number that they read out."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.units import Unit
from models.households import Household
from models.reports import HOUSEHOLD, Report
from models.tickets import DataRequest
from models.units import Hamlet
from services.audit import Deed, write_deed
from services.households import SlipLocked, SlipMissed, SlipUnreadable, read_slip
from services.lockouts import count_miss, may_try
from services.people import Acting, Capability, NotYours, ViewKey, covers, require_anywhere, signature
from services.requests import FOR_WHOM, TELEPHONE, place_of, require_request
from services.rights import Right
from services.tickets import read_id
from services.turns import StaleAction, move_chat


@dataclass(frozen=True, slots=True)
class FoundBySlip:
    """A household that somebody telephones about. request_id: what was begun for it; its id is told to nobody."""

    request_id: int
    unit: Unit
    hamlet_name: str | None
    has_reports: bool
    is_restricted: bool


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
    if household is None or not covers(acting, held, place_of(household)):
        tries = count_miss(session, acting, "slip")
        write_deed(session, acting.now, Deed(signature(session, acting), "miss_slip", "household", ""))
        return SlipLocked(tries.locked_until) if tries.locked_until else SlipMissed(tries.left)
    unit, who = place_of(household), signature(session, acting)
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
    row = require_request(session, acting, session.get(DataRequest, read_id(request_id)))
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


def _found(session: Session, acting: Acting, row: DataRequest, household: Household) -> FoundBySlip:
    hamlet = session.get(Hamlet, household.hamlet_id) if household.hamlet_id else None
    reported = select(Report.id).where(col(Report.subject_kind) == HOUSEHOLD, col(Report.subject_id) == household.id)
    return FoundBySlip(
        request_id=row.id or 0,
        unit=acting.library.places.unit(place_of(household)),
        hamlet_name=hamlet.name if hamlet else None,
        has_reports=session.exec(reported.limit(1)).first() is not None,
        is_restricted=household.restricted_at is not None,
    )
