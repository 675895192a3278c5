"""Invitations: a role is given by someone above, through a code that works once within seven days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.units import Unit, UnitKey
from models.people import Invitation, RoleGrant
from services.accounts import own_account
from services.audit import Deed, write_deed
from services.codes import digest, new_code
from services.people import (
    Acting,
    Capability,
    Mandate,
    NotYours,
    Role,
    is_within,
    mandates,
    require_anywhere,
    signature,
)

INVITATION_KEPT = timedelta(days=7)
ROLE_LASTS = timedelta(days=365)
LONGEST_ROLE = timedelta(days=2 * 366)
LONGEST_NOTE = 60
MOST_UNITS = 9
BELOW: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(Role),
    Role.CAMPAIGN_OFFICER: frozenset(
        {Role.CAMPAIGN_OFFICER, Role.LEADER, Role.VERIFIER, Role.REPORTER, Role.TEAM},
    ),
    Role.LEADER: frozenset({Role.LEADER, Role.VERIFIER, Role.REPORTER, Role.TEAM}),
}
"""Who may give which role. One's own role is given only strictly below one's own unit, except by an operator."""


@dataclass(eq=False)
class RoleEndsWrong(AppError):
    """A role must end between today and `latest`."""

    code: ClassVar[str] = "role_ends_wrong"
    latest: date


@dataclass(frozen=True, slots=True)
class Offer:
    """A role for a unit and all below it, to the end of a day. note: whom it is meant for, in the giver's words."""

    role: Role
    unit: UnitKey
    ends_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation just made. code: shown once, to be handed over; it is stored nowhere. expires_at: aware, UTC."""

    code: str
    role: Role
    unit: Unit
    ends_on: date
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invitation that was just taken up."""

    role: Role
    unit: Unit
    ends_on: date


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that nobody has taken up yet. is_over: its seven days have passed."""

    id: int
    role: Role
    unit: Unit
    note: str
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class UnitsToGive:
    """Units to choose from, each with where it lies. query: what was searched for, "" for the actor's own units."""

    role: Role
    query: str
    matches: tuple[tuple[UnitKey, str], ...]


def roles_to_give(session: Session, acting: Acting) -> tuple[Role, ...]:
    """The roles that the actor may give somewhere, highest first. Errors: `not_yours` where there is none."""
    held = require_anywhere(session, acting, Capability.GIVE_ROLES)
    given = {role for each in held for role in BELOW.get(each.role, ()) if _has_place_for(acting, each, role)}
    return tuple(role for role in reversed(Role) if role in given)


def units_to_give(session: Session, acting: Acting, role: str, query: str = "") -> UnitsToGive:
    """Units for which the actor may give this role: their own, or those below that a name may mean.

    Errors: `not_yours`, also for what is no role.
    """
    held = require_anywhere(session, acting, Capability.GIVE_ROLES)
    wanted, places = _read_role(role), acting.library.places
    offers: list[Unit] = []
    for root in dict.fromkeys(each.unit for each in held if each.unit is not None):
        found = [match.unit for match in places.find(query, under=root, limit=MOST_UNITS)] if query else []
        offers += [places.unit(root), *found] if not query else found
    ends_on = acting.today + ROLE_LASTS
    fitting = [unit for unit in dict.fromkeys(offers) if may_give(acting, held, Offer(wanted, unit.key, ends_on))]
    return UnitsToGive(wanted, query, tuple((unit.key, places.trail(unit.key)) for unit in fitting[:MOST_UNITS]))


def see_offer(session: Session, acting: Acting, role: str, unit: str) -> tuple[Offer, Unit]:
    """What would be given, before it is. Errors: `not_yours`, `unit_unknown`, `unit_key_malformed`."""
    offer = Offer(_read_role(role), UnitKey.parse(unit), acting.today + ROLE_LASTS)
    found = acting.library.places.unit(offer.unit)
    if not may_give(acting, mandates(session, acting), offer):
        raise NotYours
    return offer, found


