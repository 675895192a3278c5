"""Reach: chats that cannot be written to any more, and why."""

from pydantic import AwareDatetime
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class OutOfReach(Table, table=True):
    """A chat that refused our messages, left or moved. The row goes when the chat does, or when it is heard from again.

    `why`: blocked, deactivated, left, moved or not_found. `moved_to`: the channel's new id of a group that moved.
    """

    __tablename__ = "out_of_reach"

    chat_id: int = Field(
        primary_key=True,
        foreign_key="chats.id",
        ondelete="CASCADE",
        sa_type=BigId,
        sa_column_kwargs={"autoincrement": False},
    )
    why: str
    since: AwareDatetime = Field(sa_type=UtcDateTime)
    moved_to: str | None = None
