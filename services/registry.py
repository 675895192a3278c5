"""The registry: how many households a unit has, by the newest figure that some source gives."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from campaigns.units import Unit, UnitKey
from models.prepared import Query
from models.units import Population

HOUSEHOLDS = "households"
"""Kind of the registry's population that coverage is counted against."""
_REGISTERED = (
    select_columns(col(Population.unit_epoch), col(Population.unit_code), col(Population.value))
    .where(
        col(Population.kind) == HOUSEHOLDS,
        col(Population.hamlet_id).is_(None),
        col(Population.as_of) <= bindparam("today"),
    )
    .order_by(col(Population.as_of))
)
_IS_UNIT = (col(Population.unit_epoch) == bindparam("epoch"), col(Population.unit_code) == bindparam("code"))
# Of everybody, and of one unit alone, which is what every household is shown at the end.
_OF_ALL, _OF_ONE = (
    Query(each, lambda epoch, code, value: (UnitKey.stored(epoch, code), int(value)))
    for each in (_REGISTERED, _REGISTERED.where(*_IS_UNIT))
)


def count_registry(session: Session, units: Sequence[Unit], today: date) -> int | None:
    """Households of all the units by the newest figure of each; None as soon as one of them has none."""
    return sum_registry(read_registry(session, units, today), units)


def read_registry(session: Session, units: Sequence[Unit], today: date) -> Mapping[UnitKey, int]:
    """Unit → its households by the newest figure; those that have none left out. One statement."""
    query, values = _asked(units, today)
    return dict(query.all(session, values))


def foresee_registry(session: Session, units: Sequence[Unit], today: date) -> None:
    """`read_registry` will be asked for these units."""
    query, values = _asked(units, today)
    query.foresee(session, values)


def sum_registry(registry: Mapping[UnitKey, int], units: Sequence[Unit]) -> int | None:
    """Households of all the units; None as soon as the registry is silent about one of them."""
    wanted = {unit.key for unit in units}
    return sum(registry[key] for key in wanted) if wanted and wanted <= registry.keys() else None


def _asked(units: Sequence[Unit], today: date) -> tuple[Query[tuple[UnitKey, int]], Mapping[str, object]]:
    if len(units) != 1:
        return _OF_ALL, {"today": today}
    return _OF_ONE, {"today": today, "epoch": units[0].key.epoch, "code": units[0].key.code}
