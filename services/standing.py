"""Standing: where a unit is, measured against the plan's targets, as the public may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Select, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from campaigns.errors import AppError
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.indicators import Counts, Verdict, coverage, judge
from campaigns.library import Tree
from campaigns.localized import Localized
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.prepared import Query
from models.tallies import Snapshot, UnitProgress
from services.households import find_own_household
from services.people import Acting
from services.periods import NoPeriod, PeriodInfo, current_period
from services.registry import count_registry, foresee_registry
from services.tallies import NEW_HOUSEHOLDS

R = TypeVar("R")
Asked: TypeAlias = Select[*tuple[Any, ...]]
WHOLE = "all"


class NoUnit(AppError):
    """No unit of this key belongs to the campaign."""

    code: ClassVar[str] = "no_unit"


class Shown(StrEnum):
    """What may be said of a figure."""

    HIDDEN = "hidden"
    """Fewer households than the smallest cell that is shown."""
    COLLECTING = "collecting"
    """Shown without verdict, gap or order: coverage is below the pack's threshold, or not known."""
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Figure:
    """One target and what households' answers say of it.

    counts: among those who answered, "số tự kê khai". as_of: first and last day of the snapshots added up; a figure may
    be older than its unit's, since it moves by itself. unit: what is counted.
    """

    target: Target
    counts: Counts
    shown: Shown
    verdict: Verdict | None
    unit: Localized
    as_of: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of a unit's households have answered, as the public may know it.

    reported / registry: households that answered, of those the registry knows (None where no source says). as_of: first
    and last day of the snapshots added up, None before the first.
    """

    unit: Unit
    reported: int
    registry: int | None
    as_of: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class UnitStanding(Turnout):
    """A unit's public result. children: of the unit, where it is made of others."""

    period: PeriodInfo
    is_whole: bool
    min_coverage: Fraction
    figures: tuple[Figure, ...]
    pack: Pack
    children: tuple[Unit, ...]

    @property
    def coverage(self) -> Fraction | None:
        """Share of the registry's households that answered; None where the registry is silent."""
        return coverage(self.reported, self.registry)


def stand(session: Session, acting: Acting, key: str = "", *, campaign: str | None = None) -> UnitStanding:
    """The public standing of a unit; figures come from snapshots only.

    key: a unit key; `WHOLE` for the campaign's whole tree; "" for where the actor's household lives, else the whole.
    campaign: the one that is meant; None for the one whose period is current. Errors: `no_period` where none was ever
    opened; `no_unit`.
    """
    period, tree, unit = _wanted(session, acting, key, campaign)
    leaves = tree.reporting_under(unit.key)
    turnout = _turnout(session, acting, period, unit, leaves)
    counts = _counts(session, period, leaves)
    pack = acting.library.packs[period.campaign]
    least, registry = Fraction(pack.parameters.min_coverage.value), turnout.registry
    units = acting.library.packs.catalogue.by_id
    return UnitStanding(
        unit=unit,
        reported=turnout.reported,
        registry=registry,
        as_of=turnout.as_of,
        period=period,
        is_whole=unit.key == tree.root.key,
        min_coverage=least,
        figures=tuple(
            figure_of(target, units[target.indicator].unit, counts.get(target.indicator, NOTHING), registry, least)
            for target in acting.library.household_targets(period.campaign, period.target_year)
        ),
        pack=pack,
        children=tree.reporting if unit.key == tree.root.key else (),
    )


def see_turnout(session: Session, acting: Acting, key: str) -> Turnout:
    """How many of a unit's households have answered, without their answers. Key and errors: as for `stand`."""
    period, tree, unit = _wanted(session, acting, key, None)
    return _turnout(session, acting, period, unit, tree.reporting_under(unit.key))


def foresee_turnout(session: Session, acting: Acting, period: PeriodInfo, key: UnitKey) -> None:
    """`see_turnout` will be asked for this unit, and the current period will be this one."""
    leaves = acting.library.tree(period.campaign).reporting_under(key)
    foresee_registry(session, leaves, acting.today)
    query, values = _asked(_PROGRESS, leaves, period)
    query.foresee(session, values)


def _wanted(session: Session, acting: Acting, key: str, campaign: str | None) -> tuple[PeriodInfo, Tree, Unit]:
    period = current_period(session, acting, campaign)
    if period is None:
        raise NoPeriod
    tree = acting.library.tree(period.campaign)
    return period, tree, _wanted_unit(session, acting, tree, key)


def _turnout(session: Session, acting: Acting, period: PeriodInfo, unit: Unit, leaves: Sequence[Unit]) -> Turnout:
    foresee_registry(session, leaves, acting.today)
    progress = _progress(session, period, leaves)
    dates = [each.snapshot_on for each in progress if each.snapshot_on is not None]
    return Turnout(
        unit=unit,
        reported=sum(each.snapshot_reports for each in progress),
        registry=count_registry(session, leaves, acting.today),
        as_of=(min(dates), max(dates)) if dates else None,
    )


