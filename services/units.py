"""Units: the campaign's own tree, the hamlets below it, and choosing where a household lives."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.hamlet_names import HamletKind, HouseholdCount
from campaigns.hamlets import Hamlet as HamletRow
from campaigns.places import Quality
from campaigns.registry import UnitHouseholds
from campaigns.text import fold
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.chats import Chat
from models.prepared import Query
from models.units import Hamlet, Population
from services.paging import page_of
from services.people import Acting
from services.periods import current_period, open_period_now
from services.registry import HOUSEHOLDS
from services.standing import NoUnit


@dataclass(frozen=True, slots=True)
class Wards:
    """Reporting units to choose from. query: what was searched for, "" for the whole list; page counted from 0.

    linked: key and label of the ward that a link has named, to be confirmed before anything else is offered.
    """

    query: str
    matches: tuple[tuple[UnitKey, str], ...]
    page: int
    pages: int
    linked: tuple[UnitKey, str] | None = None


@dataclass(frozen=True, slots=True)
class Hamlets:
    """The hamlets of a ward to choose from; page counted from 0."""

    unit: Unit
    hamlets: tuple[tuple[str, str], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """What the registry knows of a ward, or of one of its hamlets. households: the newest figure, if any."""

    unit: Unit
    hamlet: HamletRow | None
    households: HouseholdCount | None


PAGE = 9
_IN_FULL = frozenset({Quality.NAME, Quality.ALIAS, Quality.LOOKALIKE, Quality.FORMER, Quality.TYPO})
T = TypeVar("T")


_HAMLETS = Query(
    select_columns(col(Hamlet.id), col(Hamlet.kind), col(Hamlet.name))
    .where(col(Hamlet.unit_epoch) == bindparam("epoch"), col(Hamlet.unit_code) == bindparam("code"))
    .order_by(col(Hamlet.id)),
    lambda *row: row,
)


def list_wards(session: Session, acting: Acting, page: str = "") -> Wards:
    """A page of the reporting units of the campaign that is asking; "" is the first one, or the ward that a link named.

    Errors: `no_period`, `period_closed`.
    """
    tree = acting.library.tree(open_period_now(session, acting).campaign)
    shown, at, pages = page_of(tree.reporting, page, PAGE)
    actor = acting.actor
    # Who lives somewhere already and comes here wants another place.
    is_asked = page == "" and actor.unit is not None and actor.household_id is None
    linked = tree.find(actor.unit) if is_asked and actor.unit else None
    known = (linked.key, linked.label) if linked is not None and linked in tree.reporting else None
    return Wards("", tuple((unit.key, unit.label) for unit in shown), at, pages, known)


def choose_ward(session: Session, acting: Acting, key: str) -> Acting:
    """Keep the ward that a link named as what the actor chose last, and say who acts then; other keys are passed over.

    Effects: the chat's row, which must be there.
    """
    try:
        unit = require_ward(session, acting, key).key
    except NoUnit:
        return acting
    chosen = update(Chat).where(col(Chat.id) == acting.actor.chat_id).values(unit_epoch=unit.epoch, unit_code=unit.code)
    session.execute(chosen)
    return replace(acting, actor=replace(acting.actor, unit=unit))


def knowing_ward(session: Session, acting: Acting, key: str, query: Callable[[Session, Acting], T]) -> T:
    """Run a query in the commit that keeps the ward a link named."""
    return query(session, choose_ward(session, acting, key))


def find_wards(session: Session, acting: Acting, query: str) -> Wards:
    """Reporting units that a person may mean by a name, best first; namesakes with what tells them apart."""
    tree = acting.library.tree(open_period_now(session, acting).campaign)
    keys = {unit.key for unit in tree.reporting}
    matches = tree.places.find(query, limit=PAGE)
    return Wards(query, tuple((match.unit.key, match.trail) for match in matches if match.unit.key in keys), 0, 1)


def find_named(session: Session, acting: Acting, name: str) -> tuple[tuple[UnitKey, str], ...]:
    """Units of the current campaign that this means as a full name; namesakes with what tells them apart."""
    period = current_period(session, acting)
    if period is None:
        return ()
    tree = acting.library.tree(period.campaign)
    if fold(name) in {fold(tree.root.label), fold(tree.root.name)}:
        return ((tree.root.key, tree.root.label),)
    matches = tree.places.find(name, limit=PAGE)
    best = matches[0].quality if matches else None
    found = (match for match in matches if match.quality is best)
    return tuple((match.unit.key, match.trail) for match in found) if best in _IN_FULL else ()


def list_hamlets(session: Session, acting: Acting, key: str, page: str = "0") -> Hamlets:
    """A page of a ward's hamlets, as imported; none where none were. Errors: `no_unit`."""
    unit = require_ward(session, acting, key)
    rows = _HAMLETS.all(session, _within(unit.key))
    shown, at, pages = page_of(rows, page, PAGE)
    return Hamlets(unit, tuple((id_, f"{HamletKind(kind).label} {name}") for id_, kind, name in shown), at, pages)


