"""Submissions: a form that was reviewed becomes a report, through the use-case that the form names."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from campaigns import forms
from campaigns.answers import Answer
from campaigns.form_steps import Done
from campaigns.indicators import Counts
from models.reports import HOUSEHOLD
from services.draft_store import delete_draft
from services.drafts import hold_form
from services.form_states import FormState, Owner
from services.officer_reports import submit_officer_report
from services.people import Acting
from services.periods import require_open
from services.reports import Filled, Subject, count_filled, store_first_report, submit_report
from services.turns import StaleAction

SUBMITS = {"submit_report": submit_report, "submit_officer_report": submit_officer_report}
"""The use-cases that a form may name."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that has just been sent."""

    report_id: str
    owner: Owner


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A form at its review, and the report that it would be. counts: what it adds to its unit's tallies."""

    state: FormState
    filled: Filled
    counts: Mapping[str, Counts]


def review_ahead(acting: Acting, state: FormState | None, draft_id: str, made_at: int) -> Reviewed | None:
    """What sending a form would store, worked out before the write from what was read at arrival.

    None where that needs another look: the form was not read, is not a household's first of the period or not done.
    """
    if state is None or (str(state.id), state.seq) != (draft_id, made_at) or state.seq != state.stored_seq:
        return None
    owner, answers = state.owner, _reviewed_answers(state)
    is_households = owner.kind == HOUSEHOLD and SUBMITS[state.form.submit] is submit_report
    if not is_households or state.is_correction or answers is None:
        return None
    filled = Filled(state.form, state.period, Subject(HOUSEHOLD, owner.id, owner.unit, owner.hamlet_id), answers)
    return Reviewed(state, filled, count_filled(acting, filled))


def send_form(session: Session, acting: Acting, draft_id: str, made_at: int, ahead: Reviewed | None = None) -> Sent:
    """Send what was reviewed. ahead: what `review_ahead` gave, stored only if nothing has changed since.

    Errors: `no_draft`, `stale_action`, and those of the use-case. Effects: the report and its tallies, the
    draft gone, all in one commit.
    """
    if ahead is not None and (first := store_first_report(session, acting, ahead.filled, ahead.counts)) is not None:
        delete_draft(session, ahead.state)
        return Sent(first, ahead.state.owner)
    state = hold_form(session, acting, draft_id)
    require_open(state.period, acting.today)
    answers = _reviewed_answers(state)
    if made_at != state.seq or answers is None:
        raise StaleAction
    report_id = SUBMITS[state.form.submit](session, acting, state.form, state.period.id, answers)
    delete_draft(session, state)
    return Sent(report_id, state.owner)


def _reviewed_answers(state: FormState) -> Mapping[str, Answer] | None:
    """What a form at its review says; None for one that is not there yet."""
    step = state.position.moved(forms.send(state.form, state.draft, state.step)).step
    return step.answers if isinstance(step, Done) else None
