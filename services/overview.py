"""The overview: what an official sees first: what waits for them, and how their unit stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.units import UnitKey
from models.tickets import Ticket
from services.live import LiveStanding, stand_live
from services.people import Acting, Capability, Mandate, covers, mandates


@dataclass(frozen=True, slots=True)
class Waiting:
    """Tickets that are open in somebody's units, and how many of them are past their day."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits and how the unit stands; None for what none of the actor's roles may see."""

    waiting: Waiting | None
    live: LiveStanding | None


def see_overview(session: Session, acting: Acting) -> Overview:
    """What an official sees first."""
    held = mandates(session, acting)
    answering = [each for each in held if each.can(Capability.ANSWER_PEOPLE)]
    return Overview(
        waiting=_waiting(session, acting, answering) if answering else None,
        live=stand_live(session, acting) if any(each.can(Capability.SEE_LIVE) for each in held) else None,
    )


def _waiting(session: Session, acting: Acting, held: Sequence[Mandate]) -> Waiting:
    rows = session.exec(select(Ticket).where(col(Ticket.closed_at).is_(None)))
    days = [row.due_on for row in rows if covers(acting, held, UnitKey.stored(row.unit_epoch, row.unit_code))]
    return Waiting(len(days), sum(day < acting.today for day in days))
