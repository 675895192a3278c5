"""What people ask of their ward: tickets, and wishes for help kept with separate consent."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class Ticket(Table, table=True):
    """A question or a trouble that a unit is to settle by `due_on`."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_unit", "unit_epoch", "unit_code", "closed_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    chat_id: int = Field(foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId, index=True)
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="CASCADE", index=True)
    unit_epoch: str
    unit_code: str
    kind: str
    note: str = ""
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    due_on: date
    closed_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class HelpWish(Table, table=True):
    """What a household wants help with; it goes when its consent goes."""

    __tablename__ = "help_wishes"
    __table_args__ = (UniqueConstraint("household_id", "topic"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    household_id: str = Field(foreign_key="households.id", ondelete="CASCADE")
    topic: str
    consent_id: int = Field(foreign_key="consents.id", ondelete="CASCADE", sa_type=BigId, index=True)
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
