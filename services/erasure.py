"""Erasure: everything of a household or an officer goes, for good and at once."""

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.campaigns import ChatCampaign
from models.chats import Chat, Inbox
from models.consents import Consent
from models.drafts import Draft
from models.households import Household
from models.officers import OFFICER, OfficerProfile
from models.people import Account, AccountChat
from models.tickets import DataRequest, Ticket
from services.contributions import drop_reports
from services.households import hold_household
from services.lockouts import forget_misses
from services.officer_rights import tell_own_chats
from services.officers import chats_of, find_own_officer, hold_officer
from services.people import START, Acting, find_account, mandates
from services.reports import tell_others
from services.rights import Right, Whose, record, withdraw_for
from services.tickets import CALLBACK, settle_requests
from services.turns import move_chat


def erase_household(session: Session, acting: Acting) -> None:
    """Delete the actor's household with everything that hangs on it, what they answered as an officer, and this chat's
    own row; also where there is no household.

    Figures: see `drop_reports`. Effects: other chats of the household are told; afterwards nothing stored leads back to
    it. Of a chat with roles the row itself stays, since they hang on it; so does a request's row, with nobody in it.
    """
    household = hold_household(session, acting) if acting.actor.household_id else None
    record(session, acting, Right.DELETE, household)
    if household is not None:
        tell_others(session, acting, household.id, "household_erased")
    if find_own_officer(session, acting) is not None:
        erase_officer(session, acting)
    if household is not None:
        erase_for(session, acting, household.id)
    _forget_chat(session, acting)


def erase_for(session: Session, acting: Acting, household_id: str) -> None:
    """Delete a household with its reports, consents, wishes, tickets and drafts; chats that answered for it stay.

    What it had asked and was still waiting for is done with it: nobody is left to answer. A telephone number that one
    of its chats gave before it knew the household goes too.
    """
    withdraw_for(session, acting, Whose(household_id), CALLBACK)
    settle_requests(session, acting, col(DataRequest.household_id) == household_id)
    drop_reports(session, acting, household_id)
    session.execute(delete(Household).where(col(Household.id) == household_id))


def erase_officer(session: Session, acting: Acting) -> None:
    """Delete what the actor answered as an officer: reports, drafts, consents and the profile; the chat stays.

    Figures: as of a household. Errors: `no_officer`. Effects: the officer's other chats are told.
    """
    officer = hold_officer(session, acting)
    chats = chats_of(session, officer.id)
    drop_reports(session, acting, officer.id, OFFICER)
    session.execute(delete(Draft).where(col(Draft.chat_id).in_(chats), col(Draft.form_id) == OFFICER))
    of_officer = (col(Consent.chat_id).in_(chats), col(Consent.purpose).like(f"{OFFICER}:%"))
    session.execute(delete(Consent).where(*of_officer))
    session.execute(delete(OfficerProfile).where(col(OfficerProfile.id) == officer.id))
    tell_own_chats(session, acting, chats, "officer_erased")


def erase_as_officer(session: Session, acting: Acting) -> None:
    """`erase_officer` at the person's own wish, which is recorded. Errors: `no_officer`."""
    erase_officer(session, acting)
    record(session, acting.for_oneself(), Right.DELETE, None)


def _forget_chat(session: Session, acting: Acting) -> None:
    """Delete the chat, and the account that no other chat uses; of a chat with roles only what a citizen left in it."""
    chat_id = acting.actor.chat_id
    settle_requests(session, acting, col(DataRequest.chat_id) == chat_id)
    session.execute(delete(Consent).where(col(Consent.chat_id) == chat_id))
    forget_misses(session, acting)
    account_id = find_account(session, acting)
    if account_id is not None and mandates(session, acting):
        for table in (Inbox, Draft, Ticket, ChatCampaign, DataRequest):
            session.execute(delete(table).where(col(table.chat_id) == chat_id))
        blank = {"household_id": None, "campaign": None, "unit_epoch": None, "unit_code": None}
        session.execute(update(Chat).where(col(Chat.id) == chat_id).values(**blank))
        move_chat(session, chat_id, START)
        return
    session.execute(delete(Chat).where(col(Chat.id) == chat_id))
    others = select(AccountChat.chat_id).where(col(AccountChat.account_id) == account_id)
    if account_id is not None and session.exec(others).first() is None:
        session.execute(delete(Account).where(col(Account.id) == account_id))
