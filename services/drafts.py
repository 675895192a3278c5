"""Drafts: a form under way, saved before each reply, so that nothing acknowledged is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Session, col, select

from campaigns import forms
from campaigns.answers import Answer
from campaigns.drafts import Draft
from campaigns.errors import AppError
from campaigns.form_format import Form, Question
from campaigns.form_moves import FormStep, Move, asked_id, repeats, shown_id, take
from campaigns.form_steps import Ask, Done, Step, next_step
from models.drafts import Draft as DraftRow
from models.drafts import draft_subject
from services.consents import Notice, bind_consents, give_consent, has_consent, report_purpose, require_consent
from services.households import HouseholdInfo, find_own_household, hold_household, own_household, require_use, settle
from services.people import Acting
from services.periods import PeriodInfo, find_period, open_period_now, require_open
from services.reports import has_reported, own_report, submit_report
from services.tickets import open_ticket
from services.turns import AlreadyDone, StaleAction
from services.units import require_hamlet, require_ward


class NoDraft(AppError):
    """The form is not under way any more, or never was the actor's."""

    code: ClassVar[str] = "no_draft"


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
class FormState:
    """A form under way, as its screen needs it.

    seq: how often it has changed; an action carries the one it was made at. dropped: the questions whose answers a
    newer form no longer takes; None for one that nobody knows any more. is_odd: what was just typed answers nothing
    here.
    """

    id: int
    seq: int
    form: Form
    draft: Draft
    step: Step
    household: HouseholdInfo
    place: str
    period: PeriodInfo
    is_correction: bool
    dropped: tuple[Question | None, ...] = ()
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that has just been sent."""

    report_id: str
    household: HouseholdInfo


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
    row = _row(session, form, draft_subject(period.id, household.id))
    if row is None:
        report = own_report(session, acting, period.id)
        draft = _from_report(form, report.answers) if report else forms.start(form)
        row = _new_row(acting, form, period, household, draft)
        session.add(row)
        session.flush()
    return _state(session, acting, row)


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
    """The form of the actor's household that is under way in the open period. Errors: `no_draft`, `no_household`."""
    household = own_household(session, acting)
    period = open_period_now(session, acting)
    form = acting.library.household_form(period.campaign, period.target_year)
    row = _row(session, form, draft_subject(period.id, household.id))
    if row is None:
        raise NoDraft
    return _state(session, acting, row)


def find_open_draft(session: Session, acting: Acting) -> DraftPlace | None:
    """The form that the actor's household left last in a period that is still open, if there is one."""
    household = find_own_household(session, acting)
    if household is None:
        return None
    query = select(DraftRow).where(col(DraftRow.household_id) == household.id)
    for row in session.exec(query.order_by(col(DraftRow.updated_at).desc()).limit(4)):
        if row.period_id is None or not find_period(session, row.period_id).is_open(acting.today):
            continue
        step = _state(session, acting, row).step
        numbers = (step.step, step.total) if isinstance(step, Ask) else (0, 0)
        return DraftPlace(row.id or 0, *numbers)
    return None


def move_on(session: Session, acting: Acting, step: FormStep) -> FormState:
    """Take one step in a form and save it.

    Errors: `no_draft`, `period_closed`, `stale_action`; `no_consent` where the form was renewed since;
    `already_done` for a second tap on the same answer. Effects: one row.
    """
    row = _own_row(session, acting, step.draft_id or str(see_form(session, acting).id))
    period = _open_period_of(session, acting, row)
    form = acting.library.form(period.campaign, row.form_id, period.target_year)
    draft, _dropped = _read(form, row)
    require_consent(session, acting, report_purpose(period.id), form.id, form.version)
    name = asked_id(form, step.asked) if step.asked else shown_id(next_step(form, draft))
    if name is None:
        raise StaleAction
    if step.made_at is not None and step.made_at != _seq(form, row):
        raise AlreadyDone if repeats(form, draft, step, name) else StaleAction
    if step.move is Move.REPLY and not name:
        return replace(_state(session, acting, row), is_odd=True)
    if step.move is Move.HAND_OVER:
        open_ticket(session, acting, own_household(session, acting).unit, "form_help", name)
    row.body = take(form, draft, step.move, name, step.said).to_json()
    row.seq = _seq(form, row) + 1
    row.form_version = form.version
    row.updated_at = acting.now
    session.add(row)
    session.flush()
    return _state(session, acting, row)


