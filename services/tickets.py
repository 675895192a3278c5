"""Tickets: what a person asks of their unit and how they are answered; and the help a household wishes for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, and_, delete, func, or_
from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.text import tidy
from campaigns.units import Unit, UnitKey
from models.tickets import DataRequest, HelpWish, Ticket, TicketWord
from models.upserts import insert_new
from services.consents import HELP, Notice, give_consent
from services.households import find_own_household, hold_household
from services.people import Acting, NotYours
from services.periods import current_period, due_on
from services.reminders import plan_reminders
from services.turns import StaleAction

CALLBACK = "callback"
"""Kind of ticket, and the purpose of keeping a telephone number."""
TALK = "talk"
OBJECTION = "objection"
DATA_REQUEST = "data_request"
WISH = "wish"
"""Kind of ticket: a household wants to be shown something by the community team."""
WISHES = ("so_suc_khoe", "vneid", "nop_truc_tuyen")
"""What a household may want to be shown: health record, VNeID, papers online."""
MOST_OPEN = 10
MOST_SHOWN = 10
LONGEST_WORDS = 2_000
LONGEST_ID = 18
ANSWERED_KEPT = timedelta(days=7)
"""How long an answer waits for its person: a week has a weekend in it, and whoever comes later can still ask on."""
MOST_CLOSED = 100


class TooManyTickets(AppError):
    """This chat has as many open tickets as anyone may have."""

    code: ClassVar[str] = "too_many_tickets"


@dataclass(eq=False)
class WordsTooLong(AppError):
    """More was written than fits a ticket."""

    code: ClassVar[str] = "words_too_long"
    most: int


class NoWard(AppError):
    """Which unit should answer is not known yet."""

    code: ClassVar[str] = "no_ward"


@dataclass(frozen=True, slots=True)
class Words:
    """Something written in a ticket; is_answer: by whoever answers for the unit."""

    text: str
    at: datetime
    is_answer: bool


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket as the person sees it who asked. due_on: a local day."""

    id: int
    kind: str
    note: str
    unit: Unit
    created_at: datetime
    due_on: date
    is_answered: bool
    is_closed: bool
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom a person can turn to: their unit (None where none is known) and the contact of the period."""

    unit: Unit | None
    contact: str | None


def open_ticket(session: Session, acting: Acting, unit: UnitKey, kind: str, note: str = "") -> Ticket:
    """Hand something over to a unit. kind: "form_help" …; note: an id of ours, never what a person wrote in a form.

    Errors: `too_many_tickets`. Idempotent while an open ticket of the chat has the same kind and note. Effects: one
    row, due as the clock of its kind says, with its reminders.
    """
    same = select(Ticket).where(
        col(Ticket.chat_id) == acting.actor.chat_id,
        col(Ticket.kind) == kind,
        col(Ticket.note) == note,
        col(Ticket.closed_at).is_(None),
    )
    found = session.exec(same).first()
    if found is not None:
        return found
    own = (col(Ticket.chat_id) == acting.actor.chat_id, col(Ticket.closed_at).is_(None))
    if session.exec(select(func.count()).select_from(Ticket).where(*own)).one() >= MOST_OPEN:
        raise TooManyTickets
    return new_ticket(session, acting, unit, kind, note)


def new_ticket(session: Session, acting: Acting, unit: UnitKey, kind: str, note: str = "") -> Ticket:
    """A ticket of the actor's chat and household at a unit, whatever else is open, with its reminders."""
    ticket = Ticket.model_validate(
        {
            "chat_id": acting.actor.chat_id,
            "household_id": acting.actor.household_id,
            "unit_epoch": unit.epoch,
            "unit_code": unit.code,
            "kind": kind,
            "note": note,
            "created_at": acting.now,
            "due_on": due_on(session, acting, note if kind == DATA_REQUEST else kind),
        }
    )
    session.add(ticket)
    session.flush()
    plan_reminders(session, acting, ticket)
    return ticket


def find_desk(session: Session, acting: Acting) -> Desk:
    """Who would answer the actor: where the household lives, or else the unit chosen last."""
    household = find_own_household(session, acting)
    unit = household.unit if household else acting.actor.unit
    period = current_period(session, acting)
    return Desk(acting.library.places.unit(unit) if unit else None, period.contact if period else None)


def own_tickets(session: Session, acting: Acting, *, most: int | None = MOST_SHOWN) -> tuple[OwnTicket, ...]:
    """What the actor has asked of their unit, open ones first, then the newest. most: None for everything."""
    own = select(Ticket).where(_is_own(acting))
    rows = session.exec(own.order_by(col(Ticket.closed_at).is_not(None), col(Ticket.id).desc()).limit(most))
    return tuple(read_own(session, acting, row) for row in rows)


def find_own_ticket(session: Session, acting: Acting, ticket_id: int | str) -> OwnTicket:
    """One of the actor's tickets. Errors: `not_yours`."""
    row = session.exec(select(Ticket).where(col(Ticket.id) == read_id(ticket_id), _is_own(acting))).first()
    if row is None:
        raise NotYours
    return read_own(session, acting, row)


