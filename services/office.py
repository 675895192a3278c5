"""The officials' office: who comes in with which roles, what they see, and what they do there once."""

from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from sqlmodel import Session

from campaigns.errors import AppError
from campaigns.library import Library
from services.people import Acting, Capability, Mandate, NotYours, mandates, require_anywhere
from services.turns import Arrival, UseCase, find_actor, take_turn

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Entered(Generic[R]):
    """Somebody in the office. held: their roles today; none: nothing was loaded, whatever was asked for.

    trouble: why there are no facts; `not_yours` alike for what is not there, what is not theirs, and a page that none
    of their roles opens.
    """

    acting: Acting
    held: tuple[Mandate, ...]
    facts: R | None = None
    trouble: AppError | None = None


@dataclass(frozen=True, slots=True)
class Acted(Generic[R]):
    """Something done in the office, and by whom."""

    acting: Acting
    result: R


def enter(
    session: Session,
    arrival: Arrival,
    library: Library,
    capability: Capability | None,
    query: UseCase[P, R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Entered[R]:
    """Let somebody look at a page. capability: what one of their roles must include; None: any role opens it.

    Errors: `session_ended`.
    """
    acting = Acting(find_actor(session, arrival), arrival.at, library)
    held = mandates(session, acting)
    try:
        _pass_gate(session, acting, held, capability)
        return Entered(acting, held, query(session, acting, *args, **kwargs))
    except AppError as trouble:
        return Entered(acting, held, trouble=trouble)


def act(
    session: Session,
    arrival: Arrival,
    library: Library,
    capability: Capability | None,
    use_case: UseCase[P, R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Acted[R]:
    """Let somebody do something, once for each arrival. capability: as in `enter`.

    Errors: `session_ended`, `not_yours`, `already_done`, `stale_action`, and the use-case's own, which undo all.
    """
    acting = Acting(find_actor(session, arrival), arrival.at, library)
    _pass_gate(session, acting, mandates(session, acting), capability)
    return Acted(acting, take_turn(session, arrival, acting, None, use_case, *args, **kwargs))


def _pass_gate(session: Session, acting: Acting, held: tuple[Mandate, ...], capability: Capability | None) -> None:
    if not held:
        raise NotYours
    if capability is not None:
        require_anywhere(session, acting, capability)
