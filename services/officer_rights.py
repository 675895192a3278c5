"""An officer's rights over what they answered for themself: take the consent back, restrict the use."""

from sqlalchemy import delete, update
from sqlmodel import Session, col

from models.consents import Consent
from models.drafts import Draft
from models.officers import OFFICER, OfficerProfile
from services.contributions import bring_back_reports, drop_reports, set_aside_reports
from services.officers import chats_of, find_own_officer, hold_officer
from services.people import Acting


def withdraw_as_officer(session: Session, acting: Acting) -> None:
    """Take the consent to the officer form back, in every chat of the officer. Idempotent.

    Effects: all their reports with history and the forms under way go, an open period's tallies go down, a closed one's
    counts become anonymous; the profile keeps where they work, but not the group that was told.
    """
    officer = hold_officer(session, acting) if find_own_officer(session, acting) is not None else None
    chats = [acting.actor.chat_id, *(chats_of(session, officer.id) if officer else ())]
    given = (col(Consent.chat_id).in_(chats), col(Consent.purpose).like(f"{OFFICER}:%"))
    standing = update(Consent).where(*given, col(Consent.withdrawn_at).is_(None))
    session.execute(standing.values(withdrawn_at=acting.now))
    if officer is None:
        return
    drop_reports(session, acting, officer.id, OFFICER)
    session.execute(delete(Draft).where(col(Draft.chat_id).in_(chats), col(Draft.form_id) == OFFICER))
    own = update(OfficerProfile).where(col(OfficerProfile.id) == officer.id)
    session.execute(own.values(staff_group=None, restricted_at=None))


def restrict_as_officer(session: Session, acting: Acting) -> None:
    """Let all that the officer answered be kept but nothing be used. Errors: `no_officer`. Idempotent.

    Effects: the reports leave the tallies, or, of a closed period, count anonymously; nothing new is taken in.
    """
    officer = hold_officer(session, acting)
    set_aside_reports(session, acting, officer.id, OFFICER)
    row = session.get_one(OfficerProfile, officer.id)
    row.restricted_at = row.restricted_at or acting.now
    session.add(row)
    session.flush()


def lift_as_officer(session: Session, acting: Acting) -> None:
    """Let it be used again; a report whose period closed meanwhile stays out. Errors: `no_officer`. Idempotent."""
    officer = hold_officer(session, acting)
    bring_back_reports(session, acting, officer.id, OFFICER)
    row = session.get_one(OfficerProfile, officer.id)
    row.restricted_at = None
    session.add(row)
    session.flush()
