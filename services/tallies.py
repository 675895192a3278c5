"""Tallies: integer counts per indicator at the reporting unit, moved in the report's own transaction.

The public sees a snapshot: what the tallies were at the end of a day, taken at most daily and only once at least
`NEW_HOUSEHOLDS` more have reported, so that nobody's answer can be read by subtraction.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, insert, literal, text
from sqlmodel import Session, col, select

from campaigns.indicators import Counts
from campaigns.units import UnitKey
from models.tallies import Snapshot, Tally, UnitProgress

NEW_HOUSEHOLDS = 5
"""How many more households a snapshot needs before it moves, and the smallest cell that is shown."""

_KEY = ("campaign", "period_id", "unit_epoch", "unit_code")
_ZERO = text(
    "INSERT INTO tallies (campaign, period_id, unit_epoch, unit_code, indicator_id, reports, num, den, unknown)"
    " VALUES (:campaign, :period_id, :unit_epoch, :unit_code, :indicator_id, 0, 0, 0, 0) ON CONFLICT DO NOTHING"
)
_ADD = text(
    "UPDATE tallies SET reports = reports + :reports, num = num + :num, den = den + :den, unknown = unknown + :unknown"
    " WHERE campaign = :campaign AND period_id = :period_id AND unit_epoch = :unit_epoch AND unit_code = :unit_code"
    " AND indicator_id = :indicator_id"
)


def move_tallies(
    session: Session, place: tuple[str, str, UnitKey], change: Mapping[str, Counts], *, households: int, today: date
) -> None:
    """Add `change` (indicator id → counts, which may be negative) to a unit's tallies.

    place: campaign, period id, reporting unit. households: by how many the unit's reports grow. today: local date.
    Effects: the day's first change lets the snapshot of the day before move first.
    """
    campaign, period_id, unit = place
    progress = session.get(UnitProgress, (campaign, period_id, unit.epoch, unit.code))
    if progress is None:
        key = {"campaign": campaign, "period_id": period_id, "unit_epoch": unit.epoch, "unit_code": unit.code}
        progress = UnitProgress.model_validate({**key, "changed_on": today})
    else:
        roll_snapshot(session, progress, today)
    progress.reports += households
    progress.changed_on = today
    session.add(progress)
    session.flush()
    rows = [
        {
            "campaign": campaign,
            "period_id": period_id,
            "unit_epoch": unit.epoch,
            "unit_code": unit.code,
            "indicator_id": indicator,
            "reports": counts.reports,
            "num": counts.num,
            "den": counts.den,
            "unknown": counts.unknown,
        }
        for indicator, counts in sorted(change.items())
        if counts != Counts()
    ]
    if rows:
        session.execute(_ZERO, rows)
        session.execute(_ADD, rows)


def roll_snapshot(session: Session, progress: UnitProgress, today: date) -> bool:
    """Let a unit's snapshot move to the end of the day before `today`, if enough have reported since the last.

    Must run before the day's first change, while the tallies are still those of the day before. Idempotent.
    """
    if progress.changed_on >= today or progress.reports - progress.snapshot_reports < NEW_HOUSEHOLDS:
        return False
    key = (progress.campaign, progress.period_id, progress.unit_epoch, progress.unit_code)
    as_of = today - timedelta(days=1)
    session.execute(delete(Snapshot).where(*_at(Snapshot, key)))
    names = [*_KEY, "indicator_id", "reports", "num", "den", "unknown"]
    current = select(*(col(getattr(Tally, name)) for name in names), literal(as_of).label("as_of"))
    session.execute(insert(Snapshot).from_select([*names, "as_of"], current.where(*_at(Tally, key))))
    progress.snapshot_reports = progress.reports
    progress.snapshot_on = as_of
    session.add(progress)
    return True


def roll_all_snapshots(session: Session, today: date) -> int:
    """Move the snapshot of every unit that nobody has touched today; how many moved. At most 500 units a call."""
    due = select(UnitProgress).where(
        col(UnitProgress.changed_on) < today,
        col(UnitProgress.reports) - col(UnitProgress.snapshot_reports) >= NEW_HOUSEHOLDS,
    )
    return sum(roll_snapshot(session, progress, today) for progress in session.exec(due.limit(500)).all())



def _at(table: type[Tally] | type[Snapshot], key: tuple[str, str, str, str]) -> list[ColumnElement[bool]]:
    return [col(getattr(table, name)) == value for name, value in zip(_KEY, key, strict=True)]
