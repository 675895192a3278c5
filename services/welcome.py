"""Welcome: what a person finds at the door, and where they left off."""

import re
from dataclasses import dataclass

from sqlmodel import Session

from campaigns.localized import Localized
from services.codes import read_code
from services.drafts import DraftPlace, find_officer_drafts, find_open_draft
from services.households import HouseholdInfo, find_own_household
from services.people import Acting, mandates
from services.periods import PeriodInfo, current_period
from services.reports import has_reported

MINUTES = 7
"""How long the eleven questions take with all around them, as measured (docs/decisions/stated-time.md)."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the first screen needs to know.

    draft: where a form was left. reported: this household's report of the current period is in. ward: the key that a
    link named, "" for none; whether it is one of the campaign's is looked at when it is used. code: likewise.
    has_role: some role is in force. officer_drafts: forms that the person left as an officer.
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
    ward: str = ""
    code: str = ""
    has_role: bool = False
    officer_drafts: tuple[DraftPlace, ...] = ()


def look_around(session: Session, acting: Acting, payload: str = "") -> Welcome:
    """Everything the first screen shows. payload: what followed `/start`, or the page's `?xa=`; see `read_link`."""
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
        ward=read_link(payload),
        code=read_code_link(payload),
        has_role=not acting.actor.is_new and bool(mandates(session, acting)),
        officer_drafts=() if acting.actor.is_new else find_officer_drafts(session, acting),
    )


_LINK = re.compile(r"(?:xa-)?(63|34)[-:](\d{5})")


def read_link(payload: str) -> str:
    """The ward's key in a link's payload: "63-30745", "xa-63-30745" or "63:30745"; "" for anything else."""
    found = _LINK.fullmatch(payload.strip())
    return f"{found[1]}:{found[2]}" if found else ""


def read_code_link(payload: str) -> str:
    """The code in a link's payload: "ma-ABCDEFGHJKLM"; "" for anything else."""
    kind, _dash, code = payload.strip().partition("-")
    return (read_code(code) or "") if kind == "ma" else ""
