"""What a question is: kinds, bounds, options and wordings, as a pack writes them."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from campaigns.expression_types import BOOL, NUMBER, TEXT, Type
from campaigns.expressions import Expression
from campaigns.localized import Localized

LONGEST_ID: Final = 40
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""An id: stable for ever, never translated; short enough for an action of 64 bytes."""

LARGEST_COUNT: Final = 10_000_000
"""What no count exceeds where the form names no bound: more than the households of any province."""


class Part(BaseModel):
    """A frozen piece of a definition; an unknown key is a problem, not a silent nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(Part):
    """How a question is said; a pack may say it its own way without touching what it means."""

    text: Localized | None = None
    label: Localized | None = None
    why: Localized | None = None
    example: Localized | None = None


class Asked(Part):
    """What every question has.

    text: may hold `{expression}`, filled from answers, derived values and parameters. label: a few words for the review
    and the consent notice; may hold parameters. show_if: asked only where it holds. unasked: the value that follows
    where it does not (nobody of that age: 0). optional: may be passed over without any answer. errors: our own sentence
    for an error code, where this question can explain it better. round: the how-manieth time its group is asked.
    """

    id: Slug
    text: Localized
    label: Localized
    why: Localized | None = None
    example: Localized | None = None
    show_if: Expression | None = None
    unasked: StrictBool | StrictInt | str | None = None
    allow_unknown: StrictBool = True
    allow_declined: StrictBool = True
    optional: StrictBool = False
    errors: Mapping[str, Localized] = Field(default_factory=dict)
    round: StrictInt = 1

    @property
    def rests_on(self) -> frozenset[str]:
        """The names by which it is settled whether it is asked, and which answers fit."""
        return self.show_if.names if self.show_if else frozenset()

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return TEXT


class YesNo(Asked):
    """Yes or no. `yes` and `no`: other words for the two where plain yes and no sound odd ("Rồi", "Chưa")."""

    kind: Literal["yes_no"]
    yes: Localized | None = None
    no: Localized | None = None

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return BOOL


class Option(Part):
    """One of the answers to choose from. `also`: other words that people type for it."""

    id: Slug
    label: Localized
    also: tuple[str, ...] = ()


class Choice(Asked):
    """One of a few."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2)

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return Type("choice", frozenset(option.id for option in self.options))


class MultiChoice(Asked):
    """Any of a few, none included."""

    kind: Literal["multi_choice"]
    options: tuple[Option, ...] = Field(min_length=2)

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return Type("many", frozenset(option.id for option in self.options))


class Count(Asked):
    """A whole number between two bounds, which may follow from earlier answers."""

    kind: Literal["count"]
    at_least: Expression = Expression.of(0)
    at_most: Expression = Expression.of(LARGEST_COUNT)

    @property
    def rests_on(self) -> frozenset[str]:
        """The names by which it is settled whether it is asked, and which answers fit."""
        return super().rests_on | self.at_least.names | self.at_most.names

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return NUMBER


class Percent(Asked):
    """A percentage 0–100, kept exactly as a decimal in text ("82.4")."""

    kind: Literal["percent"]

    @property
    def type(self) -> Type:
        """What its answer is in an expression."""
        return NUMBER


class Text(Asked):
    """A few words."""

    kind: Literal["text"]
    longest: StrictInt = Field(default=1000, ge=1, le=4000)


class Place(Asked):
    """A unit, by its key ("63:30739"); `of` names the kinds of unit to choose from."""

    kind: Literal["place"]
    of: tuple[Slug, ...] = ()


class Photo(Asked):
    """A picture, by the key under which it is stored."""

    kind: Literal["photo"]


Question = Annotated[YesNo | Choice | MultiChoice | Count | Percent | Text | Place | Photo, Field(discriminator="kind")]


class Group(Part):
    """Questions asked again for each of several things of a kind, as long as there is another, `most` times at most.

    It is written once and unrolled when read (`form_rounds`): question `ten` of group `viec` becomes `viec_1_ten`,
    `viec_2_ten` …, each an ordinary question. Inside, a question names its neighbours as they are written and may name
    `lan`, the number of the round. show_if: of the first round. another: asked after each round but the last.
    """

    kind: Literal["group"]
    id: Slug
    most: StrictInt = Field(ge=2, le=9)
    show_if: Expression | None = None
    questions: tuple[Question, ...] = Field(min_length=1)
    another: YesNo

    @model_validator(mode="after")
    def _short_ids(self) -> Self:
        for question in (*self.questions, self.another):
            if len(f"{self.id}_9_{question.id}") > LONGEST_ID:
                raise PydanticCustomError("id_too_long", "with its group this id is too long", {"limit": LONGEST_ID})
        return self


WrittenQuestion = Annotated[
    YesNo | Choice | MultiChoice | Count | Percent | Text | Place | Photo | Group, Field(discriminator="kind")
]
