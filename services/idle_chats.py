"""Idle chats: conversations of which nothing is left but where they stood, deleted with the last period they met."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, delete, exists
from sqlmodel import Session, col, select

from models.campaigns import ChatCampaign
from models.chats import Chat
from models.consents import Consent
from models.drafts import Draft
from models.households import ChatHousehold
from models.officers import OfficerChat
from models.people import AccountChat
from models.tickets import Ticket
from services.people import TIME_ZONE

MOST_CHATS = 100


def purge_chats(session: Session, closed_on: Sequence[date]) -> int:
    """Delete a chunk of the chats last heard from before the last expired period closed; how many.

    closed_on: last days of the periods that are kept no longer. A chat stays that answers for a household or an
    officer, belongs to an account, follows a campaign, or has a form or a ticket; so does a group. Effects: whoever
    writes again begins anew, in the language of their channel; consents given in it, which led to no household, go with
    it.
    """
    if not closed_on:
        return 0
    before = datetime.combine(max(closed_on) + timedelta(days=1), time(), TIME_ZONE)
    idle = select(Chat.id).where(col(Chat.seen_at) < before, col(Chat.id) > 0, *_unneeded())
    held = session.exec(idle.order_by(col(Chat.seen_at)).limit(MOST_CHATS).with_for_update(skip_locked=True)).all()
    loose = (col(Consent.chat_id).in_(held), col(Consent.household_id).is_(None))
    session.execute(delete(Consent).where(*loose))
    session.execute(delete(Chat).where(col(Chat.id).in_(held)))
    return len(held)


def _unneeded() -> list[ColumnElement[bool]]:
    own = col(Chat.id)
    return [
        ~exists().where(col(ChatHousehold.chat_id) == own),
        ~exists().where(col(OfficerChat.chat_id) == own),
        ~exists().where(col(AccountChat.chat_id) == own),
        ~exists().where(col(ChatCampaign.chat_id) == own),
        ~exists().where(col(Draft.chat_id) == own),
        ~exists().where(col(Ticket.chat_id) == own),
    ]
