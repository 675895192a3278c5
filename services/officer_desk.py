"""What an officer finds here: which campaigns ask them, what they have sent, and how many of their office answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns import forms
from campaigns.form_format import Form
from campaigns.form_steps import Ask, next_step
from campaigns.localized import Localized
from models.officers import OFFICER
from models.reports import Report
from services.drafts import DraftPlace, find_officer_drafts
from services.officers import OfficerInfo, find_own_officer, own_officer
from services.offices import count_groups
from services.people import TIME_ZONE, Acting, mandates
from services.periods import PeriodInfo, open_period_now, open_periods
from services.reports import has_reported
from services.tallies import NEW_HOUSEHOLDS
from services.welcome import MINUTES

_MEASURED = 11
"""Questions that `MINUTES` was measured with."""


@dataclass(frozen=True, slots=True)
class AskedNow:
    """A campaign that asks officers now. draft: where the form was left. is_sent: this period's report is in.

    questions: how many there are for someone to whom no further ones apply; minutes: about how long those take.
    """

    campaign: Localized
    place: Localized
    period: PeriodInfo
    questions: int
    minutes: int
    draft: DraftPlace | None
    is_sent: bool


@dataclass(frozen=True, slots=True)
class OfficerDesk:
    """Everything that someone who works in an office can do here. office: where they work, in words."""

    officer: OfficerInfo | None
    office: str
    asked: tuple[AskedNow, ...]
    has_role: bool


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """How many of an office's officers had answered by the end of yesterday, in full fives; None below five.

    groups: group ("" where it was not told) → the same, only those of five or more.
    """

    answered: int | None
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OfficerSlip:
    """What an officer is told once the report is in. is_measured: some target of the plan counts it."""

    campaign: str
    is_measured: bool
    form: Form
    period: PeriodInfo
    office: str
    count: OfficeCount


def see_officer_desk(session: Session, acting: Acting) -> OfficerDesk:
    """The campaigns that ask officers now, and the officer that the actor answers as."""
    officer = find_own_officer(session, acting)
    drafts = {draft.campaign: draft for draft in find_officer_drafts(session, acting)}
    return OfficerDesk(
        officer=officer,
        office=office_words(acting, officer) if officer else "",
        asked=tuple(
            _asked(session, acting, period, drafts.get(period.campaign), officer)
            for period in open_periods(session, acting, OFFICER)
        ),
        has_role=bool(mandates(session, acting)),
    )


def see_officer_slip(session: Session, acting: Acting, campaign: str) -> OfficerSlip:
    """Where the actor's office stands once they have answered. Errors: `no_officer`, `no_period`, `period_closed`."""
    officer = own_officer(session, acting)
    period = open_period_now(session, acting, campaign)
    form = acting.library.officer_form(campaign, period.target_year)
    count = count_office(session, acting, period, officer)
    is_measured = bool(acting.library.targets(campaign, OFFICER, period.target_year))
    return OfficerSlip(campaign, is_measured, form, period, office_words(acting, officer), count)


def office_words(acting: Acting, officer: OfficerInfo) -> str:
    """Where an officer works, in words."""
    label = acting.library.places.unit(officer.unit).label
    return f"{officer.organisation.name}, {label}" if officer.organisation else label


def count_office(session: Session, acting: Acting, period: PeriodInfo, officer: OfficerInfo) -> OfficeCount:
    """How many officers of the same unit have answered, so that nobody's own answer can be read from it.

    It moves once a day and in fives, like a snapshot of a ward: a later look tells nothing about one more person.
    """
    midnight = datetime.combine(acting.today, time(), TIME_ZONE)
    earlier = aliased(Report)
    was_in = (
        select_columns(col(earlier.id))
        .where(
            col(earlier.period_id) == period.id,
            col(earlier.subject_kind) == OFFICER,
            col(earlier.subject_id) == col(Report.subject_id),
            col(earlier.submitted_at) < midnight,
        )
        .exists()
    )
    found = count_groups(session, period.id, officer.unit, was_in)
    fives = {name: _fives(count) for name, count in found.items()}
    return OfficeCount(_fives(sum(found.values())) or None, {name: count for name, count in fives.items() if count})


def _fives(count: int) -> int:
    return count - count % NEW_HOUSEHOLDS


def _asked(
    session: Session, acting: Acting, period: PeriodInfo, draft: DraftPlace | None, officer: OfficerInfo | None
) -> AskedNow:
    form = acting.library.officer_form(period.campaign, period.target_year)
    first = next_step(form, forms.start(form))
    questions = first.total if isinstance(first, Ask) else len(form.main)
    pack = acting.library.packs[period.campaign]
    is_sent = officer is not None and has_reported(session, period.id, officer.id, OFFICER)
    minutes = -(-questions * MINUTES // _MEASURED)
    return AskedNow(pack.name, pack.place, period, questions, minutes, draft, is_sent)
