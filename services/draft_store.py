"""What is stored of a form under way: begun once, changed only where what it rests on still holds, dropped."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns import forms
from campaigns.answers import SKIPPED, Answer
from campaigns.drafts import Draft
from campaigns.form_format import Form
from models.drafts import Draft as DraftRow
from models.drafts import draft_subject
from models.households import ChatHousehold
from models.officers import OFFICER, OfficerChat
from models.prepared import Prepared
from models.reports import HOUSEHOLD
from models.upserts import insert_missing, insert_where
from services.consents import is_agreed, purpose_of
from services.form_states import FormState, Moved
from services.people import Acting
from services.periods import PeriodInfo, is_open_today
from services.turns import Overtaken


def start_draft(
    session: Session, acting: Acting, form: Form, owner: tuple[PeriodInfo, str], sent: Mapping[str, Answer] | None
) -> None:
    """Begin a form, or the correction of what was sent. owner: the period, and the id of whom it is about.

    Effects: one row, unless another chat has just put it there.
    """
    insert_missing(session, DraftRow, _row_of(acting, form, owner, None if sent is None else _from_report(form, sent)))


def start_first_draft(session: Session, acting: Acting, form: Form, owner: tuple[PeriodInfo, str]) -> bool:
    """Begin the form of a household that is new, so that there is nothing to look at; False where that may not be.

    It rests on a period that is open and on consent to this version of the form.
    """
    rests_on = {"today": acting.today, "purpose": purpose_of(form.id, owner[0].id), "version": form.version}
    return _START.presume(session, {**_row_of(acting, form, owner), **rests_on})


def _row_of(acting: Acting, form: Form, owner: tuple[PeriodInfo, str], draft: Draft | None = None) -> dict[str, object]:
    period, owner_id = owner
    return {
        "chat_id": acting.actor.chat_id,
        "form_id": form.id,
        "form_version": form.version,
        "subject": draft_subject(period.id, owner_id),
        "campaign": period.campaign,
        "period_id": period.id,
        "household_id": owner_id if form.id == HOUSEHOLD else None,
        "body": (draft or forms.start(form)).to_json(),
        "seq": 0,
        "created_at": acting.now,
        "updated_at": acting.now,
    }


_START = insert_where(
    DraftRow,
    (
        *("chat_id", "form_id", "form_version", "subject", "campaign", "period_id", "household_id", "body", "seq"),
        *("created_at", "updated_at"),
    ),
    is_open_today(bindparam("period_id")),
    is_agreed(bindparam("form_id")),
)


_DROP = Prepared(delete(DraftRow).where(col(DraftRow.id) == bindparam("id"), col(DraftRow.seq) == bindparam("seq")))


def delete_draft(session: Session, state: FormState) -> None:
    """Throw a form away as it was read. Errors: `stale_action` where it has changed."""
    if not _DROP.presume(session, {"id": state.id, "seq": state.stored_seq}):
        raise Overtaken


_IS_HOUSEHOLDS = (
    col(DraftRow.household_id) == bindparam("owner_id"),
    exists().where(
        col(ChatHousehold.chat_id) == bindparam("chat_id"),
        col(ChatHousehold.household_id) == col(DraftRow.household_id),
    ),
)
_OWN, _ANY = aliased(OfficerChat), aliased(OfficerChat)
_IS_OFFICERS = (
    col(DraftRow.form_id) == OFFICER,
    exists().where(
        col(_OWN.chat_id) == bindparam("chat_id"),
        col(_OWN.officer_id) == bindparam("owner_id"),
        col(_ANY.officer_id) == col(_OWN.officer_id),
        col(_ANY.chat_id) == col(DraftRow.chat_id),
    ),
)


def _save_of(*is_own: ColumnElement[Any]) -> Prepared:
    read = (col(DraftRow.id) == bindparam("id_"), col(DraftRow.seq) == bindparam("read_seq"))
    return Prepared(
        update(DraftRow)
        .where(*read, *is_own, is_open_today(col(DraftRow.period_id)), is_agreed(col(DraftRow.form_id)))
        .values(
            body=bindparam("body"), seq=bindparam("seq"), form_version=bindparam("version"), updated_at=bindparam("now")
        )
    )


_SAVE = {HOUSEHOLD: _save_of(*_IS_HOUSEHOLDS), OFFICER: _save_of(*_IS_OFFICERS)}


def save_step(session: Session, acting: Acting, moved: Moved) -> bool:
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
        "purpose": purpose_of(after.form.id, after.period.id),
        "body": after.position.body,
        "seq": after.seq,
        "version": after.form.version,
        "now": acting.now,
    }
    return _SAVE[after.owner.kind].presume(session, values)


def _from_report(form: Form, answers: Mapping[str, Answer]) -> Draft:
    """A draft at its review, to correct a report from: what was confirmed then counts as confirmed."""
    facts = forms.facts_of(form, answers)
    confirmed = {derived.id: value for derived in form.derived if isinstance(value := facts[derived.id], int)}
    extras = any(question.id in answers for question in form.more)
    # A report does not say what was passed over; it is not asked once more.
    asked = (*form.main, *(form.more if extras else ()))
    passed_over = {
        each.id: SKIPPED for each in asked if each.optional and each.id not in answers and facts.shown(each) is True
    }
    given = {**answers, **passed_over}
    return Draft(form=form.id, version=form.version, answers=given, confirmed=confirmed, extras=extras)
