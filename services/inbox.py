"""Inbox: what came in between, kept in SQL until the page has shown it or the channel has sent it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.chats import OWN_CHAT_IDS_FROM, Inbox
from models.locks import lock_name
from models.signals import INBOX, notify
from models.tickets import TicketWord

MOST_AT_ONCE = 20
WAITING = "waiting"
"""What is to be sent, and nobody has yet."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be told: a code that names the sentence, rendered in the reader's language when it is shown.

    ticket, request: the one it is about, 0 for none. words: the id of what was written there, whose text is only
    looked up when the message is shown, so that it stands in one place and goes with the ticket.
    """

    code: str
    id: int = 0
    ticket: int = 0
    words: int = 0
    text: str = ""
    request: int = 0


def leave_message(session: Session, chat_id: int, message: Message, now: datetime) -> None:
    """Leave a message for a chat. Effects: one row; whoever watches the inbox shows it.

    Who leaves messages for several chats does so in the order of their ids.
    """
    # Ids are given out before the commit: without the lock a chat could be shown the later of two messages first, and
    # the earlier one, which is below the last id it has seen, never.
    lock_name(session, f"{INBOX}:{chat_id}")
    ticket = {"ticket": message.ticket, "words": message.words} if message.ticket else {}
    request = {"request": message.request} if message.request else {}
    body = {"code": message.code, **ticket, **request}
    delivery = WAITING if 0 < chat_id < OWN_CHAT_IDS_FROM else None
    row = {"chat_id": chat_id, "body": body, "created_at": now, "delivery": delivery}
    session.add(Inbox.model_validate(row))
    notify(session, INBOX, str(chat_id))


def newest_message(session: Session) -> int:
    """The id of the newest message of any chat; ids only grow."""
    return session.exec(select(func.max(Inbox.id))).one() or 0


def messages_after(session: Session, chat_id: int, after: int) -> Sequence[Message]:
    """A chat's messages with ids above `after`, oldest first."""
    query = select(Inbox).where(col(Inbox.chat_id) == chat_id, col(Inbox.id) > after)
    return read_messages(session, session.exec(query.order_by(col(Inbox.id)).limit(MOST_AT_ONCE)).all())


def read_messages(session: Session, rows: Sequence[Inbox]) -> list[Message]:
    """The messages of these rows, with what was written where it is still there."""
    numbers = [int(str(row.body.get("words", 0))) for row in rows]
    wanted = select(TicketWord).where(col(TicketWord.id).in_([number for number in numbers if number]))
    texts = {word.id: word.text for word in session.exec(wanted)} if any(numbers) else {}
    return [_message(row, number, texts.get(number, "")) for row, number in zip(rows, numbers, strict=True)]


def _message(row: Inbox, words: int, text: str) -> Message:
    ticket, request = (int(str(row.body.get(name, 0))) for name in ("ticket", "request"))
    return Message(str(row.body["code"]), row.id or 0, ticket, words, text, request)
