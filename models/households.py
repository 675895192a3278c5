"""Households and the chats that answer for them. No names, no ID numbers."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class Household(Table, table=True):
    """One household: a profile in a chat, or a number on a community team's visit list of a hamlet.

    `slip` (8 digits) joins paper, team and own phone. Reports hold it by a foreign key that refuses: who deletes a
    household settles its reports, and so the tallies, first. `restricted_at`: since when its data is kept but not used.
    """

    __tablename__ = "households"
    __table_args__ = (
        UniqueConstraint("hamlet_id", "running_number"),
        CheckConstraint("length(slip) = 8", name="slip_has_8_digits"),
        CheckConstraint("running_number >= 1", name="running_number_from_1"),
    )

    id: str = Field(primary_key=True)
    slip: str = Field(sa_type=String(8), unique=True)
    unit_epoch: str
    unit_code: str
    hamlet_id: str | None = Field(default=None, foreign_key="hamlets.id", ondelete="RESTRICT")
    running_number: int | None = None
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    restricted_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class ChatHousehold(Table, table=True):
    """A household profile on a chat; `label` is the person's own word for it."""

    __tablename__ = "chat_households"

    chat_id: int = Field(primary_key=True, foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    household_id: str = Field(primary_key=True, foreign_key="households.id", ondelete="CASCADE", index=True)
    label: str
    linked_at: AwareDatetime = Field(sa_type=UtcDateTime)
