"""Drafts: a form under way, saved before each reply, so that nothing acknowledged is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, delete, exists, update
from sqlmodel import Session, col

from campaigns import forms
from campaigns.answers import Answer
from campaigns.drafts import Draft
from campaigns.form_format import Form
from campaigns.form_moves import FormStep
from campaigns.form_steps import Ask, Done, next_step
from models.consents import Consent, ConsentText
from models.drafts import Draft as DraftRow
from models.drafts import draft_subject
from models.households import ChatHousehold
from models.periods import Period
from models.prepared import Prepared
from models.upserts import insert_new
from services.consents import Notice, bind_consents, give_consent, has_consent, report_purpose, require_consent
from services.form_states import FormState, Moved, NoDraft, read_forms, require_form, take_step
from services.households import (
    HouseholdInfo,
    find_own_household,
    hold_household,
    keep_others_waiting,
    own_household,
    require_use,
    settle,
)
from services.people import Acting
from services.periods import open_period_now, require_open
from services.reports import own_report, submit_report
from services.tickets import open_ticket
from services.turns import AlreadyDone, Overtaken, StaleAction
from services.units import require_hamlet, require_ward


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


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that has just been sent."""

    report_id: str
    household: HouseholdInfo


MOST_LOOKS = 2
"""How often a step looks at the form again: another chat of the household may have been faster once."""

SUBMITS = {"submit_report": submit_report}
"""The use-cases that a form may name."""


def look_at_gate(session: Session, acting: Acting) -> Gate:
    """What stands between the actor and the form. Errors: `no_period`, `period_closed`."""
    period = open_period_now(session, acting)
    form = acting.library.household_form(period.campaign, period.target_year)
    if not has_consent(session, acting, report_purpose(period.id), form.id, form.version):
        return Gate.CONSENT
    return Gate.OPEN if find_own_household(session, acting) else Gate.PLACE


def begin(session: Session, acting: Acting) -> FormState:
    """Begin the household's form of the open period, go on with the one under way, or correct the report that was sent.

    Errors: `no_period`, `period_closed`, `no_consent`, `no_household`, `data_restricted`.
    """
    period = open_period_now(session, acting)
    form = acting.library.household_form(period.campaign, period.target_year)
    require_consent(session, acting, report_purpose(period.id), form.id, form.version)
    household = hold_household(session, acting)
    require_use(household)
    state = _of_period(session, acting, period.id)
    if state is None:
        report = own_report(session, acting, period.id)
        draft = _from_report(form, report.answers) if report else forms.start(form)
        row = {
            "chat_id": acting.actor.chat_id,
            "form_id": form.id,
            "form_version": form.version,
            "subject": draft_subject(period.id, household.id),
            "campaign": period.campaign,
            "period_id": period.id,
            "household_id": household.id,
            "body": draft.to_json(),
            "seq": 0,
            "created_at": acting.now,
            "updated_at": acting.now,
        }
        insert_new(session, DraftRow, row)
        state = _of_period(session, acting, period.id)
    if state is None:
        raise Overtaken
    return state


def agree_and_begin(session: Session, acting: Acting, notice: Notice) -> FormState | None:
    """Record the consent to this text; begin at once where it is already known where the household lives."""
    give_consent(session, acting, report_purpose(open_period_now(session, acting).id), notice)
    return begin(session, acting) if find_own_household(session, acting) else None


def begin_at(session: Session, acting: Acting, place: str) -> FormState:
    """Say where the household lives, then begin or go on. place: a hamlet's id, or "WARD/" where it is not known.

    Errors: `no_unit`, and those of `begin`.
    """
    unit, _slash, rest = place.partition("/")
    ward = require_ward(session, acting, unit)
    hamlet = require_hamlet(session, ward, place) if rest else None
    household = settle(session, acting, ward.key, hamlet)
    bind_consents(session, acting, household.id)
    return begin(session, acting.for_household(household.id))


def see_form(session: Session, acting: Acting) -> FormState:
    """The form of the actor's household that is under way in an open period, of the latest where there are several.

    Errors: `no_draft`, `no_household`, `no_period`, `period_closed`.
    """
    for state in read_forms(session, acting):
        if state.period.is_open(acting.today):
            return state
    own_household(session, acting)
    open_period_now(session, acting)
    raise NoDraft


def find_open_draft(session: Session, acting: Acting) -> DraftPlace | None:
    """The form that the actor's household left last in a period that is still open, if there is one."""
    found = [state for state in read_forms(session, acting) if state.period.is_open(acting.today)]
    if not found:
        return None
    last = max(found, key=lambda state: state.updated_at)
    numbers = (last.step.step, last.step.total) if isinstance(last.step, Ask) else (0, 0)
    return DraftPlace(last.id, *numbers)


