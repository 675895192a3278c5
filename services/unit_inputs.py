"""Unit inputs: what a unit enters for awards, in versions; somebody else approves it or returns it with a comment."""

from dataclasses import dataclass, replace
from typing import ClassVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.awarding.case import Occasion
from campaigns.awarding.checks import indicators_of
from campaigns.awarding.entries import (
    LONGEST_TEXT,
    ActEntry,
    Entry,
    FigureEntry,
    InputKind,
    misfit_of,
)
from campaigns.awarding.wanted import Wanted, bodies_at, own_audience, wanted_inputs
from campaigns.errors import AppError
from campaigns.format.audience import Audience
from campaigns.format.criterion import Declared, leaves
from campaigns.format.pack import Pack
from campaigns.text import tidy
from campaigns.units import Unit, UnitKey
from models.locks import lock_name
from models.unit_inputs import UnitInput
from services.audit import Deed, digest_of, write_deed
from services.input_store import (
    InputPlace,
    State,
    StoredInput,
    body_of,
    counting,
    hands_in,
    latest,
    read_inputs,
    stored,
)
from services.people import (
    Acting,
    Capability,
    NotYours,
    covers,
    mandates,
    require,
    require_other_hands,
    signature,
)

LONGEST_NAME = 120


@dataclass(eq=False)
class InputUnfit(AppError):
    """Something that was entered cannot be taken. field, why: as `campaigns.awarding.entries.Misfit`."""

    code: ClassVar[str] = "input_unfit"
    field: str
    why: str


class InputMoved(AppError):
    """Somebody else has entered or decided the same input meanwhile."""

    code: ClassVar[str] = "input_moved"


@dataclass(frozen=True, slots=True)
class WantedInput:
    """One input that a standard asks for, and what is there. newest: whatever its state; counts: what is compared."""

    wanted: Wanted
    newest: StoredInput | None
    counts: StoredInput | None
    can_decide: bool
    """Whether the actor may approve or return the newest."""

    @property
    def version(self) -> int:
        """The newest version, 0 where there is none."""
        return 0 if self.newest is None else self.newest.version


