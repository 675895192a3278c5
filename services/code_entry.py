"""Code entry: the one place where a code is tried, whatever it gives."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.accounts import join_account
from services.codes import read_code
from services.invitations import Accepted, Lapsed, accept_invitation
from services.lockouts import count_miss, may_try
from services.people import Acting, ViewKey
from services.turns import move_chat


@dataclass(frozen=True, slots=True)
class Linked:
    """The chat has joined the account of another of the person's chats."""


@dataclass(frozen=True, slots=True)
class CodeMissed:
    """No code like this is valid (any more); so many tries are left."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class CodeLocked:
    """Too many misses; no code is tried before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class CodeUnreadable:
    """That was no code at all, so it counts as no try."""


Tried = Accepted | Lapsed | Linked | CodeMissed | CodeLocked | CodeUnreadable


def use_code(session: Session, acting: Acting, text: str) -> Tried:
    """Try what was typed as a code: an invitation, or the code of another of the person's own chats.

    Misses are counted per chat and address, as those of slips are; a code whose giver may not give any more is none,
    since whoever typed it was right. Errors: `other_person`. Effects: as in
    `accept_invitation` and `join_account`; the chat goes to what the code has opened, or else to where one is typed.
    """
    tried = _try(session, acting, text)
    opened = "roles" if isinstance(tried, Accepted) else "devices" if isinstance(tried, Linked) else "code"
    move_chat(session, acting.actor.chat_id, ViewKey(opened))
    return tried


def _try(session: Session, acting: Acting, text: str) -> Tried:
    tries = may_try(session, acting, "code")
    if tries.locked_until is not None:
        return CodeLocked(tries.locked_until)
    code = read_code(text)
    if code is None:
        return CodeUnreadable()
    accepted = accept_invitation(session, acting, code)
    if accepted is not None:
        return accepted
    if join_account(session, acting, code):
        return Linked()
    tries = count_miss(session, acting, "code")
    return CodeLocked(tries.locked_until) if tries.locked_until else CodeMissed(tries.left)
