"""Lockouts: misses of what could be guessed (slip numbers, codes), counted per chat and per address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col

from models.chats import Lockout
from models.locks import lock_name
from services.people import Acting

MISSES_PER_CHAT = 5
MISSES_PER_ORIGIN = 25
"""A whole ward may stand behind one address, so an address has more tries than a chat."""
LOCKED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """What is left for the actor to try. locked_until: nothing is looked up before this moment; None: it may be."""

    left: int
    locked_until: datetime | None = None


def may_try(session: Session, acting: Acting, what: str) -> Tries:
    """Whether the actor may try now. what: names what is guessed ("slip"). Effects: holds the counters until commit."""
    locks = [(_lock(session, acting, key), most) for key, most in _keys(acting, what)]
    until = max((lock.locked_until for lock, _most in locks if lock.locked_until), default=None)
    left = min(most - lock.misses for lock, most in locks)
    return Tries(left, until if until is not None and until > acting.now else None)


def count_miss(session: Session, acting: Acting, what: str) -> Tries:
    """Count a miss against the actor's chat and address; the last one locks. Not an error, so that it stays counted."""
    left: list[int] = []
    for key, most in _keys(acting, what):
        lock = _lock(session, acting, key)
        lock.misses += 1
        left.append(most - lock.misses)
        if lock.misses >= most:
            lock.locked_until = acting.now + LOCKED_FOR
        session.add(lock)
    return Tries(min(left)) if min(left) > 0 else Tries(0, acting.now + LOCKED_FOR)


def forget_misses(session: Session, acting: Acting) -> None:
    """Drop what is counted against the actor's chat, since it names the chat."""
    mine = [col(Lockout.key) == f"{what}:chat:{acting.actor.chat_id}" for what in GUESSED]
    session.execute(delete(Lockout).where(or_(*mine)))


GUESSED = ("slip", "code")
"""Everything that is counted."""


def _keys(acting: Acting, what: str) -> list[tuple[str, int]]:
    keys = [(f"{what}:chat:{acting.actor.chat_id}", MISSES_PER_CHAT)]
    if acting.actor.origin:
        keys.append((f"{what}:origin:{acting.actor.origin}", MISSES_PER_ORIGIN))
    return keys


def _lock(session: Session, acting: Acting, key: str) -> Lockout:
    """The counter of a key; one that has run out, or whose misses are old, starts anew."""
    lock_name(session, key)
    lock = session.get(Lockout, key)
    if lock is None:
        return Lockout.model_validate({"key": key, "first_at": acting.now})
    if (lock.locked_until or lock.first_at + LOCKED_FOR) > acting.now:
        return lock
    lock.misses, lock.first_at, lock.locked_until = 0, acting.now, None
    return lock
