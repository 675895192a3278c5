"""Contributions: what a subject's reports have added to the figures, taken out, set aside, or brought back."""

from sqlalchemy import delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.indicators import Counts
from models.reports import HOUSEHOLD, Report
from models.tallies import Retained
from services.people import Acting
from services.periods import PeriodInfo, hold_period
from services.reports import add_report, contributions, subtract_report
from services.tallies import add_figures

OUT = "out"
RETAINED = "retained"


def reports_of(subject_id: str, kind: str = HOUSEHOLD) -> SelectOfScalar[Report]:
    """All reports of a household, or of another kind of subject, with their history."""
    return select(Report).where(col(Report.subject_kind) == kind, col(Report.subject_id) == subject_id)


def drop_reports(session: Session, acting: Acting, subject_id: str, kind: str = HOUSEHOLD) -> None:
    """Delete a subject's reports with their history.

    In an open period what they added is subtracted from the tallies; in a closed one it moves to the unit's anonymous
    retained counts, so that recount = reports + retained. What was set aside has left the figures already.
    """
    for report in _current(session, subject_id, kind):
        if report.set_aside is None:
            _leave(session, acting, report)
    session.execute(delete(Report).where(col(Report.subject_kind) == kind, col(Report.subject_id) == subject_id))


def set_aside_reports(session: Session, acting: Acting, subject_id: str, kind: str = HOUSEHOLD) -> None:
    """Keep a subject's reports without using them: out of the tallies, or, once a period is closed, retained."""
    for report in _current(session, subject_id, kind):
        if report.set_aside is None:
            report.set_aside = _leave(session, acting, report)
            session.add(report)
    session.flush()


def bring_back_reports(session: Session, acting: Acting, subject_id: str, kind: str = HOUSEHOLD) -> None:
    """Use a subject's reports again; one whose period has closed meanwhile stays out of its figures for good."""
    for report in _current(session, subject_id, kind):
        period = hold_period(session, report.period_id)
        if report.set_aside == RETAINED:
            _retain(session, acting, report, period, sign=-1)
            report.set_aside = None
        elif report.set_aside == OUT and period.is_open(acting.today):
            add_report(session, acting, report)
            report.set_aside = None
        session.add(report)
    session.flush()


def _leave(session: Session, acting: Acting, report: Report) -> str:
    """Take what a report added out of its figures; where it is afterwards."""
    period = hold_period(session, report.period_id)
    if period.is_open(acting.today):
        subtract_report(session, acting, report)
        return OUT
    _retain(session, acting, report, period, sign=1)
    return RETAINED


def _retain(session: Session, acting: Acting, report: Report, period: PeriodInfo, *, sign: int) -> None:
    key = {"campaign": report.campaign, "period_id": report.period_id}
    unit = {"unit_epoch": report.unit_epoch, "unit_code": report.unit_code}
    counts = contributions(acting, report, period.target_year)
    change = {name: each if sign > 0 else Counts() - each for name, each in counts.items()}
    add_figures(session, Retained, {**key, **unit}, change)


def _current(session: Session, subject_id: str, kind: str) -> list[Report]:
    held = reports_of(subject_id, kind).where(col(Report.superseded_at).is_(None))
    return list(session.exec(held.order_by(Report.period_id, Report.unit_epoch, Report.unit_code)).all())
