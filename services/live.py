"""Live standing: a unit's figures as they are at this moment, for officials in their own scope, never for the public.

Small cells stay hidden here too. A unit whose own cell is hidden is left out of the sum of what lies above it, so that
nobody reads it as the difference between a city and its other wards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.indicators import Counts, coverage
from campaigns.library import NoForm, Tree
from campaigns.units import Unit, UnitKey, UnitKeyError
from models.tallies import Tally, UnitProgress
from services.people import Acting, Capability, Mandate, NotYours, covers, require_anywhere
from services.periods import PeriodInfo, current_period
from services.registry import read_registry, sum_registry
from services.scopes import scope_in
from services.standing import NOTHING, Shown, Total, UnitStanding, figure_of

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the units that a unit is made of. judged, met: how many targets have a verdict, and how many are met."""

    unit: Unit
    reported: int
    registry: int | None
    judged: int
    met: int

    @property
    def coverage(self) -> Fraction | None:
        """Share of the registry's households that answered; None where the registry is silent."""
        return coverage(self.reported, self.registry)


@dataclass(frozen=True, slots=True)
class LiveStanding:
    """A unit now. at: aware, UTC. parts: below it, for a unit that is made of others.

    roots: the units at the top of where the actor may look. above: one step up, where that is theirs too. left_out:
    whether some part has cells too small to be counted.
    """

    standing: UnitStanding
    at: datetime
    parts: tuple[Part, ...]
    roots: tuple[Unit, ...]
    above: Unit | None
    left_out: bool


def stand_live(session: Session, acting: Acting, key: str = "") -> LiveStanding | None:
    """How a unit stands at this moment; None where no survey was ever opened for any of the actor's units.

    key: a unit key; "" for the actor's first unit. Errors: `not_yours`, the same for a unit that is not there.
    """
    held = require_anywhere(session, acting, Capability.SEE_LIVE)
    found = _survey(session, acting, held)
    if found is None:
        return None
    period, tree, roots = found
    unit = _wanted(tree, key) if key else roots[0]
    if unit is None or not covers(acting, held, unit.key):
        raise NotYours
    leaves = tree.reporting_under(unit.key)
    figures = _Figures(session, acting, period, leaves)
    is_made_of_others = unit.key not in {leaf.key for leaf in leaves}
    parts = tuple(figures.part(leaf) for leaf in leaves) if is_made_of_others else ()
    is_root = unit.key == tree.root.key
    return LiveStanding(
        standing=figures.standing(unit, is_whole=is_root),
        at=acting.now,
        parts=parts,
        roots=roots,
        above=tree.root if not is_root and covers(acting, held, tree.root.key) else None,
        left_out=is_made_of_others and figures.leaves_out(leaves),
    )


def _survey(
    session: Session, acting: Acting, held: tuple[Mandate, ...]
) -> tuple[PeriodInfo, Tree, tuple[Unit, ...]] | None:
    """The newest survey that one of these roles is about, with the units it shows of it."""
    for slug, pack in acting.library.packs.items():
        if not pack.forms:
            continue
        period = current_period(session, acting, slug)
        tree = acting.library.tree(slug)
        roots = scope_in(acting, tree, held)
        if period is not None and roots:
            return period, tree, roots
    return None


def _wanted(tree: Tree, key: str) -> Unit | None:
    try:
        return tree.find(UnitKey.parse(key))
    except UnitKeyError:
        return None


class _Figures:
    """The live figures of some reporting units, read once."""

    def __init__(self, session: Session, acting: Acting, period: PeriodInfo, leaves: Iterable[Unit]) -> None:
        self.session, self.acting, self.period = session, acting, period
        self.pack = acting.library.packs[period.campaign]
        self.least = Fraction(self.pack.parameters.min_coverage.value)
        self.leaves = {leaf.key: leaf for leaf in leaves}
        self.registry = read_registry(session, tuple(self.leaves.values()), acting.today)
        self.reported = self._read_progress()
        self.counts = self._read_counts()
        try:
            self.targets = acting.library.household_targets(period.campaign, period.target_year)
        except NoForm:
            self.targets = ()

    def _read_progress(self) -> Mapping[UnitKey, int]:
        rows = self.session.exec(self._wanted(select(UnitProgress), UnitProgress))
        return {UnitKey.stored(row.unit_epoch, row.unit_code): row.reports for row in rows}

    def _read_counts(self) -> Mapping[UnitKey, Mapping[str, Total]]:
        found: dict[UnitKey, dict[str, Total]] = {}
        for row in self.session.exec(self._wanted(select(Tally), Tally)):
            key = UnitKey.stored(row.unit_epoch, row.unit_code)
            if key in self.leaves:
                counts = Counts(row.reports, row.num, row.den, row.unknown)
                found.setdefault(key, {})[row.indicator_id] = NOTHING.plus(counts)
        return found

    def _wanted(self, query: SelectOfScalar[R], table: type[Tally] | type[UnitProgress]) -> SelectOfScalar[R]:
        """Rows of the period: in the order of the tables' keys, so that no more is read than is wanted."""
        query = query.where(col(table.campaign) == self.period.campaign, col(table.period_id) == self.period.id)
        if len(self.leaves) != 1:
            return query
        (key,) = self.leaves
        return query.where(col(table.unit_epoch) == key.epoch, col(table.unit_code) == key.code)

    def standing(self, unit: Unit, *, is_whole: bool = False, leaves: tuple[Unit, ...] | None = None) -> UnitStanding:
        """A unit's standing: the sum over its reporting units, those with cells too small left out."""
        below = tuple(self.leaves.values()) if leaves is None else leaves
        registry = sum_registry(self.registry, below)
        units = self.acting.library.packs.catalogue.by_id
        return UnitStanding(
            unit=unit,
            period=self.period,
            is_whole=is_whole,
            reported=sum(self.reported.get(leaf.key, 0) for leaf in below),
            registry=registry,
            min_coverage=self.least,
            as_of=None,
            figures=tuple(
                figure_of(target, units[target.indicator].unit, total, registry, self.least)
                for target in self.targets
                for total in (self._sum(target.indicator, below),)
            ),
            pack=self.pack,
            children=(),
        )

    def _sum(self, indicator: str, leaves: Iterable[Unit]) -> Total:
        found = NOTHING
        for leaf in leaves:
            own = self.counts.get(leaf.key, {}).get(indicator, NOTHING)
            found = found if own.is_small else found.plus(own.counts)
        return found

    def part(self, leaf: Unit) -> Part:
        """One reporting unit, in short."""
        own = self.standing(leaf, leaves=(leaf,))
        judged = [figure for figure in own.figures if figure.shown is Shown.JUDGED]
        met = sum(figure.verdict == "met" for figure in judged)
        return Part(leaf, own.reported, own.registry, len(judged), met)

    def leaves_out(self, leaves: Iterable[Unit]) -> bool:
        """Whether some unit has answers in a cell too small to be counted."""
        return any(
            own.counts != Counts() and own.is_small
            for leaf in leaves
            for target in self.targets
            for own in (self.counts.get(leaf.key, {}).get(target.indicator, NOTHING),)
        )
