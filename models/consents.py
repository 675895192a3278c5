"""Consent texts, each version once, and who agreed to which."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class ConsentText(Table, table=True):
    """A consent text as it was shown, found by its hash."""

    __tablename__ = "consent_texts"

    hash: str = Field(primary_key=True)
    form_id: str
    version: int
    locale: str
    text: str


class Consent(Table, table=True):
    """One consent. It outlives the chat it was given in while its household is kept, and goes with the household."""

    __tablename__ = "consents"
    __table_args__ = (CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="CASCADE", index=True)
    chat_id: int | None = Field(default=None, foreign_key="chats.id", ondelete="SET NULL", sa_type=BigId, index=True)
    purpose: str
    text_hash: str = Field(foreign_key="consent_texts.hash", ondelete="RESTRICT")
    channel: str
    given_at: AwareDatetime = Field(sa_type=UtcDateTime)
    withdrawn_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
