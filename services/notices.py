"""Notices: what a person must know before they consent."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.form_format import Form
from campaigns.localized import Localized
from services.people import Acting
from services.periods import PeriodInfo, open_period_now


@dataclass(frozen=True, slots=True)
class Asking:
    """The form that is about to be asked, in which period and for which campaign."""

    form: Form
    period: PeriodInfo
    campaign: Localized


def see_asking(session: Session, acting: Acting) -> Asking:
    """What would be asked now. Errors: `no_period`, `period_closed`."""
    period = open_period_now(session, acting)
    form = acting.library.household_form(period.campaign, period.target_year)
    return Asking(form, period, acting.library.packs[period.campaign].name)
