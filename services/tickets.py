"""Tickets: what a person hands over to their ward, and the help a household wishes for."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from campaigns.units import UnitKey
from models.tickets import HelpWish, Ticket
from models.upserts import insert_new
from services.consents import HELP, Notice, give_consent
from services.households import find_own_household, own_household
from services.people import Acting
from services.periods import current_period
from services.turns import StaleAction

ANSWER_WITHIN_DAYS = 7
WISHES = ("so_suc_khoe", "vneid", "nop_truc_tuyen")
"""What a household may want to be shown: health record, VNeID, papers online."""


def open_ticket(session: Session, acting: Acting, unit: UnitKey, kind: str, note: str = "") -> None:
    """Hand something over to a unit. kind: "form_help" …; note: an id of ours, never what a person wrote in a form.

    Idempotent while an open ticket of the chat has the same kind and note. Effects: due in `ANSWER_WITHIN_DAYS` days.
    """
    same = select(Ticket).where(
        col(Ticket.chat_id) == acting.actor.chat_id,
        col(Ticket.kind) == kind,
        col(Ticket.note) == note,
        col(Ticket.closed_at).is_(None),
    )
    if session.exec(same).first() is not None:
        return
    ticket = {
        "chat_id": acting.actor.chat_id,
        "household_id": acting.actor.household_id,
        "unit_epoch": unit.epoch,
        "unit_code": unit.code,
        "kind": kind,
        "note": note,
        "created_at": acting.now,
        "due_on": acting.today + timedelta(days=ANSWER_WITHIN_DAYS),
    }
    session.add(Ticket.model_validate(ticket))


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Whom a person was handed over to. ward: its label, None where none is known; answer_by: a local day."""

    ward: str | None
    answer_by: date | None
    contact: str | None


def hand_over(session: Session, acting: Acting) -> HandedOver:
    """Ask the actor's ward to help them in this conversation; without a ward nobody is asked. Idempotent while open."""
    household = find_own_household(session, acting)
    unit = household.unit if household else acting.actor.unit
    period = current_period(session, acting)
    contact = period.contact if period else None
    if unit is None:
        return HandedOver(None, None, contact)
    open_ticket(session, acting, unit, "talk")
    label = acting.library.places.unit(unit).label
    return HandedOver(label, acting.today + timedelta(days=ANSWER_WITHIN_DAYS), contact)


def wish_for_help(session: Session, acting: Acting, topic: str, notice: Notice) -> None:
    """Keep what the household wants help with, for the ward's community team, under a consent of its own.

    Errors: `no_household`; `stale_action` for a topic that is not offered. Idempotent by household and topic.
    """
    if topic not in WISHES:
        raise StaleAction
    household = own_household(session, acting)
    consent_id = give_consent(session, acting, HELP, notice)
    wish = {"household_id": household.id, "topic": topic, "consent_id": consent_id, "created_at": acting.now}
    insert_new(session, HelpWish, wish)
