"""What people ask of their ward: tickets, and wishes for help kept with separate consent."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class Ticket(Table, table=True):
    """A question or a trouble that a unit is to settle by `due_on`.

    chat_id: None where somebody telephoned. owner: signature of the official who has taken it. answered_at: when the
    last answer went out; None again once the person asks on.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_unit", "unit_epoch", "unit_code", "closed_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    chat_id: int | None = Field(default=None, foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId, index=True)
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="CASCADE", index=True)
    unit_epoch: str
    unit_code: str
    kind: str
    note: str = ""
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    due_on: date
    owner: str | None = None
    answered_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class TicketWord(Table, table=True):
    """What was written in a ticket: by the person who asks, or (`is_answer`) by whoever answers for the unit."""

    __tablename__ = "ticket_words"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    ticket_id: int = Field(foreign_key="tickets.id", ondelete="CASCADE", sa_type=BigId, index=True)
    is_answer: bool
    text: str
    at: AwareDatetime = Field(sa_type=UtcDateTime)


class DataRequest(Table, table=True):
    """Somebody used a right over their data. When the data goes the row stays, and nothing in it leads to anyone.

    right: `services.rights.Right`, "" while an official who found the household has not said which. channel:
    "telephone" where an official recorded it, `recorded_by` being their signature; requested_by: "household" or
    "representative", never a name. purpose: of the one consent that is withdrawn; None for all, and for other rights.
    """

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_unit", "unit_epoch", "unit_code", "fulfilled_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    right: str
    chat_id: int | None = Field(default=None, foreign_key="chats.id", ondelete="SET NULL", sa_type=BigId, index=True)
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="SET NULL", index=True)
    ticket_id: int | None = Field(
        default=None, foreign_key="tickets.id", ondelete="SET NULL", sa_type=BigId, index=True
    )
    unit_epoch: str | None = None
    unit_code: str | None = None
    channel: str
    recorded_by: str | None = None
    requested_by: str = "household"
    purpose: str | None = None
    asked_at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)
    due_on: date
    fulfilled_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class HelpWish(Table, table=True):
    """What a household wants help with; it goes when its consent goes."""

    __tablename__ = "help_wishes"
    __table_args__ = (UniqueConstraint("household_id", "topic"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    household_id: str = Field(foreign_key="households.id", ondelete="CASCADE")
    topic: str
    consent_id: int = Field(foreign_key="consents.id", ondelete="CASCADE", sa_type=BigId, index=True)
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
