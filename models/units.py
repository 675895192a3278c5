"""Hamlets under the units of the snapshot, and the registry of populations by unit and date."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime, not_negative


class Hamlet(Table, table=True):
    """A khu phố, ấp, thôn or bản, imported from a file; provinces to communes come with the program."""

    __tablename__ = "hamlets"
    __table_args__ = (UniqueConstraint("unit_epoch", "unit_code", "kind", "name"),)

    id: str = Field(primary_key=True)
    unit_epoch: str
    unit_code: str
    name: str
    kind: str
    source: str
    imported_at: AwareDatetime = Field(sa_type=UtcDateTime)


class Population(Table, table=True):
    """How many of a kind (households, adults, …) a unit or one of its hamlets has, as of a date, and who says so."""

    __tablename__ = "populations"
    # NULLs are never equal in a unique constraint, so the unit's own figure and its hamlets' have an index each.
    __table_args__ = (
        Index(
            "uq_populations_unit",
            "unit_epoch",
            "unit_code",
            "kind",
            "as_of",
            unique=True,
            sqlite_where=text("hamlet_id IS NULL"),
            postgresql_where=text("hamlet_id IS NULL"),
        ),
        Index(
            "uq_populations_hamlet",
            "hamlet_id",
            "kind",
            "as_of",
            unique=True,
            sqlite_where=text("hamlet_id IS NOT NULL"),
            postgresql_where=text("hamlet_id IS NOT NULL"),
        ),
        *not_negative("value"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    unit_epoch: str
    unit_code: str
    hamlet_id: str | None = Field(default=None, foreign_key="hamlets.id", ondelete="CASCADE")
    kind: str
    value: int
    as_of: date
    source: str
