"""Periods: when a campaign asks, for which year's targets, and who answers for the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, exists, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.clocks import clock_for
from campaigns.errors import AppError
from campaigns.form_ids import HOUSEHOLD
from models.locks import lock_name
from models.periods import Period
from models.prepared import Query
from services.people import Acting


@dataclass(eq=False)
class PeriodIncomplete(AppError):
    """A period cannot open: these of its particulars are missing."""

    code: ClassVar[str] = "period_incomplete"
    missing: tuple[str, ...]


@dataclass(eq=False)
class PeriodsOverlap(AppError):
    """Another period of the campaign is open in these days."""

    code: ClassVar[str] = "periods_overlap"
    other: str


@dataclass(eq=False)
class PeriodExists(AppError):
    """There is a period of this id already, open or closed."""

    code: ClassVar[str] = "period_exists"
    period_id: str


class NoPeriod(AppError):
    """No period is open, so nothing can be answered now."""

    code: ClassVar[str] = "no_period"


@dataclass(eq=False)
class PeriodClosed(AppError):
    """The period is over; its reports do not change any more."""

    code: ClassVar[str] = "period_closed"
    closed_on: date


@dataclass(frozen=True, slots=True)
class PeriodInfo:
    """A period as others see it. Both dates are local and belong to it; `target_year` says which targets count.

    clocks: where people are answered in another time than usual, kind → as `campaigns.clocks.read_clock` reads it; None
    where nothing differs.
    """

    id: str
    campaign: str
    name: str
    target_year: int
    opens_on: date
    closes_on: date
    controller: str
    contact: str
    notice_number: str
    retention_until: date
    is_sample: bool
    is_closed: bool
    clocks: Mapping[str, str] | None = field(default=None, hash=False)

    def is_open(self, today: date) -> bool:
        """Whether reports may be sent, corrected and withdrawn on this local date."""
        return not self.is_closed and self.opens_on <= today <= self.closes_on


_REQUIRED = ("name", "controller", "contact", "notice_number")


def open_period(session: Session, _acting: Acting, plan: PeriodInfo) -> PeriodInfo:
    """Open a reporting period.

    Errors: `period_incomplete` without a controller, contact or notice number; `period_exists`; `periods_overlap`.
    Effects: one row.
    """
    missing = tuple(name for name in _REQUIRED if not str(getattr(plan, name)).strip())
    if missing:
        raise PeriodIncomplete(missing)
    lock_name(session, f"periods:{plan.campaign}")
    if session.get(Period, plan.id) is not None:
        raise PeriodExists(plan.id)
    other = session.exec(select(Period).where(_open_within(plan.campaign, plan.opens_on, plan.closes_on))).first()
    if other is not None:
        raise PeriodsOverlap(other.name)
    names = [name for name in Period.model_fields if hasattr(plan, name)]
    session.add(Period.model_validate({name: getattr(plan, name) for name in names}))
    return plan


def close_period(session: Session, acting: Acting, period_id: str) -> PeriodInfo:
    """Close a period; its reports are locked from now on. Idempotent. Errors: `no_period`."""
    period = session.get(Period, period_id)
    if period is None:
        raise NoPeriod
    if period.closed_at is None:
        period.closed_at = acting.now
        session.add(period)
    return _info(period)


def list_periods(session: Session) -> list[PeriodInfo]:
    """Every period there ever was, the newest first."""
    rows = session.exec(select(Period).order_by(col(Period.opens_on).desc(), col(Period.id)))
    return [_info(row) for row in rows]


def find_period(session: Session, period_id: str) -> PeriodInfo:
    """One period by its id. Errors: `no_period`."""
    period = _BY_ID.first(session, {"id": period_id})
    if period is None:
        raise NoPeriod
    return period


def hold_period(session: Session, period_id: str) -> PeriodInfo:
    """One period, which nobody can close until the commit. Errors: `no_period`."""
    period = _HOLD.first(session, {"id": period_id})
    if period is None:
        raise NoPeriod
    return period


def keep_open(session: Session, period_id: str) -> None:
    """Let nobody close this period until the commit, if it is still open then."""
    _HOLD.post(session, {"id": period_id})


def current_period(session: Session, acting: Acting, campaign: str | None = None) -> PeriodInfo | None:
    """The period that is open today, or else the last one that was; None where there never was one.

    campaign: look among this campaign's periods only; None for those in which households are asked.
    """
    if campaign is None:
        asking = acting.library.campaigns_asking(HOUSEHOLD)
        periods = [each for each in _ALL_BEGUN.all(session, {"today": acting.today}) if each.campaign in asking]
    else:
        periods = _CAMPAIGNS_BEGUN.all(session, {"today": acting.today, "campaign": campaign})
    return next((period for period in periods if period.is_open(acting.today)), periods[0] if periods else None)


def foresee_period(session: Session, acting: Acting) -> None:
    """`current_period` will probably be asked for, of those in which households are asked."""
    _ALL_BEGUN.foresee(session, {"today": acting.today})


def open_period_now(session: Session, acting: Acting, campaign: str | None = None) -> PeriodInfo:
    """The period that is open today, as `current_period`. Errors: `no_period`, `period_closed`."""
    period = current_period(session, acting, campaign)
    if period is None:
        raise NoPeriod
    require_open(period, acting.today)
    return period


def open_periods(session: Session, acting: Acting, form_id: str) -> tuple[PeriodInfo, ...]:
    """The periods that are open today in campaigns that ask this form, the newest first."""
    asking = acting.library.campaigns_asking(form_id)
    begun = _ALL_BEGUN.all(session, {"today": acting.today})
    return tuple(each for each in begun if each.is_open(acting.today) and each.campaign in asking)


def due_on(session: Session, acting: Acting, kind: str) -> date:
    """By when what is asked today is to be answered. kind: of ticket, or a right; the period may set its own time."""
    period = current_period(session, acting)
    own = period.clocks if period else None
    return clock_for(kind, own or {}).due_on(acting.today)


def require_open(period: PeriodInfo, today: date) -> None:
    """Errors: `period_closed` unless reports of this period may still change."""
    if not period.is_open(today):
        raise PeriodClosed(period.closes_on)


def is_open_today(period_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether this period is open, in a statement that is given `today`."""
    return exists().where(
        col(Period.id) == period_id,
        col(Period.closed_at).is_(None),
        col(Period.opens_on) <= bindparam("today"),
        col(Period.closes_on) >= bindparam("today"),
    )


