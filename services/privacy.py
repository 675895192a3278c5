"""Privacy: what is kept of a household, for its own people to see, take along and delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from campaigns import drafts as campaign_drafts
from campaigns.answers import Answer
from campaigns.form_format import Form
from models.consents import Consent, ConsentText
from models.drafts import Draft
from models.officers import OFFICER
from models.reports import HOUSEHOLD, Report
from models.tickets import HelpWish, Ticket
from services.contributions import reports_of
from services.conversations import OwnConversation, see_own_conversation
from services.drafts import find_open_draft
from services.households import HouseholdInfo, find_own_household
from services.officer_reports import own_officer_reports
from services.officers import OfficerInfo, chats_of, find_own_officer
from services.people import Acting, find_account
from services.periods import PeriodInfo, current_period, find_period
from services.reports import ReportInfo, own_report, read_report
from services.rights import PURPOSES, own_requests
from services.tickets import OwnTicket, own_tickets


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
    """Everything that is kept of the actor and their household.

    officer, officer_reports: of someone who also answers as an officer, or only so; the newest report first.
    purposes: of consents that can be withdrawn. has_account: a code was used here, for a role or another device.
    """

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
    officer: OfficerInfo | None = None
    office_label: str = ""
    officer_reports: tuple[ReportInfo, ...] = ()
    has_account: bool = False

    @property
    def can_be_erased(self) -> bool:
        """Whether anything is kept that its person can delete: also of a device that only belongs to somebody."""
        kept = self.household is not None or self.officer is not None
        return kept or self.has_account or self.has_draft or bool(self.purposes or self.open_tickets)


def see_own_data(session: Session, acting: Acting) -> OwnData:
    """What is kept of the actor; a person who has given nothing sees that nothing is kept."""
    household = find_own_household(session, acting)
    period = current_period(session, acting)
    reports = session.exec(reports_of(household.id)).all() if household else []
    report = own_report(session, acting, period.id) if household and period else None
    consents = _consents(session, acting, household)
    standing = {consent.purpose.partition(":")[0] for consent in consents if consent.withdrawn_at is None}
    officer = find_own_officer(session, acting)
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
        officer=officer,
        office_label=acting.library.places.unit(officer.unit).label if officer else "",
        officer_reports=own_officer_reports(session, acting),
        has_account=find_account(session, acting) is not None,
    )


def export_own_data(session: Session, acting: Acting) -> dict[str, JsonValue]:
    """Everything that is kept of the actor and their household, for a file: JSON values, times in ISO 8601."""
    household = find_own_household(session, acting)
    officer, conversation = find_own_officer(session, acting), see_own_conversation(session, acting)
    reports = [
        *(_all_reports(session, household.id, HOUSEHOLD) if household else ()),
        *(_all_reports(session, officer.id, OFFICER) if officer else ()),
    ]
    return {
        "household": {
            "slip": household.slip,
            "unit": str(household.unit),
            "hamlet": household.hamlet_id,
            "is_restricted": household.is_restricted,
        }
        if household
        else None,
        "officer": {
            "unit": str(officer.unit),
            "organisation": officer.organisation.name if officer.organisation else None,
            "group": officer.group,
            "is_restricted": officer.is_restricted,
        }
        if officer
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
        "drafts": [dict(row.body) for row in _drafts(session, acting, household, officer)],
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
                "words": [
                    {"at": each.at.isoformat(), "text": each.text, "is_answer": each.is_answer} for each in ticket.words
                ],
            }
            for ticket in own_tickets(session, acting, most=None)
        ],
        "requests": [
            {
                "right": row.right,
                "purpose": row.purpose,
                "asked_at": row.asked_at.isoformat(),
                "due_on": row.due_on.isoformat(),
                "fulfilled_at": row.fulfilled_at.isoformat() if row.fulfilled_at else None,
            }
            for row in own_requests(session, acting)
        ],
        "conversation": conversation.to_json() if conversation else None,
    }


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept, for a person to read. reports: every version, oldest first.

    requests: right, when it was asked, when it was fulfilled. drafts: forms under way, when each was last changed, and
    what was answered.
    """

    own: OwnData
    reports: tuple[ReportInfo, ...]
    tickets: tuple[OwnTicket, ...]
    requests: tuple[tuple[str, datetime, datetime | None], ...]
    drafts: tuple[tuple[Form, datetime, Mapping[str, Answer]], ...]
    conversation: OwnConversation | None


def see_everything(session: Session, acting: Acting) -> Everything:
    """The same as `export_own_data`, to be drawn."""
    own = see_own_data(session, acting)
    rows = [
        *(_all_reports(session, own.household.id, HOUSEHOLD) if own.household else ()),
        *(_all_reports(session, own.officer.id, OFFICER) if own.officer else ()),
    ]
    asked = tuple((row.right, row.asked_at, row.fulfilled_at) for row in own_requests(session, acting) if row.right)
    drafts = (_read_draft(session, acting, row) for row in _drafts(session, acting, own.household, own.officer))
    return Everything(
        own=own,
        reports=tuple(read_report(session, acting, row) for row in rows),
        tickets=own_tickets(session, acting, most=None),
        requests=asked,
        drafts=tuple(each for each in drafts if each is not None),
        conversation=see_own_conversation(session, acting),
    )


def _read_draft(session: Session, acting: Acting, row: Draft) -> tuple[Form, datetime, Mapping[str, Answer]] | None:
    """A form under way with its answers; None where it has none, or belongs to no survey."""
    answers = campaign_drafts.Draft.from_json(row.body).answers
    if not answers or row.campaign is None or row.period_id is None:
        return None
    period = find_period(session, row.period_id)
    return acting.library.form(row.campaign, row.form_id, period.target_year), row.updated_at, answers


def _drafts(
    session: Session, acting: Acting, household: HouseholdInfo | None, officer: OfficerInfo | None
) -> Sequence[Draft]:
    chats = [acting.actor.chat_id, *(chats_of(session, officer.id) if officer else ())]
    own = and_(col(Draft.chat_id).in_(chats), col(Draft.form_id) == OFFICER)
    if household is not None:
        own = or_(own, col(Draft.household_id) == household.id)
    return session.exec(select(Draft).where(own).order_by(col(Draft.id))).all()


def _all_reports(session: Session, subject_id: str, kind: str) -> Sequence[Report]:
    return session.exec(reports_of(subject_id, kind).order_by(col(Report.submitted_at))).all()


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