def _wanted_unit(session: Session, acting: Acting, tree: Tree, key: str) -> Unit:
    if key == "":
        household = find_own_household(session, acting)
        return tree.find(household.unit) or tree.root if household else tree.root
    if key == WHOLE:
        return tree.root
    try:
        unit = tree.find(UnitKey.parse(key))
    except UnitKeyError as error:
        raise NoUnit from error
    if unit is None:
        raise NoUnit
    return unit


@dataclass(frozen=True, slots=True)
class Total:
    """Figures of several units added up. days: of the snapshots that were added; none for live figures."""

    counts: Counts
    days: tuple[date, ...] = ()

    def plus(self, counts: Counts, day: date | None = None) -> "Total":
        """The same with one unit's figure more."""
        return Total(self.counts + counts, self.days if day is None else (*self.days, day))

    @property
    def is_small(self) -> bool:
        """Whether it is about so few households, or so few of those it applies to, that it would tell on them."""
        people = self.counts.den + self.counts.unknown
        return self.counts.reports < NEW_HOUSEHOLDS or 0 < people < NEW_HOUSEHOLDS


NOTHING = Total(Counts())


def figure_of(target: Target, unit: Localized, found: Total, registry: int | None, least: Fraction) -> Figure:
    """What may be said of a target. least: coverage below which nothing is judged."""
    if found.is_small:
        return Figure(target, Counts(), Shown.HIDDEN, None, unit)
    counts, days = found.counts, (min(found.days), max(found.days)) if found.days else None
    reached = coverage(counts.reports, registry)
    if reached is None or reached < least:
        return Figure(target, counts, Shown.COLLECTING, None, unit, days)
    return Figure(target, counts, Shown.JUDGED, judge(counts, target.operator, Fraction(target.value)), unit, days)


class _Place(NamedTuple):
    epoch: str
    code: str

    @property
    def key(self) -> UnitKey:
        return UnitKey.stored(self.epoch, self.code)


class _Reported(NamedTuple):
    place: _Place
    snapshot_reports: int
    snapshot_on: date | None


class _Stated(NamedTuple):
    place: _Place
    indicator: str
    counts: Counts
    as_of: date


def _in_period(table: type[UnitProgress] | type[Snapshot], *names: str) -> Asked:
    columns = (col(getattr(table, name)) for name in ("unit_epoch", "unit_code", *names))
    return select_columns(*columns).where(
        col(table.campaign) == bindparam("campaign"), col(table.period_id) == bindparam("period_id")
    )


def _in_one(statement: Asked, table: type[UnitProgress] | type[Snapshot]) -> Asked:
    return statement.where(col(table.unit_epoch) == bindparam("epoch"), col(table.unit_code) == bindparam("code"))


def _reported(epoch: str, code: str, reports: int, day: date | None) -> _Reported:
    return _Reported(_Place(epoch, code), reports, day)


def _stated(epoch: str, code: str, indicator: str, as_of: date, *counts: int) -> _Stated:
    return _Stated(_Place(epoch, code), indicator, Counts(*counts), as_of)


_REPORTED = _in_period(UnitProgress, "snapshot_reports", "snapshot_on")
_STATED = _in_period(Snapshot, "indicator_id", "as_of", "reports", "num", "den", "unknown")
# Each of everybody, and of one unit alone, which is what every household is shown at the end.
_PROGRESS = Query(_REPORTED, _reported), Query(_in_one(_REPORTED, UnitProgress), _reported)
_COUNTS = Query(_STATED, _stated), Query(_in_one(_STATED, Snapshot), _stated)


def _asked(
    queries: Sequence[Query[R]], units: Sequence[Unit], period: PeriodInfo
) -> tuple[Query[R], Mapping[str, object]]:
    values = {"campaign": period.campaign, "period_id": period.id}
    if len(units) != 1:
        return queries[0], values
    return queries[1], {**values, "epoch": units[0].key.epoch, "code": units[0].key.code}


def _progress(session: Session, period: PeriodInfo, units: Sequence[Unit]) -> list[_Reported]:
    wanted = {unit.key for unit in units}
    query, values = _asked(_PROGRESS, units, period)
    return [row for row in query.all(session, values) if row.place.key in wanted]


def _counts(session: Session, period: PeriodInfo, units: Sequence[Unit]) -> Mapping[str, Total]:
    """Indicator → counts, summed over the units: a parent is the sum of its children at reading."""
    wanted = {unit.key for unit in units}
    found: dict[str, Total] = {}
    query, values = _asked(_COUNTS, units, period)
    for row in query.all(session, values):
        if row.place.key in wanted:
            found[row.indicator] = found.get(row.indicator, NOTHING).plus(row.counts, row.as_of)
    return found
