"""Welcome: what a person finds at the door, and where they left off."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.localized import Localized
from services.drafts import DraftPlace, find_open_draft
from services.households import HouseholdInfo, find_own_household
from services.people import Acting
from services.periods import PeriodInfo, current_period
from services.reports import has_reported

MINUTES = 5
"""How long the eleven questions take; a test measures it on the scripted run."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the first screen needs to know.

    draft: where a form was left. reported: this household's report of the current period is in.
    """

    campaign: Localized | None
    period: PeriodInfo | None
    is_open: bool
    questions: int
    minutes: int
    household: HouseholdInfo | None
    draft: DraftPlace | None
    reported: bool
    is_new: bool
    locale: str


def look_around(session: Session, acting: Acting, _payload: str = "") -> Welcome:
    """Everything the first screen shows. _payload: what followed `/start`."""
    period = current_period(session, acting)
    household = find_own_household(session, acting)
    form = acting.library.household_form(period.campaign, period.target_year) if period else None
    return Welcome(
        campaign=acting.library.packs[period.campaign].name if period else None,
        period=period,
        is_open=period is not None and period.is_open(acting.today),
        questions=len(form.main) if form else 0,
        minutes=MINUTES,
        household=household,
        draft=find_open_draft(session, acting),
        reported=period is not None and household is not None and has_reported(session, period.id, household.id),
        is_new=acting.actor.is_new,
        locale=acting.actor.locale,
    )
