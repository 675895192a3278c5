"""Exchanges: what a person writes to their unit: call me back, I object, thank you, this is not clear yet."""

import re
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col

from campaigns.text import tidy
from campaigns.units import Unit, UnitKey
from models.tickets import TicketWord
from services.complaints import COMPLAINT, NobodyAbove, find_above
from services.consents import Notice, agree
from services.households import keep_others_waiting
from services.people import Acting, ViewKey
from services.periods import due_on
from services.reminders import plan_reminders
from services.tickets import (
    CALLBACK,
    DATA_REQUEST,
    OBJECTION,
    TALK,
    Desk,
    NoWard,
    OwnTicket,
    close,
    find_desk,
    find_own_ticket,
    hold_own,
    open_ticket,
    read_own,
    write_words,
)
from services.turns import StaleAction, move_chat

FORM = "form"
"""The view of a form that is being filled in."""
ABOUT = ("figure", "award_list")
"""What an objection may be against; stands in the ticket's note."""
DATA_RIGHTS = ("object", "complain")
"""Rights that are used by writing to a person."""
_NUMBER = re.compile(r"(?:\+?84|0)\d{8,10}")


def ask_callback(session: Session, acting: Acting, written: str, notice: Notice) -> int | None:
    """Ask to be called at a number; the ticket's id, or None where that is no telephone number.

    notice: what was said about keeping it. Errors: `no_ward`, `too_many_tickets`. Effects: a consent of its own; the
    number is kept with the ticket until that closes. Asked again while it is open, the new number replaces the old; the
    chat goes on to ask when.
    """
    number = re.sub(r"[\s.()-]", "", tidy(written))
    if not _NUMBER.fullmatch(number):
        return None
    # The consent may be withdrawn at this moment, on another device or by telephone; no number may come in behind it.
    keep_others_waiting(session, acting)
    ticket = open_ticket(session, acting, desk_unit(session, acting), CALLBACK)
    agree(session, acting, CALLBACK, notice)
    session.execute(delete(TicketWord).where(col(TicketWord.ticket_id) == ticket.id))
    move_chat(session, acting.actor.chat_id, ViewKey("callback_when", (str(ticket.id),)))
    return write_words(session, acting, ticket, number)


def say_when(session: Session, acting: Acting, ticket_id: int, when: str) -> OwnTicket:
    """Say when one may be called. Errors: `not_yours`, `words_too_long`."""
    ticket = hold_own(session, acting, ticket_id)
    if ticket.kind != CALLBACK or ticket.closed_at is not None:
        raise StaleAction
    write_words(session, acting, ticket, when)
    return read_own(session, acting, ticket)


def object_to(session: Session, acting: Acting, about: str, text: str) -> OwnTicket:
    """Object to a published figure or an award list. about: one of `ABOUT`.

    Errors: `no_ward`, `too_many_tickets`, `words_too_long`; `stale_action` for anything else. Effects: a ticket.
    """
    if about not in ABOUT:
        raise StaleAction
    ticket = open_ticket(session, acting, desk_unit(session, acting), OBJECTION, about)
    write_words(session, acting, ticket, text)
    return read_own(session, acting, ticket)


def complain(session: Session, acting: Acting, text: str) -> OwnTicket:
    """Complain about the people of one's own unit; somebody above them answers, and they do not see it.

    Errors: `no_ward`, `nobody_above`, `too_many_tickets`, `words_too_long`. Effects: a ticket of the nearest unit above
    that has a leader.
    """
    desk = find_desk(session, acting)
    if desk.unit is None:
        raise NoWard
    above = find_above(session, acting, desk.unit.key)
    if above is None:
        raise NobodyAbove(desk.contact)
    ticket = open_ticket(session, acting, above, COMPLAINT, str(desk.unit.key))
    write_words(session, acting, ticket, text)
    return read_own(session, acting, ticket)


def thank_for(session: Session, acting: Acting, ticket_id: int) -> None:
    """That was the answer: the ticket is closed. Errors: `not_yours`. Idempotent."""
    close(session, acting, hold_own(session, acting, ticket_id))


def ask_on(session: Session, acting: Acting, ticket_id: int, text: str) -> OwnTicket:
    """Not clear yet: the same ticket is open again, with a new due day. Errors: `not_yours`, `words_too_long`."""
    ticket = hold_own(session, acting, ticket_id)
    write_words(session, acting, ticket, text)
    ticket.answered_at = ticket.closed_at = None
    ticket.due_on = due_on(session, acting, ticket.note if ticket.kind == DATA_REQUEST else ticket.kind)
    session.add(ticket)
    session.flush()
    plan_reminders(session, acting, ticket)
    return read_own(session, acting, ticket)


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody has asked their unit for help and is about to say with what.

    came_from: the form that they were in and go back to, None for any other screen.
    """

    ticket: OwnTicket
    contact: str | None
    came_from: ViewKey | None


def hand_over(session: Session, acting: Acting) -> Talk | None:
    """Ask the actor's ward to help them in this conversation; None where no ward is known, so that nobody is asked.

    Idempotent while open. Effects: the chat goes on to say what it is about, and comes back to a form it was in.
    """
    desk, at = find_desk(session, acting), acting.actor.view
    if desk.unit is None:
        return None
    ticket = open_ticket(session, acting, desk.unit.key, TALK)
    came_from = at.args[1:] if at.view == TALK else (at.view, *at.args) if at.view == FORM else ()
    move_chat(session, acting.actor.chat_id, ViewKey(TALK, (str(ticket.id), *came_from)))
    return see_talk(session, acting, str(ticket.id), *came_from)


def see_talk(session: Session, acting: Acting, ticket_id: str, *came_from: str) -> Talk:
    """What has been asked and said so far. Errors: `not_yours`, `stale_action` for what is no request for help."""
    ticket = find_own_ticket(session, acting, ticket_id)
    if ticket.kind != TALK:
        raise StaleAction
    back = ViewKey(came_from[0], came_from[1:]) if came_from else None
    return Talk(ticket, find_desk(session, acting).contact, back)


def say_what(session: Session, acting: Acting, ticket_id: int, text: str) -> OwnTicket:
    """Say with what one wants help; its due day stays, unless it was answered: then it is asked anew.

    Errors: `not_yours`, `words_too_long`, `stale_action` for what is no request for help.
    """
    ticket = hold_own(session, acting, ticket_id)
    if ticket.kind != TALK:
        raise StaleAction
    if ticket.answered_at is not None or ticket.closed_at is not None:
        return ask_on(session, acting, ticket_id, text)
    write_words(session, acting, ticket, text)
    return read_own(session, acting, ticket)


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody is about to write, and to whom. above: who reads a complaint about the people of the desk."""

    about: str
    desk: Desk
    above: Unit | None = None


def see_writing(session: Session, acting: Acting, about: str) -> Writing:
    """Whom a text of this kind goes to. Errors: `stale_action` for a kind that nobody can write."""
    if about not in (*ABOUT, *DATA_RIGHTS, COMPLAINT):
        raise StaleAction
    desk = find_desk(session, acting)
    above = find_above(session, acting, desk.unit.key) if about == COMPLAINT and desk.unit else None
    return Writing(about, desk, acting.library.places.unit(above) if above else None)


def desk_unit(session: Session, acting: Acting) -> UnitKey:
    """The unit that would answer the actor. Errors: `no_ward`."""
    desk = find_desk(session, acting)
    if desk.unit is None:
        raise NoWard
    return desk.unit.key
