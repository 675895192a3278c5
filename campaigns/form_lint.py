"""What is wrong with a form that has the right shape: names, order, types, questions that could never be asked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from campaigns.answers import CODES, misfit
from campaigns.expression_types import BOOL, NUMBER, Type, type_of
from campaigns.expressions import Expression, ExpressionError, Gap
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_questions import Choice, Count, MultiChoice, Question
from campaigns.indicators import SelfReport
from campaigns.localized import Localized
from campaigns.piping import holes
from campaigns.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Use:
    """An expression at its place. known: the names that have been asked by then. wanted: the type it must have; None
    where any value will do."""

    path: str
    expression: Expression
    known: Set[str]
    wanted: Type | None = None


def problems_in(form: Form, file: str) -> Iterator[Problem]:
    """Everything that can be wrong inside one form: duplicate_id, unknown_question, unknown_error_code, unasked_misfit,
    and for expressions and holes unknown_name, unknown_option, wrong_type, asked_later and what `parse` finds."""
    names = [question.id for question in form.questions]
    yield from duplicates([*form.parameters, *names, *(derived.id for derived in form.derived)], file, "questions")
    yield from duplicates([check.id for check in form.checks], file, "checks")
    for question in form.questions:
        yield from _problems_in_question(question, file)
    for path, name in [("extras", name) for name in form.extras] + [
        (f"checks[{check.id}].mend", check.mend) for check in form.checks
    ]:
        if name not in form.by_id:
            yield problem(file, path, "unknown_question", {"name": name})
    yield from _problems_of_use(form, form.types, file)


def problems_of_selection(form: Form, source: Form, file: str, within: str) -> Iterator[Problem]:
    """What a pack's choice of questions breaks: an order that asks too late (asked_later), and a question that can
    never be asked, bounded or worded because it hangs on one that was left out (needs_question)."""
    yield from _problems_of_use(form, source.types, file, f"{within}.")
    facts = Facts(form)
    for use in _uses(form, source.types.keys()):
        if isinstance(use, Use) and use.path.startswith("questions") and use.expression.evaluate(facts) is Gap.ABSENT:
            behind = {name for used in use.expression.names for name in source.behind(used)}
            left_out = ", ".join(name for name in source.by_id if name in behind and name not in form.by_id)
            yield problem(file, f"{within}.{use.path}", "needs_question", {"names": left_out})


def problems_in_measure(measure: SelfReport, form: Form, file: str, path: str) -> Iterator[Problem]:
    """What is wrong in how an indicator is read from the form: unknown_name, unknown_option, wrong_type."""
    for key, expression in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        try:
            found = type_of(expression, form.types)
        except ExpressionError as error:
            yield problem(file, f"{path}.{key}", error.code, error.params)
        else:
            if found not in (NUMBER, BOOL):
                yield problem(file, f"{path}.{key}", "wrong_type", {"part": expression.source, "wanted": NUMBER.name})


def duplicates(names: Sequence[str], file: str, path: str) -> Iterator[Problem]:
    """A problem for each name that stands there more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield problem(file, path, "duplicate_id", {"name": name})


def _problems_in_question(question: Question, file: str) -> Iterator[Problem]:
    at = f"questions[{question.id}]"
    if isinstance(question, Choice | MultiChoice):
        yield from duplicates([option.id for option in question.options], file, f"{at}.options")
    if question.unasked is not None and misfit(question, question.unasked) is not None:
        yield problem(file, f"{at}.unasked", "unasked_misfit", {"kind": question.kind})
    for code in sorted(question.errors.keys() - CODES):
        yield problem(file, f"{at}.errors.{code}", "unknown_error_code", {"known": ", ".join(sorted(CODES))})


def _problems_of_use(form: Form, types: Mapping[str, Type], file: str, within: str = "") -> Iterator[Problem]:
    for use in _uses(form, types.keys()):
        if isinstance(use, Problem):
            yield Problem(file, within + use.path, use.code, use.params)
            continue
        path = within + use.path
        try:
            found = type_of(use.expression, types)
        except ExpressionError as error:
            yield problem(file, path, error.code, error.params)
            continue
        if use.wanted is not None and found != use.wanted and not (found == BOOL and use.wanted == NUMBER):
            yield problem(file, path, "wrong_type", {"part": use.expression.source, "wanted": use.wanted.name})
        for name in sorted(use.expression.names - use.known):
            yield problem(file, path, "asked_later", {"name": name})


def _uses(form: Form, names: Set[str]) -> Iterator[Use | Problem]:
    """Every expression of the form with what is known at its place. A name that this form does not ask is known: to be
    absent."""
    given = names - form.by_id.keys() - form.derived_by_id.keys()
    known = set(given)
    for question in form.questions:
        _follow(form, known)
        yield from _uses_in_question(question, known, given)
        known.add(question.id)
    possible = known - form.derived_by_id.keys()
    for derived in form.derived:
        at = f"derived[{derived.id}]"
        yield Use(f"{at}.value", derived.value, set(possible), NUMBER)
        possible.add(derived.id)
        for key, text in (("confirm", derived.confirm), ("confirm_zero", derived.confirm_zero)):
            yield from _holes(f"{at}.{key}", text, possible)
    for check in form.checks:
        yield Use(f"checks[{check.id}].that", check.that, names, BOOL)
        yield from _holes(f"checks[{check.id}].message", check.message, names)


def _follow(form: Form, known: set[str]) -> None:
    """Add the derived values that follow from what is known; each uses only earlier ones, so one pass will do."""
    for derived in form.derived:
        if derived.value.names <= known:
            known.add(derived.id)


def _uses_in_question(question: Question, known: Set[str], given: Set[str]) -> Iterator[Use | Problem]:
    at, before = f"questions[{question.id}]", set(known)
    if question.show_if is not None:
        yield Use(f"{at}.show_if", question.show_if, before, BOOL)
    if isinstance(question, Count):
        yield Use(f"{at}.at_least", question.at_least, before, NUMBER)
        yield Use(f"{at}.at_most", question.at_most, before, NUMBER)
    yield from _holes(f"{at}.label", question.label, given)
    for key, text in (("text", question.text), ("why", question.why), ("example", question.example)):
        yield from _holes(f"{at}.{key}", text, before)
    for code, text in question.errors.items():
        yield from _holes(f"{at}.errors.{code}", text, before)


def _holes(path: str, text: Localized | None, known: Set[str]) -> Iterator[Use | Problem]:
    try:
        for hole in holes(text) if text is not None else ():
            yield Use(path, hole, known)
    except ExpressionError as error:
        yield problem("", path, f"expression_{error.code}", error.params)
