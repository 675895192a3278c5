"""Forms under way."""

from pydantic import AwareDatetime
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Json, JsonObject, Table, UtcDateTime, not_negative


class Draft(Table, table=True):
    """A form that a chat has begun; parked drafts are kept.

    One per chat, form and `subject` (`draft_subject`); the key is one text since NULLs are never equal in a constraint.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("chat_id", "form_id", "subject"), *not_negative("seq"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    chat_id: int = Field(foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    form_id: str
    form_version: int
    subject: str = ""
    campaign: str | None = None
    period_id: str | None = Field(default=None, foreign_key="periods.id", ondelete="CASCADE", index=True)
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="CASCADE", index=True)
    body: JsonObject = Field(default_factory=dict, sa_type=Json)
    seq: int = 0
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    updated_at: AwareDatetime = Field(sa_type=UtcDateTime)


def draft_subject(period_id: str | None, household_id: str | None) -> str:
    """What a draft is about, as the part of its key beside chat and form: period and household, each possibly none."""
    return f"{period_id or ''}/{household_id or ''}"
