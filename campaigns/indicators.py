"""Figures, exactly: what a report contributes, what sums say, how they stand against a target.

Integers and fractions only; nothing is rounded before it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from campaigns.expressions import Expression, Facts, Gap, Value
from campaigns.format.target import Operator

if TYPE_CHECKING:
    # Loading it takes longer than all that comparing figures needs.
    from campaigns.form_format import Form

Verdict = Literal["met", "not_met", "undecided", "missing"]


class SelfReport(BaseModel):
    """How an indicator is read from the answers to a form. A yes counts 1, a no 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    numerator: Expression
    denominator: Expression


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over reports: how many reports; of whom it holds (`num`) among those known (`den`); of whom it is not known.

    The `unknown` are in neither `num` nor `den`.
    """

    reports: int = 0
    num: int = 0
    den: int = 0
    unknown: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.reports + other.reports, self.num + other.num, self.den + other.den, self.unknown + other.unknown
        )

    def __sub__(self, other: "Counts") -> "Counts":
        return self + Counts(-other.reports, -other.num, -other.den, -other.unknown)

    @property
    def by_name(self) -> dict[str, int]:
        """The four under their names, as they are stored."""
        return {"reports": self.reports, "num": self.num, "den": self.den, "unknown": self.unknown}


class Interval(NamedTuple):
    """The shares (0–1) if nobody / everybody of the unknown were so."""

    low: Fraction
    high: Fraction


def contribution(measure: SelfReport, facts: Facts) -> Counts | None:
    """What one report adds to an indicator; None where it says nothing about it (withheld, not asked, total unknown).

    facts: `forms.facts_of(form, answers)`. A household without anybody of the kind says nothing either: were it
    counted, four of them would hide nothing of a fifth's answer.
    """
    den = _whole(measure.denominator.evaluate(facts))
    if not den:
        return None
    num = measure.numerator.evaluate(facts)
    if num is Gap.UNKNOWN:
        return Counts(reports=1, unknown=den)
    known = _whole(num)
    return None if known is None else Counts(reports=1, num=known, den=den)


def _whole(value: Value | Gap) -> int | None:
    return int(value) if isinstance(value, int) else None


def share(counts: Counts) -> Fraction | None:
    """The share 0–1 among known answers; None where there are none."""
    return Fraction(counts.num, counts.den) if counts.den > 0 else None


def interval(counts: Counts) -> Interval | None:
    """Where the share lies, whatever the unknown answers are; None where nothing is known."""
    whole = counts.den + counts.unknown
    if counts.den <= 0:
        return None
    return Interval(Fraction(counts.num, whole), Fraction(counts.num + counts.unknown, whole))


def judge(counts: Counts, operator: Operator | str, percent: Fraction) -> Verdict:
    """How the figure stands against a target. percent: 0–100, as the plan writes it.

    A verdict is given only if it holds wherever in its interval the figure lies; 69.96 never passes as 70.
    """
    found = interval(counts)
    if found is None:
        return "missing"
    compare = Operator(operator)
    ends = {_meets(end, compare, percent / 100) for end in found}
    if len(ends) == 2 or (compare is Operator.EQUAL and found.low < percent / 100 < found.high):
        return "undecided"
    return "met" if ends == {True} else "not_met"


def _meets(figure: Fraction, compare: Operator, value: Fraction) -> bool:
    match compare:
        case Operator.ABOVE:
            return figure > value
        case Operator.AT_LEAST:
            return figure >= value
        case Operator.EQUAL:
            return figure == value


def coverage(reports: int, registry: int | None) -> Fraction | None:
    """The share of the registry's households that answered; None where the registry has no number.

    Above 1 if more answered than the registry knows of: that is for the reader to see, not to be cut off.
    """
    return Fraction(reports, registry) if registry else None


def contribution_order(form: "Form", measures: Mapping[str, SelfReport]) -> tuple[str, ...]:
    """The indicators (id → how it is read) that this form can feed, as its questions complete them."""
    place = {question.id: number for number, question in enumerate(form.questions)}
    found: dict[str, int] = {}
    for name, measure in measures.items():
        used = measure.numerator.names | measure.denominator.names
        behind = {question for one in used for question in form.behind(one)}
        is_asked = all(one in place or one in form.derived_by_id for one in used) and behind <= place.keys()
        if measure.form == form.id and used and is_asked:
            found[name] = max(place[question] for question in behind)
    return tuple(sorted(found, key=lambda name: found[name]))
