"""What goes of officers once it may not be kept any longer: the profile with its last report, and its consents."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Exists, delete, exists
from sqlmodel import Session, col, select

from models.consents import Consent
from models.drafts import Draft
from models.officers import OFFICER, OfficerChat, OfficerProfile
from models.reports import Report


def hold_officers(session: Session, subjects: Collection[str]) -> Sequence[str]:
    """Those of the subjects that are officers and still there; until the commit nobody can delete them."""
    query = select(OfficerProfile.id).where(col(OfficerProfile.id).in_(subjects))
    return session.exec(query.order_by(col(OfficerProfile.id)).with_for_update()).all()


def purge_officers(session: Session, held: Collection[str]) -> int:
    """Delete those of them of whom no report and no draft is left, with their consents; how many."""
    empty = select(OfficerProfile.id).where(col(OfficerProfile.id).in_(held), ~_has_report(), ~_has_draft())
    gone = session.exec(empty).all()
    chats = session.exec(select(OfficerChat.chat_id).where(col(OfficerChat.officer_id).in_(gone))).all()
    of_officers = (col(Consent.chat_id).in_(chats), col(Consent.purpose).like(f"{OFFICER}:%"))
    session.execute(delete(Consent).where(*of_officers))
    session.execute(delete(OfficerProfile).where(col(OfficerProfile.id).in_(gone)))
    return len(gone)


def purge_idle_officers(session: Session, begun: datetime, most: int) -> int:
    """The same for officers who came before `begun` (aware) and of whom nothing is kept but where they work."""
    idle = select(OfficerProfile.id).where(col(OfficerProfile.created_at) < begun, ~_has_report(), ~_has_draft())
    found = session.exec(idle.order_by(col(OfficerProfile.id)).limit(most)).all()
    return purge_officers(session, hold_officers(session, found))


def _has_report() -> Exists:
    return exists().where(col(Report.subject_kind) == OFFICER, col(Report.subject_id) == col(OfficerProfile.id))


def _has_draft() -> Exists:
    own = (col(OfficerChat.officer_id) == col(OfficerProfile.id), col(Draft.chat_id) == col(OfficerChat.chat_id))
    return exists().where(*own, col(Draft.form_id) == OFFICER)
