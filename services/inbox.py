"""Inbox: what came in between, kept in SQL until the page has shown it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.chats import Inbox
from models.locks import lock_name
from models.signals import INBOX, notify

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be told: a code that names the sentence, rendered in the reader's language when it is shown."""

    code: str
    id: int = 0


def leave_message(session: Session, chat_id: int, message: Message, now: datetime) -> None:
    """Leave a message for a chat. Effects: one row; whoever watches the inbox shows it.

    Who leaves messages for several chats does so in the order of their ids.
    """
    # Ids are given out before the commit: without the lock a chat could be shown the later of two messages first, and
    # the earlier one, which is below the last id it has seen, never.
    lock_name(session, f"{INBOX}:{chat_id}")
    body = {"code": message.code}
    session.add(Inbox.model_validate({"chat_id": chat_id, "body": body, "created_at": now}))
    notify(session, INBOX, str(chat_id))


def newest_message(session: Session) -> int:
    """The id of the newest message of any chat; ids only grow."""
    return session.exec(select(func.max(Inbox.id))).one() or 0


def messages_after(session: Session, chat_id: int, after: int) -> Sequence[Message]:
    """A chat's messages with ids above `after`, oldest first."""
    query = select(Inbox).where(col(Inbox.chat_id) == chat_id, col(Inbox.id) > after)
    rows = session.exec(query.order_by(col(Inbox.id)).limit(MOST_AT_ONCE))
    return [Message(str(row.body["code"]), row.id or 0) for row in rows]