@dataclass(frozen=True, slots=True)
class InputsWanted:
    """What a subject needs for an occasion, in the plan's order. can_enter: whether the actor may enter it."""

    pack: Pack
    unit: Unit
    audience: Audience
    place: InputPlace
    occasion: Occasion
    rows: tuple[WantedInput, ...]
    can_enter: bool

    @property
    def lacking(self) -> int:
        """How many inputs nobody has entered, or were returned."""
        return sum(row.newest is None or row.newest.state is State.RETURNED for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many wait for somebody to approve them."""
        return sum(row.newest is not None and row.newest.state is State.ENTERED for row in self.rows)


def find_place(acting: Acting, campaign: str, unit: UnitKey, year: int, body: tuple[str, str] = ("", "")) -> InputPlace:
    """Whose inputs they are. body: audience id and name, ("", "") for the unit's own committee.

    Errors: `not_yours` where the campaign has no such unit or subject; `input_unfit` for a year it does not run in.
    """
    pack, found = acting.library.packs.get(campaign), None
    if pack is not None and campaign in acting.library.trees:
        found = acting.library.tree(campaign).find(unit)
    if pack is None or found is None:
        raise NotYours
    level = acting.library.level_of(campaign, found)
    if pack.years is not None and not pack.years[0] <= year <= min(pack.years[1], acting.today.year):
        raise InputUnfit("year", "year_outside_campaign")
    audience_id, name = body[0], tidy(body[1])[:LONGEST_NAME]
    own = own_audience(pack, found, level)
    if not audience_id or (own is not None and audience_id == own.id):
        if own is None:
            raise NotYours
        return InputPlace(campaign, unit, own.id, year)
    audience = next((each for each in bodies_at(pack, found, level) if each.id == audience_id), None)
    if audience is None:
        raise NotYours
    if not name:
        raise InputUnfit("name", "missing")
    return InputPlace(campaign, unit, audience.id, year, name)


def list_inputs_wanted(session: Session, acting: Acting, place: InputPlace, occasion: Occasion) -> InputsWanted:
    """Everything that the plan's standards ask of a subject for an occasion, and what is there of it.

    Errors: `not_yours` without the right to look at the unit's affairs.
    """
    require(session, acting, Capability.SEE_LIVE, place.unit)
    pack, audience = _pack_and_audience(acting, place)
    inputs = read_inputs(session, place.campaign, place.year, [place.unit]).get(place, ())
    held, own = mandates(session, acting), signature(session, acting)
    newest, counts = latest(inputs), counting(inputs)
    verifies = covers(acting, (each for each in held if each.can(Capability.VERIFY_FIGURES)), place.unit)
    rows: list[WantedInput] = []
    for wanted in wanted_inputs(pack, audience, occasion):
        key = (wanted.kind, wanted.about)
        last = newest.get(key)
        versions = (each for each in inputs if each.key == key)
        is_open = last is not None and last.state is State.ENTERED and own not in hands_in(versions)
        rows.append(WantedInput(wanted, last, counts.get(key), is_open and verifies))
    unit = acting.library.places.unit(place.unit)
    can_enter = covers(acting, (each for each in held if each.can(Capability.ENTER_FIGURES)), place.unit)
    return InputsWanted(pack, unit, audience, place, occasion, tuple(rows), can_enter)


def enter_input(session: Session, acting: Acting, place: InputPlace, entry: Entry, after: int) -> StoredInput:
    """Enter a figure, rank, score, act, conduct or trait. after: the version that was seen, 0 for none.

    Errors: `not_yours`, `input_unfit`, `input_moved`. Effects: one row, one deed in the audit trail.
    """
    require(session, acting, Capability.ENTER_FIGURES, place.unit)
    pack, _audience = _pack_and_audience(acting, place)
    _require_fitting(acting, pack, entry)
    lock_name(session, f"unit_inputs:{place.campaign}:{place.unit}:{place.audience}:{place.name}")
    last = session.exec(_versions(place, entry.kind, entry.about).limit(1)).first()
    if (last.version if last else 0) != after:
        raise InputMoved
    row = UnitInput.model_validate(
        {
            **_key(place),
            "kind": entry.kind.value,
            "about": entry.about,
            "version": after + 1,
            "body": body_of(entry),
            "entered_by": signature(session, acting),
            "entered_at": acting.now,
        }
    )
    session.add(row)
    session.flush()
    _write(session, acting, "enter_input", row)
    return stored(row)


def approve_input(session: Session, acting: Acting, input_id: int) -> StoredInput:
    """Let an input count from now on.

    Errors: `not_yours`, `same_hands` for whoever entered it, now or since it was approved last, `input_moved` where it
    was decided already or a newer version is there. Effects: one deed.
    """
    return _decide(session, acting, input_id, State.APPROVED, "")


def return_input(session: Session, acting: Acting, input_id: int, comment: str) -> StoredInput:
    """Send an input back to whoever entered it, saying why. Errors: `input_unfit` without a comment; as approving."""
    said = tidy(comment)
    if not said or len(said) > LONGEST_TEXT:
        raise InputUnfit("comment", "too_long" if said else "missing")
    return _decide(session, acting, input_id, State.RETURNED, said)


def _decide(session: Session, acting: Acting, input_id: int, state: State, comment: str) -> StoredInput:
    row = session.get(UnitInput, input_id, with_for_update=True)
    unit = None if row is None else UnitKey.stored(row.unit_epoch, row.unit_code)
    require(session, acting, Capability.VERIFY_FIGURES, unit)
    if row is None:
        raise NotYours
    newest, *earlier = session.exec(_versions(stored(row).place, InputKind(row.kind), row.about)).all()
    hands = hands_in(stored(each) for each in (*reversed(earlier), newest))
    own = require_other_hands(session, acting, row.entered_by, *hands)
    if row.state != State.ENTERED or newest.id != row.id:
        raise InputMoved
    row.state, row.decided_by, row.decided_at, row.comment = state.value, own, acting.now, comment
    session.add(row)
    session.flush()
    _write(session, acting, "approve_input" if state is State.APPROVED else "return_input", row)
    return stored(row)


def _require_fitting(acting: Acting, pack: Pack, entry: Entry) -> None:
    """Errors: `input_unfit` for what this plan does not ask, or what contradicts itself."""
    indicator = None
    if isinstance(entry, FigureEntry) and entry.indicator in indicators_of(pack):
        indicator = acting.library.packs.catalogue.by_id.get(entry.indicator)
    if isinstance(entry, ActEntry):
        trees = (standard.criteria for standard in pack.standards if standard.criteria is not None)
        acts = {leaf.id for tree in trees for leaf in leaves(tree) if isinstance(leaf, Declared)}
        if entry.criterion not in acts:
            raise InputUnfit("criterion", "unknown_criterion")
    wrong = misfit_of(entry, acting.today, indicator)
    if wrong is not None:
        raise InputUnfit(wrong.field, wrong.why)


def _versions(place: InputPlace, kind: InputKind, about: str) -> SelectOfScalar[UnitInput]:
    return (
        select(UnitInput)
        .where(
            *(col(getattr(UnitInput, name)) == value for name, value in _key(place).items()),
            col(UnitInput.kind) == kind.value,
            col(UnitInput.about) == about,
        )
        .order_by(col(UnitInput.version).desc())
    )


def _key(place: InputPlace) -> dict[str, str | int]:
    unit = {"unit_epoch": place.unit.epoch, "unit_code": place.unit.code}
    subject = {"audience": place.audience, "subject_name": place.name}
    return {"campaign": place.campaign, **unit, **subject, "year": place.year}


def _pack_and_audience(acting: Acting, place: InputPlace) -> tuple[Pack, Audience]:
    """Errors: `not_yours` for a place that `find_place` did not make."""
    pack = acting.library.packs.get(place.campaign)
    found = None if pack is None else next((each for each in pack.audiences if each.id == place.audience), None)
    if pack is None or found is None:
        raise NotYours
    return pack, found


def _write(session: Session, acting: Acting, action: str, row: UnitInput) -> None:
    """A deed with a digest of what was entered; the values themselves stand in the row alone."""
    about = f"{row.kind}:{row.about}" if row.about else row.kind
    fields = (about, f"year={row.year}", f"version={row.version}", f"unit={row.unit_epoch}:{row.unit_code}")
    deed = Deed(signature(session, acting), action, "unit_input", str(row.id), fields)
    write_deed(session, acting.now, replace(deed, digest=digest_of(row.body)))
