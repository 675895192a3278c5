"""Reports: a household's answers in a period, once, with history, and the tallies that move with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.answers import Answer
from campaigns.form_format import Form
from campaigns.form_ids import OFFICER
from campaigns.indicators import Counts
from campaigns.units import UnitKey
from models.columns import JsonObject
from models.households import ChatHousehold, Household
from models.prepared import Query
from models.reports import HOUSEHOLD, Report
from models.upserts import insert_new, insert_where
from services.consents import is_agreed, report_purpose, require_consent
from services.households import hold_household, keep_others_waiting, own_household, require_use, sortable_id
from services.inbox import Message, leave_message
from services.people import Acting
from services.periods import PeriodInfo, find_period, hold_period, is_open_today, keep_open, require_open
from services.tallies import move_tallies
from services.turns import Overtaken

_ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])
_COUNTS: TypeAdapter[dict[str, Counts]] = TypeAdapter(dict[str, Counts])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about (its kind and id), and where it counts. hamlet_id: of a household, where it is known."""

    kind: str
    id: str
    unit: UnitKey
    hamlet_id: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: about whom, in which period. answers: question id → answer, in form order."""

    form: Form
    period: PeriodInfo
    subject: Subject
    answers: Mapping[str, Answer]


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
    corrects = has_reported(session, period_id, household.id)
    if corrects:
        tell_others(session, acting, household.id, "report_corrected")
    subject = Subject(HOUSEHOLD, household.id, household.unit, household.hamlet_id)
    return store_report(session, acting, Filled(form, period, subject, answers), corrects=corrects)


def store_report(session: Session, acting: Acting, filled: Filled, *, corrects: bool) -> str:
    """Store a subject's report of a period, with history; its id. Who calls has held and checked subject and period.

    corrects: whether one is in already. Effects: moves the tallies, which come last in the transaction.
    """
    period, subject = filled.period, filled.subject
    earlier = _current(session, period.id, subject.id, subject.kind) if corrects else None
    if earlier is not None:
        earlier.superseded_at = acting.now
        session.add(earlier)
        session.flush()
    counts = count_filled(acting, filled)
    report = _row_of(acting, filled, counts) | {"supersedes": earlier.id if earlier else None}
    if not insert_new(session, Report, report):
        raise Overtaken
    moves = [(subject.unit, counts, 1)]
    if earlier is not None:
        unit = UnitKey.stored(earlier.unit_epoch, earlier.unit_code)
        moves.append((unit, contributions(acting, earlier, period.target_year), -1))
    for unit, change, sign in sorted(moves, key=lambda move: (move[0].epoch, move[0].code, move[2])):
        _move(session, acting, (period, unit, subject.kind), change, sign)
    return str(report["id"])


def store_first_report(session: Session, acting: Acting, filled: Filled, counts: Mapping[str, Counts]) -> str | None:
    """What `submit_report` stores of a household that has sent nothing yet, as it was read at arrival; the report's id.

    counts: what `count_filled` gave. None, and nothing stored, where anything that it rests on has changed since: who
    answers for the household, where it lives, its consent and its wish to have its data used, the period, its report.
    """
    keep_open(session, filled.period.id)
    keep_others_waiting(session, acting)
    report = _row_of(acting, filled, counts)
    rests_on = {
        "chat_id": acting.actor.chat_id,
        "today": acting.today,
        "purpose": report_purpose(filled.period.id),
        "version": filled.form.version,
    }
    if not _STORE_FIRST.presume(session, {**report, **rests_on}):
        return None
    _move(session, acting, (filled.period, filled.subject.unit, HOUSEHOLD), counts, 1)
    return str(report["id"])


def count_filled(acting: Acting, filled: Filled) -> dict[str, Counts]:
    """Indicator → what this form as it was filled in adds to it."""
    place = (filled.period.campaign, filled.period.target_year, filled.subject.unit)
    return _contributions(acting, place, filled.form, filled.answers)


def _row_of(acting: Acting, filled: Filled, counts: Mapping[str, Counts]) -> dict[str, object]:
    form, period, subject = filled.form, filled.period, filled.subject
    return {
        "id": sortable_id(acting.now),
        "form_id": form.id,
        "form_version": form.version,
        "campaign": period.campaign,
        "period_id": period.id,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "unit_epoch": subject.unit.epoch,
        "unit_code": subject.unit.code,
        "hamlet_id": subject.hamlet_id,
        "answers": write_answers(filled.answers),
        "counts": {indicator: each.by_name for indicator, each in counts.items()},
        "channel": acting.actor.channel,
        "entered_by": subject.kind,
        "submitted_at": acting.now,
    }


def own_report(session: Session, acting: Acting, period_id: str) -> ReportInfo | None:
    """The report of the actor's household in this period, if it was sent. Errors: `no_household`."""
    household = own_household(session, acting)
    report = _current(session, period_id, household.id)
    return None if report is None else read_report(session, acting, report)


