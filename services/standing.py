"""Standing: where a unit is, measured against the plan's targets, as the public may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.indicators import Counts, Verdict, coverage, judge
from campaigns.library import Tree
from campaigns.localized import Localized
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.tallies import Snapshot, UnitProgress
from models.units import Population
from services.households import find_own_household
from services.people import Acting
from services.periods import NoPeriod, PeriodInfo, current_period
from services.tallies import NEW_HOUSEHOLDS

WHOLE = "all"
HOUSEHOLDS = "households"
"""Kind of the registry's population that coverage is counted against."""


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
class UnitStanding:
    """A unit's public result.

    reported / registry: households that answered, of those the registry knows (None where no source says). as_of: first
    and last day of the snapshots added up, None before the first. children: of the unit, with their own number of
    households that answered, for a unit that is made of others.
    """

    unit: Unit
    period: PeriodInfo
    is_whole: bool
    reported: int
    registry: int | None
    min_coverage: Fraction
    as_of: tuple[date, date] | None
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
    period = current_period(session, acting, campaign)
    if period is None:
        raise NoPeriod
    tree = acting.library.tree(period.campaign)
    unit = _wanted_unit(session, acting, tree, key)
    leaves = tree.reporting_under(unit.key)
    progress = _progress(session, period, leaves)
    counts = _counts(session, period, leaves)
    registry = _registry(session, leaves, acting.today)
    pack = acting.library.packs[period.campaign]
    least = Fraction(pack.parameters.min_coverage.value)
    dates = [each.snapshot_on for each in progress if each.snapshot_on is not None]
    units = acting.library.packs.catalogue.by_id
    return UnitStanding(
        unit=unit,
        period=period,
        is_whole=unit.key == tree.root.key,
        reported=sum(each.snapshot_reports for each in progress),
        registry=registry,
        min_coverage=least,
        as_of=(min(dates), max(dates)) if dates else None,
        figures=tuple(
            figure_of(target, units[target.indicator].unit, counts.get(target.indicator, NOTHING), registry, least)
            for target in acting.library.household_targets(period.campaign, period.target_year)
        ),
        pack=pack,
        children=tree.reporting if unit.key == tree.root.key else (),
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
class Summed:
    """Snapshots of several units added up."""

    counts: Counts
    days: tuple[date, ...] = ()

    def plus(self, counts: Counts, day: date) -> "Summed":
        """With the snapshot of one more unit, of that day."""
        return Summed(self.counts + counts, (*self.days, day))

    @property
    def is_small(self) -> bool:
        """Whether it is about so few households, or so few of those it applies to, that it would tell on them."""
        people = self.counts.den + self.counts.unknown
        return self.counts.reports < NEW_HOUSEHOLDS or 0 < people < NEW_HOUSEHOLDS


NOTHING = Summed(Counts())


def figure_of(target: Target, unit: Localized, found: Summed, registry: int | None, least: Fraction) -> Figure:
    """What may be said of a sum against a target: nothing of a small cell, no verdict below the least coverage."""
    if found.is_small:
        return Figure(target, Counts(), Shown.HIDDEN, None, unit)
    counts, days = found.counts, (min(found.days), max(found.days))
    reached = coverage(counts.reports, registry)
    if reached is None or reached < least:
        return Figure(target, counts, Shown.COLLECTING, None, unit, days)
    return Figure(target, counts, Shown.JUDGED, judge(counts, target.operator, Fraction(target.value)), unit, days)


def _progress(session: Session, period: PeriodInfo, units: Iterable[Unit]) -> list[UnitProgress]:
    wanted = {unit.key for unit in units}
    rows = session.exec(select(UnitProgress).where(UnitProgress.period_id == period.id)).all()
    return [row for row in rows if UnitKey.stored(row.unit_epoch, row.unit_code) in wanted]


def _counts(session: Session, period: PeriodInfo, units: Iterable[Unit]) -> Mapping[str, Summed]:
    """Indicator → counts, summed over the units: a parent is the sum of its children at reading."""
    wanted = {unit.key for unit in units}
    found: dict[str, Summed] = {}
    for row in session.exec(select(Snapshot).where(Snapshot.period_id == period.id)):
        if UnitKey.stored(row.unit_epoch, row.unit_code) in wanted:
            counts = Counts(row.reports, row.num, row.den, row.unknown)
            found[row.indicator_id] = found.get(row.indicator_id, NOTHING).plus(counts, row.as_of)
    return found


def _registry(session: Session, units: Iterable[Unit], today: date) -> int | None:
    """Households of all the units by the newest figure of each; None as soon as one of them has none."""
    wanted = {unit.key for unit in units}
    query = select(Population).where(
        col(Population.kind) == HOUSEHOLDS, col(Population.hamlet_id).is_(None), col(Population.as_of) <= today
    )
    newest: dict[UnitKey, int] = {}
    for row in session.exec(query.order_by(col(Population.as_of))):
        key = UnitKey.stored(row.unit_epoch, row.unit_code)
        if key in wanted:
            newest[key] = row.value
    return sum(newest.values()) if wanted and newest.keys() == wanted else None
