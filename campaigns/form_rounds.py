"""Groups of questions asked again and again: unrolled when a form is read, so that the engine knows no groups."""

import ast
from collections.abc import Iterator, Mapping
from copy import deepcopy

from campaigns.expressions import Expression, parse
from campaigns.form_format import Form, WrittenForm
from campaigns.form_questions import Count, Group, Question
from campaigns.localized import Localized
from campaigns.piping import replace_holes

ROUND = "lan"
"""What a group's questions call the number of their round."""


def unroll(written: WrittenForm) -> Form:
    """The form with each group as its questions, round after round."""
    questions: list[Question] = []
    groups: dict[str, tuple[str, ...]] = {}
    for item in written.questions:
        found = list(_rounds(item)) if isinstance(item, Group) else [item]
        questions += found
        if isinstance(item, Group):
            groups[item.id] = tuple(each.id for each in found)
    head = {name: getattr(written, name) for name in WrittenForm.model_fields if name != "questions"}
    form = Form(**head, questions=tuple(questions), groups=groups)
    return form.model_copy(update={"extras": form.unrolled(form.extras)})


def _rounds(group: Group) -> Iterator[Question]:
    start = group.show_if
    for number in range(1, group.most + 1):
        names = {each.id: f"{group.id}_{number}_{each.id}" for each in (*group.questions, group.another)}
        for question in group.questions:
            yield _of_round(question, names, number, start)
        if number < group.most:
            # It must be a plain yes or no: only a yes opens the next round.
            plain = group.another.model_copy(
                update={"allow_unknown": False, "allow_declined": False, "optional": False, "unasked": False}
            )
            yield _of_round(plain, names, number, start)
            start = parse(names[group.another.id])


def _of_round(question: Question, names: Mapping[str, str], number: int, start: Expression | None) -> Question:
    """A question as it is asked in one round. start: on what the whole round hangs."""
    own = None if question.show_if is None else _renamed(question.show_if, names, number)
    conditions = [f"({each.source})" for each in (start, own) if each is not None]
    changes: dict[str, object] = {
        "id": names[question.id],
        "round": number,
        "show_if": parse(" and ".join(conditions)) if conditions else None,
        "errors": {code: _refilled(text, names, number) for code, text in question.errors.items()},
    }
    for key in ("text", "label", "why", "example"):
        text: Localized | None = getattr(question, key)
        changes[key] = None if text is None else _refilled(text, names, number)
    if isinstance(question, Count):
        changes["at_least"] = _renamed(question.at_least, names, number)
        changes["at_most"] = _renamed(question.at_most, names, number)
    return question.model_copy(update=changes)


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str], number: int) -> None:
        self.names, self.number = names, number

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == ROUND:
            return ast.Constant(self.number)
        return ast.Name(self.names.get(node.id, node.id))


def _renamed(expression: Expression, names: Mapping[str, str], number: int) -> Expression:
    """The same expression over the names of a round."""
    renamed: ast.expr = _Renaming(names, number).visit(deepcopy(expression.tree))
    return parse(ast.unparse(renamed))


def _refilled(text: Localized, names: Mapping[str, str], number: int) -> Localized:
    """The same text with its holes over the names of a round. What is no expression stays, for lint to find."""

    def hole(source: str) -> str:
        return _renamed(parse(source), names, number).source

    return Localized(vi=replace_holes(text.vi, hole), en=None if text.en is None else replace_holes(text.en, hole))
