"""Reports: a form's answers about a subject in a period, with history."""

from pydantic import AwareDatetime
from sqlalchemy import Column, Computed, ForeignKey, Index, String, text
from sqlmodel import Field

from models.columns import Json, JsonObject, Table, UtcDateTime

HOUSEHOLD = "household"
"""The `subject_kind` of reports about a household."""

_CURRENT = text("superseded_at IS NULL")


class Report(Table, table=True):
    """One report; the current one of (form, subject, period) has no `superseded_at`, a later one supersedes it.

    The database itself derives a column `household_id` from the subject (no attribute here); its foreign key refuses
    to drop a household that still has reports: its figures must first leave the tallies or move to the retained ones.

    `counts`: indicator id → reports, num, den, unknown: what it added to the tallies, and so what it takes away again,
    whatever forms and indicators have become since. None in reports from before it was kept.

    `set_aside`: None for a report that the tallies hold; "out" for one that left them while whose it is restricts its
    use, "retained" for one whose counts stay in the anonymous retained ones meanwhile.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Column(
            "household_id",
            String,
            Computed(f"CASE WHEN subject_kind = '{HOUSEHOLD}' THEN subject_id END", persisted=True),
            ForeignKey("households.id", ondelete="RESTRICT"),
            index=True,
        ),
        Index(
            "uq_reports_current",
            "form_id",
            "subject_id",
            "period_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_reports_subject", "subject_kind", "subject_id"),
        Index("ix_reports_period_unit", "period_id", "unit_epoch", "unit_code"),
    )
    __mapper_args__ = {"exclude_properties": ["household_id"]}  # noqa: RUF012 (SQLAlchemy reads it so)

    id: str = Field(primary_key=True)
    form_id: str
    form_version: int
    campaign: str
    period_id: str = Field(foreign_key="periods.id", ondelete="RESTRICT")
    subject_kind: str
    subject_id: str
    unit_epoch: str
    unit_code: str
    hamlet_id: str | None = Field(default=None, foreign_key="hamlets.id", ondelete="RESTRICT", index=True)
    answers: JsonObject = Field(sa_type=Json)
    counts: JsonObject | None = Field(default=None, sa_type=Json)
    channel: str
    entered_by: str
    submitted_at: AwareDatetime = Field(sa_type=UtcDateTime)
    set_aside: str | None = None
    superseded_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    supersedes: str | None = Field(default=None, foreign_key="reports.id", ondelete="SET NULL", index=True)
