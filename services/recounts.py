"""Recount: what the tallies must be, worked out anew from what is stored; the proof that none has drifted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.indicators import Counts
from campaigns.units import UnitKey
from models.reports import HOUSEHOLD, Report
from models.tallies import FigureKey, Retained, Tally, UnitProgress
from services.people import Acting
from services.periods import find_period
from services.reports import contributions

HOUSEHOLDS = "@households"
"""Stands for an indicator where what differs is how many households of the unit have reported."""
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class FigurePlace:
    """Where a figure stands."""

    campaign: str
    period_id: str
    unit: UnitKey
    indicator: str


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that is kept otherwise than what is stored adds up to."""

    place: FigurePlace
    kept: Counts
    recounted: Counts


def recount(session: Session, acting: Acting) -> dict[FigurePlace, Counts]:
    """Every figure anew: the sum of the current reports and of what was retained from deleted ones.

    Without reports that are set aside: they count nothing, or are among the retained ones.
    """
    found: dict[FigurePlace, Counts] = {}
    current = (
        select(Report)
        .where(col(Report.superseded_at).is_(None), col(Report.set_aside).is_(None))
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    years: dict[str, int] = {}
    for report in session.exec(current):
        if report.period_id not in years:
            years[report.period_id] = find_period(session, report.period_id).target_year
        unit = UnitKey.stored(report.unit_epoch, report.unit_code)
        for indicator, counts in contributions(acting, report, years[report.period_id]).items():
            place = FigurePlace(report.campaign, report.period_id, unit, indicator)
            found[place] = found.get(place, Counts()) + counts
    for place, counts in _stored(session.exec(select(Retained))):
        found[place] = found.get(place, Counts()) + counts
    return found


def find_drift(session: Session, acting: Acting) -> list[Drift]:
    """Every tally that differs from its recount, in the order of their places; empty where all is well.

    Also the units whose number of households is below that of their current reports; it may be above, by those that
    were deleted after their period closed.
    """
    kept, recounted = dict(_stored(session.exec(select(Tally)))), recount(session, acting)
    drifts = [
        Drift(place, kept.get(place, Counts()), recounted.get(place, Counts()))
        for place in sorted(kept.keys() | recounted.keys())
        if kept.get(place, Counts()) != recounted.get(place, Counts())
    ]
    return drifts + list(_missing_households(session))


def _missing_households(session: Session) -> Iterator[Drift]:
    reported: dict[FigurePlace, int] = {}
    counted = (
        col(Report.superseded_at).is_(None),
        col(Report.set_aside).is_(None),
        col(Report.subject_kind) == HOUSEHOLD,
    )
    columns = select(Report.campaign, Report.period_id, Report.unit_epoch, Report.unit_code)
    for campaign, period_id, epoch, code in session.exec(columns.where(*counted)):
        place = FigurePlace(campaign, period_id, UnitKey.stored(epoch, code), HOUSEHOLDS)
        reported[place] = reported.get(place, 0) + 1
    known = {
        FigurePlace(row.campaign, row.period_id, UnitKey.stored(row.unit_epoch, row.unit_code), HOUSEHOLDS): row.reports
        for row in session.exec(select(UnitProgress))
    }
    for place, count in sorted(reported.items()):
        if known.get(place, 0) < count:
            yield Drift(place, Counts(known.get(place, 0)), Counts(count))


def _stored(rows: Iterable[Tally | Retained]) -> Iterator[tuple[FigurePlace, Counts]]:
    for row in rows:
        counts = Counts(row.reports, row.num, row.den, row.unknown)
        if counts != Counts():
            yield _place(row), counts


def _place(row: FigureKey) -> FigurePlace:
    unit = UnitKey.stored(row.unit_epoch, row.unit_code)
    return FigurePlace(row.campaign, row.period_id, unit, row.indicator_id)
