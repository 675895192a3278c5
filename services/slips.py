"""Slips: what a household is told once its report is in."""

from dataclasses import dataclass

from sqlmodel import Session

from services.households import HouseholdInfo, own_household
from services.people import Acting
from services.periods import foresee_period
from services.reports import Filled
from services.standing import Turnout, foresee_turnout, see_turnout
from services.tickets import WISHES
from services.turns import StaleAction


@dataclass(frozen=True, slots=True)
class Slip:
    """A household's slip, how far its ward has come by the public snapshot, and what help is offered."""

    household: HouseholdInfo
    ward: Turnout
    wishes: tuple[str, ...] = WISHES


def see_slip(session: Session, acting: Acting, sent: Filled | None = None) -> Slip:
    """The actor's slip. sent: what they have just sent, which tells where to look. Errors: `no_household`."""
    foresee_period(session, acting)
    if sent is not None:
        foresee_turnout(session, acting, sent.period, sent.subject.unit)
    household = own_household(session, acting)
    return Slip(household, see_turnout(session, acting, str(household.unit)))


def see_wish(session: Session, acting: Acting, topic: str) -> tuple[Slip, str]:
    """The actor's slip and the help they are thinking of. Errors: `no_household`, `stale_action` for another topic."""
    if topic not in WISHES:
        raise StaleAction
    return see_slip(session, acting), topic
