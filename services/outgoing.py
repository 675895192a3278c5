"""Outgoing: messages for channels that must be sent to: recorded, claimed, sent, marked; never sent twice."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.chats import Chat, Inbox
from models.reach import OutOfReach
from services.inbox import WAITING, Message, read_messages
from services.people import Acting

CLAIMED = "claimed"
CLAIM_KEPT = timedelta(minutes=2)
MOST_CLAIMED = 20


class Delivery(StrEnum):
    """How sending ended. UNKNOWN: it may have arrived, so it is not sent again; BACK: it did not leave, so it is."""

    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    BACK = WAITING


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that this process has claimed. locale: the reader's."""

    chat_id: int
    locale: str
    message: Message


def claim_outgoing(session: Session, acting: Acting) -> list[Outgoing]:
    """Claim what waits to be sent, oldest first; nobody else gets the same.

    Effects: what was claimed before a stop and never marked is unknown from now on; what is for a chat out of reach is
    refused.
    """
    stopped = (col(Inbox.delivery) == CLAIMED, col(Inbox.claimed_at) < acting.now - CLAIM_KEPT)
    session.execute(update(Inbox).where(*stopped).values(delivery=Delivery.UNKNOWN.value))
    waiting = select(Inbox).where(col(Inbox.delivery) == WAITING).order_by(col(Inbox.id)).limit(MOST_CLAIMED)
    rows = session.exec(waiting.with_for_update(skip_locked=True)).all()
    chats = [row.chat_id for row in rows]
    lost = set(session.exec(select(OutOfReach.chat_id).where(col(OutOfReach.chat_id).in_(chats))))
    locales = dict(session.exec(select(Chat.id, Chat.locale).where(col(Chat.id).in_(chats))).all())
    for row in rows:
        row.delivery, row.claimed_at = CLAIMED, acting.now
        if row.chat_id in lost:
            row.delivery = Delivery.REFUSED.value
        session.add(row)
    taken = [row for row in rows if row.chat_id not in lost]
    messages = read_messages(session, taken)
    return [Outgoing(row.chat_id, locales[row.chat_id], each) for row, each in zip(taken, messages, strict=True)]


def mark_outgoing(session: Session, _acting: Acting, message_id: int, delivery: Delivery) -> None:
    """Say how sending a claimed message ended. Idempotent; nothing where it was deleted meanwhile."""
    claimed = (col(Inbox.id) == message_id, col(Inbox.delivery) == CLAIMED)
    session.execute(update(Inbox).where(*claimed).values(delivery=delivery.value))
