"""A case: what is known of a subject when an award is considered. Numbers are exact, never through a binary float."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from rapidfuzz.process import extract

from campaigns.errors import AppError
from campaigns.format.criterion import Condition, OccasionKind
from campaigns.problems import Problem, Problems, problems_of

MOST_BYTES = 200_000


@dataclass(eq=False)
class CaseProblems(AppError):
    """A case that cannot be evaluated: everything that is wrong with it, each with its place and how to mend it."""

    code: ClassVar[str] = "case_problems"
    problems: Problems


def _exact(value: object) -> object:
    """A decimal as written: "82.4", "82,4", a fraction "676/820", a whole number. A float is refused."""
    if isinstance(value, bool | float):
        raise PydanticCustomError("inexact_number", "write the number in quotes")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    try:
        return Fraction(str(value).strip().removesuffix("%").strip().replace(",", "."))
    except (ValueError, ZeroDivisionError) as error:
        raise PydanticCustomError("not_a_number", "not a number") from error


Exact = Annotated[Fraction, BeforeValidator(_exact)]


class Piece(BaseModel):
    """A frozen part of a case; an unknown key is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Subject(Piece):
    """Who is considered. kind: an audience of the pack, or a kind of subject; traits: what `applies_if` asks about.

    traits not named follow from kind and parent where they can; otherwise they count as not known.
    """

    kind: str
    name: str = ""
    parent: str | None = None
    traits: Mapping[Condition, bool] = {}


class Occasion(Piece):
    """When the award is given."""

    kind: OccasionKind
    year: int = Field(ge=2000, le=2100)


class Figure(Piece):
    """A figure of the subject: a percentage 0–100, or its counts.

    source: "official" (of a body; the default) or "self_report", which counts only at the pack's least coverage.
    coverage: share 0–1 of the registry that answered. paper: which report or paper; as_of: of which date.
    """

    percent: Exact | None = None
    num: Exact | None = None
    den: Exact | None = None
    source: Literal["official", "self_report"] = "official"
    coverage: Exact | None = None
    paper: str | None = None
    as_of: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {"percent": data} if isinstance(data, str | int | float) else data

    @model_validator(mode="after")
    def _consistent(self) -> "Figure":
        if (self.percent is None) == (self.num is None) or (self.num is None) != (self.den is None):
            raise PydanticCustomError("percent_or_counts", "give a percentage, or num and den")
        if self.num is not None and self.den is not None and not 0 <= self.num <= self.den:
            raise PydanticCustomError("num_above_den", "num must lie between 0 and den")
        if self.percent is not None and not 0 <= self.percent <= 100:
            raise PydanticCustomError("percent_outside", "a percentage lies between 0 and 100")
        return self

    @property
    def share(self) -> Fraction | None:
        """In percent, 0–100; None where the denominator is 0."""
        if self.percent is not None:
            return self.percent
        return self.num / self.den * 100 if self.num is not None and self.den else None


class Ranking(Piece):
    """A published rank. tied_with: others that were published at the same rank."""

    rank: int = Field(ge=1)
    scope: str | None = None
    published_by: str | None = None
    tied_with: tuple[str, ...] = ()
    as_of: Day | None = None


class Score(Piece):
    """A published score."""

    points: Exact
    maximum: Exact
    published_by: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Score":
        if self.maximum <= 0 or not 0 <= self.points <= self.maximum:
            raise PydanticCustomError("points_outside", "points must lie between 0 and maximum, which is above 0")
        return self


class Act(Piece):
    """A declared act; it counts only with evidence or a confirming body. applies: false where it cannot concern them."""

    done: bool
    evidence: str | None = None
    confirmed_by: str | None = None
    date: Day | None = None
    applies: bool = True


class Nomination(Piece):
    """One of a list of nominations. eligible: as far as it was found out."""

    subject: str
    nominator: str
    kind: str | None = None
    nominator_kind: str | None = None
    eligible: bool | None = None


class Case(Piece):
    """Everything that is known. What is left out is missing data, never a no.

    discipline: "none", or what there was; reviews: pending proceedings, likewise.
    """

    award: str | None = None
    subject: Subject
    occasion: Occasion
    figures: Mapping[str, Figure] = {}
    ranking: Ranking | None = None
    parent_ranking: Ranking | None = None
    score: Score | None = None
    declared: Mapping[str, Act] = {}
    discipline: Literal["none"] | tuple[str, ...] | None = None
    reviews: Literal["none"] | tuple[str, ...] | None = None
    nominations: tuple[Nomination, ...] = ()


def read_case(text: str) -> Case:
    """A case from YAML. Every scalar is read as text, so that 82.40 stays what was written. Errors: `case_problems`."""
    try:
        data = yaml.load(text[:MOST_BYTES], Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes plain text only
    except yaml.YAMLError as error:
        raise CaseProblems((Problem("case", "", "yaml_syntax", {"found": str(error)}),)) from error
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise CaseProblems(problems_of(error, "case", data)) from error


def nearest(wanted: str, known: Iterable[str], most: int = 3) -> str:
    """The known names most like this one, for an error that helps."""
    return ", ".join(name for name, _score, _at in extract(wanted, list(known), limit=most))
