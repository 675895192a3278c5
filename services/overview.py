"""The overview: what an official sees first: what waits for them, and how their unit stands."""

from dataclasses import dataclass

from sqlmodel import Session

from services.input_desk import ToDecide, list_to_decide
from services.live import LiveStanding, stand_live
from services.people import Acting, Capability, mandates
from services.queue import list_tickets
from services.requests import list_requests


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in somebody's units: tickets to answer, requests about data, and how many of both are past their day.

    requests: None for who handles none.
    """

    open: int
    requests: int | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits and how the unit stands; None for what none of the actor's roles may see.

    to_decide: subjects of which inputs wait for the actor to approve them.
    """

    waiting: Waiting | None
    to_decide: tuple[ToDecide, ...] | None
    live: LiveStanding | None


def see_overview(session: Session, acting: Acting) -> Overview:
    """What an official sees first."""
    held = mandates(session, acting)

    def may(capability: Capability) -> bool:
        return any(each.can(capability) for each in held)

    handles = may(Capability.HANDLE_REQUESTS)
    return Overview(
        waiting=_waiting(session, acting, handles=handles) if may(Capability.ANSWER_PEOPLE) else None,
        to_decide=list_to_decide(session, acting) if may(Capability.VERIFY_FIGURES) else None,
        live=stand_live(session, acting) if may(Capability.SEE_LIVE) else None,
    )


def _waiting(session: Session, acting: Acting, *, handles: bool) -> Waiting:
    tickets = [each for each in list_tickets(session, acting) if not each.is_answered]
    requests = list_requests(session, acting) if handles else ()
    overdue = sum(each.is_overdue for each in tickets) + sum(each.is_overdue for each in requests)
    return Waiting(len(tickets), len(requests) if handles else None, overdue)
