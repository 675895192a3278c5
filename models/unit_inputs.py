"""What units enter for awards: figures, published ranks and scores, declared acts, conduct, traits."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Json, JsonObject, Table, UtcDateTime


class UnitInput(Table, table=True):
    """One version of one input of a subject and year; a later version takes its place, and it stays as history.

    audience, subject_name: who it is about; "" as name for the unit's own committee. kind, about: which input. body:
    its values (`campaigns.awarding.entries`). state: entered, approved or returned, and never back. entered_by,
    decided_by: signatures (`services.people.signature`).
    """

    __tablename__ = "unit_inputs"
    __table_args__ = (
        UniqueConstraint(
            *("campaign", "unit_epoch", "unit_code", "audience", "subject_name", "year", "kind", "about", "version"),
            name="uq_unit_inputs_version",
        ),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("state IN ('entered', 'approved', 'returned')", name="state_known"),
        CheckConstraint("(state = 'entered') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by IS NULL OR decided_by <> entered_by", name="decided_by_other_hands"),
        Index("ix_unit_inputs_state", "state", "unit_epoch", "unit_code"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    campaign: str
    unit_epoch: str
    unit_code: str
    audience: str
    subject_name: str = ""
    year: int
    kind: str
    about: str = ""
    version: int
    body: JsonObject = Field(sa_type=Json)
    state: str = "entered"
    entered_by: str
    entered_at: AwareDatetime = Field(sa_type=UtcDateTime)
    decided_by: str | None = None
    decided_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    comment: str = ""
