"""Roles: who holds what, as those above may see it, and how it is taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.units import Unit
from models.people import RoleGrant
from services.audit import OPERATOR
from services.invitations import (
    OpenInvitation,
    end_invitations_of,
    may_give,
    offer_of,
    open_invitations,
    write_role_deed,
)
from services.people import (
    DESK,
    Acting,
    Capability,
    Mandate,
    NotYours,
    Role,
    account_of,
    account_signature,
    covers,
    mandate_of,
    mandates,
    signature,
)

Grants = Mapping[str, Sequence[RoleGrant]]
"""Roles by the signatures of those who hold or held them."""


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave a role, by the role they gave it from; both None: who runs the machine, or nobody known any more.

    note: only where the actor may read it. may_still: whether they could give the same role today.
    """

    role: Role | None
    unit: Unit | None
    note: str
    is_desk: bool
    is_actor: bool
    may_still: bool


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
    giver: Giver


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
    own: list[HeldRole] = []
    others: list[HeldRole] = []
    if held:
        query = in_force(acting).order_by(col(RoleGrant.unit_code), col(RoleGrant.id))
        seen = [row for row in session.exec(query) if _is_own(row, held) or covers(acting, giving, offer_of(row).unit)]
        givers = _grants_of(session, (row.given_by for row in seen))
        for row in seen:
            each = _held_role(acting, row, held, _giver(acting, row, held, givers))
            (own if each.is_own else others).append(each)
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
    if not (_is_own(row, held) or may_give(acting, held, offer_of(row))):
        raise NotYours
    role = _held_role(acting, row, held, _giver(acting, row, held, _grants_of(session, [row.given_by])))
    row.revoked_by, row.revoked_at = signature(session, acting), acting.now
    session.add(row)
    write_role_deed(session, acting, "revoke_role", row)
    end_invitations_of(session, acting, account_signature(row.account_id))
    return role


def in_force(acting: Acting) -> SelectOfScalar[RoleGrant]:
    """Roles that are not over and were not taken back."""
    return select(RoleGrant).where(col(RoleGrant.revoked_at).is_(None), col(RoleGrant.ends_on) >= acting.today)


def _is_own(row: RoleGrant, held: tuple[Mandate, ...]) -> bool:
    return row.account_id in {each.account_id for each in held}


def _held_role(acting: Acting, row: RoleGrant, held: tuple[Mandate, ...], giver: Giver) -> HeldRole:
    offer = offer_of(row)
    return HeldRole(
        id=row.id or 0,
        account_id=row.account_id,
        role=offer.role,
        unit=acting.library.places.unit(offer.unit),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        note=row.note,
        is_own=_is_own(row, held),
        can_revoke=may_give(acting, held, offer),
        giver=giver,
    )


def _grants_of(session: Session, signed: Iterable[str]) -> Grants:
    """Every role that these people hold or held, by their signatures, in the order they were given. One statement."""
    accounts = sorted({account for each in signed if (account := account_of(each)) is not None})
    found: dict[str, list[RoleGrant]] = {}
    query = select(RoleGrant).where(col(RoleGrant.account_id).in_(accounts)).order_by(col(RoleGrant.id))
    for row in session.exec(query):
        found.setdefault(account_signature(row.account_id), []).append(row)
    return found


def _giver(acting: Acting, given: RoleGrant, held: tuple[Mandate, ...], grants: Grants) -> Giver:
    if given.given_by == OPERATOR:
        return Giver(None, None, "", is_desk=True, is_actor=acting.actor.channel == DESK, may_still=True)
    offer, rows = offer_of(given), grants.get(given.given_by, ())
    able = [row for row in rows if may_give(acting, (mandate_of(row),), offer)]
    lasting = [row for row in able if row.revoked_at is None and row.starts_on <= acting.today <= row.ends_on]
    if not able:
        return Giver(None, None, "", is_desk=False, is_actor=False, may_still=False)
    row = (lasting or able)[-1]
    by, is_actor = offer_of(row), _is_own(row, held)
    note = row.note if is_actor or covers(acting, held, by.unit) else ""
    unit = acting.library.places.unit(by.unit)
    return Giver(by.role, unit, note, is_desk=False, is_actor=is_actor, may_still=bool(lasting))
