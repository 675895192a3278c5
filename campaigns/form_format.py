"""What a form is: questions, derived values and checks, as a pack writes them.

Everything here is data in memory. How a form is read from YAML is `form_loading`, how it runs is `forms`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
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


class Derived(Part):
    """A value that follows from answers.

    confirm: read back to the person once it is known, and again whenever it changes. confirm_zero: the same where the
    value is 0 and a number would sound odd.
    """

    id: Slug
    label: Localized
    value: Expression
    confirm: Localized | None = None
    confirm_zero: Localized | None = None


class Check(Part):
    """What must hold between answers. mend: the question to go back to where it does not."""

    id: Slug
    that: Expression
    message: Localized
    mend: Slug


class FormHead(Part):
    """What a form says beside its questions.

    subject: what one report is about ("household"). submit: the use-case that takes the answers. parameters: names that
    a pack has to give a whole number for; settings: those numbers, once given. extras: questions asked only from people
    who want to answer more; all others come first.
    """

    spec_version: Literal[1] = 1
    id: Slug
    version: StrictInt = Field(ge=1)
    title: Localized
    subject: Slug
    submit: Slug
    parameters: tuple[Slug, ...] = ()
    settings: Mapping[str, StrictInt] = Field(default_factory=dict)
    extras: tuple[Slug, ...] = ()
    derived: tuple[Derived, ...] = ()
    checks: tuple[Check, ...] = ()


class WrittenForm(FormHead):
    """A form as its file has it: groups stand once."""

    questions: tuple[WrittenQuestion, ...] = Field(min_length=1)


class Form(FormHead):
    """A form that can be asked. groups: group id → the questions it was unrolled to."""

    questions: tuple[Question, ...] = Field(min_length=1)
    groups: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Question id → question, in form order."""
        return {question.id: question for question in self.questions}

    @cached_property
    def derived_by_id(self) -> Mapping[str, Derived]:
        """Derived id → derived value, in form order."""
        return {derived.id: derived for derived in self.derived}

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Question or derived id → a short code by its place in the form: good for this version of it."""
        questions = {name: f"q{place}" for place, name in enumerate(self.by_id)}
        return questions | {name: f"d{place}" for place, name in enumerate(self.derived_by_id)}

    @cached_property
    def named_by_code(self) -> Mapping[str, str]:
        """The other way round."""
        return {code: name for name, code in self.codes.items()}

    @cached_property
    def main(self) -> tuple[Question, ...]:
        """The questions that everybody is asked, in order."""
        return tuple(question for question in self.questions if question.id not in self.extras)

    @cached_property
    def more(self) -> tuple[Question, ...]:
        """The questions for those who want to answer more, in order."""
        return tuple(question for question in self.questions if question.id in self.extras)

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """Every name an expression of this form may use → its type. Derived values are numbers or claims."""
        known = dict.fromkeys(self.parameters, NUMBER)
        known |= {question.id: question.type for question in self.questions}
        return known | {derived.id: NUMBER for derived in self.derived}

    def unrolled(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of questions and groups as names of questions."""
        return tuple(each for name in names for each in self.groups.get(name, (name,)))

    @cached_property
    def followers(self) -> Mapping[str, frozenset[str]]:
        """Question id → itself, and all questions and derived values that may be others once it is answered."""
        used = {question.id: question.rests_on for question in self.questions}
        used |= {derived.id: derived.value.names for derived in self.derived}
        return {question.id: _following(question.id, used) for question in self.questions}

    def behind(self, name: str) -> frozenset[str]:
        """The questions that a derived value follows from, directly or through others."""
        if name not in self.derived_by_id:
            return frozenset({name} & self.by_id.keys())
        return frozenset(found for used in self.derived_by_id[name].value.names for found in self.behind(used))


def _following(name: str, used: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found, new = {name}, {name}
    while new:
        new = {each for each, names in used.items() if names & new} - found
        found |= new
    return frozenset(found)


class Selection(Part):
    """Which questions of a form a campaign asks, in which order, and how it words them."""

    form: Slug
    version: StrictInt = Field(ge=1)
    ask: tuple[Slug, ...] = Field(min_length=1)
    extras: tuple[Slug, ...] = ()
    wording: Mapping[Slug, Wording] = Field(default_factory=dict)


class FormsFile(Part):
    """A pack's forms.yaml."""

    spec_version: Literal[1]
    forms: tuple[Selection, ...]