def invite(session: Session, acting: Acting, offer: Offer) -> Invited:
    """Offer a role to whoever uses the code within seven days.

    Errors: `not_yours` where the actor may not give this role there; `unit_unknown`; `role_ends_wrong`.
    Effects: one row, one deed in the audit trail.
    """
    found = acting.library.places.unit(offer.unit)
    if not may_give(acting, mandates(session, acting), offer):
        raise NotYours
    if not acting.today <= offer.ends_on <= acting.today + LONGEST_ROLE:
        raise RoleEndsWrong(acting.today + LONGEST_ROLE)
    code, expires_at = new_code(), acting.now + INVITATION_KEPT
    row = Invitation.model_validate(
        {
            "code_hash": digest(code),
            "role": offer.role.value,
            "unit_epoch": offer.unit.epoch,
            "unit_code": offer.unit.code,
            "ends_on": offer.ends_on,
            "note": offer.note[:LONGEST_NOTE],
            "given_by": signature(session, acting),
            "given_at": acting.now,
            "expires_at": expires_at,
        }
    )
    session.add(row)
    session.flush()
    write_role_deed(session, acting, "invite", row)
    return Invited(code, offer.role, found, offer.ends_on, expires_at)


def accept_invitation(session: Session, acting: Acting, code: str) -> Accepted | None:
    """Take up an invitation; None where there is none that can still be taken up. code: as `read_code` gives it.

    Effects: an account for a chat that had none; the role; the code is used up; one deed in the audit trail.
    """
    held = select(Invitation).where(col(Invitation.code_hash) == digest(code)).with_for_update()
    row = session.exec(held).first()
    if row is None or row.used_at or row.withdrawn_at or row.expires_at <= acting.now or row.ends_on < acting.today:
        return None
    account_id, unit = own_account(session, acting), UnitKey.stored(row.unit_epoch, row.unit_code)
    row.used_by, row.used_at = account_id, acting.now
    copied = {"unit_epoch": row.unit_epoch, "unit_code": row.unit_code, "note": row.note, "given_by": row.given_by}
    days = {"starts_on": acting.today, "ends_on": row.ends_on, "given_at": acting.now}
    session.add_all([row, RoleGrant.model_validate({"account_id": account_id, "role": row.role, **copied, **days})])
    session.flush()
    write_role_deed(session, acting, "accept_role", row)
    return Accepted(Role(row.role), acting.library.places.unit(unit), row.ends_on)


def withdraw_invitation(session: Session, acting: Acting, invitation_id: int) -> None:
    """Make an invitation's code worthless. Errors: `not_yours`."""
    held = mandates(session, acting)
    row = session.get(Invitation, invitation_id, with_for_update=True)
    if row is None or row.used_at or not may_give(acting, held, offer_of(row)):
        raise NotYours
    row.withdrawn_at = acting.now
    session.add(row)
    write_role_deed(session, acting, "withdraw_invitation", row)


def open_invitations(session: Session, acting: Acting, giving: tuple[Mandate, ...]) -> tuple[OpenInvitation, ...]:
    """Invitations that nobody has used yet, where somebody with these roles may give the role."""
    if not giving:
        return ()
    waiting = select(Invitation).where(col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
    found: list[OpenInvitation] = []
    for row in session.exec(waiting.order_by(col(Invitation.id))):
        offer = offer_of(row)
        if may_give(acting, giving, offer):
            unit, is_over = acting.library.places.unit(offer.unit), row.expires_at <= acting.now
            found.append(OpenInvitation(row.id or 0, offer.role, unit, row.note, row.expires_at, is_over))
    return tuple(found)


def may_give(acting: Acting, held: tuple[Mandate, ...], offer: Offer) -> bool:
    """Whether somebody with these roles may give, and so take back, such a role."""
    for each in held:
        if offer.role not in BELOW.get(each.role, ()) or not is_within(acting, offer.unit, each.unit):
            continue
        if each.role is Role.OPERATOR or offer.role is not each.role or offer.unit != each.unit:
            return True
    return False


def _has_place_for(acting: Acting, held: Mandate, role: Role) -> bool:
    """Whether there is any unit for which this role may be given: one's own role goes to units below only."""
    places = acting.library.places
    if role is not held.role or held.role is Role.OPERATOR or held.unit is None:
        return True
    return held.unit in places and bool(places.children(held.unit))


def offer_of(row: RoleGrant | Invitation) -> Offer:
    """What a stored role or invitation gives."""
    return Offer(Role(row.role), UnitKey.stored(row.unit_epoch, row.unit_code), row.ends_on, row.note)


def _read_role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise NotYours from error


def write_role_deed(session: Session, acting: Acting, action: str, row: RoleGrant | Invitation) -> None:
    """Write to the trail what was done with a role or an invitation."""
    kind = "invitation" if isinstance(row, Invitation) else "role"
    fields = (f"role={row.role}", f"unit={row.unit_epoch}:{row.unit_code}")
    write_deed(session, acting.now, Deed(signature(session, acting), action, kind, str(row.id), fields))
