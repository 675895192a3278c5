"""Inputs of units as they are stored: rows read as values, and what of them counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from campaigns.awarding.entries import (
    DISCIPLINE,
    KINDS,
    REVIEWS,
    ActEntry,
    ConductEntry,
    Entry,
    FigureEntry,
    InputKind,
    RankEntry,
    ScoreEntry,
    TraitEntry,
)
from campaigns.awarding.facts import (
    ActInput,
    ConductInput,
    FigureInput,
    RankInput,
    ScoreInput,
    SelfReported,
    SubjectFacts,
    SubjectInputs,
)
from campaigns.format.criterion import Condition
from campaigns.units import UnitKey
from models.columns import JsonObject
from models.unit_inputs import UnitInput

_ADAPTERS: dict[InputKind, TypeAdapter[Entry]] = {kind: TypeAdapter(entry) for kind, entry in KINDS.items()}


class State(StrEnum):
    """How far an input has come."""

    ENTERED = "entered"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class InputPlace:
    """Whose inputs, of which year. audience: its id in the pack; name: "" for the unit's own committee."""

    campaign: str
    unit: UnitKey
    audience: str
    year: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class StoredInput:
    """One version of an input. decided_at: when it was approved or returned, aware UTC; comment: why returned."""

    id: int
    place: InputPlace
    entry: Entry
    version: int
    state: State
    entered_by: str
    entered_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    comment: str

    @property
    def key(self) -> tuple[InputKind, str]:
        """Which input it is a version of."""
        return self.entry.kind, self.entry.about


def body_of(entry: Entry) -> JsonObject:
    """An entry as it is stored: numbers with a decimal comma or point as exact text."""
    body: JsonObject = _ADAPTERS[entry.kind].dump_python(entry, mode="json")
    return body


def stored(row: UnitInput) -> StoredInput:
    """A row as a value."""
    return StoredInput(
        id=row.id or 0,
        place=InputPlace(
            row.campaign, UnitKey.stored(row.unit_epoch, row.unit_code), row.audience, row.year, row.subject_name
        ),
        entry=_ADAPTERS[InputKind(row.kind)].validate_python(row.body),
        version=row.version,
        state=State(row.state),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        comment=row.comment,
    )


def read_inputs(
    session: Session, campaign: str, year: int, units: Sequence[UnitKey] = ()
) -> dict[InputPlace, tuple[StoredInput, ...]]:
    """Every version of every input of a year, by subject, the oldest version first. units: () for all."""
    query = select(UnitInput).where(col(UnitInput.campaign) == campaign, col(UnitInput.year) == year)
    if len(units) == 1:
        query = query.where(UnitInput.unit_epoch == units[0].epoch, UnitInput.unit_code == units[0].code)
    found: dict[InputPlace, list[StoredInput]] = {}
    for row in session.exec(query.order_by(col(UnitInput.version), col(UnitInput.id))):
        each = stored(row)
        if not units or each.place.unit in units:
            found.setdefault(each.place, []).append(each)
    return {place: tuple(inputs) for place, inputs in found.items()}


def read_undecided(session: Session, by: str) -> list[StoredInput]:
    """The newest versions that nobody has approved or returned yet, the oldest first.

    by: who would decide, a signature; what they have a hand in (`hands_in`) is left out.
    """
    newer, own, approved = aliased(UnitInput), aliased(UnitInput), aliased(UnitInput)
    is_old = exists().where(*_same(newer, UnitInput), col(newer.version) > col(UnitInput.version))
    counted_since = exists().where(
        *_same(approved, own), col(approved.state) == State.APPROVED.value, col(approved.version) >= col(own.version)
    )
    has_hand_in = exists().where(*_same(own, UnitInput), col(own.entered_by) == by, ~counted_since)
    waiting = select(UnitInput).where(col(UnitInput.state) == State.ENTERED.value, ~is_old, ~has_hand_in)
    return [stored(row) for row in session.exec(waiting.order_by(col(UnitInput.id)))]


