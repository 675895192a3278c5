"""Roles: given by someone above through a one-time code, seen, and taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

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
    covers,
    is_within,
    mandates,
    require_anywhere,
    signature,
)

INVITATION_KEPT = timedelta(days=7)
LONGEST_ROLE = timedelta(days=2 * 366)
LONGEST_NOTE = 60
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
class HeldRole:
    """Who holds what. account_id names the person to the machine, `note` to people. can_revoke: by the actor."""

    id: int
    account_id: str
    role: Role
    unit: Unit
    starts_on: date
    ends_on: date
    note: str
    is_own: bool
    can_revoke: bool


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
class Roles:
    """The actor's own roles, and everything below them that they may see."""

    own: tuple[HeldRole, ...]
    others: tuple[HeldRole, ...]
    invitations: tuple[OpenInvitation, ...]
    can_invite: bool


def roles_to_give(session: Session, acting: Acting) -> tuple[Role, ...]:
    """The roles that the actor may give somewhere, highest first. Errors: `not_yours` where there is none."""
    held = require_anywhere(session, acting, Capability.GIVE_ROLES)
    given = {role for each in held for role in BELOW.get(each.role, ())}
    return tuple(role for role in reversed(Role) if role in given)


def units_to_give(session: Session, acting: Acting, role: Role) -> tuple[Unit, ...]:
    """The units at the top of where the actor may give this role. Errors: `not_yours`."""
    held = [each for each in require_anywhere(session, acting, Capability.GIVE_ROLES) if role in BELOW[each.role]]
    places = acting.library.places
    return tuple(places.unit(each.unit) for each in held if each.unit is not None)


def invite(session: Session, acting: Acting, offer: Offer) -> Invited:
    """Offer a role to whoever uses the code within seven days.

    Errors: `not_yours` where the actor may not give this role there; `unit_unknown`; `role_ends_wrong`.
    Effects: one row, one deed in the audit trail.
    """
    found = acting.library.places.unit(offer.unit)
    if not _may_give(acting, mandates(session, acting), offer):
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
    _write(session, acting, "invite", row)
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
    _write(session, acting, "accept_role", row)
    return Accepted(Role(row.role), acting.library.places.unit(unit), row.ends_on)


def see_roles(session: Session, acting: Acting) -> Roles:
    """The actor's roles in force, and the roles and open invitations of units where they may give roles."""
    held = mandates(session, acting)
    giving = tuple(each for each in held if each.can(Capability.GIVE_ROLES))
    mine = {each.account_id for each in held}
    own: list[HeldRole] = []
    others: list[HeldRole] = []
    if held:
        for row in session.exec(_in_force(acting).order_by(col(RoleGrant.unit_code), col(RoleGrant.id))):
            each = _held_role(acting, row, giving, is_own=row.account_id in mine)
            if each.is_own:
                own.append(each)
            elif covers(acting, giving, each.unit.key):
                others.append(each)
    return Roles(tuple(own), tuple(others), _invitations(session, acting, giving), bool(giving))


def revoke_role(session: Session, acting: Acting, grant_id: int) -> HeldRole:
    """Take a role back, from somebody below or from oneself. Errors: `not_yours`. Effects: at once, everywhere."""
    held = mandates(session, acting)
    row = session.exec(_in_force(acting).where(col(RoleGrant.id) == grant_id).with_for_update()).first()
    if row is None:
        raise NotYours
    mine = {each.account_id for each in held}
    role = _held_role(acting, row, held, is_own=row.account_id in mine)
    if not (role.is_own or role.can_revoke):
        raise NotYours
    row.revoked_by, row.revoked_at = signature(session, acting), acting.now
    session.add(row)
    _write(session, acting, "revoke_role", row)
    return role


def withdraw_invitation(session: Session, acting: Acting, invitation_id: int) -> None:
    """Make an invitation's code worthless. Errors: `not_yours`."""
    held = mandates(session, acting)
    row = session.get(Invitation, invitation_id, with_for_update=True)
    if row is None or row.used_at or not _may_give(acting, held, _offer(row)):
        raise NotYours
    row.withdrawn_at = acting.now
    session.add(row)
    _write(session, acting, "withdraw_invitation", row)


def _may_give(acting: Acting, held: tuple[Mandate, ...], offer: Offer) -> bool:
    for each in held:
        if offer.role not in BELOW.get(each.role, ()) or not is_within(acting, offer.unit, each.unit):
            continue
        if each.role is Role.OPERATOR or offer.role is not each.role or offer.unit != each.unit:
            return True
    return False


def _offer(row: RoleGrant | Invitation) -> Offer:
    return Offer(Role(row.role), UnitKey.stored(row.unit_epoch, row.unit_code), row.ends_on, row.note)


def _in_force(acting: Acting) -> SelectOfScalar[RoleGrant]:
    return select(RoleGrant).where(col(RoleGrant.revoked_at).is_(None), col(RoleGrant.ends_on) >= acting.today)


def _held_role(acting: Acting, row: RoleGrant, giving: tuple[Mandate, ...], *, is_own: bool) -> HeldRole:
    offer = _offer(row)
    return HeldRole(
        id=row.id or 0,
        account_id=row.account_id,
        role=offer.role,
        unit=acting.library.places.unit(offer.unit),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        note=row.note,
        is_own=is_own,
        can_revoke=_may_give(acting, giving, offer),
    )


def _invitations(session: Session, acting: Acting, giving: tuple[Mandate, ...]) -> tuple[OpenInvitation, ...]:
    if not giving:
        return ()
    waiting = select(Invitation).where(col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
    found: list[OpenInvitation] = []
    for row in session.exec(waiting.order_by(col(Invitation.id))):
        offer = _offer(row)
        if _may_give(acting, giving, offer):
            unit, is_over = acting.library.places.unit(offer.unit), row.expires_at <= acting.now
            found.append(OpenInvitation(row.id or 0, offer.role, unit, row.note, row.expires_at, is_over))
    return tuple(found)


def _write(session: Session, acting: Acting, action: str, row: RoleGrant | Invitation) -> None:
    kind = "invitation" if isinstance(row, Invitation) else "role"
    fields = (f"role={row.role}", f"unit={row.unit_epoch}:{row.unit_code}")
    write_deed(session, acting.now, Deed(signature(session, acting), action, kind, str(row.id), fields))
