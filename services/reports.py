"""Reports: a household's answers in a period, once, with history, and the tallies that move with them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from campaigns.answers import Answer
from campaigns.form_format import Form
from campaigns.indicators import Counts
from campaigns.units import UnitKey
from models.columns import JsonObject
from models.households import ChatHousehold
from models.reports import HOUSEHOLD, Report
from services.consents import report_purpose, require_consent
from services.households import HouseholdInfo, hold_household, own_household, require_use, sortable_id
from services.inbox import Message, leave_message
from services.people import Acting
from services.periods import PeriodInfo, find_period, hold_period, require_open
from services.tallies import move_tallies

_ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])
_COUNTS: TypeAdapter[dict[str, Counts]] = TypeAdapter(dict[str, Counts])


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report as its household sees it. answers: question id → answer, in form order."""

    id: str
    form: Form
    period: PeriodInfo
    answers: Mapping[str, Answer]
    submitted_at: datetime
    corrects: bool


def submit_report(session: Session, acting: Acting, form: Form, period_id: str, answers: Mapping[str, Answer]) -> str:
    """Store the household's report of a period; its id. A later one corrects the earlier, which is kept as history.

    Errors: `period_closed`, `no_household`, `no_consent`, `data_restricted`. Effects: moves the tallies of the unit
    where the household lives now (and of the one where it reported before); tells its other chats of a correction.
    """
    period = hold_period(session, period_id)
    require_open(period, acting.today)
    household = hold_household(session, acting)
    require_use(household)
    require_consent(session, acting, report_purpose(period_id), form.id, form.version)
    earlier = _current(session, period_id, household.id)
    if earlier is not None:
        earlier.superseded_at = acting.now
        session.add(earlier)
        session.flush()
    report = _new_report(acting, form, period, household, answers)
    report.supersedes = earlier.id if earlier else None
    session.add(report)
    session.flush()
    changes = [(report, 1)]
    if earlier is not None:
        tell_others(session, acting, household.id, "report_corrected")
        changes.insert(0, (earlier, -1))
    for changed, sign in sorted(changes, key=lambda change: (change[0].unit_epoch, change[0].unit_code)):
        _count(session, acting, changed, sign=sign)
    return report.id


def own_report(session: Session, acting: Acting, period_id: str) -> ReportInfo | None:
    """The report of the actor's household in this period, if it was sent. Errors: `no_household`."""
    household = own_household(session, acting)
    report = _current(session, period_id, household.id)
    return None if report is None else read_report(session, acting, report)


def read_report(session: Session, acting: Acting, report: Report) -> ReportInfo:
    """A report as its household sees it."""
    period = find_period(session, report.period_id)
    return ReportInfo(
        id=report.id,
        form=acting.library.form(report.campaign, report.form_id, period.target_year),
        period=period,
        answers=read_answers(report.answers),
        submitted_at=report.submitted_at,
        corrects=report.supersedes is not None,
    )


def has_reported(session: Session, period_id: str, household_id: str) -> bool:
    """Whether this household's report of the period is in."""
    return _current(session, period_id, household_id) is not None


def contributions(acting: Acting, report: Report, target_year: int) -> dict[str, Counts]:
    """Indicator → what this report has added to it; as of today's definitions where that was not kept with it."""
    if report.counts is not None:
        return _COUNTS.validate_python(report.counts)
    form = acting.library.form(report.campaign, report.form_id, target_year)
    return acting.library.contributions(report.campaign, form, target_year, read_answers(report.answers))


def subtract_report(session: Session, acting: Acting, report: Report) -> None:
    """Take a current report's counts out of its unit's tallies."""
    _count(session, acting, report, sign=-1)


def add_report(session: Session, acting: Acting, report: Report) -> None:
    """Put a current report's counts back into its unit's tallies."""
    _count(session, acting, report, sign=1)


def tell_others(session: Session, acting: Acting, household_id: str, code: str) -> None:
    """Leave a message for every other chat that answers for this household."""
    chats = session.exec(select(ChatHousehold.chat_id).where(col(ChatHousehold.household_id) == household_id)).all()
    for chat_id in sorted(set(chats) - {acting.actor.chat_id}):
        leave_message(session, chat_id, Message(code), acting.now)


def _current(session: Session, period_id: str, household_id: str) -> Report | None:
    query = select(Report).where(
        col(Report.period_id) == period_id,
        col(Report.subject_kind) == HOUSEHOLD,
        col(Report.subject_id) == household_id,
        col(Report.superseded_at).is_(None),
    )
    return session.exec(query).first()


def _new_report(
    acting: Acting, form: Form, period: PeriodInfo, household: HouseholdInfo, answers: Mapping[str, Answer]
) -> Report:
    counts = acting.library.contributions(period.campaign, form, period.target_year, answers)
    return Report.model_validate(
        {
            "id": sortable_id(acting.now),
            "form_id": form.id,
            "form_version": form.version,
            "campaign": period.campaign,
            "period_id": period.id,
            "subject_kind": HOUSEHOLD,
            "subject_id": household.id,
            "unit_epoch": household.unit.epoch,
            "unit_code": household.unit.code,
            "hamlet_id": household.hamlet_id,
            "answers": write_answers(answers),
            "counts": {indicator: asdict(each) for indicator, each in counts.items()},
            "channel": acting.actor.channel,
            "entered_by": "household",
            "submitted_at": acting.now,
        }
    )


def _count(session: Session, acting: Acting, report: Report, *, sign: int) -> None:
    year = find_period(session, report.period_id).target_year
    change = {
        name: Counts() + counts if sign > 0 else Counts() - counts
        for name, counts in contributions(acting, report, year).items()
    }
    place = (report.campaign, report.period_id, UnitKey.stored(report.unit_epoch, report.unit_code))
    move_tallies(session, place, change, households=sign, today=acting.today)


def write_answers(answers: Mapping[str, Answer]) -> JsonObject:
    """Answers as JSON keeps them."""
    return {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}


def read_answers(stored: JsonObject) -> dict[str, Answer]:
    """What `write_answers` gave."""
    return _ANSWERS.validate_python({n: tuple(a) if isinstance(a, list) else a for n, a in stored.items()})