def read_id(written: int | str) -> int:
    """A row's id as it stands in a view's argument; 0, which no row has, for anything else."""
    text = str(written)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def write_words(session: Session, acting: Acting, ticket: Ticket, text: str, *, is_answer: bool = False) -> int:
    """Write into a ticket; the ticket's id. Errors: `words_too_long`; `stale_action` where nothing was written."""
    clean = tidy(text)
    if len(clean) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)
    if not clean or ticket.id is None:
        raise StaleAction
    row = {"ticket_id": ticket.id, "is_answer": is_answer, "text": clean, "at": acting.now}
    session.add(TicketWord.model_validate(row))
    session.flush()
    return ticket.id


def read_words(session: Session, ticket_id: int | None) -> tuple[Words, ...]:
    """All that was written in a ticket, oldest first."""
    query = select(TicketWord).where(col(TicketWord.ticket_id) == ticket_id).order_by(col(TicketWord.id))
    return tuple(Words(row.text, row.at, row.is_answer) for row in session.exec(query))


def close(session: Session, acting: Acting, ticket: Ticket) -> None:
    """Close a ticket; a telephone number or a neighbourhood goes at once, and the right it was about is dealt with.

    Idempotent.
    """
    if ticket.closed_at is None:
        ticket.closed_at = acting.now
        session.add(ticket)
    if ticket.kind in (CALLBACK, WISH):
        asked = (col(TicketWord.ticket_id) == ticket.id, col(TicketWord.is_answer).is_(False))
        session.execute(delete(TicketWord).where(*asked))
    settle_request(session, acting, ticket)


def close_answered(session: Session, acting: Acting) -> int:
    """Close a chunk of the tickets whose answer nobody has come back to; how many. Effects: see `close`."""
    long_ago = (col(Ticket.closed_at).is_(None), col(Ticket.answered_at) < acting.now - ANSWERED_KEPT)
    held = select(Ticket).where(*long_ago).order_by(col(Ticket.id)).limit(MOST_CLOSED)
    found = session.exec(held.with_for_update(skip_locked=True)).all()
    for ticket in found:
        close(session, acting, ticket)
    return len(found)


def settle_request(session: Session, acting: Acting, ticket: Ticket) -> None:
    """Whoever used a right through this ticket has been answered."""
    settle_requests(session, acting, col(DataRequest.ticket_id) == ticket.id)


def settle_requests(session: Session, acting: Acting, whose: ColumnElement[bool]) -> None:
    """Requests about data that still wait are done with, now. whose: which of them."""
    waiting = select(DataRequest).where(whose, col(DataRequest.fulfilled_at).is_(None))
    for request in session.exec(waiting).all():
        request.fulfilled_at = acting.now
        session.add(request)
    session.flush()


def wish_for_help(session: Session, acting: Acting, topic: str, notice: Notice) -> None:
    """Ask the ward's community team to show the household something, under a consent of its own.

    Errors: `no_household`; `stale_action` for a topic that is not offered; `too_many_tickets`. Idempotent by household
    and topic. Effects: the wish, and a ticket that says the neighbourhood, where that is known.
    """
    if topic not in WISHES:
        raise StaleAction
    household = hold_household(session, acting)
    consent_id = give_consent(session, acting, HELP, notice)
    wish = {"household_id": household.id, "topic": topic, "consent_id": consent_id, "created_at": acting.now}
    if insert_new(session, HelpWish, wish):
        ticket = open_ticket(session, acting, household.unit, WISH, topic)
        if household.hamlet_name:
            write_words(session, acting, ticket, household.hamlet_name)


def hold_own(session: Session, acting: Acting, ticket_id: int) -> Ticket:
    """One of the actor's tickets, which nobody else changes until the commit. Errors: `not_yours`."""
    query = select(Ticket).where(col(Ticket.id) == ticket_id, _is_own(acting))
    row = session.exec(query.with_for_update()).first()
    if row is None:
        raise NotYours
    return row


def read_own(session: Session, acting: Acting, row: Ticket) -> OwnTicket:
    """A ticket as its person sees it."""
    return OwnTicket(
        id=row.id or 0,
        kind=row.kind,
        note=row.note,
        unit=acting.library.places.unit(UnitKey.stored(row.unit_epoch, row.unit_code)),
        created_at=row.created_at,
        due_on=row.due_on,
        is_answered=row.answered_at is not None,
        is_closed=row.closed_at is not None,
        words=read_words(session, row.id),
    )


def _is_own(acting: Acting) -> ColumnElement[bool]:
    own = col(Ticket.chat_id) == acting.actor.chat_id
    if acting.actor.household_id is None:
        return own
    return or_(own, and_(col(Ticket.chat_id).is_(None), col(Ticket.household_id) == acting.actor.household_id))
