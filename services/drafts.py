"""Drafts: a form under way, saved before each reply, so that nothing acknowledged is ever lost.

A form is asked of a household, or of an officer about themself. form_id and campaign say which: an officer may be asked
by several campaigns at once; without them it is the household's form of the campaign that asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from campaigns.answers import Answer
from campaigns.form_ids import HOUSEHOLD
from campaigns.form_moves import FormStep
from campaigns.form_steps import Ask
from campaigns.units import UnitKey
from models.officers import OFFICER
from services.consents import Notice, agree, bind_consents, has_consent, purpose_of, require_consent
from services.draft_store import delete_draft, save_step, start_draft, start_first_draft
from services.form_states import FormState, Moved, NoDraft, read_forms, require_form, take_step
from services.households import (
    find_own_household,
    hold_household,
    keep_others_waiting,
    own_household,
    require_use,
    settle,
)
from services.notices import Asking, see_asking
from services.officer_reports import agree_as_officer, own_officer_report
from services.officers import find_officer_of, hold_officer, hold_officer_of, own_officer, require_officer_use
from services.people import Acting
from services.periods import PeriodInfo, open_period_now, require_open
from services.reports import own_report
from services.standing import NoUnit
from services.tickets import open_ticket
from services.turns import AlreadyDone, Overtaken, StaleAction
from services.units import Wards, foresee_hamlets, list_all_hamlets, list_wards, require_ward


class Gate(StrEnum):
    """What stands before the form."""

    OPEN = "open"
    CONSENT = "consent"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a form was left. step and total as on its screen; both 0 where it is at the review."""

    id: int
    step: int
    total: int
    campaign: str


@dataclass(frozen=True, slots=True)
class Settling:
    """Where a household is about to live, and what it will then be asked. asks_hamlet: the ward's list is still to be
    chosen from.
    """

    asked: Asking
    unit: UnitKey
    hamlet_id: str | None = None
    asks_hamlet: bool = False


MOST_LOOKS = 2
"""How often a step looks at the form again: another chat of the same owner may have been faster once."""


def look_at_gate(session: Session, acting: Acting, form_id: str = HOUSEHOLD, campaign: str = "") -> tuple[Gate, Asking]:
    """What stands between the actor and the form, and what is asked there. Errors: those of `see_asking`."""
    asked = see_asking(session, acting, form_id, campaign)
    if not has_consent(session, acting, purpose_of(form_id, asked.period.id), form_id, asked.form.version):
        return Gate.CONSENT, asked
    return (Gate.OPEN if _is_placed(session, acting, form_id, asked.period) else Gate.PLACE), asked


def look_past_consent(
    session: Session, acting: Acting, form_id: str = HOUSEHOLD, campaign: str = ""
) -> tuple[Asking, Wards | None]:
    """What is consented to, and the wards of which a household without a place is to choose one next.

    Errors: those of `see_asking`.
    """
    asked = see_asking(session, acting, form_id, campaign)
    is_next = form_id == HOUSEHOLD and acting.actor.household_id is None
    return asked, list_wards(session, acting) if is_next else None


def begin(session: Session, acting: Acting, form_id: str = HOUSEHOLD, campaign: str = "") -> FormState:
    """Begin the form of the open period, go on with the one under way, or correct the report that was sent.

    Errors: `no_period`, `period_closed`, `no_form`, `no_consent`; `no_household`, `data_restricted`; `no_officer`,
    `no_office`, `officer_restricted`.
    """
    asked = see_asking(session, acting, form_id, campaign)
    form, period = asked.form, asked.period
    require_consent(session, acting, purpose_of(form_id, period.id), form.id, form.version)
    owner_id = _hold_owner(session, acting, form_id, period)
    state = _of_period(session, acting, form_id, period.id)
    if state is None:
        start_draft(session, acting, form, (period, owner_id), _sent(session, acting, form_id, period.id))
        state = _of_period(session, acting, form_id, period.id)
    if state is None:
        raise Overtaken
    return state.untroubled


def agree_and_begin(session: Session, acting: Acting, asked: Asking, notice: Notice) -> FormState | None:
    """Record the consent to this text; begin at once where it is known already where the person lives, or works."""
    form_id, period = asked.form.id, asked.period
    if form_id == OFFICER:
        agree_as_officer(session, acting, period.id, notice)
    else:
        agree(session, acting, purpose_of(form_id, period.id), notice)
    is_placed = _is_placed(session, acting, form_id, period)
    return begin(session, acting, form_id, period.campaign) if is_placed else None


def see_settling(session: Session, acting: Acting, place: str) -> Settling:
    """What it would mean to live there. place: a ward's key; a hamlet's id, or "WARD/" where it is not known.

    Errors: `no_unit`, `no_period`, `period_closed`, `no_form`.
    """
    unit, slash, hamlet = place.partition("/")
    foresee_hamlets(session, unit)
    asked = see_asking(session, acting)
    hamlets = list_all_hamlets(session, require_ward(session, acting, unit))
    if hamlet and place not in hamlets:
        raise NoUnit
    return Settling(asked, UnitKey.parse(unit), place if hamlet else None, bool(hamlets) and not slash)


