"""Timed work: rows with a due time, claimed with a lease by whichever process is up. No timer lives in memory only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from models.chats import Chat, Event, Lockout
from models.drafts import Draft
from models.periods import Period
from models.timed import TimedWork
from models.upserts import insert_missing
from services.inbox import Message, leave_message
from services.people import TIME_ZONE, Acting
from services.reminders import REMIND, REMIND_OF_REQUEST, remind, remind_of_request
from services.retention import purge_expired
from services.tallies import roll_all_snapshots
from services.tickets import close_answered

LEASE = timedelta(minutes=2)
MOST_ROWS = 500
EVENTS_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of timed work that this process has claimed."""

    id: int
    kind: str
    key: str


def plan_housekeeping(session: Session, acting: Acting) -> None:
    """Make sure that the daily work stands in the table. Idempotent: a key is planned once."""
    for kind in DAILY:
        work = TimedWork.model_validate({"kind": kind, "key": kind, "due_at": acting.now})
        insert_missing(session, TimedWork, work.model_dump(exclude={"id"}))


def claim_due(session: Session, acting: Acting, worker: str) -> Piece | None:
    """Claim one piece that is due and that nobody holds; None where there is none. worker: names this process."""
    free = or_(col(TimedWork.leased_until).is_(None), col(TimedWork.leased_until) < acting.now)
    query = select(TimedWork).where(col(TimedWork.due_at) <= acting.now, free).order_by(col(TimedWork.due_at))
    row = session.exec(query.limit(1).with_for_update(skip_locked=True)).first()
    if row is None or row.id is None:
        return None
    row.leased_until, row.leased_by, row.attempts = acting.now + LEASE, worker, row.attempts + 1
    session.add(row)
    return Piece(row.id, row.kind, row.key)


def do_piece(session: Session, acting: Acting, piece: Piece) -> bool:
    """Do a claimed piece, in bounded chunks; True when there is more to do at once.

    Effects: daily work is due again after the next midnight in Viet Nam; what is done once goes.
    """
    row = session.get_one(TimedWork, piece.id)
    if piece.kind in ONCE:
        ONCE[piece.kind](session, acting, piece.key)
        session.delete(row)
        return False
    more = DAILY[piece.kind](session, acting) >= MOST_ROWS
    row.leased_until = row.leased_by = None
    if not more:
        row.attempts = 0
        row.due_at = _next_midnight(acting.now)
    session.add(row)
    return more


def _roll_snapshots(session: Session, acting: Acting) -> int:
    return roll_all_snapshots(session, acting.today)


def _purge_events(session: Session, acting: Acting) -> int:
    old = select(Event.channel, Event.event_id).where(col(Event.at) < acting.now - EVENTS_KEPT).limit(MOST_ROWS)
    rows = session.exec(old).all()
    for channel, event_id in rows:
        session.execute(delete(Event).where(col(Event.channel) == channel, col(Event.event_id) == event_id))
    session.execute(delete(Lockout).where(col(Lockout.first_at) < acting.now - EVENTS_KEPT))
    return len(rows)


def _close_periods(session: Session, acting: Acting) -> int:
    """Close what has run out, and tell those whose form is unfinished."""
    over = select(Period).where(col(Period.closed_at).is_(None), col(Period.closes_on) < acting.today)
    for period in session.exec(over).all():
        period.closed_at = acting.now
        session.add(period)
        chats = select(Draft.chat_id).join(Chat, col(Chat.id) == col(Draft.chat_id)).where(Draft.period_id == period.id)
        for chat_id in session.exec(chats.order_by(col(Draft.chat_id)).limit(MOST_ROWS)).all():
            leave_message(session, chat_id, Message("period_closed"), acting.now)
    return 0


def _purge_expired(session: Session, acting: Acting) -> int:
    """A chunk counts by households, so there is more to do until one finds nothing."""
    return MOST_ROWS if purge_expired(session, acting) else 0


def _close_answered(session: Session, acting: Acting) -> int:
    """Likewise, since a chunk is small."""
    return MOST_ROWS if close_answered(session, acting) else 0


DAILY: dict[str, Callable[[Session, Acting], int]] = {
    "roll_snapshots": _roll_snapshots,
    "close_periods": _close_periods,
    "close_answered": _close_answered,
    "purge_events": _purge_events,
    "purge_expired": _purge_expired,
}
"""Kind of daily work → what does a chunk of it and says how many rows that was."""
ONCE: dict[str, Callable[[Session, Acting, str], None]] = {
    REMIND: remind,
    REMIND_OF_REQUEST: remind_of_request,
}
"""Kind of work that is done once → what does it, by the key of its row."""


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(TIME_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), TIME_ZONE).astimezone(now.tzinfo)
