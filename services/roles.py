"""Roles: who holds what, as those above may see it, and how it is taken back."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.units import Unit
from models.people import RoleGrant
from services.invitations import OpenInvitation, may_give, offer_of, open_invitations, write_role_deed
from services.people import Acting, Capability, Mandate, NotYours, Role, covers, mandates, signature


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
class Roles:
    """The actor's own roles, and everything below them that they may see."""

    own: tuple[HeldRole, ...]
    others: tuple[HeldRole, ...]
    invitations: tuple[OpenInvitation, ...]
    can_invite: bool


def see_roles(session: Session, acting: Acting) -> Roles:
    """The actor's roles in force, and the roles and open invitations of units where they may give roles."""
    held = mandates(session, acting)
    giving = tuple(each for each in held if each.can(Capability.GIVE_ROLES))
    mine = {each.account_id for each in held}
    own: list[HeldRole] = []
    others: list[HeldRole] = []
    if held:
        for row in session.exec(in_force(acting).order_by(col(RoleGrant.unit_code), col(RoleGrant.id))):
            each = _held_role(acting, row, giving, is_own=row.account_id in mine)
            if each.is_own:
                own.append(each)
            elif covers(acting, giving, each.unit.key):
                others.append(each)
    return Roles(tuple(own), tuple(others), open_invitations(session, acting, giving), bool(giving))


def see_role(session: Session, acting: Acting, grant_id: str) -> HeldRole:
    """One role, before it is taken back. Errors: `not_yours`."""
    roles = see_roles(session, acting)
    found = (each for each in (*roles.own, *roles.others) if str(each.id) == grant_id)
    role = next(found, None)
    if role is None:
        raise NotYours
    return role


def revoke_role(session: Session, acting: Acting, grant_id: int) -> HeldRole:
    """Take a role back, from somebody below or from oneself. Errors: `not_yours`. Effects: at once, everywhere."""
    held = mandates(session, acting)
    row = session.exec(in_force(acting).where(col(RoleGrant.id) == grant_id).with_for_update()).first()
    if row is None:
        raise NotYours
    mine = {each.account_id for each in held}
    role = _held_role(acting, row, held, is_own=row.account_id in mine)
    if not (role.is_own or role.can_revoke):
        raise NotYours
    row.revoked_by, row.revoked_at = signature(session, acting), acting.now
    session.add(row)
    write_role_deed(session, acting, "revoke_role", row)
    return role


def in_force(acting: Acting) -> SelectOfScalar[RoleGrant]:
    """Roles that are not over and were not taken back."""
    return select(RoleGrant).where(col(RoleGrant.revoked_at).is_(None), col(RoleGrant.ends_on) >= acting.today)


def _held_role(acting: Acting, row: RoleGrant, giving: tuple[Mandate, ...], *, is_own: bool) -> HeldRole:
    offer = offer_of(row)
    return HeldRole(
        id=row.id or 0,
        account_id=row.account_id,
        role=offer.role,
        unit=acting.library.places.unit(offer.unit),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        note=row.note,
        is_own=is_own,
        can_revoke=may_give(acting, giving, offer),
    )
