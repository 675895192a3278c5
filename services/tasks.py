"""Tasks: what somebody has asked of their unit, and what their own units have to answer."""

from dataclasses import dataclass

from sqlmodel import Session

from services.people import Acting, Capability, mandates
from services.queue import QueueCounts, TicketInfo, count_tickets, list_tickets
from services.tickets import OwnTicket, own_tickets, read_id


@dataclass(frozen=True, slots=True)
class Queue:
    """The actor's queue, what is due first at the top. may_answer: the actor answers for some unit at all.

    counts: of everything that is open, of which `tickets` lists the most urgent.
    """

    tickets: tuple[TicketInfo, ...]
    counts: QueueCounts
    may_answer: bool
    may_handle_requests: bool


@dataclass(frozen=True, slots=True)
class Tasks:
    """What the actor has asked of their unit, and what their units have to answer. page: of the queue, from 0."""

    own: tuple[OwnTicket, ...]
    queue: Queue
    page: int = 0


def see_tasks(session: Session, acting: Acting, page: str = "") -> Tasks:
    """Both sides of the counter, each empty where there is nothing."""
    return Tasks(own_tickets(session, acting), _see_queue(session, acting), read_id(page))


def _see_queue(session: Session, acting: Acting) -> Queue:
    held = mandates(session, acting)
    may_handle = any(each.can(Capability.HANDLE_REQUESTS) for each in held)
    if not (may_handle or any(each.can(Capability.ANSWER_PEOPLE) for each in held)):
        return Queue((), QueueCounts(0, 0, 0), may_answer=False, may_handle_requests=False)
    tickets, counts = list_tickets(session, acting), count_tickets(session, acting)
    return Queue(tickets, counts, may_answer=True, may_handle_requests=may_handle)
