"""Tallies: integer counts per indicator at the reporting unit, moved in the report's own transaction.

The public sees a snapshot: what the tallies were at the end of a day, taken at most daily and only once at least
`NEW_HOUSEHOLDS` more have reported, so that nobody's answer can be read by subtraction. The same goes for each
indicator by itself: where four of five new households would not say, the fifth's answer would be the difference.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, exists, insert, literal, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.indicators import Counts
from campaigns.units import UnitKey
from models.prepared import Prepared, Query
from models.tallies import Retained, Snapshot, Tally, UnitProgress
from models.upserts import add_counts, insert_missing

NEW_HOUSEHOLDS = 5
"""How many more households a snapshot needs before it moves, and the smallest cell that is shown."""

_KEY = ("campaign", "period_id", "unit_epoch", "unit_code")


def move_tallies(
    session: Session, place: tuple[str, str, UnitKey], change: Mapping[str, Counts], *, households: int, today: date
) -> None:
    """Add `change` (indicator id → counts, which may be negative) to a unit's tallies.

    place: campaign, period id, reporting unit. households: by how many the unit's reports grow. today: local date.
    Effects: the day's first change lets the snapshot of the day before move first.
    """
    campaign, period_id, unit = place
    key = {"campaign": campaign, "period_id": period_id, "unit_epoch": unit.epoch, "unit_code": unit.code}
    if not _GROW_ON.presume(session, {**key, "by": households, "today": today}):
        if _hold_progress(session, key, today) < today:
            roll_snapshot(session, session.get_one(UnitProgress, tuple(key.values()), populate_existing=True), today)
        _GROW.post(session, {**key, "by": households, "today": today})
    add_figures(session, Tally, key, change)


def _is_at(table: type[UnitProgress]) -> list[ColumnElement[bool]]:
    return [col(getattr(table, name)) == bindparam(name) for name in _KEY]


_HOLD = Query(
    select_columns(col(UnitProgress.changed_on)).where(*_is_at(UnitProgress)).with_for_update(key_share=True),
    lambda changed_on: date(changed_on.year, changed_on.month, changed_on.day),
)
_GROW = Prepared(
    update(UnitProgress)
    .where(*_is_at(UnitProgress))
    .values(reports=col(UnitProgress.reports) + bindparam("by"), changed_on=bindparam("today"))
)
_GROW_ON = Prepared(
    update(UnitProgress)
    .where(*_is_at(UnitProgress), col(UnitProgress.changed_on) == bindparam("today"))
    .values(reports=col(UnitProgress.reports) + bindparam("by"))
)
"""The same where the day's first change was made before, so that nothing else has to be looked at."""


def _hold_progress(session: Session, key: Mapping[str, str], today: date) -> date:
    """When the unit's progress last changed; made when missing, and nobody else can change it until the commit."""
    held = _HOLD.first(session, key)
    if held is None:
        fresh = {**key, "reports": 0, "changed_on": today, "snapshot_reports": 0, "snapshot_on": None}
        insert_missing(session, UnitProgress, fresh)
        held = _HOLD.first(session, key)
    return held or today


def add_figures(
    session: Session, table: type[Tally] | type[Retained], key: Mapping[str, str], change: Mapping[str, Counts]
) -> None:
    """Add counts to a unit's figures, in the order of their keys, so that no two transactions wait for each other."""
    for indicator, counts in sorted(change.items()):
        if counts != Counts():
            add_counts(session, table, {**key, "indicator_id": indicator}, counts.by_name)


def roll_snapshot(session: Session, progress: UnitProgress, today: date) -> bool:
    """Let a unit's snapshot move to the end of the day before `today`, if enough have reported since the last.

    Must run before the day's first change, while the tallies are still those of the day before. Idempotent.
    """
    if progress.changed_on >= today or progress.reports - progress.snapshot_reports < NEW_HOUSEHOLDS:
        return False
    key = (progress.campaign, progress.period_id, progress.unit_epoch, progress.unit_code)
    as_of = today - timedelta(days=1)
    same = col(Tally.indicator_id) == col(Snapshot.indicator_id)
    enough = col(Tally.reports) - col(Snapshot.reports) >= NEW_HOUSEHOLDS
    session.execute(delete(Snapshot).where(*_at(Snapshot, key), exists().where(*_at(Tally, key), same, enough)))
    names = [*_KEY, "indicator_id", "reports", "num", "den", "unknown"]
    current = select_columns(*(col(getattr(Tally, name)) for name in names), literal(as_of).label("as_of"))
    new = (col(Tally.reports) >= NEW_HOUSEHOLDS, ~exists().where(*_at(Snapshot, key), same))
    session.execute(insert(Snapshot).from_select([*names, "as_of"], current.where(*_at(Tally, key), *new)))
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
    held = due.order_by(*(col(getattr(UnitProgress, name)) for name in _KEY)).limit(500).with_for_update(key_share=True)
    return sum(roll_snapshot(session, progress, today) for progress in session.exec(held).all())


def _at(table: type[Tally] | type[Snapshot], key: tuple[str, str, str, str]) -> list[ColumnElement[bool]]:
    return [col(getattr(table, name)) == value for name, value in zip(_KEY, key, strict=True)]
