"""A case: what is known of a subject when an award is considered."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from campaigns.awarding.numbers import Day, Exact, Share, Whole, written
from campaigns.format.criterion import Condition, OccasionKind
from campaigns.indicators import Counts
from campaigns.text import fold

NOTHING = frozenset({"", "-", "none", "null", "no", "false", "0", "khong", "khong co", "chua", "chua co"})
"""What people write where there is nothing; such words are no evidence and no publisher."""


def _proof(value: object) -> object:
    return None if isinstance(value, str) and fold(value) in NOTHING else value


def _none_or_list(value: object) -> object:
    if isinstance(value, str):
        return "none" if fold(value) in NOTHING else (value,)
    return value if value or value is None else "none"


def _names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _slug(value: object) -> object:
    return fold(value).replace(" ", "-") if isinstance(value, str) else value


Proof = Annotated[str | None, BeforeValidator(_proof)]
"""A paper or a body, by name."""
Measures = Annotated[Literal["none"] | tuple[str, ...] | None, BeforeValidator(_none_or_list)]
"""Nothing ("none"), or what there was, each in words; None: not known."""


class Piece(BaseModel):
    """A frozen part of a case; an unknown key is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Subject(Piece):
    """Who is considered. kind: an audience of the pack, a kind of subject, or its Vietnamese word.

    parent: the body above, or the workplace. traits: what `applies_if` asks about; what is not named here follows
    from kind and parent where it can, and otherwise counts as not known.
    """

    kind: str
    name: str = ""
    parent: str | None = None
    traits: Mapping[Condition, bool] = {}


class Occasion(Piece):
    """When the award is given."""

    kind: Annotated[OccasionKind, BeforeValidator(_slug)]
    year: Annotated[Whole, Field(ge=2000, le=2100)]


class Figure(Piece):
    """A figure of the subject: a percentage 0–100, or its counts. Written bare, a number is the percentage.

    unknown: how many more whose answer is not known, in neither num nor den. self_report: it comes from people's own
    answers and counts only at the pack's least coverage; a figure with a coverage (share 0–1 of the registry that
    answered) is such a one. source: the report or paper; date: of which day. beside: what people's own answers say,
    shown next to an official figure and never judged.
    """

    percent: Annotated[Exact, Field(ge=0, le=100)] | None = None
    num: Annotated[Whole, Field(ge=0)] | None = None
    den: Annotated[Whole, Field(ge=0)] | None = None
    unknown: Annotated[Whole, Field(ge=0)] = 0
    self_report: bool = False
    coverage: Annotated[Share, Field(ge=0, le=1)] | None = None
    source: Proof = None
    date: Day | None = None
    beside: "Figure | None" = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {"percent": data} if isinstance(data, str | int | float | Fraction) else data

    @model_validator(mode="after")
    def _consistent(self) -> "Figure":
        if (self.num is None) != (self.den is None) or (self.percent is None) == (self.num is None):
            raise PydanticCustomError("percent_or_counts", "give either a percentage, or both num and den")
        if self.num is not None and self.den is not None and self.num > self.den:
            raise PydanticCustomError("num_above_den", "num is above den", {"num": self.num, "den": self.den})
        if self.percent is not None and self.unknown:
            raise PydanticCustomError("unknown_without_counts", "unknown goes with num and den")
        return self

    @property
    def is_self_reported(self) -> bool:
        """Whether it comes from people's own answers."""
        return self.self_report or self.coverage is not None

    @property
    def counts(self) -> Counts:
        """As counts; a percentage as parts of a whole of the same share."""
        if self.num is not None and self.den is not None:
            return Counts(num=self.num, den=self.den, unknown=self.unknown)
        percent = self.percent or Fraction(0)
        return Counts(num=percent.numerator, den=100 * percent.denominator)

    @property
    def text(self) -> str:
        """As it was given, exactly: "676/820", "82.4%"."""
        if self.percent is not None:
            return f"{written(self.percent)}%"
        unknown = f" (+{self.unknown}?)" if self.unknown else ""
        return f"{self.num}/{self.den}{unknown}"


class Ranking(Piece):
    """A published rank. tied_with: others that were published at the same rank."""

    rank: Annotated[Whole, Field(ge=1)]
    scope: str | None = None
    published_by: Proof = None
    tied_with: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    date: Day | None = None


class Score(Piece):
    """A published score."""

    points: Annotated[Exact, Field(ge=0)]
    maximum: Annotated[Exact, Field(gt=0)]
    published_by: Proof = None
    date: Day | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Score":
        if self.points > self.maximum:
            raise PydanticCustomError("points_above_maximum", "points are above the maximum")
        return self


class Act(Piece):
    """A declared act; it counts only with evidence or a confirming body. Written bare, true or false is `done`."""

    done: bool
    evidence: Proof = None
    confirmed_by: Proof = None
    date: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {"done": data} if isinstance(data, str | bool) else data


class Source(Piece):
    """Where something is from: the report or paper, or the body that told it; date: of which day."""

    paper: Proof = None
    date: Day | None = None


class Nomination(Piece):
    """One of a list of nominations. eligible: as far as it was found out. kind: as the case's subject, if not given."""

    subject: str
    nominator: str
    kind: str | None = None
    nominator_kind: str | None = None
    eligible: bool | None = None


class Case(Piece):
    """Everything that is known. What is left out is missing data, never a no.

    figures: by indicator. declared: by criterion id, by clause path, or by the indicator that asks the same.
    discipline: "none", or what there was; reviews: pending proceedings, likewise; conduct_source: who told both.
    """

    award: str | None = None
    subject: Subject
    occasion: Occasion
    figures: Mapping[str, Figure] = {}
    ranking: Ranking | None = None
    parent_ranking: Ranking | None = None
    score: Score | None = None
    declared: Mapping[str, Act] = {}
    discipline: Measures = None
    reviews: Measures = None
    conduct_source: Source | None = None
    nominations: tuple[Nomination, ...] = ()
