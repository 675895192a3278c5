"""Complaints about a unit's own people: who of the levels above hears them, past everybody whom they are about."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.units import UnitKey
from models.people import AccountChat, RoleGrant
from models.tickets import Ticket
from services.people import Acting, Role

COMPLAINT = "complaint"
"""Kind of ticket; its note is the key of the unit whose people it is about, its unit is the one above that answers."""
_LEADING = (Role.LEADER.value, Role.CAMPAIGN_OFFICER.value)


@dataclass(eq=False)
class NobodyAbove(AppError):
    """Nobody but those whom a complaint is about would read it, so it was not sent. contact: of the open period."""

    code: ClassVar[str] = "nobody_above"
    contact: str | None


def about_whom(ticket: Ticket) -> UnitKey | None:
    """The unit whose own people a ticket is about, None for any other ticket."""
    return UnitKey.parse(ticket.note) if ticket.kind == COMPLAINT else None


def leaders(session: Session, acting: Acting, unit: UnitKey, *, but_of: UnitKey | None = None) -> set[int]:
    """The chats of those who lead exactly this unit today. but_of: a unit whose own people are left out."""
    query = (
        select(AccountChat.chat_id)
        .join(RoleGrant, col(RoleGrant.account_id) == col(AccountChat.account_id))
        .where(*_in_force_at(acting, unit), col(RoleGrant.role).in_(_LEADING))
    )
    if but_of is not None:
        theirs = select(RoleGrant.account_id).where(*_in_force_at(acting, but_of))
        query = query.where(col(RoleGrant.account_id).not_in(theirs))
    return set(session.exec(query))


def find_above(session: Session, acting: Acting, unit: UnitKey) -> UnitKey | None:
    """The nearest unit above that has a leader who is none of this unit's people; None where there is none."""
    places = acting.library.places
    above = [each.key for each in places.ancestors(unit)] if unit in places else []
    return next((each for each in above if leaders(session, acting, each, but_of=unit)), None)


def _in_force_at(acting: Acting, unit: UnitKey) -> tuple[ColumnElement[bool], ...]:
    return (
        col(RoleGrant.unit_epoch) == unit.epoch,
        col(RoleGrant.unit_code) == unit.code,
        col(RoleGrant.revoked_at).is_(None),
        col(RoleGrant.starts_on) <= acting.today,
        col(RoleGrant.ends_on) >= acting.today,
    )
