"""Privacy: what is kept of a household, for its own people to see, take along and delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import and_, delete, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.chats import Chat
from models.consents import Consent, ConsentText
from models.drafts import Draft
from models.households import Household
from models.officers import OFFICER, OfficerProfile
from models.reports import HOUSEHOLD, Report
from models.tallies import Retained
from models.tickets import HelpWish, Ticket
from services.drafts import find_open_draft
from services.households import HouseholdInfo, find_own_household, hold_household
from services.lockouts import forget_misses
from services.officer_reports import own_officer_reports
from services.officers import OfficerInfo, chats_of, find_own_officer, hold_officer
from services.people import Acting
from services.periods import PeriodInfo, current_period, hold_period
from services.reports import ReportInfo, contributions, own_report, subtract_report, tell_others
from services.tallies import add_figures


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
    officer: OfficerInfo | None = None
    officer_reports: tuple[ReportInfo, ...] = ()


def see_own_data(session: Session, acting: Acting) -> OwnData:
    """What is kept of the actor; a person who has given nothing sees that nothing is kept."""
    household = find_own_household(session, acting)
    period = current_period(session, acting)
    reports = session.exec(_reports_of(household.id)).all() if household else []
    report = own_report(session, acting, period.id) if household and period else None
    officer = find_own_officer(session, acting)
    return OwnData(
        household=household,
        unit_label=acting.library.places.unit(household.unit).label if household else "",
        period=period,
        is_open=period is not None and period.is_open(acting.today),
        report=report,
        earlier_reports=len(reports) - (report is not None),
        consents=_consents(session, acting, household),
        wishes=_wishes(session, household),
        open_tickets=_open_tickets(session, acting),
        locale=acting.actor.locale,
        has_draft=find_open_draft(session, acting) is not None,
        officer=officer,
        officer_reports=own_officer_reports(session, acting, officer.id) if officer else (),
    )


def export_own_data(session: Session, acting: Acting) -> dict[str, JsonValue]:
    """Everything that is kept of the actor and their household, for a file: JSON values, times in ISO 8601."""
    household = find_own_household(session, acting)
    officer = find_own_officer(session, acting)
    reports = [
        *(_all_reports(session, household.id, HOUSEHOLD) if household else ()),
        *(_all_reports(session, officer.id, OFFICER) if officer else ()),
    ]
    return {
        "household": {"slip": household.slip, "unit": str(household.unit), "hamlet": household.hamlet_id}
        if household
        else None,
        "officer": {
            "unit": str(officer.unit),
            "organisation": officer.organisation.name if officer.organisation else None,
            "group": officer.group,
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
        "drafts": [dict(row.body) for row in _drafts(session, acting, household)],
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
    }


def _drafts(session: Session, acting: Acting, household: HouseholdInfo | None) -> Sequence[Draft]:
    own = and_(col(Draft.chat_id) == acting.actor.chat_id, col(Draft.form_id) == OFFICER)
    if household is not None:
        own = or_(own, col(Draft.household_id) == household.id)
    return session.exec(select(Draft).where(own).order_by(col(Draft.id))).all()


def _all_reports(session: Session, subject_id: str, kind: str) -> Sequence[Report]:
    return session.exec(_reports_of(subject_id, kind).order_by(col(Report.submitted_at))).all()


def erase_household(session: Session, acting: Acting) -> None:
    """Delete the actor's household with everything that hangs on it, what they answered as an officer, and this chat's
    own row.

    In an open period its answers are subtracted from the tallies; in a closed one they move to the unit's anonymous
    retained counts, so that recount = reports + retained. Errors: `no_household`. Effects: other chats of the household
    are told; afterwards nothing stored leads back to it.
    """
    household = hold_household(session, acting)
    tell_others(session, acting, household.id, "household_erased")
    if find_own_officer(session, acting) is not None:
        erase_officer(session, acting)
    _erase_reports(session, acting, household.id, HOUSEHOLD)
    session.execute(delete(Household).where(col(Household.id) == household.id))
    session.execute(delete(Consent).where(col(Consent.chat_id) == acting.actor.chat_id))
    session.execute(delete(Chat).where(col(Chat.id) == acting.actor.chat_id))
    forget_misses(session, acting)


def erase_officer(session: Session, acting: Acting) -> None:
    """Delete what the actor answered as an officer: reports, drafts, consents and the profile; the chat stays.

    What it added to the tallies is subtracted in an open period and retained without a name in a closed one, as of a
    household. Errors: `no_officer`.
    """
    officer = hold_officer(session, acting)
    chats = chats_of(session, officer.id)
    _erase_reports(session, acting, officer.id, OFFICER)
    session.execute(delete(Draft).where(col(Draft.chat_id).in_(chats), col(Draft.form_id) == OFFICER))
    of_officer = (col(Consent.chat_id).in_(chats), col(Consent.purpose).like(f"{OFFICER}:%"))
    session.execute(delete(Consent).where(*of_officer))
    session.execute(delete(OfficerProfile).where(col(OfficerProfile.id) == officer.id))


def _erase_reports(session: Session, acting: Acting, subject_id: str, kind: str) -> None:
    held = _reports_of(subject_id, kind).order_by(Report.period_id, Report.unit_epoch, Report.unit_code)
    for report in session.exec(held).all():
        if report.superseded_at is None:
            _settle_counts(session, acting, report)
    session.execute(delete(Report).where(col(Report.subject_kind) == kind, col(Report.subject_id) == subject_id))


def _settle_counts(session: Session, acting: Acting, report: Report) -> None:
    period = hold_period(session, report.period_id)
    if period.is_open(acting.today):
        subtract_report(session, acting, report)
        return
    key = {"campaign": report.campaign, "period_id": report.period_id}
    unit = {"unit_epoch": report.unit_epoch, "unit_code": report.unit_code}
    add_figures(session, Retained, {**key, **unit}, contributions(acting, report, period.target_year))


def _reports_of(subject_id: str, kind: str = HOUSEHOLD) -> SelectOfScalar[Report]:
    return select(Report).where(col(Report.subject_kind) == kind, col(Report.subject_id) == subject_id)


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
