"""Scopes: what lies in the reach of somebody's roles, of a campaign's tree and of stored rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import Mapped

from campaigns.units import Unit
from services.people import Acting, Mandate, is_within

if TYPE_CHECKING:
    # Commands that ask nothing of the definitions do not load what reads them.
    from campaigns.library import Tree


def scope_in(acting: Acting, tree: "Tree", held: Iterable[Mandate]) -> tuple[Unit, ...]:
    """What of a campaign's tree lies in the reach of these roles: the whole, or the topmost units, in their order."""
    found: dict[Unit, None] = {}
    for each in held:
        is_above = is_within(acting, tree.root.key, each.unit)
        unit = tree.root if each.unit is None or is_above else tree.find(each.unit)
        if unit is not None:
            found[unit] = None
    return tuple(found)


def lies_within(acting: Acting, held: Iterable[Mandate], epoch: Mapped[Any], code: Mapped[Any]) -> ColumnElement[bool]:
    """That a row's unit lies in the reach of one of these roles: as `people.covers`, by the index of its columns."""
    places, codes = acting.library.places, dict[str, set[str]]()
    for each in held:
        if each.unit is None:
            return true()
        below = (unit.key.code for unit in places.descendants(each.unit)) if each.unit in places else ()
        codes.setdefault(each.unit.epoch, set()).update((each.unit.code, *below))
    return or_(false(), *(and_(epoch == name, code.in_(sorted(found))) for name, found in sorted(codes.items())))
