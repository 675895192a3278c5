"""Forms under way as they are read: one statement for the draft, whom it is about, its period and what was reported."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, null, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns import forms
from campaigns.drafts import Draft
from campaigns.errors import AppError
from campaigns.form_format import Form
from campaigns.form_moves import FormStep, Move, asked_id, repeats, shown_id, take, take_answer, take_reply
from campaigns.form_positions import Position
from campaigns.form_questions import Question
from campaigns.form_steps import Step
from campaigns.units import UnitKey
from models.chats import Chat
from models.columns import JsonObject
from models.drafts import Draft as DraftRow
from models.households import ChatHousehold, Household
from models.officers import OFFICER, OfficerChat, OfficerProfile, Organisation
from models.periods import Period
from models.prepared import Query
from models.reports import HOUSEHOLD, Report
from models.units import Hamlet
from services.people import Acting
from services.periods import PERIOD_COLUMNS, PeriodInfo
from services.turns import AlreadyDone, StaleAction


class NoDraft(AppError):
    """The form is not under way any more, or never was the actor's."""

    code = "no_draft"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a form under way is about. kind: as in reports; place: where they live or work, in words."""

    kind: str
    id: str
    unit: UnitKey
    hamlet_id: str | None
    place: str


@dataclass(frozen=True, slots=True)
class FormState:
    """A form under way, as its screen needs it.

    seq: how often it has changed; an action carries the one it was made at. stored_seq: the same as the database has
    it, which lags behind where the form was renewed since. is_correction: a report of it was sent before. dropped: the
    questions whose answers a newer form no longer takes; None for one that nobody knows any more. is_odd: what was just
    typed answers nothing here.
    """

    id: int
    seq: int
    stored_seq: int
    position: Position
    owner: Owner
    period: PeriodInfo
    updated_at: datetime
    is_correction: bool
    dropped: tuple[Question | None, ...] = ()
    is_odd: bool = False

    @property
    def untroubled(self) -> "FormState":
        """The same without what was wrong with the last reply, to be shown again after something else."""
        if self.draft.error is None:
            return self
        return replace(self, position=self.position.moved(forms.forget_reply(self.draft)))

    @property
    def place(self) -> tuple[str, ...]:
        """What stands behind "form" in its view: nothing for a household's."""
        return (OFFICER, self.period.campaign) if self.owner.kind == OFFICER else ()

    @property
    def form(self) -> Form:
        """The form as it is asked now."""
        return self.position.form

    @property
    def draft(self) -> Draft:
        """What was answered so far."""
        return self.position.draft

    @property
    def step(self) -> Step:
        """Where the person is."""
        return self.position.step


@dataclass(frozen=True, slots=True)
class Moved:
    """A step, worked out and not yet stored. handed_over: the question that the ward's people are to look at, or ""."""

    before: FormState
    after: FormState
    handed_over: str = ""


class _Row(NamedTuple):
    id: int
    seq: int
    form_id: str
    form_version: int
    body: JsonObject
    updated_at: datetime
    owner_id: str
    unit_epoch: str
    unit_code: str
    hamlet_id: str | None
    place_name: str | None
    has_reported: bool
    period: PeriodInfo


def _row(*values: Any) -> _Row:
    """A row of the statement; the period's columns are the last."""
    return _Row._make((*values[:12], PeriodInfo(*values[12:])))


_DRAFT_COLUMNS = tuple(
    col(getattr(DraftRow, name)) for name in ("id", "seq", "form_id", "form_version", "body", "updated_at")
)
_IS_CURRENT = (col(Report.period_id) == col(Period.id), col(Report.superseded_at).is_(None))
_OF_HOUSEHOLD = Query(
    select(
        *_DRAFT_COLUMNS,
        *(col(getattr(Household, name)) for name in ("id", "unit_epoch", "unit_code", "hamlet_id")),
        col(Hamlet.name),
        exists().where(
            col(Report.subject_kind) == HOUSEHOLD, col(Report.subject_id) == col(Household.id), *_IS_CURRENT
        ),
        *PERIOD_COLUMNS,
    )
    .select_from(ChatHousehold)
    .join(
        Chat, (col(Chat.id) == col(ChatHousehold.chat_id)) & (col(Chat.household_id) == col(ChatHousehold.household_id))
    )
    .join(Household, col(Household.id) == col(ChatHousehold.household_id))
    .join(DraftRow, col(DraftRow.household_id) == col(Household.id))
    .join(Period, col(Period.id) == col(DraftRow.period_id))
    .join(Hamlet, col(Hamlet.id) == col(Household.hamlet_id), isouter=True)
    .where(
        col(ChatHousehold.chat_id) == bindparam("chat_id"),
        or_(bindparam("draft_id", type_=DraftRow.core().c.id.type) == 0, col(DraftRow.id) == bindparam("draft_id")),
    )
    .order_by(col(Period.opens_on).desc(), col(DraftRow.id))
    .limit(4),
    _row,
)
_OWN, _ANY = aliased(OfficerChat), aliased(OfficerChat)
_OF_OFFICER = Query(
    select(
        *_DRAFT_COLUMNS,
        *(col(getattr(OfficerProfile, name)) for name in ("id", "unit_epoch", "unit_code")),
        null(),
        col(Organisation.name),
        exists().where(
            col(Report.subject_kind) == OFFICER, col(Report.subject_id) == col(OfficerProfile.id), *_IS_CURRENT
        ),
        *PERIOD_COLUMNS,
    )
    .select_from(_OWN)
    .join(OfficerProfile, col(OfficerProfile.id) == col(_OWN.officer_id))
    # Whichever of the officer's chats has begun it.
    .join(_ANY, col(_ANY.officer_id) == col(OfficerProfile.id))
    .join(DraftRow, (col(DraftRow.chat_id) == col(_ANY.chat_id)) & (col(DraftRow.form_id) == OFFICER))
    .join(Period, col(Period.id) == col(DraftRow.period_id))
    .join(Organisation, col(Organisation.id) == col(OfficerProfile.organisation_id), isouter=True)
    .where(
        col(_OWN.chat_id) == bindparam("chat_id"),
        or_(bindparam("draft_id", type_=DraftRow.core().c.id.type) == 0, col(DraftRow.id) == bindparam("draft_id")),
    )
    .order_by(col(Period.opens_on).desc(), col(DraftRow.id))
    .limit(20),
    _row,
)
_PLACE = Query(
    select(col(DraftRow.form_id), col(DraftRow.campaign)).where(col(DraftRow.id) == bindparam("draft_id")),
    lambda form_id, campaign: (str(form_id), str(campaign)),
)


