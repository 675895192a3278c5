"""Chats and what belongs to the channel's way of talking: events already done, what waits to be pushed, lockouts."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.columns import BigId, Json, JsonObject, Table, UtcDateTime, not_negative

OWN_CHAT_IDS_FROM = 2**53
"""Chats of the web and of Zalo have our own ids from here up; Telegram's stay below."""


class Chat(Table, table=True):
    """One person's conversation on one channel.

    `view` is the key of what is shown (view id and arguments), `seq` counts its changes. `token_hash`: what the web
    cookie proves. `unit_*` and `campaign`: what the person chose last. `seen_at`: the day it was last heard from.
    `last_period_id` is neither written nor read; it stays since migrations only expand.
    """

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("channel", "peer"),
        CheckConstraint("(unit_epoch IS NULL) = (unit_code IS NULL)", name="unit_key_is_whole"),
        *not_negative("seq"),
    )

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    channel: str
    peer: str
    token_hash: str | None = Field(default=None, unique=True)
    locale: str = "vi"
    view: JsonObject = Field(default_factory=dict, sa_type=Json)
    seq: int = 0
    household_id: str | None = Field(default=None, foreign_key="households.id", ondelete="SET NULL", index=True)
    campaign: str | None = None
    unit_epoch: str | None = None
    unit_code: str | None = None
    last_period_id: str | None = Field(default=None, foreign_key="periods.id", ondelete="SET NULL")
    paused_reminders: bool = False
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    seen_at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)


class Event(Table, table=True):
    """An event of a channel that has been handled; a set, purged by age, never a maximum."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_at", "at"), {"sqlite_with_rowid": False})

    channel: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    at: AwareDatetime = Field(sa_type=UtcDateTime)


_WAITING = text("delivery = 'waiting'")


class Inbox(Table, table=True):
    """What waits to be told to a chat; ids only grow and are never used again (Last-Event-ID).

    `delivery`: None for the web, whose pages look by themselves; for a channel that must be sent to: waiting, claimed,
    sent, unknown (it may have arrived, so it is not sent again) or refused.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_chat_id_id", "chat_id", "id"),
        Index("ix_inbox_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    chat_id: int = Field(foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    body: JsonObject = Field(sa_type=Json)
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    delivery: str | None = None
    claimed_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class Lockout(Table, table=True):
    """Misses against a key (a slip number, an address), and until when it is locked."""

    __tablename__ = "lockouts"
    __table_args__ = not_negative("misses")

    key: str = Field(primary_key=True)
    misses: int = 0
    first_at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)
    locked_until: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