def begin_at(session: Session, acting: Acting, settling: Settling) -> str:
    """Say where the household lives, then begin or go on; the household's id. Errors: those of `begin`."""
    asked = settling.asked
    own = settle(session, acting, settling.unit, settling.hamlet_id)
    bind_consents(session, acting, own)
    theirs = acting.for_household(own)
    is_new = acting.actor.household_id is None
    if not (is_new and start_first_draft(session, theirs, asked.form, (asked.period, own))):
        begin(session, theirs)
    return own


def see_form(session: Session, acting: Acting, form_id: str = HOUSEHOLD, campaign: str = "") -> FormState:
    """The actor's form that is under way in an open period, of the latest where there are several.

    Errors: `no_draft`, `no_household`, `no_officer`, `no_period`, `period_closed`.
    """
    for state in read_forms(session, acting, form_id=form_id):
        if state.period.is_open(acting.today) and campaign in ("", state.period.campaign):
            return state
    (own_officer if form_id == OFFICER else own_household)(session, acting)
    open_period_now(session, acting, campaign or None)
    raise NoDraft


def find_open_draft(session: Session, acting: Acting) -> DraftPlace | None:
    """The form that the actor's household left last in a period that is still open, if there is one."""
    found = [state for state in read_forms(session, acting) if state.period.is_open(acting.today)]
    return _place(max(found, key=lambda state: state.updated_at)) if found else None


def find_officer_drafts(session: Session, acting: Acting) -> tuple[DraftPlace, ...]:
    """The forms that the actor left as an officer, in periods that are still open; one a campaign."""
    found = read_forms(session, acting, form_id=OFFICER)
    return tuple(_place(state) for state in found if state.period.is_open(acting.today))


def look_ahead(acting: Acting, state: FormState | None, step: FormStep) -> Moved | None:
    """Where a step leads from what was read at arrival, worked out before the write so that the write is short.

    None where that needs another look: the form was not read or is another one, or the step is not simply to be taken.
    """
    if state is None or step.draft_id != str(state.id):
        return None
    try:
        moved = take_step(acting, state, step)
    except (StaleAction, AlreadyDone):
        return None
    return None if moved.after.is_odd else moved


def move_on(session: Session, acting: Acting, step: FormStep, ahead: Moved | None = None) -> FormState:
    """Take one step in a form and save it. ahead: what `look_ahead` gave, stored only if nothing has changed since.

    Errors: `no_draft`, `period_closed`, `stale_action`; `no_consent` where the form was renewed since;
    `already_done` for a second tap on the same answer. Effects: one row.
    """
    moved = ahead
    tries = 0
    while moved is None or not (moved.after.is_odd or save_step(session, acting, moved)):
        if (tries := tries + 1) > MOST_LOOKS:
            raise Overtaken
        state = hold_form(session, acting, step.draft_id)
        require_open(state.period, acting.today)
        purpose = purpose_of(state.form.id, state.period.id)
        require_consent(session, acting, purpose, state.form.id, state.form.version)
        moved = take_step(acting, state, step)
    if moved.handed_over:
        owner = moved.after.owner
        asking = acting.for_oneself() if owner.kind == OFFICER else acting
        open_ticket(session, asking, owner.unit, "form_help", moved.handed_over)
    return moved.after


def drop_draft(session: Session, acting: Acting, draft_id: str, made_at: int) -> None:
    """Throw a form under way away. A report that was sent before stays. Errors: `no_draft`, `stale_action`."""
    state = require_form(session, acting, draft_id)
    if made_at != state.seq:
        raise StaleAction
    delete_draft(session, state)


def hold_form(session: Session, acting: Acting, draft_id: str) -> FormState:
    """The actor's form of this id ("": their household's), whose owner's other chats wait until the commit."""
    keep_others_waiting(session, acting)
    state = require_form(session, acting, draft_id) if draft_id else see_form(session, acting)
    if state.owner.kind == OFFICER:
        hold_officer(session, acting)
        return require_form(session, acting, draft_id)
    return state


def _hold_owner(session: Session, acting: Acting, form_id: str, period: PeriodInfo) -> str:
    """The id of whom this form would be about, whose other chats wait until the commit with what they have."""
    if form_id == OFFICER:
        officer = hold_officer_of(session, acting, period.campaign)
        require_officer_use(officer)
        return officer.id
    household = hold_household(session, acting)
    require_use(household)
    return household.id


def _is_placed(session: Session, acting: Acting, form_id: str, period: PeriodInfo) -> bool:
    """Whether it is known where the household lives, or in which of the campaign's units the officer works."""
    if form_id == OFFICER:
        return find_officer_of(session, acting, period.campaign) is not None
    return find_own_household(session, acting) is not None


def _sent(session: Session, acting: Acting, form_id: str, period_id: str) -> Mapping[str, Answer] | None:
    """What was sent in this period already."""
    find = own_officer_report if form_id == OFFICER else own_report
    report = find(session, acting, period_id)
    return None if report is None else report.answers


def _of_period(session: Session, acting: Acting, form_id: str, period_id: str) -> FormState | None:
    """The draft of a period, whichever of its owner's chats began it."""
    found = read_forms(session, acting, form_id=form_id)
    return next((state for state in found if state.period.id == period_id), None)


def _place(state: FormState) -> DraftPlace:
    numbers = (state.step.step, state.step.total) if isinstance(state.step, Ask) else (0, 0)
    return DraftPlace(state.id, *numbers, state.period.campaign)