def look_ahead(acting: Acting, state: FormState | None, step: FormStep) -> Moved | None:
    """Where a step leads from what was read at arrival, worked out before the write so that the write is short.

    None where that needs another look: the form was not read or is another one, or the step is not simply to be taken.
    """
    if state is None or step.draft_id != str(state.id):
        return None
    try:
        moved = take_step(state, step, acting.now)
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
    while moved is None or not (moved.after.is_odd or _save(session, acting, moved)):
        if (tries := tries + 1) > MOST_LOOKS:
            raise Overtaken
        keep_others_waiting(session, acting)
        state = require_form(session, acting, step.draft_id) if step.draft_id else see_form(session, acting)
        require_open(state.period, acting.today)
        require_consent(session, acting, report_purpose(state.period.id), state.form.id, state.form.version)
        moved = take_step(state, step, acting.now)
    if moved.handed_over:
        open_ticket(session, acting, moved.after.owner.unit, "form_help", moved.handed_over)
    return moved.after


def send_form(session: Session, acting: Acting, draft_id: str, made_at: int) -> Sent:
    """Send what was reviewed, through the use-case that the form names.

    Errors: `no_draft`, `stale_action`, and those of the use-case. Effects: the report and its tallies, the
    draft gone, all in one commit.
    """
    household = hold_household(session, acting)
    state = require_form(session, acting, draft_id)
    require_open(state.period, acting.today)
    step = next_step(state.form, forms.send(state.form, state.draft))
    if made_at != state.seq or not isinstance(step, Done):
        raise StaleAction
    report_id = SUBMITS[state.form.submit](session, acting, state.form, state.period.id, step.answers)
    _drop(session, state)
    return Sent(report_id, household)


def drop_draft(session: Session, acting: Acting, draft_id: str, made_at: int) -> None:
    """Throw a form under way away. A report that was sent before stays. Errors: `no_draft`, `stale_action`."""
    state = require_form(session, acting, draft_id)
    if made_at != state.seq:
        raise StaleAction
    _drop(session, state)


def _of_period(session: Session, acting: Acting, period_id: str) -> FormState | None:
    """The household's draft of a period, whichever of its chats began it."""
    return next((state for state in read_forms(session, acting) if state.period.id == period_id), None)


_DROP = Prepared(delete(DraftRow).where(col(DraftRow.id) == bindparam("id"), col(DraftRow.seq) == bindparam("seq")))


def _drop(session: Session, state: FormState) -> None:
    if not _DROP.change(session, {"id": state.id, "seq": state.stored_seq}):
        raise Overtaken


_IS_OPEN = exists().where(
    col(Period.id) == col(DraftRow.period_id),
    col(Period.closed_at).is_(None),
    col(Period.opens_on) <= bindparam("today"),
    col(Period.closes_on) >= bindparam("today"),
)
_IS_AGREED = exists().where(
    col(Consent.chat_id) == bindparam("chat_id"),
    col(Consent.purpose) == bindparam("purpose"),
    col(Consent.withdrawn_at).is_(None),
    col(ConsentText.hash) == col(Consent.text_hash),
    col(ConsentText.form_id) == col(DraftRow.form_id),
    col(ConsentText.version) == bindparam("version"),
)
_IS_OWN = exists().where(
    col(ChatHousehold.chat_id) == bindparam("chat_id"), col(ChatHousehold.household_id) == col(DraftRow.household_id)
)
_SAVE = Prepared(
    update(DraftRow)
    .where(
        *(col(DraftRow.id) == bindparam("id_"), col(DraftRow.seq) == bindparam("read_seq")),
        *(col(DraftRow.household_id) == bindparam("owner_id"), _IS_OWN, _IS_OPEN, _IS_AGREED),
    )
    .values(
        body=bindparam("body"), seq=bindparam("seq"), form_version=bindparam("version"), updated_at=bindparam("now")
    )
)


def _save(session: Session, acting: Acting, moved: Moved) -> bool:
    """Store a step unless something it rests on has changed; False then, and nothing is stored.

    What it rests on: the draft as it was read, whose it is, a period that is open, consent to this version of the form.
    """
    after = moved.after
    values = {
        "id_": after.id,
        "read_seq": moved.before.stored_seq,
        "owner_id": after.owner.id,
        "chat_id": acting.actor.chat_id,
        "today": acting.today,
        "purpose": report_purpose(after.period.id),
        "body": after.draft.to_json(),
        "seq": after.seq,
        "version": after.form.version,
        "now": acting.now,
    }
    return _SAVE.change(session, values) == 1


def _from_report(form: Form, answers: Mapping[str, Answer]) -> Draft:
    """A draft at its review, to correct a report from: what was confirmed then counts as confirmed."""
    facts = forms.facts_of(form, answers)
    confirmed = {derived.id: value for derived in form.derived if isinstance(value := facts[derived.id], int)}
    extras = any(question.id in answers for question in form.more)
    return Draft(form=form.id, version=form.version, answers=answers, confirmed=confirmed, extras=extras)
