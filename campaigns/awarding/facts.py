"""What is stored of a subject, as plain values, and the case that follows from it for an occasion.

Whoever stores a unit's inputs hands these values over. Nothing is judged here: which figure decides, and which year it
is of, is all that is settled.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from campaigns.awarding.case import Act, Case, Figure, Occasion, Ranking, Score, Source, Subject
from campaigns.format.criterion import Condition
from campaigns.indicators import Counts, coverage

SMALLEST_CELL = 5
"""Answers of fewer people than this are not shown, so they are no figure either."""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """Who is considered. audience: its id in the pack; parent: the body above, or the workplace, by name."""

    audience: str
    name: str
    parent: str | None = None
    traits: Mapping[Condition, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureInput:
    """A unit's own or an official figure of a year: counts, or (where nobody publishes counts) a percentage 0–100.

    source: the report or paper, with its number; date: of the paper.
    """

    indicator: str
    year: int
    source: str
    date: dt.date
    num: int | None = None
    den: int | None = None
    percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SelfReported:
    """What people's own answers say of a year: the tallies of the subject's unit.

    population: how many could have answered, by the registry; None where no source says. period: id of the period.
    """

    indicator: str
    year: int
    counts: Counts
    population: int | None
    period: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class RankInput:
    """A published rank of a year: the subject's own or its parent's. scope: among whom; tied_with: others of it."""

    year: int
    rank: int
    published_by: str
    date: dt.date
    scope: str | None = None
    tied_with: tuple[str, ...] = ()
    of: Literal["own", "parent"] = "own"


@dataclass(frozen=True, slots=True)
class ScoreInput:
    """A published score of a year."""

    year: int
    points: Fraction
    maximum: Fraction
    published_by: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class ActInput:
    """A declared act. criterion: its id, its clause path, or the indicator that asks the same.

    year: the year it speaks of; None for what holds from its date on (a plan that was issued). evidence: the paper or
    file; confirmed_by: the body that confirms it.
    """

    criterion: str
    done: bool
    date: dt.date
    year: int | None = None
    evidence: str | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class ConductInput:
    """Discipline and pending proceedings of a year, in numbers only: measure or proceeding → how many.

    Empty: there was none; None: not told.
    """

    year: int
    source: str
    date: dt.date
    disciplined: Mapping[str, int] | None = None
    under_review: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class SubjectInputs:
    """Everything stored of one subject, of any year, in the order in which it was entered."""

    subject: SubjectFacts
    figures: Sequence[FigureInput] = ()
    self_reported: Sequence[SelfReported] = ()
    rankings: Sequence[RankInput] = ()
    scores: Sequence[ScoreInput] = ()
    acts: Sequence[ActInput] = ()
    conduct: Sequence[ConductInput] = ()


class _Dated(Protocol):
    @property
    def date(self) -> dt.date: ...


D = TypeVar("D", bound=_Dated)


def case_from_facts(facts: SubjectInputs, occasion: Occasion, *, award: str | None = None) -> Case:
    """The case of a subject on an occasion: what is of its year, the newest paper where there are several.

    An official figure decides; what people answered stands beside it, and decides only where there is no other (then
    the pack's least coverage holds). award: an award form; None for every one of the occasion. What contradicts itself
    (num above den, rank 0) must have been refused when it was entered; here it is a `ValidationError`.
    """
    year, subject = occasion.year, facts.subject
    ranks = {of: _newest(each for each in facts.rankings if (each.year, each.of) == (year, of)) for of in _OWN_PARENT}
    score = _newest(each for each in facts.scores if each.year == year)
    conduct = _newest(each for each in facts.conduct if each.year == year)
    return Case(
        award=award,
        subject=Subject(kind=subject.audience, name=subject.name, parent=subject.parent, traits=subject.traits),
        occasion=occasion,
        figures=_figures(facts, year),
        ranking=_ranking(ranks["own"]),
        parent_ranking=_ranking(ranks["parent"]),
        score=None if score is None else _score(score),
        declared=_acts(facts.acts, year),
        discipline=None if conduct is None else _measures(conduct.disciplined),
        reviews=None if conduct is None else _measures(conduct.under_review),
        conduct_source=None if conduct is None else Source(paper=conduct.source, date=conduct.date),
    )


_OWN_PARENT: tuple[Literal["own", "parent"], ...] = ("own", "parent")


def _newest(inputs: Iterable[D]) -> D | None:
    """The one with the newest paper; of several of one day, the one entered last."""
    found: D | None = None
    for each in inputs:
        if found is None or each.date >= found.date:
            found = each
    return found


def _figures(facts: SubjectInputs, year: int) -> dict[str, Figure]:
    official = [each for each in facts.figures if each.year == year]
    answers = {
        each.indicator: _answered(each)
        for each in sorted(facts.self_reported, key=lambda each: each.as_of)
        if each.year == year and each.counts.reports >= SMALLEST_CELL
    }
    found = dict(answers)
    for name in dict.fromkeys(each.indicator for each in official):
        newest = _newest(each for each in official if each.indicator == name)
        if newest is not None:
            found[name] = _given(newest, answers.get(name))
    return found


def _given(figure: FigureInput, beside: Figure | None) -> Figure:
    return Figure(
        percent=figure.percent,
        num=figure.num,
        den=figure.den,
        source=figure.source,
        date=figure.date,
        beside=beside,
    )


def _answered(figure: SelfReported) -> Figure:
    reached = coverage(figure.counts.reports, figure.population)
    return Figure(
        num=figure.counts.num,
        den=figure.counts.den,
        unknown=figure.counts.unknown,
        self_report=True,
        # More may answer than the registry knows of.
        coverage=None if reached is None else min(reached, Fraction(1)),
        source=figure.period,
        date=figure.as_of,
    )


def _ranking(given: RankInput | None) -> Ranking | None:
    if given is None:
        return None
    return Ranking(
        rank=given.rank,
        scope=given.scope,
        published_by=given.published_by,
        tied_with=given.tied_with,
        date=given.date,
    )


def _score(given: ScoreInput) -> Score:
    return Score(points=given.points, maximum=given.maximum, published_by=given.published_by, date=given.date)


def _acts(acts: Sequence[ActInput], year: int) -> dict[str, Act]:
    """What was declared for the year goes before what has held since earlier."""
    found: dict[str, Act] = {}
    for name in dict.fromkeys(each.criterion for each in acts):
        own = [each for each in acts if each.criterion == name]
        act = _newest(each for each in own if each.year == year)
        act = act or _newest(each for each in own if each.year is None and each.date.year <= year)
        if act is not None:
            found[name] = Act(done=act.done, evidence=act.evidence, confirmed_by=act.confirmed_by, date=act.date)
    return found


def _measures(given: Mapping[str, int] | None) -> Literal["none"] | tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(f"{name} ({count})" for name, count in given.items() if count) or "none"
