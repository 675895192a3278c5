"""The queue: tickets of a unit, as those see them who answer for it: take, answer, close, pass on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.units import Unit, UnitKey
from models.households import ChatHousehold
from models.tickets import Ticket, TicketWord
from services.audit import Deed, write_deed
from services.complaints import COMPLAINT, about_whom
from services.inbox import Message, leave_message
from services.people import Acting, Capability, NotYours, mandates, require, signature
from services.reminders import plan_reminders
from services.scopes import lies_within
from services.tickets import (
    CALLBACK,
    DATA_REQUEST,
    OBJECTION,
    WISH,
    Words,
    close,
    read_id,
    read_words,
    settle_request,
    write_words,
)
from services.turns import StaleAction

NEEDS: dict[str, Capability] = {
    "form_help": Capability.ANSWER_PEOPLE,
    "talk": Capability.ANSWER_PEOPLE,
    CALLBACK: Capability.ANSWER_PEOPLE,
    WISH: Capability.ANSWER_PEOPLE,
    OBJECTION: Capability.HANDLE_REQUESTS,
    COMPLAINT: Capability.HANDLE_REQUESTS,
    DATA_REQUEST: Capability.HANDLE_REQUESTS,
}
"""Kind of ticket → what a role must include to see and answer it."""
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class TicketInfo:
    """A ticket in the queue. note: the question of a form, what is objected to, or the right that is used.

    due_on: a local day. is_answered: it waits for the person now. owner: a signature, None where nobody has taken it.
    about: the unit whose own people a complaint is about.
    """

    id: int
    kind: str
    note: str
    unit: Unit
    created_at: datetime
    due_on: date
    is_overdue: bool
    is_answered: bool
    is_closed: bool
    owner: str | None
    is_mine: bool
    about: Unit | None = None

    @property
    def place(self) -> Unit:
        """Where it comes from, for a list."""
        return self.about or self.unit


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket with all that was written in it. by_telephone: nobody waits in a chat; they are called back.

    above: the unit that it can be passed on to. list_page: of the queue where it was opened, from 0. Nothing of the
    household is in it but, for a wish, the neighbourhood; and no slip number.
    """

    ticket: TicketInfo
    words: tuple[Words, ...]
    by_telephone: bool
    above: Unit | None
    list_page: int = 0


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many open tickets wait for an answer, how many of these are past their day, and how many were answered."""

    waiting: int
    overdue: int
    answered: int


def list_tickets(session: Session, acting: Acting, *, closed: bool = False) -> tuple[TicketInfo, ...]:
    """Open tickets of the actor's units, those that wait for an answer first, by due day; or the last closed.

    Errors: `not_yours` for whoever answers for no unit.
    """
    query = select(Ticket).where(_in_reach(session, acting))
    if closed:
        query = query.where(col(Ticket.closed_at).is_not(None)).order_by(col(Ticket.closed_at).desc())
    else:
        waiting = col(Ticket.answered_at).is_not(None)
        query = query.where(col(Ticket.closed_at).is_(None)).order_by(waiting, col(Ticket.due_on), col(Ticket.id))
    own = signature(session, acting)
    return tuple(_info(acting, row, own) for row in session.exec(query.limit(MOST_LISTED)))


def count_tickets(session: Session, acting: Acting) -> QueueCounts:
    """How many open tickets there are, however many are listed. Errors: `not_yours` for whoever answers for no unit."""
    is_waiting = col(Ticket.answered_at).is_(None)
    is_overdue = and_(is_waiting, col(Ticket.due_on) < acting.today)
    wanted = select_columns(func.count(case((is_waiting, 1))), func.count(case((is_overdue, 1))), func.count())
    found = wanted.select_from(Ticket).where(_in_reach(session, acting), col(Ticket.closed_at).is_(None))
    waiting, overdue, open_ones = session.execute(found).one()
    return QueueCounts(waiting, overdue, open_ones - waiting)


def see_open_ticket(session: Session, acting: Acting, ticket_id: str, page: str = "") -> TicketPage:
    """The ticket that the actor's chat is at; opening another is `look_at_ticket`, a deed. Errors: `not_yours`."""
    if acting.actor.view.view != "ticket" or acting.actor.view.args[:1] != (ticket_id,):
        raise NotYours
    return see_ticket(session, acting, ticket_id, page)