def read_forms(session: Session, acting: Acting, draft_id: int = 0, form_id: str = HOUSEHOLD) -> list[FormState]:
    """The forms that the actor has under way for their household, or for themself as an officer; latest period first.

    draft_id: only this one, whosever it may be: another household's or officer's is not found.
    """
    actor = acting.actor
    wanted = {"chat_id": actor.chat_id, "draft_id": draft_id}
    if form_id == OFFICER:
        return [_state(acting, OFFICER, row) for row in _OF_OFFICER.all(session, wanted)]
    if actor.household_id is None:
        return []
    rows = _OF_HOUSEHOLD.all(session, wanted)
    return [_state(acting, HOUSEHOLD, row) for row in rows]


def foresee_forms(session: Session, chat_id: int) -> None:
    """`read_forms` will probably be asked for this chat's household."""
    _OF_HOUSEHOLD.foresee(session, {"chat_id": chat_id, "draft_id": 0})


def place_of_form(session: Session, _acting: Acting, draft_id: int) -> tuple[str, ...]:
    """What stands behind "form" in the view where this form is filled in: nothing for a household's, or for none.

    Says nothing of whose it is, so it needs no gate.
    """
    found = _PLACE.first(session, {"draft_id": draft_id})
    return found if found is not None and found[0] == OFFICER else ()


def require_form(session: Session, acting: Acting, draft_id: str) -> FormState:
    """The actor's form of this id. Errors: `no_draft`."""
    is_number = draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 19 and int(draft_id) > 0
    number = int(draft_id) if is_number else 0
    found = read_forms(session, acting, number) or read_forms(session, acting, number, OFFICER) if is_number else []
    if not found:
        raise NoDraft
    return found[0]


def take_step(acting: Acting, state: FormState, step: FormStep) -> Moved:
    """Where a step leads. Stores nothing.

    Errors: `stale_action` where it was made at an earlier screen; `already_done` for a second tap on the same answer.
    """
    name = asked_id(state.form, step.asked) if step.asked else shown_id(state.step)
    if name is None:
        raise StaleAction
    if step.made_at is not None and step.made_at != state.seq:
        raise AlreadyDone if repeats(state.form, state.draft, step, name) else StaleAction
    if step.move is Move.REPLY and not name:
        return Moved(state, replace(state, is_odd=True))
    if step.move is Move.REPLY and not step.asked:
        draft = take_reply(state.form, state.draft, state.step, step.said)
    elif step.move is Move.GIVE:
        draft = take_answer(state.form, state.draft, name, step.said, state.position.facts)
    else:
        draft = take(state.form, state.draft, step.move, name, step.said)
    seq = state.seq + 1
    position = acting.library.positions.keep(state.id, state.position.moved(draft))
    after = replace(state, seq=seq, stored_seq=seq, position=position, updated_at=acting.now, dropped=())
    return Moved(state, after, name if step.move is Move.HAND_OVER else "")


def _state(acting: Acting, kind: str, row: _Row) -> FormState:
    library, period = acting.library, row.period
    form = library.form(period.campaign, row.form_id, period.target_year)
    position = library.positions.at(row.id, form, row.body)
    dropped: tuple[str, ...] = ()
    if position.draft.version != form.version:
        draft, dropped = forms.revalidate(form, position.draft)
        position = Position(form, draft)
    unit = UnitKey.stored(row.unit_epoch, row.unit_code)
    label = library.places.unit(unit).label
    return FormState(
        id=row.id,
        # A renewed form makes every earlier action stale.
        seq=row.seq + (row.form_version != form.version),
        stored_seq=row.seq,
        position=position,
        owner=Owner(kind, row.owner_id, unit, row.hamlet_id, f"{row.place_name}, {label}" if row.place_name else label),
        period=period,
        updated_at=row.updated_at,
        is_correction=bool(row.has_reported),
        dropped=tuple(library.question(form.id, name) for name in dropped),
    )
