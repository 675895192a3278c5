"""Reading forms: from YAML data to a form that is known to work, or to every problem at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from campaigns.form_format import Form, FormsFile, Selection, WrittenForm
from campaigns.form_lint import duplicates, problems_in, problems_of_selection
from campaigns.form_questions import Question, Wording
from campaigns.form_rounds import unroll
from campaigns.problems import Problem, Problems, problem, problems_of

FORMS: Final = Path(__file__).parent / "data" / "forms"
"""The forms that come with the program."""
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is ten times as fast; a PyYAML without it still works."""


def read_form(data: object, file: str) -> Form | Problems:
    """A form from what a YAML file holds, or everything that is wrong with it."""
    try:
        form = unroll(WrittenForm.model_validate(data))
    except ValidationError as error:
        return problems_of(error, file, data)
    return tuple(problems_in(form, file)) or form


def read_selections(data: object, file: str) -> tuple[Selection, ...] | Problems:
    """Which forms a pack asks (its forms.yaml), or everything that is wrong with the file."""
    try:
        return FormsFile.model_validate(data).forms
    except ValidationError as error:
        return problems_of(error, file, data)


def load_bank(folder: Path = FORMS) -> Mapping[str, Form] | Problems:
    """Every form of a folder by its id, or every problem of every file."""
    read = [_read_file(path) for path in sorted(folder.glob("*.yaml"))]
    problems = tuple(found for one in read if not isinstance(one, Form) for found in one)
    return problems or {form.id: form for form in read if isinstance(form, Form)}


def _read_file(path: Path) -> Form | Problems:
    try:
        data: object = yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return (problem(path.name, "", "yaml_syntax", {"line": line}),)
    return read_form(data, path.name)


def build_form(
    bank: Mapping[str, Form], selection: Selection, parameters: Mapping[str, int], file: str
) -> Form | Problems:
    """The form as a campaign asks it: its questions in its order, in its words, with its parameters filled in.

    A group is selected as a whole, by its id.

    parameters: every number the pack can give by name; what the form does not ask for is left aside. file: the pack's
    forms.yaml, for the problems: unknown_form, other_version, unknown_question, duplicate_id, missing_parameter,
    asked_later, needs_question (a selected question hangs on one that is not).
    """
    source = bank.get(selection.form)
    at = f"forms[{selection.form}]"
    if source is None:
        return (problem(file, f"{at}.form", "unknown_form", {"name": selection.form, "known": ", ".join(bank)}),)
    problems = (*_misfits_of_selection(source, selection, file, at), *_missing(source, parameters, file, at))
    if problems:
        return problems
    extras = source.unrolled(selection.extras)
    selected = (*source.unrolled(selection.ask), *extras)
    form = Form(
        id=source.id,
        version=source.version,
        title=source.title,
        subject=source.subject,
        submit=source.submit,
        parameters=source.parameters,
        settings={name: parameters[name] for name in source.parameters},
        questions=tuple(_worded(source.by_id[name], selection.wording.get(name)) for name in selected),
        extras=extras,
        groups={name: found for name, found in source.groups.items() if set(found) <= set(selected)},
        derived=source.derived,
        checks=tuple(check for check in source.checks if check.mend in selected),
    )
    return tuple(problems_of_selection(form, source, file, at)) or form


def _misfits_of_selection(source: Form, selection: Selection, file: str, at: str) -> Iterator[Problem]:
    if source.version != selection.version:
        found = {"asked": str(selection.version), "known": str(source.version)}
        yield problem(file, f"{at}.version", "other_version", found)
    selected = [("ask", name) for name in selection.ask] + [("extras", name) for name in selection.extras]
    for key, name in [*selected, *(("wording", name) for name in selection.wording)]:
        if name not in source.by_id and (name not in source.groups or key == "wording"):
            yield problem(file, f"{at}.{key}", "unknown_question", {"name": name})
    yield from duplicates(source.unrolled(name for _, name in selected), file, f"{at}.ask")


def _missing(source: Form, parameters: Mapping[str, int], file: str, at: str) -> Iterator[Problem]:
    for name in source.parameters:
        if name not in parameters:
            yield problem(file, f"{at}.form", "missing_parameter", {"name": name})


def _worded(question: Question, wording: Wording | None) -> Question:
    if wording is None:
        return question
    return question.model_copy(update={name: text for name, text in wording if text is not None})
