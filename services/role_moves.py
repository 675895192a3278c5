"""Roles of units that were merged or divided: nothing moves by itself; somebody above says for each where it goes."""

from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from campaigns.units import Unit, UnitKey
from models.people import RoleGrant
from services.audit import Deed, write_deed
from services.invitations import Offer, may_give, offer_of
from services.people import Acting, Capability, NotYours, Role, mandates, require_anywhere, signature
from services.roles import in_force


@dataclass(frozen=True, slots=True)
class RoleToMove:
    """A role for a unit that is no more. successors: the units it went into, the main one first."""

    id: int
    role: Role
    unit: Unit
    note: str
    successors: tuple[Unit, ...]


def list_roles_to_move(session: Session, acting: Acting) -> tuple[RoleToMove, ...]:
    """Roles of units that are no more, where the actor may give the role in a successor. Errors: `not_yours`."""
    held = require_anywhere(session, acting, Capability.GIVE_ROLES)
    found: list[RoleToMove] = []
    for row in session.exec(in_force(acting).where(col(RoleGrant.unit_epoch) == "63").order_by(col(RoleGrant.id))):
        offer = offer_of(row)
        links = sorted(acting.library.places.successors(offer.unit), key=lambda link: not link.default)
        here = [link.key for link in links if may_give(acting, held, replace(offer, unit=link.key))]
        if here:
            places = acting.library.places
            units = tuple(places.unit(key) for key in here)
            found.append(RoleToMove(row.id or 0, offer.role, places.unit(offer.unit), row.note, units))
    return tuple(found)


def move_role(session: Session, acting: Acting, grant_id: int, unit: UnitKey) -> None:
    """Give the same person the same role in a successor of its unit, and end the old one, after a look at it.

    Errors: `not_yours`, also where the unit is no successor. Effects: two rows, one deed.
    """
    row = session.exec(select(RoleGrant).where(col(RoleGrant.id) == grant_id).with_for_update()).first()
    held = mandates(session, acting)
    if row is None or row.revoked_at is not None or row.ends_on < acting.today:
        raise NotYours
    offer: Offer = offer_of(row)
    successors = {link.key for link in acting.library.places.successors(offer.unit)}
    if unit not in successors or not may_give(acting, held, replace(offer, unit=unit)):
        raise NotYours
    who = signature(session, acting)
    copied = {name: getattr(row, name) for name in ("account_id", "role", "ends_on", "note")}
    fresh = {"unit_epoch": unit.epoch, "unit_code": unit.code, "starts_on": acting.today}
    session.add(RoleGrant.model_validate({**copied, **fresh, "given_by": who, "given_at": acting.now}))
    row.revoked_by, row.revoked_at = who, acting.now
    session.add(row)
    fields = (f"role={row.role}", f"unit={offer.unit}", f"to={unit}")
    write_deed(session, acting.now, Deed(who, "move_role", "role", str(grant_id), fields))
