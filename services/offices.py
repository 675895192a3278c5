"""An office's figures: what its officers' own answers add up to, live, for those who may see the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.indicators import Counts
from campaigns.units import Unit, UnitKey
from models.officers import OFFICER, OfficerProfile
from models.reports import Report
from models.tallies import Tally
from models.units import Population
from services.people import Acting, Capability, require
from services.periods import NoPeriod, PeriodInfo, current_period
from services.standing import HOUSEHOLDS, NOTHING, Figure, NoUnit, Total, figure_of
from services.tallies import NEW_HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class OfficeStanding:
    """An office against the targets of its level.

    answered: officers who answered, by group too; a count below five is None. figures: in the plan's order, each
    counted against the registry's population of its own indicator.
    """

    unit: Unit
    level: str
    period: PeriodInfo
    answered: int | None
    groups: Mapping[str, int]
    min_coverage: Fraction
    figures: tuple[Figure, ...]


def stand_office(session: Session, acting: Acting, campaign: str, unit: UnitKey) -> OfficeStanding:
    """The live figures of one unit's office. Never of several levels: a province's office is not its communes' sum.

    Errors: `not_yours`, `no_period`, `no_unit`.
    """
    require(session, acting, Capability.SEE_LIVE, unit)
    period = current_period(session, acting, campaign)
    if period is None:
        raise NoPeriod
    found = acting.library.tree(campaign).find(unit)
    if found is None:
        raise NoUnit
    pack, level = acting.library.packs[campaign], acting.library.level_of(campaign, found)
    catalogue, least = acting.library.packs.catalogue.by_id, Fraction(pack.parameters.min_coverage.value)
    counts, groups = _counts(session, period, unit), count_groups(session, period.id, unit)
    staff = read_staff(session, acting.today, [unit]).get(unit, {})
    answered = sum(groups.values())
    return OfficeStanding(
        unit=found,
        level=level,
        period=period,
        answered=answered if answered >= NEW_HOUSEHOLDS else None,
        groups={group: count for group, count in groups.items() if count >= NEW_HOUSEHOLDS},
        min_coverage=least,
        figures=tuple(
            figure_of(
                target,
                catalogue[target.indicator].unit,
                _sum(acting, counts.get(target.indicator)),
                staff.get(catalogue[target.indicator].population or ""),
                least,
            )
            for target in acting.library.officer_targets(campaign, period.target_year, level)
        ),
    )


def read_staff(session: Session, today: date, units: Sequence[UnitKey]) -> dict[UnitKey, dict[str, int]]:
    """Unit → population ("officers", "staff" …) → how many the registry knows of, by the newest figure of each.

    One statement.
    """
    query = select(Population).where(
        col(Population.kind) != HOUSEHOLDS, col(Population.hamlet_id).is_(None), col(Population.as_of) <= today
    )
    if len(units) == 1:
        query = query.where(Population.unit_epoch == units[0].epoch, Population.unit_code == units[0].code)
    wanted, found = set(units), dict[UnitKey, dict[str, int]]()
    for row in session.exec(query.order_by(col(Population.as_of))):
        if (key := UnitKey.stored(row.unit_epoch, row.unit_code)) in wanted:
            found.setdefault(key, {})[row.kind] = row.value
    return found


def _sum(acting: Acting, counts: Counts | None) -> Total:
    return NOTHING if counts is None else NOTHING.plus(counts, acting.today)


def _counts(session: Session, period: PeriodInfo, unit: UnitKey) -> dict[str, Counts]:
    here = (col(Tally.unit_epoch) == unit.epoch, col(Tally.unit_code) == unit.code)
    of_period = (col(Tally.campaign) == period.campaign, col(Tally.period_id) == period.id)
    rows = session.exec(select(Tally).where(*of_period, *here))
    return {row.indicator_id: Counts(row.reports, row.num, row.den, row.unknown) for row in rows}


def count_groups(session: Session, period_id: str, unit: UnitKey, *only: ColumnElement[bool]) -> dict[str, int]:
    """Group as last told ("" where it was not) → officers whose report stands at this unit.

    Told to nobody as it is: a caller asks the gate, or rounds. only: which reports count, if not all.
    """
    group = col(OfficerProfile.staff_group)
    query = (
        select_columns(group, func.count())
        .join(Report, (col(Report.subject_id) == col(OfficerProfile.id)) & (col(Report.subject_kind) == OFFICER))
        .where(
            col(Report.period_id) == period_id,
            col(Report.unit_epoch) == unit.epoch,
            col(Report.unit_code) == unit.code,
            col(Report.superseded_at).is_(None),
            col(Report.set_aside).is_(None),
            *only,
        )
        .group_by(group)
        .order_by(group)
    )
    return {name or "": count for name, count in session.execute(query)}
