"""What a form is: questions in their order, derived values and checks, as a pack writes them.

Everything here is data in memory. How a form is read from YAML is `form_loading`, how it runs is `forms`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, StrictInt

from campaigns.expression_types import NUMBER, Type
from campaigns.expressions import Expression
from campaigns.form_questions import Part, Question, Slug, Wording, WrittenQuestion
from campaigns.localized import Localized


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
