"""Privacy: what is kept of a household, for its own people to see, take along and delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from models.campaigns import ChatCampaign
from models.chats import Chat, Inbox
from models.consents import Consent, ConsentText
from models.drafts import Draft
from models.households import Household
from models.people import Account, AccountChat
from models.reports import Report
from models.tickets import DataRequest, HelpWish, Ticket
from services.contributions import drop_reports, reports_of
from services.drafts import find_open_draft
from services.households import HouseholdInfo, find_own_household, hold_household
from services.lockouts import forget_misses
from services.people import START, Acting, find_account, mandates
from services.periods import PeriodInfo, current_period
from services.reports import ReportInfo, own_report, read_report, tell_others
from services.rights import PURPOSES, Right, own_requests, record
from services.tickets import OwnTicket, own_tickets
from services.turns import move_chat


@dataclass(frozen=True, slots=True)
class ConsentInfo:
    """One consent that was given: what for, when, on which channel, and the text that was shown."""

    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that is kept of the actor and their household. purposes: of consents that can be withdrawn."""

    household: HouseholdInfo | None
    unit_label: str
    period: PeriodInfo | None
    is_open: bool
    report: ReportInfo | None
    earlier_reports: int
    consents: tuple[ConsentInfo, ...]
    wishes: tuple[str, ...]
    open_tickets: int
    locale: str
    has_draft: bool
    purposes: tuple[str, ...] = ()


def see_own_data(session: Session, acting: Acting) -> OwnData:
    """What is kept of the actor; a person who has given nothing sees that nothing is kept."""
    household = find_own_household(session, acting)
    period = current_period(session, acting)
    reports = session.exec(reports_of(household.id)).all() if household else []
    report = own_report(session, acting, period.id) if household and period else None
    consents = _consents(session, acting, household)
    standing = {consent.purpose.partition(":")[0] for consent in consents if consent.withdrawn_at is None}
    return OwnData(
        household=household,
        unit_label=acting.library.places.unit(household.unit).label if household else "",
        period=period,
        is_open=period is not None and period.is_open(acting.today),
        report=report,
        earlier_reports=len(reports) - (report is not None),
        consents=consents,
        wishes=_wishes(session, household),
        open_tickets=_open_tickets(session, acting),
        locale=acting.actor.locale,
        has_draft=find_open_draft(session, acting) is not None,
        purposes=tuple(purpose for purpose in PURPOSES if purpose in standing),
    )


def export_own_data(session: Session, acting: Acting) -> dict[str, JsonValue]:
    """Everything that is kept of the actor and their household, for a file: JSON values, times in ISO 8601."""
    household = find_own_household(session, acting)
    reports = session.exec(reports_of(household.id).order_by(col(Report.submitted_at))).all() if household else []
    return {
        "household": {"slip": household.slip, "unit": str(household.unit), "hamlet": household.hamlet_id}
        if household
        else None,
        "reports": [
            {
                "form": f"{report.form_id}@{report.form_version}",
                "period": report.period_id,
                "submitted_at": report.submitted_at.isoformat(),
                "superseded_at": report.superseded_at.isoformat() if report.superseded_at else None,
                "channel": report.channel,
                "answers": report.answers,
                "counts": report.counts,
            }
            for report in reports
        ],
        "drafts": [dict(row.body) for row in _drafts(session, household)],
        "consents": [
            {
                "purpose": consent.purpose,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
                "channel": consent.channel,
                "text": consent.text,
            }
            for consent in _consents(session, acting, household)
        ],
        "wishes": list(_wishes(session, household)),
        "open_tickets": _open_tickets(session, acting),
        "tickets": [
            {
                "kind": ticket.kind,
                "note": ticket.note,
                "created_at": ticket.created_at.isoformat(),
                "due_on": ticket.due_on.isoformat(),
                "words": [{"at": each.at.isoformat(), "text": each.text} for each in ticket.words],
            }
            for ticket in own_tickets(session, acting)
        ],
        "requests": [
            {"right": row.right, "asked_at": row.asked_at.isoformat(), "due_on": row.due_on.isoformat()}
            for row in own_requests(session, acting)
        ],
    }


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept, for a person to read. reports: every version, oldest first.

    requests: right, when it was asked, when it was fulfilled.
    """

    own: OwnData
    reports: tuple[ReportInfo, ...]
    tickets: tuple[OwnTicket, ...]
    requests: tuple[tuple[str, datetime, datetime | None], ...]


def see_everything(session: Session, acting: Acting) -> Everything:
    """The same as `export_own_data`, to be drawn."""
    own = see_own_data(session, acting)
    rows = session.exec(reports_of(own.household.id).order_by(col(Report.submitted_at))).all() if own.household else []
    asked = tuple((row.right, row.asked_at, row.fulfilled_at) for row in own_requests(session, acting) if row.right)
    return Everything(
        own, tuple(read_report(session, acting, row) for row in rows), own_tickets(session, acting), asked
    )


def _drafts(session: Session, household: HouseholdInfo | None) -> Sequence[Draft]:
    if household is None:
        return ()
    return session.exec(select(Draft).where(col(Draft.household_id) == household.id)).all()


def erase_household(session: Session, acting: Acting) -> None:
    """Delete the actor's household with everything that hangs on it, and this chat's own row; also without a household.

    Figures: see `drop_reports`. Effects: other chats of the household are told; afterwards nothing stored leads back to
    it. Of a chat with roles the row itself stays, since they hang on it; so does a request's row, with nobody in it.
    """
    household = hold_household(session, acting) if acting.actor.household_id else None
    record(session, acting, Right.DELETE, household)
    if household is not None:
        tell_others(session, acting, household.id, "household_erased")
        erase_for(session, acting, household.id)
    _forget_chat(session, acting)


def erase_for(session: Session, acting: Acting, household_id: str) -> None:
    """Delete a household with its reports, consents, wishes, tickets and drafts; chats that answered for it stay."""
    drop_reports(session, acting, household_id)
    session.execute(delete(Household).where(col(Household.id) == household_id))


def _forget_chat(session: Session, acting: Acting) -> None:
    chat_id = acting.actor.chat_id
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
    if (
        account_id is not None
        and not session.exec(select(AccountChat.chat_id).where(col(AccountChat.account_id) == account_id)).first()
    ):
        session.execute(delete(Account).where(col(Account.id) == account_id))


def _consents(session: Session, acting: Acting, household: HouseholdInfo | None) -> tuple[ConsentInfo, ...]:
    own = col(Consent.chat_id) == acting.actor.chat_id
    if household is not None:
        own = or_(own, col(Consent.household_id) == household.id)
    query = select(Consent, ConsentText.text).join(ConsentText, col(ConsentText.hash) == col(Consent.text_hash))
    return tuple(
        ConsentInfo(consent.purpose, consent.given_at, consent.withdrawn_at, consent.channel, shown)
        for consent, shown in session.exec(query.where(own).order_by(col(Consent.id))).all()
    )


def _wishes(session: Session, household: HouseholdInfo | None) -> tuple[str, ...]:
    if household is None:
        return ()
    return tuple(session.exec(select(HelpWish.topic).where(HelpWish.household_id == household.id)).all())


def _open_tickets(session: Session, acting: Acting) -> int:
    query = select(func.count()).select_from(Ticket)
    return session.exec(query.where(col(Ticket.chat_id) == acting.actor.chat_id, col(Ticket.closed_at).is_(None))).one()
