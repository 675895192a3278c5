"""Questions about a plan that were declined or marked wrong, without who asked."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import Index
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class AskedQuestion(Table, table=True):
    """What was asked on a day, and how the answer ended; nothing leads back to a person.

    settled_at: when an operator was done with it.
    """

    __tablename__ = "asked_questions"
    __table_args__ = (Index("ix_asked_questions_campaign_day", "campaign", "day"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    campaign: str
    day: date
    text: str
    outcome: str
    settled_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