PERIOD_COLUMNS = (
    *(
        col(getattr(Period, name))
        for name in ("id", "campaign", "name", "target_year", "opens_on", "closes_on", "controller", "contact")
    ),
    func.coalesce(col(Period.notice_number), ""),
    col(Period.retention_until),
    col(Period.is_sample),
    col(Period.closed_at).is_not(None),
    col(Period.clocks),
)
"""What a `PeriodInfo` is made of, for statements that read a period beside something else."""
_BEGUN = (
    select_columns(*PERIOD_COLUMNS)
    .where(col(Period.opens_on) <= bindparam("today"))
    .order_by(col(Period.opens_on).desc())
    .limit(200)
)
_ALL_BEGUN = Query(_BEGUN, PeriodInfo)
_CAMPAIGNS_BEGUN = Query(_BEGUN.where(col(Period.campaign) == bindparam("campaign")), PeriodInfo)
_NAMED = select_columns(*PERIOD_COLUMNS).where(col(Period.id) == bindparam("id"))
_BY_ID = Query(_NAMED, PeriodInfo)
_HOLD = Query(_NAMED.with_for_update(read=True), PeriodInfo)


def _open_within(campaign: str, opens_on: date, closes_on: date) -> ColumnElement[bool]:
    return and_(
        col(Period.campaign) == campaign,
        col(Period.closed_at).is_(None),
        col(Period.opens_on) <= closes_on,
        col(Period.closes_on) >= opens_on,
    )


def _info(period: Period) -> PeriodInfo:
    return PeriodInfo(
        id=period.id,
        campaign=period.campaign,
        name=period.name,
        target_year=period.target_year,
        opens_on=period.opens_on,
        closes_on=period.closes_on,
        controller=period.controller,
        contact=period.contact,
        notice_number=period.notice_number or "",
        retention_until=period.retention_until,
        is_sample=period.is_sample,
        is_closed=period.closed_at is not None,
        clocks={kind: str(written) for kind, written in (period.clocks or {}).items()} or None,
    )
