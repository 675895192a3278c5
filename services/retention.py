"""Retention: what was only promised to be kept for a time is deleted once that time is over, in bounded chunks."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Exists, and_, delete, exists, or_
from sqlmodel import Session, col, select

from campaigns.indicators import Counts
from models.audit import AuditEntry
from models.chats import Inbox
from models.drafts import Draft
from models.households import Household
from models.people import Invitation, LinkCode
from models.periods import Period
from models.questions import AskedQuestion
from models.reports import HOUSEHOLD, Report
from models.tallies import Retained
from models.tickets import DataRequest, Ticket
from models.unit_inputs import UnitInput
from services.audit import OPERATOR, Deed, write_deed
from services.idle_chats import purge_chats
from services.officer_retention import hold_officers, purge_idle_officers, purge_officers
from services.people import TIME_ZONE, Acting
from services.periods import find_period
from services.reports import contributions
from services.tallies import add_figures
from services.tickets import settle_requests

MOST_HOUSEHOLDS = 100
MOST_ROWS = 500
QUESTIONS_KEPT = timedelta(days=365)
CLOSED_TICKETS_KEPT = timedelta(days=365)
REQUESTS_KEPT = timedelta(days=365)
BEGUN_KEPT = timedelta(days=1)
MESSAGES_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=90)
"""After the code has ended: long enough to find out who was invited and never came; the deed stays in the trail."""
INPUTS_KEPT_YEARS = 10
"""After the year that they are about: the longest plan runs ten years, and its last awards look back at all."""
AUDIT_KEPT = timedelta(days=3_653)
"""Ten years, as long as the figures that it vouches for. `models.audit` refuses whoever wants to delete sooner."""
_Numbered = AskedQuestion | AuditEntry | DataRequest | Draft | Inbox | Invitation | Ticket | UnitInput


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows a purge deleted. reports: with their earlier versions; codes: invitations, and of other devices.

    inputs: what units entered for awards; deeds: of the audit trail.
    """

    reports: int = 0
    households: int = 0
    drafts: int = 0
    questions: int = 0
    tickets: int = 0
    messages: int = 0
    chats: int = 0
    requests: int = 0
    officers: int = 0
    codes: int = 0
    inputs: int = 0
    deeds: int = 0

    @property
    def total(self) -> int:
        """Rows of every kind; 0 when nothing was left to delete."""
        return sum(astuple(self))

    def __add__(self, other: "Purged") -> "Purged":
        return Purged(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def purge_expired(session: Session, acting: Acting) -> int:
    """Delete a chunk of what may not be kept any longer; how many rows that was, 0 when nothing is left.

    Effects: as in `purge_chunk`. Idempotent.
    """
    return purge_chunk(session, acting).total


def purge_on_order(session: Session, acting: Acting) -> Purged:
    """A chunk of the same, as an operator's deed. Effects: one row more in the audit trail, if anything was deleted."""
    purged = purge_chunk(session, acting)
    if purged.total:
        counts = tuple(f"{name}={getattr(purged, name)}" for name in Purged.__slots__)
        write_deed(session, acting.now, Deed(OPERATOR, "purge", "retention", acting.today.isoformat(), counts))
    return purged


def purge_chunk(session: Session, acting: Acting) -> Purged:
    """Delete a chunk of what may not be kept any longer: at most `MOST_HOUSEHOLDS` households, `MOST_ROWS` of the rest.

    Once a period's `retention_until` is past, the counts of its reports move to the unit's anonymous retained ones, so
    that recount = reports + retained, and its reports and drafts go; a household goes with the last of them, and with
    it its links, consents, wishes and tickets. An officer goes likewise, and a conversation that nothing is left of
    (`services.idle_chats`).
    """
    periods = _expired(session, acting.today)
    gone = _purge_periods(session, acting, periods) if periods else Purged()
    last_day = acting.today - QUESTIONS_KEPT
    questions = select(AskedQuestion.id).where(col(AskedQuestion.day) < last_day)
    tickets = select(Ticket.id).where(col(Ticket.closed_at) < acting.now - CLOSED_TICKETS_KEPT)
    messages = select(Inbox.id).where(col(Inbox.created_at) < acting.now - MESSAGES_KEPT)
    requests = select(DataRequest.id).where(_is_old(acting))
    inputs = select(UnitInput.id).where(col(UnitInput.year) < acting.today.year - INPUTS_KEPT_YEARS)
    deeds = select(AuditEntry.id).where(col(AuditEntry.at) < acting.now - AUDIT_KEPT)
    return gone + Purged(
        questions=_delete(session, AskedQuestion, session.exec(questions.limit(MOST_ROWS)).all()),
        tickets=_delete(session, Ticket, session.exec(tickets.limit(MOST_ROWS)).all()),
        messages=_delete(session, Inbox, session.exec(messages.limit(MOST_ROWS)).all()),
        chats=purge_chats(session, [period.closes_on for period in periods]),
        requests=_delete(session, DataRequest, session.exec(requests.limit(MOST_ROWS)).all()),
        codes=_purge_codes(session, acting),
        inputs=_delete(session, UnitInput, session.exec(inputs.limit(MOST_ROWS)).all()),
        deeds=_delete(session, AuditEntry, session.exec(deeds.limit(MOST_ROWS)).all()),
    )


def _purge_codes(session: Session, acting: Acting) -> int:
    """Codes that have long ended: a device's is of no use to anyone, an invitation says whom it was meant for."""
    links = select(LinkCode.code_hash).where(col(LinkCode.expires_at) < acting.now - BEGUN_KEPT).limit(MOST_ROWS)
    ended = session.exec(links).all()
    session.execute(delete(LinkCode).where(col(LinkCode.code_hash).in_(ended)))
    offers = select(Invitation.id).where(col(Invitation.expires_at) < acting.now - INVITATIONS_KEPT)
    return len(ended) + _delete(session, Invitation, session.exec(offers.limit(MOST_ROWS)).all())


def _is_old(acting: Acting) -> ColumnElement[bool]:
    """A request that was dealt with long ago, or begun by an official who never said which right."""
    begun = and_(col(DataRequest.right) == "", col(DataRequest.asked_at) < acting.now - BEGUN_KEPT)
    return or_(begun, col(DataRequest.fulfilled_at) < acting.now - REQUESTS_KEPT)


def _expired(session: Session, today: date) -> Sequence[Period]:
    """Periods whose data may not be kept any longer; all of them are closed, since retention ends no earlier."""
    query = select(Period).where(col(Period.retention_until) < today)
    return session.exec(query.order_by(col(Period.id))).all()


def _purge_periods(session: Session, acting: Acting, periods: Sequence[Period]) -> Purged:
    """Reports, households, officers and drafts: first of those who have reported, then of those who sent nothing."""
    names = [period.id for period in periods]
    reported = _next_reported(session, names)
    if reported:
        held, officers = _hold(session, reported), hold_officers(session, reported)
        reports = _purge_reports(session, acting, names, reported)
        of_theirs = select(Draft.id).where(col(Draft.household_id).in_(held), col(Draft.period_id).in_(names))
        drafts = _delete(session, Draft, session.exec(of_theirs).all())
        households = _purge_households(session, acting, held)
        return Purged(reports, households, drafts, officers=purge_officers(session, officers))
    unsent = select(Draft.id).where(col(Draft.period_id).in_(names)).limit(MOST_ROWS)
    drafts = _delete(session, Draft, session.exec(unsent).all())
    last_day = max(period.closes_on for period in periods)
    begun = datetime.combine(last_day + timedelta(days=1), time(), TIME_ZONE)
    households = _purge_households(session, acting, _hold(session, _next_idle(session, begun)))
    return Purged(0, households, drafts, officers=purge_idle_officers(session, begun, MOST_HOUSEHOLDS))


def _next_reported(session: Session, names: Sequence[str]) -> set[str]:
    """Subjects of the next reports to go, in the order of an index, so that no chunk looks at all the others."""
    for name in names:
        query = select(Report.subject_id).where(col(Report.period_id) == name)
        place = (col(Report.unit_epoch), col(Report.unit_code))
        found = session.exec(query.order_by(*place).limit(MOST_HOUSEHOLDS)).all()
        if found:
            return set(found)
    return set()


def _next_idle(session: Session, begun: datetime) -> Sequence[str]:
    """Households that have come to an expired period, or before, and of whom nothing is kept but where they live."""
    query = select(Household.id).where(col(Household.created_at) < begun, ~_has_report(), ~_has_draft())
    return session.exec(query.order_by(col(Household.id)).limit(MOST_HOUSEHOLDS)).all()


def _hold(session: Session, households: Collection[str]) -> Sequence[str]:
    """Those of the households that are still there; until the commit nobody can delete them or hang anything on them.

    Like anyone who deletes a household's reports, so that no report's counts are moved twice.
    """
    query = select(Household.id).where(col(Household.id).in_(households))
    return session.exec(query.order_by(col(Household.id)).with_for_update()).all()


def _purge_reports(session: Session, acting: Acting, names: Sequence[str], subjects: Collection[str]) -> int:
    query = select(Report).where(col(Report.period_id).in_(names), col(Report.subject_id).in_(subjects))
    reports = session.exec(query).all()
    moved: dict[tuple[str, str, str, str], dict[str, Counts]] = {}
    years = {name: find_period(session, name).target_year for name in {report.period_id for report in reports}}
    for report in reports:
        if report.superseded_at is not None or report.set_aside is not None:
            continue
        sums = moved.setdefault((report.period_id, report.unit_epoch, report.unit_code, report.campaign), {})
        for indicator, counts in contributions(acting, report, years[report.period_id]).items():
            sums[indicator] = sums.get(indicator, Counts()) + counts
    for (period_id, epoch, code, campaign), sums in sorted(moved.items(), key=lambda item: item[0]):
        key = {"campaign": campaign, "period_id": period_id, "unit_epoch": epoch, "unit_code": code}
        add_figures(session, Retained, key, sums)
    session.execute(delete(Report).where(col(Report.id).in_([report.id for report in reports])))
    return len(reports)


def _purge_households(session: Session, acting: Acting, held: Collection[str]) -> int:
    """Delete those of them of whom no report and no draft is left; what they still waited for is done with it."""
    empty = select(Household.id).where(col(Household.id).in_(held), ~_has_report(), ~_has_draft())
    gone = session.exec(empty).all()
    settle_requests(session, acting, col(DataRequest.household_id).in_(gone))
    session.execute(delete(Household).where(col(Household.id).in_(gone)))
    return len(gone)


def _has_report() -> Exists:
    return exists().where(col(Report.subject_kind) == HOUSEHOLD, col(Report.subject_id) == col(Household.id))


def _has_draft() -> Exists:
    return exists().where(col(Draft.household_id) == col(Household.id))


def _delete(session: Session, table: type[_Numbered], rows: Sequence[int | None]) -> int:
    session.execute(delete(table).where(col(table.id).in_(rows)))
    return len(rows)
