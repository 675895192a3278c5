"""Figures: tallies that move with each report, counts retained after deletion, and the snapshots the public sees."""

from datetime import date

from sqlmodel import Field

from models.columns import Table, not_negative

_COUNTS = ("reports", "num", "den", "unknown")
# The whole key is the row's place, so no second index is kept beside it on SQLite.
_BY_KEY = {"sqlite_with_rowid": False}


class FigureKey(Table):
    """Where a figure stands: an indicator of a campaign, in a period, at the reporting unit only (never a parent)."""

    campaign: str = Field(primary_key=True)
    period_id: str = Field(primary_key=True, foreign_key="periods.id", ondelete="RESTRICT")
    unit_epoch: str = Field(primary_key=True)
    unit_code: str = Field(primary_key=True)
    indicator_id: str = Field(primary_key=True)


class Tally(FigureKey, table=True):
    """What the current reports of a unit add up to."""

    __tablename__ = "tallies"
    __table_args__ = (*not_negative(*_COUNTS), _BY_KEY)

    reports: int = 0
    num: int = 0
    den: int = 0
    unknown: int = 0


class Retained(FigureKey, table=True):
    """Anonymous counts of reports deleted from closed periods."""

    __tablename__ = "retained"
    __table_args__ = (*not_negative(*_COUNTS), _BY_KEY)

    reports: int = 0
    num: int = 0
    den: int = 0
    unknown: int = 0


class Snapshot(FigureKey, table=True):
    """What the public sees of a unit; replaced as a whole when the snapshot moves."""

    __tablename__ = "snapshots"
    __table_args__ = (*not_negative(*_COUNTS), _BY_KEY)

    reports: int = 0
    num: int = 0
    den: int = 0
    unknown: int = 0
    as_of: date


class UnitProgress(Table, table=True):
    """How many households of a unit have reported, and how many of them the snapshot of `snapshot_on` holds."""

    __tablename__ = "unit_progress"
    __table_args__ = (*not_negative("reports", "snapshot_reports"), _BY_KEY)

    campaign: str = Field(primary_key=True)
    period_id: str = Field(primary_key=True, foreign_key="periods.id", ondelete="RESTRICT")
    unit_epoch: str = Field(primary_key=True)
    unit_code: str = Field(primary_key=True)
    reports: int = 0
    changed_on: date
    snapshot_reports: int = 0
    snapshot_on: date | None = None