def send_form(session: Session, acting: Acting, draft_id: str, made_at: int) -> Sent:
    """Send what was reviewed, through the use-case that the form names.

    Errors: `no_draft`, `stale_action`, and those of the use-case. Effects: the report and its tallies, the
    draft gone, all in one commit.
    """
    hold_household(session, acting)
    row = _own_row(session, acting, draft_id)
    period = _open_period_of(session, acting, row)
    form = acting.library.form(period.campaign, row.form_id, period.target_year)
    draft, _dropped = _read(form, row)
    step = next_step(form, forms.send(form, draft))
    if made_at != _seq(form, row) or not isinstance(step, Done):
        raise StaleAction
    report_id = SUBMITS[form.submit](session, acting, form, period.id, step.answers)
    session.delete(row)
    return Sent(report_id, own_household(session, acting))


def drop_draft(session: Session, acting: Acting, draft_id: str, made_at: int) -> None:
    """Throw a form under way away. A report that was sent before stays. Errors: `no_draft`, `stale_action`."""
    row = _own_row(session, acting, draft_id)
    form = acting.library.form(row.campaign or "", row.form_id, find_period(session, row.period_id or "").target_year)
    if made_at != _seq(form, row):
        raise StaleAction
    session.delete(row)


def _own_row(session: Session, acting: Acting, draft_id: str) -> DraftRow:
    """The draft, held until the commit."""
    household = find_own_household(session, acting)
    row = None
    if draft_id.isdigit() and len(draft_id) < 19:
        row = session.get(DraftRow, int(draft_id), populate_existing=True, with_for_update={"key_share": True})
    if row is None or household is None or row.household_id != household.id:
        raise NoDraft
    return row


def _row(session: Session, form: Form, subject: str) -> DraftRow | None:
    """The household's draft, whichever of its chats began it."""
    query = select(DraftRow).where(col(DraftRow.form_id) == form.id, col(DraftRow.subject) == subject)
    return session.exec(query).first()


def _new_row(acting: Acting, form: Form, period: PeriodInfo, household: HouseholdInfo, draft: Draft) -> DraftRow:
    return DraftRow.model_validate(
        {
            "chat_id": acting.actor.chat_id,
            "form_id": form.id,
            "form_version": form.version,
            "subject": draft_subject(period.id, household.id),
            "campaign": period.campaign,
            "period_id": period.id,
            "household_id": household.id,
            "body": draft.to_json(),
            "created_at": acting.now,
            "updated_at": acting.now,
        }
    )


def _open_period_of(session: Session, acting: Acting, row: DraftRow) -> PeriodInfo:
    period = find_period(session, row.period_id or "")
    require_open(period, acting.today)
    return period


def _read(form: Form, row: DraftRow) -> tuple[Draft, tuple[str, ...]]:
    """The draft as this form can take it, and the ids of what a newer form no longer has."""
    draft = Draft.from_json(row.body)
    return (draft, ()) if draft.version == form.version else forms.revalidate(form, draft)


def _seq(form: Form, row: DraftRow) -> int:
    """What an action must have been made at to be good now: a renewed form makes every earlier one stale."""
    return row.seq + (row.form_version != form.version)


def _state(session: Session, acting: Acting, row: DraftRow) -> FormState:
    period = find_period(session, row.period_id or "")
    form = acting.library.form(period.campaign, row.form_id, period.target_year)
    draft, dropped = _read(form, row)
    household = own_household(session, acting)
    place = acting.library.places.unit(household.unit).label
    return FormState(
        id=row.id or 0,
        seq=_seq(form, row),
        form=form,
        draft=draft,
        step=next_step(form, draft),
        household=household,
        place=f"{household.hamlet_name}, {place}" if household.hamlet_name else place,
        period=period,
        is_correction=has_reported(session, period.id, household.id),
        dropped=tuple(acting.library.question(form.id, name) for name in dropped),
    )


def _from_report(form: Form, answers: Mapping[str, Answer]) -> Draft:
    """A draft at its review, to correct a report from: what was confirmed then counts as confirmed."""
    facts = forms.facts_of(form, answers)
    confirmed = {derived.id: value for derived in form.derived if isinstance(value := facts[derived.id], int)}
    extras = any(question.id in answers for question in form.more)
    return Draft(form=form.id, version=form.version, answers=answers, confirmed=confirmed, extras=extras)