def foresee_hamlets(session: Session, key: str) -> None:
    """The hamlets of this ward will probably be asked for."""
    with suppress(UnitKeyError):
        _HAMLETS.foresee(session, _within(UnitKey.parse(key)))


def list_all_hamlets(session: Session, unit: Unit) -> tuple[str, ...]:
    """The ids of a ward's hamlets, as imported; none where none were."""
    return tuple(id_ for id_, _kind, _name in _HAMLETS.all(session, _within(unit.key)))


def _within(ward: UnitKey) -> dict[str, object]:
    return {"epoch": ward.epoch, "code": ward.code}


def require_ward(session: Session, acting: Acting, key: str) -> Unit:
    """The reporting unit of this key in the campaign that is asking. Errors: `no_unit`, `no_period`."""
    tree = acting.library.tree(open_period_now(session, acting).campaign)
    try:
        unit = tree.find(UnitKey.parse(key))
    except UnitKeyError as error:
        raise NoUnit from error
    if unit is None or unit not in tree.reporting:
        raise NoUnit
    return unit


def import_hamlets(session: Session, acting: Acting, rows: Sequence[HamletRow], source: str) -> int:
    """Store hamlets, and the number of households where the file gives it; how many. Idempotent by id and date.

    source: which file or decision the list comes from. At most 500 rows a call.
    """
    for row in rows:
        hamlet = session.get(Hamlet, row.id) or Hamlet.model_validate(
            {
                "id": row.id,
                "unit_epoch": row.unit.epoch,
                "unit_code": row.unit.code,
                "name": row.name,
                "kind": row.kind,
                "source": source,
                "imported_at": acting.now,
            }
        )
        hamlet.name, hamlet.kind, hamlet.source, hamlet.imported_at = row.name, row.kind, source, acting.now
        session.add(hamlet)
        if row.households is not None:
            set_population(session, row.unit, row.households, row.id)
    session.flush()
    return len(rows)


def set_population(
    session: Session, unit: UnitKey, count: HouseholdCount, hamlet_id: str | None = None, *, kind: str = HOUSEHOLDS
) -> None:
    """State how many households a unit, or one of its hamlets, has; a later statement for the same day replaces it.

    kind: another population of the catalogue ("civil_servants", "officers", "staff") instead.
    """
    where = {"unit_epoch": unit.epoch, "unit_code": unit.code, "hamlet_id": hamlet_id, "kind": kind}
    same = select(Population).where(
        col(Population.unit_epoch) == unit.epoch,
        col(Population.unit_code) == unit.code,
        col(Population.hamlet_id) == hamlet_id,
        col(Population.kind) == kind,
        col(Population.as_of) == count.as_of,
    )
    stated = {"value": count.count, "source": count.source}
    row = session.exec(same).first() or Population.model_validate({**where, "as_of": count.as_of, **stated})
    row.value, row.source = count.count, count.source
    session.add(row)


def state_households(session: Session, _acting: Acting, counts: Sequence[UnitHouseholds]) -> int:
    """State how many households wards have; how many wards. Idempotent by unit and date. At most 500 a call."""
    for each in counts:
        set_population(session, each.unit, each.households)
    session.flush()
    return len(counts)


def list_registry(session: Session, acting: Acting, campaign: str) -> list[RegistryRow]:
    """Every reporting unit of a campaign, each followed by its hamlets, with the households the registry states."""
    newest: dict[tuple[UnitKey, str | None], HouseholdCount] = {}
    stated = select(Population).where(col(Population.kind) == HOUSEHOLDS, col(Population.as_of) <= acting.today)
    for row in session.exec(stated.order_by(col(Population.as_of))):
        place = (UnitKey.stored(row.unit_epoch, row.unit_code), row.hamlet_id)
        newest[place] = HouseholdCount(row.value, row.as_of, row.source)
    hamlets: dict[UnitKey, list[HamletRow]] = {}
    for kept in session.exec(select(Hamlet).order_by(col(Hamlet.id))):
        key = UnitKey.stored(kept.unit_epoch, kept.unit_code)
        hamlets.setdefault(key, []).append(HamletRow(kept.id, key, kept.name, HamletKind(kept.kind)))
    found: list[RegistryRow] = []
    for unit in acting.library.tree(campaign).reporting:
        found.append(RegistryRow(unit, None, newest.get((unit.key, None))))
        found += [RegistryRow(unit, each, newest.get((unit.key, each.id))) for each in hamlets.get(unit.key, ())]
    return found