def see_ticket(session: Session, acting: Acting, ticket_id: int | str, page: str = "") -> TicketPage:
    """One ticket of the actor's units. Changes nothing: who opens it calls `look_at_ticket`. Errors: `not_yours`."""
    row = _require(session, acting, session.get(Ticket, read_id(ticket_id)))
    above = acting.library.places.ancestors(_unit(row))
    return TicketPage(
        ticket=_info(acting, row, signature(session, acting)),
        words=read_words(session, row.id),
        by_telephone=row.chat_id is None,
        above=above[0] if above else None,
        list_page=read_id(page),
    )


def look_at_ticket(session: Session, acting: Acting, ticket_id: int, page: str = "") -> TicketPage:
    """The same, as a deed: somebody reads what a person wrote. Effects: one row in the audit trail."""
    found = see_ticket(session, acting, ticket_id, page)
    _write(session, acting, "see_ticket", ticket_id)
    return found


def take_ticket(session: Session, acting: Acting, ticket_id: int) -> TicketInfo:
    """Become the one who answers, also instead of somebody else. Errors: `not_yours`, `stale_action` once closed."""
    row = _hold(session, acting, ticket_id)
    row.owner = signature(session, acting)
    session.add(row)
    _write(session, acting, "take_ticket", ticket_id, "owner")
    return _info(acting, row, row.owner)


def answer_ticket(session: Session, acting: Acting, ticket_id: int, text: str) -> TicketInfo:
    """Answer in the chat that asked; who answers becomes the owner. The person closes it, or asks on.

    Errors: `not_yours`, `words_too_long`, `stale_action` once closed or where nothing was written. Effects: a message
    for the chat, or, where somebody telephoned, for the household's chats.
    """
    row = _hold(session, acting, ticket_id)
    write_words(session, acting, row, text, is_answer=True)
    row.owner, row.answered_at = signature(session, acting), acting.now
    session.add(row)
    settle_request(session, acting, row)
    _write(session, acting, "answer_ticket", ticket_id, "words")
    _tell(session, acting, row, "ticket_answered")
    return _info(acting, row, row.owner)


def close_ticket(session: Session, acting: Acting, ticket_id: int) -> TicketInfo:
    """Close a ticket that was settled otherwise, by telephone or a visit. Errors: `not_yours`, `stale_action`.

    Effects: a telephone number that was kept with it goes; the chat that asked is told, unless it had an answer.
    """
    row = _hold(session, acting, ticket_id)
    row.owner = row.owner or signature(session, acting)
    if row.answered_at is None:
        _tell(session, acting, row, "ticket_closed")
    close(session, acting, row)
    _write(session, acting, "close_ticket", ticket_id)
    return _info(acting, row, signature(session, acting))


def pass_on_ticket(session: Session, acting: Acting, ticket_id: int, unit: UnitKey) -> TicketInfo:
    """Give a ticket to the unit above, or to another one that the actor answers for; it has no owner then.

    Errors: `not_yours` for any other unit, `unit_unknown`, `stale_action`. Effects: that unit's leaders are told.
    """
    row = _hold(session, acting, ticket_id)
    if unit not in [each.key for each in units_to_pass(session, acting, ticket_id)]:
        raise NotYours
    row.unit_epoch, row.unit_code, row.owner = unit.epoch, unit.code, None
    session.add(row)
    session.flush()
    plan_reminders(session, acting, row)
    _write(session, acting, "pass_on_ticket", ticket_id)
    return _info(acting, row, signature(session, acting))


@dataclass(frozen=True, slots=True)
class Passing:
    """A ticket, and the units that it can be given to."""

    page: TicketPage
    units: tuple[Unit, ...]


def see_passing(session: Session, acting: Acting, ticket_id: str, page: str = "") -> Passing:
    """A ticket that is about to be passed on. Errors: `not_yours`."""
    return Passing(see_ticket(session, acting, ticket_id, page), units_to_pass(session, acting, read_id(ticket_id)))


