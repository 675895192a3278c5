"""Notices: what a person must know before they consent."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.form_format import Form
from campaigns.form_ids import HOUSEHOLD
from campaigns.localized import Localized
from services.people import Acting
from services.periods import PeriodInfo, open_period_now


@dataclass(frozen=True, slots=True)
class Asking:
    """The form that is about to be asked, in which period and for which campaign.

    is_measured: some target of the plan counts what is answered.
    """

    form: Form
    period: PeriodInfo
    campaign: Localized
    is_measured: bool = True


def see_asking(session: Session, acting: Acting, form_id: str = HOUSEHOLD, campaign: str = "") -> Asking:
    """What would be asked now. campaign: the one that asks; "" for the one that asks households.

    Errors: `no_period`, `period_closed`; `no_form` where the campaign does not ask this form.
    """
    period = open_period_now(session, acting, campaign or None)
    form = acting.library.form(period.campaign, form_id, period.target_year)
    is_measured = bool(acting.library.targets(period.campaign, form_id, period.target_year))
    return Asking(form, period, acting.library.packs[period.campaign].name, is_measured)