def read_report(session: Session, acting: Acting, report: Report) -> ReportInfo:
    """A stored report as its subject sees it."""
    period = find_period(session, report.period_id)
    return ReportInfo(
        id=report.id,
        form=acting.library.form(report.campaign, report.form_id, period.target_year),
        period=period,
        answers=read_answers(report.answers),
        submitted_at=report.submitted_at,
        corrects=report.supersedes is not None,
    )


def has_reported(session: Session, period_id: str, subject_id: str, kind: str = HOUSEHOLD) -> bool:
    """Whether this household's (or other subject's) report of the period is in."""
    return _IS_IN.first(session, {"period_id": period_id, "subject_id": subject_id, "subject_kind": kind}) is not None


def contributions(acting: Acting, report: Report, target_year: int) -> dict[str, Counts]:
    """Indicator → what this report has added to it; as of today's definitions where that was not kept with it."""
    if report.counts is not None:
        return _COUNTS.validate_python(report.counts)
    form = acting.library.form(report.campaign, report.form_id, target_year)
    place = (report.campaign, target_year, UnitKey.stored(report.unit_epoch, report.unit_code))
    return _contributions(acting, place, form, read_answers(report.answers))


def _contributions(
    acting: Acting, place: tuple[str, int, UnitKey], form: Form, answers: Mapping[str, Answer]
) -> dict[str, Counts]:
    """place: campaign, target year, and the unit, whose level says which groups of staff count."""
    campaign, year, unit = place
    office = acting.library.tree(campaign).find(unit) if form.id == OFFICER else None
    level = None if office is None else acting.library.level_of(campaign, office)
    return acting.library.contributions(campaign, form, year, answers, level=level)


def subtract_report(session: Session, acting: Acting, report: Report) -> None:
    """Take a current report's counts out of its unit's tallies."""
    _count(session, acting, report, -1)


def add_report(session: Session, acting: Acting, report: Report) -> None:
    """Put a current report's counts back into its unit's tallies."""
    _count(session, acting, report, 1)


def _count(session: Session, acting: Acting, report: Report, sign: int) -> None:
    period = find_period(session, report.period_id)
    unit = UnitKey.stored(report.unit_epoch, report.unit_code)
    place = (period, unit, report.subject_kind)
    _move(session, acting, place, contributions(acting, report, period.target_year), sign)


def tell_others(session: Session, acting: Acting, household_id: str, code: str) -> None:
    """Leave a message for every other chat that answers for this household."""
    chats = session.exec(select(ChatHousehold.chat_id).where(col(ChatHousehold.household_id) == household_id)).all()
    for chat_id in sorted(set(chats) - {acting.actor.chat_id}):
        leave_message(session, chat_id, Message(code), acting.now)


_IS_CURRENT = (
    col(Report.period_id) == bindparam("period_id"),
    col(Report.subject_kind) == bindparam("subject_kind"),
    col(Report.subject_id) == bindparam("subject_id"),
    col(Report.superseded_at).is_(None),
)
_STORE_FIRST = insert_where(
    Report,
    (
        *("id", "form_id", "form_version", "campaign", "period_id", "subject_kind", "subject_id", "unit_epoch"),
        *("unit_code", "hamlet_id", "answers", "counts", "channel", "entered_by", "submitted_at"),
    ),
    is_open_today(bindparam("period_id")),
    is_agreed(bindparam("form_id")),
    exists().where(
        col(ChatHousehold.chat_id) == bindparam("chat_id"),
        col(ChatHousehold.household_id) == bindparam("subject_id"),
        col(Household.id) == col(ChatHousehold.household_id),
        col(Household.unit_epoch) == bindparam("unit_epoch"),
        col(Household.unit_code) == bindparam("unit_code"),
        col(Household.hamlet_id).is_not_distinct_from(bindparam("hamlet_id")),
        col(Household.restricted_at).is_(None),
    ),
    ~exists().where(*_IS_CURRENT),
)
_IS_IN = Query(
    select_columns(col(Report.id)).where(*_IS_CURRENT),
    str,
)


def _current(session: Session, period_id: str, subject_id: str, kind: str = HOUSEHOLD) -> Report | None:
    # Nearly everybody reports once, and a whole row costs many times as much as the question whether there is one.
    if not has_reported(session, period_id, subject_id, kind):
        return None
    query = select(Report).where(
        col(Report.period_id) == period_id,
        col(Report.subject_kind) == kind,
        col(Report.subject_id) == subject_id,
        col(Report.superseded_at).is_(None),
    )
    return session.exec(query).first()


def _move(
    session: Session, acting: Acting, place: tuple[PeriodInfo, UnitKey, str], counts: Mapping[str, Counts], sign: int
) -> None:
    period, unit, kind = place
    change = {name: Counts() + each if sign > 0 else Counts() - each for name, each in counts.items()}
    households = sign if kind == HOUSEHOLD else 0
    move_tallies(session, (period.campaign, period.id, unit), change, households=households, today=acting.today)


def write_answers(answers: Mapping[str, Answer]) -> JsonObject:
    """Answers as JSON keeps them."""
    return {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}


def read_answers(stored: JsonObject) -> dict[str, Answer]:
    """What `write_answers` gave."""
    return _ANSWERS.validate_python({n: tuple(a) if isinstance(a, list) else a for n, a in stored.items()})
