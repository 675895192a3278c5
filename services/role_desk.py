"""The role desk: everything about roles that an official's page shows at once."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from campaigns.units import Unit, UnitKey
from services.invitations import BELOW, LONGEST_ROLE, ROLE_LASTS, roles_to_give
from services.people import Acting, Capability, Role, mandates
from services.role_moves import RoleToMove, list_roles_to_move
from services.roles import Roles, see_roles


@dataclass(frozen=True, slots=True)
class UnitsBelow:
    """A unit where roles may be given, and all below it, each with where it lies under that unit."""

    root: Unit
    units: tuple[tuple[UnitKey, str], ...]


@dataclass(frozen=True, slots=True)
class RoleDesk:
    """Roles, what may be given where, and roles of units that are no more. Both days are for a new role.

    is_capped: the actor's own roles end before a new one could, so `latest` is their last day.
    """

    roles: Roles
    to_give: tuple[Role, ...]
    units: tuple[UnitsBelow, ...]
    to_move: tuple[RoleToMove, ...]
    until: date
    latest: date
    is_capped: bool = False


def see_role_desk(session: Session, acting: Acting) -> RoleDesk:
    """The actor's roles and, where they may give any, those below them and what it takes to give one."""
    roles, until, latest = see_roles(session, acting), acting.today + ROLE_LASTS, acting.today + LONGEST_ROLE
    if not roles.can_invite:
        return RoleDesk(roles, (), (), (), until, latest)
    giving = [each for each in mandates(session, acting) if each.can(Capability.GIVE_ROLES) and each.role in BELOW]
    roots = dict.fromkeys(each.unit for each in giving if each.unit is not None)
    units = tuple(_below(acting, root) for root in roots)
    last = max((each.ends_on or latest for each in giving), default=latest)
    to_give, to_move = roles_to_give(session, acting), list_roles_to_move(session, acting)
    return RoleDesk(roles, to_give, units, to_move, min(until, last), min(latest, last), is_capped=last < latest)


def _below(acting: Acting, root: UnitKey) -> UnitsBelow:
    places = acting.library.places
    below = ((unit.key, places.trail(unit.key, below=root)) for unit in places.descendants(root))
    return UnitsBelow(places.unit(root), ((root, places.unit(root).label), *below))