def units_to_pass(session: Session, acting: Acting, ticket_id: int) -> tuple[Unit, ...]:
    """Where the actor can give a ticket: the unit above, then those directly below the own. Errors: `not_yours`.

    A complaint about a unit's people only goes upwards.
    """
    row = _require(session, acting, session.get(Ticket, ticket_id))
    places, own = acting.library.places, _unit(row)
    above = places.ancestors(own)[:1]
    if row.kind == COMPLAINT:
        return above
    held = [each.unit for each in mandates(session, acting) if each.can(NEEDS[row.kind])]
    below = [unit for key in held if key is not None and key in places for unit in places.children(key)]
    return (*above, *dict.fromkeys(unit for unit in below if unit.key != own and unit not in above))


def _require(session: Session, acting: Acting, row: Ticket | None) -> Ticket:
    needed = NEEDS.get(row.kind, Capability.HANDLE_REQUESTS) if row else Capability.ANSWER_PEOPLE
    require(session, acting, needed, _unit(row) if row else None, about_whom(row) if row else None)
    if row is None:
        raise NotYours
    return row


def _hold(session: Session, acting: Acting, ticket_id: int) -> Ticket:
    row = session.exec(select(Ticket).where(col(Ticket.id) == ticket_id).with_for_update()).first()
    held = _require(session, acting, row)
    if held.closed_at is not None:
        raise StaleAction
    return held


def _tell(session: Session, acting: Acting, row: Ticket, code: str) -> None:
    """A message for the chat that asked, or for the household's chats where somebody telephoned."""
    if row.chat_id is not None:
        chats = [row.chat_id]
    else:
        of_household = select(ChatHousehold.chat_id).where(col(ChatHousehold.household_id) == row.household_id)
        chats = sorted(session.exec(of_household))
    last = select(func.max(TicketWord.id)).where(col(TicketWord.ticket_id) == row.id, col(TicketWord.is_answer))
    words = session.exec(last).one() or 0
    for chat_id in chats:
        leave_message(session, chat_id, Message(code, ticket=row.id or 0, words=words), acting.now)


def _in_reach(session: Session, acting: Acting) -> ColumnElement[bool]:
    """Tickets that the actor's roles let them see and answer. Errors: `not_yours` where no role lets them any."""
    held, reach = mandates(session, acting), list[ColumnElement[bool]]()
    for needed in dict.fromkeys(NEEDS.values()):
        able = [each for each in held if each.can(needed)]
        kinds = [kind for kind, need in NEEDS.items() if need is needed]
        here = lies_within(acting, able, col(Ticket.unit_epoch), col(Ticket.unit_code))
        reach += [and_(col(Ticket.kind).in_(kinds), here)] if able else []
    if not reach:
        raise NotYours
    # No other kind has a unit's key for a note.
    about_own = [str(each.unit) for each in held if each.unit is not None]
    return and_(or_(*reach), col(Ticket.note).not_in(about_own))


def _unit(row: Ticket) -> UnitKey:
    return UnitKey.stored(row.unit_epoch, row.unit_code)


def _info(acting: Acting, row: Ticket, own: str) -> TicketInfo:
    about = about_whom(row)
    return TicketInfo(
        id=row.id or 0,
        kind=row.kind,
        note=row.note,
        unit=acting.library.places.unit(_unit(row)),
        created_at=row.created_at,
        due_on=row.due_on,
        is_overdue=row.closed_at is None and row.answered_at is None and row.due_on < acting.today,
        is_answered=row.answered_at is not None,
        is_closed=row.closed_at is not None,
        owner=row.owner,
        is_mine=row.owner == own,
        about=acting.library.places.unit(about) if about else None,
    )


def _write(session: Session, acting: Acting, action: str, ticket_id: int, *fields: str) -> None:
    told = (*fields, f"unit={_unit(session.get_one(Ticket, ticket_id))}")
    write_deed(session, acting.now, Deed(signature(session, acting), action, "ticket", str(ticket_id), told))
