"""Accounts: one person over several chats, joined by a short-lived code; their sessions, seen and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.chats import Chat
from models.households import ChatHousehold
from models.people import Account, AccountChat, LinkCode, RoleGrant
from models.upserts import insert_missing
from services.audit import Deed, write_deed
from services.codes import digest, new_code
from services.households import sortable_id
from services.inbox import Message, leave_message
from services.people import Acting, NotYours, account_signature, find_account

LINK_CODE_KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A code by which another chat of the same person joins. expires_at: aware, UTC."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One of a person's chats. channel: "web", "telegram" …; linked_at: aware, UTC."""

    chat_id: int
    channel: str
    linked_at: datetime
    is_this: bool


class OtherPerson(NotYours):
    """This chat already belongs to an account with roles of its own, so it joins no other."""

    code = "other_person"


def own_account(session: Session, acting: Acting) -> str:
    """The actor's account, made with this chat where there was none; its id."""
    found = find_account(session, acting)
    if found is not None:
        return found
    account_id = sortable_id(acting.now)
    session.add(Account.model_validate({"id": account_id, "created_at": acting.now}))
    session.flush()
    _join(session, acting, account_id)
    return account_id


def offer_link(session: Session, acting: Acting) -> LinkOffer:
    """A code for another device or channel of the actor, good for ten minutes; earlier ones are void."""
    account_id, code = own_account(session, acting), new_code()
    session.execute(delete(LinkCode).where(col(LinkCode.account_id) == account_id))
    expires_at = acting.now + LINK_CODE_KEPT
    row = {"code_hash": digest(code), "account_id": account_id, "chat_id": acting.actor.chat_id}
    session.add(LinkCode.model_validate({**row, "expires_at": expires_at}))
    return LinkOffer(code, expires_at)


def join_account(session: Session, acting: Acting, code: str) -> bool:
    """Let this chat join the account that offered the code; False where no such code stands.

    Errors: `other_person` where the chat has roles of its own. Effects: the households of the offering chat become this
    chat's too, unless it has one; the account's other chats are told; one deed.
    """
    held = select(LinkCode).where(col(LinkCode.code_hash) == digest(code)).with_for_update()
    row = session.exec(held).first()
    if row is None or row.used_at is not None or row.expires_at <= acting.now or row.chat_id == acting.actor.chat_id:
        return False
    before = find_account(session, acting)
    if before is not None and before != row.account_id:
        if session.exec(select(RoleGrant.id).where(col(RoleGrant.account_id) == before)).first() is not None:
            raise OtherPerson
        session.execute(delete(AccountChat).where(col(AccountChat.chat_id) == acting.actor.chat_id))
        before = None
    row.used_at = acting.now
    session.add(row)
    session.flush()
    if before is None:
        _join(session, acting, row.account_id)
    _share_household(session, acting, row.chat_id)
    for chat_id in _chats(session, row.account_id):
        if chat_id != acting.actor.chat_id:
            leave_message(session, chat_id, Message("device_linked"), acting.now)
    _write(session, acting, "link_chat", row.account_id)
    return True


def list_sessions(session: Session, acting: Acting) -> tuple[SessionInfo, ...]:
    """The actor's chats, the newest first; none where no code was ever used."""
    account_id = find_account(session, acting)
    if account_id is None:
        return ()
    query = (
        select(AccountChat, Chat)
        .join(Chat, col(Chat.id) == col(AccountChat.chat_id))
        .where(AccountChat.account_id == account_id)
    )
    return tuple(
        SessionInfo(chat.id, chat.channel, link.linked_at, chat.id == acting.actor.chat_id)
        for link, chat in session.exec(query.order_by(col(AccountChat.linked_at).desc(), col(Chat.id)))
    )


def end_session(session: Session, acting: Acting, chat_id: int) -> None:
    """End one of the actor's sessions: the chat loses account and roles, and a browser its session.

    Errors: `not_yours`. Effects: the chat's household stays its own; one deed if the account has roles.
    """
    account_id = find_account(session, acting)
    link = session.get(AccountChat, chat_id)
    if account_id is None or link is None or link.account_id != account_id:
        raise NotYours
    session.delete(link)
    session.execute(delete(LinkCode).where(col(LinkCode.account_id) == account_id))
    # A digest that no token has: the cookie is worthless from now on.
    web = (col(Chat.id) == chat_id, col(Chat.channel) == "web")
    session.execute(update(Chat).where(*web).values(token_hash=digest(new_code())))
    _write(session, acting, "end_session", account_id)


def sign_out(session: Session, acting: Acting) -> None:
    """End the session that the actor is in. Errors and effects: as in `end_session`."""
    end_session(session, acting, acting.actor.chat_id)


def _join(session: Session, acting: Acting, account_id: str) -> None:
    link = {"chat_id": acting.actor.chat_id, "account_id": account_id, "linked_at": acting.now}
    insert_missing(session, AccountChat, link)


def _write(session: Session, acting: Acting, action: str, account_id: str) -> None:
    """A deed of somebody who holds or held a role; of a citizen's devices the trail, which forgets nothing, is silent.

    It names the account and no chat: a chat goes when its person deletes everything.
    """
    if session.exec(select(RoleGrant.id).where(col(RoleGrant.account_id) == account_id)).first() is not None:
        write_deed(session, acting.now, Deed(account_signature(account_id), action, "account", account_id))


def _share_household(session: Session, acting: Acting, from_chat: int) -> None:
    giver = session.get(Chat, from_chat)
    own = session.get(Chat, acting.actor.chat_id)
    if giver is None or own is None or own.household_id is not None or giver.household_id is None:
        return
    link = {"chat_id": own.id, "household_id": giver.household_id, "label": "", "linked_at": acting.now}
    insert_missing(session, ChatHousehold, link)
    own.household_id = giver.household_id
    session.add(own)


def _chats(session: Session, account_id: str) -> list[int]:
    query = select(AccountChat.chat_id).where(AccountChat.account_id == account_id)
    return list(session.exec(query.order_by(col(AccountChat.chat_id))))
