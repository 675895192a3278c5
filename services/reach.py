"""Reach: which chats of a channel can be written to, as far as the channel has told us."""

from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import Session, col

from models.chats import Chat
from models.reach import OutOfReach
from services.people import Acting


class Why(StrEnum):
    """Why a chat cannot be written to."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    LEFT = "left"
    MOVED = "moved"
    NOT_FOUND = "not_found"


def record_out_of_reach(session: Session, acting: Acting, why: Why, moved_to: str | None = None) -> None:
    """The actor's chat cannot be written to any more.

    Effects: one row with the newest reason and the time it was first known; nothing where nothing is kept of the chat,
    since nobody would write to it. Idempotent.
    """
    chat_id = acting.actor.chat_id
    if session.get(Chat, chat_id) is None:
        return
    row = session.get(OutOfReach, chat_id)
    if row is None:
        row = OutOfReach.model_validate({"chat_id": chat_id, "why": why.value, "since": acting.now})
    row.why, row.moved_to = why.value, moved_to
    session.add(row)


def record_in_reach(session: Session, acting: Acting) -> None:
    """The actor's chat was heard from again. Idempotent."""
    session.execute(delete(OutOfReach).where(col(OutOfReach.chat_id) == acting.actor.chat_id))


def record_group(session: Session, acting: Acting) -> None:
    """The assistant was taken into a group: keep its id, for announcements, and nothing else. Idempotent."""
    actor = acting.actor
    record_in_reach(session, acting)
    if session.get(Chat, actor.chat_id) is not None:
        return
    group = {"id": actor.chat_id, "channel": actor.channel, "peer": str(actor.chat_id), "locale": actor.locale}
    session.add(Chat.model_validate({**group, "created_at": acting.now, "seen_at": acting.now}))
