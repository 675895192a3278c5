"""Officers' reports: their own answers in a period, once, with history; the tallies of their office move with them."""

from collections.abc import Mapping

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.answers import Answer
from campaigns.form_format import Form
from campaigns.measures import GROUP
from models.officers import OFFICER, OfficerProfile
from models.reports import Report
from services.consents import Notice, agree, officer_purpose, require_consent
from services.officers import NoOffice, find_own_officer, hold_officer, own_officer, require_officer_use
from services.people import Acting
from services.periods import hold_period, require_open
from services.reports import Filled, ReportInfo, Subject, has_reported, read_report, store_report


def agree_as_officer(session: Session, acting: Acting, period_id: str, notice: Notice) -> None:
    """Record the officer's consent to this text. It belongs to no household, whoever else uses the chat."""
    agree(session, acting.for_oneself(), officer_purpose(period_id), notice)


def submit_officer_report(
    session: Session, acting: Acting, form: Form, period_id: str, answers: Mapping[str, Answer]
) -> str:
    """Store the officer's report of a period; its id. A later one corrects the earlier, which is kept as history.

    Errors: `period_closed`, `no_officer`, `no_office` where their office is none of the campaign's, `no_consent`,
    `officer_restricted`.
    Effects: moves the tallies of the unit where they work now (and of the one where they reported before); the profile
    keeps the group that was told.
    """
    period = hold_period(session, period_id)
    require_open(period, acting.today)
    officer = hold_officer(session, acting)
    if acting.library.tree(period.campaign).find(officer.unit) is None:
        raise NoOffice
    require_officer_use(officer)
    require_consent(session, acting, officer_purpose(period_id), form.id, form.version)
    profile = session.get_one(OfficerProfile, officer.id)
    group = answers.get(GROUP)
    profile.staff_group = group if isinstance(group, str) and not group.startswith("@") else None
    session.add(profile)
    filled = Filled(form, period, Subject(OFFICER, officer.id, officer.unit), answers)
    corrects = has_reported(session, period_id, officer.id, OFFICER)
    return store_report(session, acting, filled, corrects=corrects)


def own_officer_report(session: Session, acting: Acting, period_id: str) -> ReportInfo | None:
    """The officer's report of this period, if it was sent. Errors: `no_officer`."""
    of_period = col(Report.period_id) == period_id
    report = session.exec(_current_of(own_officer(session, acting).id).where(of_period)).first()
    return None if report is None else read_report(session, acting, report)


def own_officer_reports(session: Session, acting: Acting) -> tuple[ReportInfo, ...]:
    """Every report of the actor as an officer that stands, the newest first; () for someone who is none."""
    officer = find_own_officer(session, acting)
    if officer is None:
        return ()
    rows = session.exec(_current_of(officer.id).order_by(col(Report.submitted_at).desc())).all()
    return tuple(read_report(session, acting, row) for row in rows)


def _current_of(officer_id: str) -> SelectOfScalar[Report]:
    of_officer = (col(Report.subject_kind) == OFFICER, col(Report.subject_id) == officer_id)
    return select(Report).where(*of_officer, col(Report.superseded_at).is_(None))
