"""Work with a due time, claimed with a lease by whichever process is up."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.columns import BigId, Json, JsonObject, Table, UtcDateTime, not_negative


class TimedWork(Table, table=True):
    """One piece of timed work; `key` names it once, so that planning it twice plans it once."""

    __tablename__ = "timed_work"
    __table_args__ = (
        CheckConstraint("(leased_until IS NULL) = (leased_by IS NULL)", name="lease_is_whole"),
        Index("ix_timed_work_due", "due_at", "leased_until"),
        *not_negative("attempts"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    kind: str
    key: str = Field(unique=True)
    due_at: AwareDatetime = Field(sa_type=UtcDateTime)
    leased_until: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    leased_by: str | None = None
    attempts: int = 0
    payload: JsonObject = Field(default_factory=dict, sa_type=Json)