def hands_in(versions: Iterable[StoredInput]) -> frozenset[str]:
    """Who has entered an input since a version of it was approved last: to have it entered anew by somebody else, with
    the same figure, makes nobody another person. versions: of one input, the oldest first.
    """
    found: frozenset[str] = frozenset()
    for each in versions:
        found = frozenset() if each.state is State.APPROVED else found | {each.entered_by}
    return found


def _same(one: type[UnitInput], other: type[UnitInput]) -> list[ColumnElement[bool]]:
    """That two rows are versions of one input."""
    names = ("campaign", "unit_epoch", "unit_code", "audience", "subject_name", "year", "kind", "about")
    return [col(getattr(one, name)) == col(getattr(other, name)) for name in names]


def bodies_of(inputs: Mapping[InputPlace, Sequence[StoredInput]], unit: UnitKey) -> dict[InputPlace, int]:
    """The named bodies at a unit of which something was entered, each with the id of its first input, in order."""
    named = {place: versions[0].id for place, versions in inputs.items() if place.unit == unit and place.name}
    return dict(sorted(named.items(), key=lambda each: each[1]))


def latest(inputs: Iterable[StoredInput]) -> dict[tuple[InputKind, str], StoredInput]:
    """The newest version of each input."""
    return {each.key: each for each in inputs}


def counting(inputs: Iterable[StoredInput]) -> dict[tuple[InputKind, str], StoredInput]:
    """The newest approved version of each input: what is under way takes nothing back that was approved before."""
    return latest(each for each in inputs if each.state is State.APPROVED)


def subject_inputs(
    subject: SubjectFacts, year: int, inputs: Iterable[StoredInput], answers: Sequence[SelfReported] = ()
) -> SubjectInputs:
    """What an evaluation is given: what counts of the inputs, and what people answered."""
    entries = [each.entry for each in counting(inputs).values()]
    traits = {each.condition: each.holds for each in entries if isinstance(each, TraitEntry)}
    return SubjectInputs(
        subject=SubjectFacts(subject.audience, subject.name, subject.parent, _with(subject, traits)),
        figures=[_figure(each, year) for each in entries if isinstance(each, FigureEntry)],
        self_reported=answers,
        rankings=[_rank(each, year) for each in entries if isinstance(each, RankEntry)],
        scores=[_score(each, year) for each in entries if isinstance(each, ScoreEntry)],
        acts=[_act(each, year) for each in entries if isinstance(each, ActEntry)],
        conduct=[_conduct(each, year) for each in entries if isinstance(each, ConductEntry)],
    )


def _with(subject: SubjectFacts, traits: dict[Condition, bool]) -> dict[Condition, bool]:
    return {**subject.traits, **traits}


def _figure(entry: FigureEntry, year: int) -> FigureInput:
    percent = None if entry.percent is None else Fraction(entry.percent)
    return FigureInput(entry.indicator, year, entry.source, entry.date, entry.num, entry.den, percent)


def _rank(entry: RankEntry, year: int) -> RankInput:
    tied = tuple(name for part in entry.tied_with.split(",") if (name := part.strip()))
    return RankInput(
        year, entry.rank, _published(entry.published_by, entry.source), entry.date, entry.scope or None, tied, entry.of
    )


def _score(entry: ScoreEntry, year: int) -> ScoreInput:
    points, maximum = Fraction(entry.points), Fraction(entry.maximum)
    return ScoreInput(year, points, maximum, _published(entry.published_by, entry.source), entry.date)


def _published(by: str, paper: str) -> str:
    """Who published it and in which paper, so that a verdict leads to both."""
    return f"{by}, {paper}"


def _act(entry: ActEntry, year: int) -> ActInput:
    return ActInput(entry.criterion, entry.done, entry.date, year, entry.source or None, entry.confirmed_by or None)


def _conduct(entry: ConductEntry, year: int) -> ConductInput:
    disciplined = {DISCIPLINE[key]: count for key, count in entry.disciplined.items()}
    under_review = {REVIEWS[key]: count for key, count in entry.under_review.items()}
    return ConductInput(year, entry.source, entry.date, disciplined, under_review)
