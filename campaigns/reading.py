"""Definition files from disk: text, YAML, model. Every problem is collected, none stops the reading of the rest."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaigns.pack_problems import Problem, Rule, problem

Model = TypeVar("Model", bound=BaseModel)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is ten times as fast; a PyYAML without it still works."""

_INDENT_TAB = re.compile(r"^ *\t", re.MULTILINE)
_RULES = {
    "missing": Rule.MISSING_KEY,
    "extra_forbidden": Rule.UNKNOWN_KEY,
    "inexact_number": Rule.INEXACT_NUMBER,
    "bad_clause": Rule.BAD_CLAUSE,
    "string_pattern_mismatch": Rule.BAD_SLUG,
    "string_too_long": Rule.BAD_SLUG,
    "string_too_short": Rule.EMPTY_TEXT,
    "enum": Rule.UNKNOWN_CHOICE,
    "literal_error": Rule.UNKNOWN_CHOICE,
    "union_tag_invalid": Rule.UNKNOWN_CHOICE,
    "union_tag_not_found": Rule.MISSING_KEY,
    "int_type": Rule.NOT_A_NUMBER,
    "int_parsing": Rule.NOT_A_NUMBER,
    "int_from_float": Rule.NOT_A_NUMBER,
    "decimal_type": Rule.NOT_A_NUMBER,
    "decimal_parsing": Rule.NOT_A_NUMBER,
    "tuple_type": Rule.NOT_A_LIST,
    "model_type": Rule.NOT_A_MAPPING,
    "model_attributes_type": Rule.NOT_A_MAPPING,
    "dict_type": Rule.NOT_A_MAPPING,
    "mapping_type": Rule.NOT_A_MAPPING,
    "greater_than_equal": Rule.OUT_OF_RANGE,
    "less_than_equal": Rule.OUT_OF_RANGE,
}


def read_model(path: Path, name: str, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Read one definition file. name: what the file is called in problems. None where it cannot be used."""
    text, problems = _read_text(path, name)
    if text is None:
        return None, problems
    data, found = _read_yaml(text, name)
    problems += found
    if data is None:
        return None, problems
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, problems + [_from_pydantic(name, detail, data) for detail in details]
    return (None if problems else value), problems


def _read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [problem(name, "", Rule.MISSING_FILE)]
    except OSError:
        return None, [problem(name, "", Rule.UNREADABLE)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [problem(name, "", Rule.NOT_UTF8, {"line": raw.count(b"\n", 0, error.start) + 1})]
    tab = _INDENT_TAB.search(text)
    if tab:
        return None, [problem(name, "", Rule.TAB, {"line": _line(text, tab.start())})]
    return text, [] if unicodedata.is_normalized("NFC", text) else [_not_nfc(text, name)]


def _not_nfc(text: str, name: str) -> Problem:
    lines = text.split("\n")
    bad = next(n for n, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line))
    return problem(name, "", Rule.NOT_NFC, {"line": bad})


def _read_yaml(text: str, name: str) -> tuple[object | None, list[Problem]]:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return None, [problem(name, "", Rule.NOT_A_MAPPING, {"key": ""})]
        doubles = _duplicates(node, "", set())
        problems = [problem(name, path, Rule.DUPLICATE_KEY, {"line": line}) for path, line in doubles]
        return loader.construct_document(node), problems
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        return None, [problem(name, "", Rule.YAML_SYNTAX, {"line": line})]


def _duplicates(node: yaml.Node, path: str, met: set[int]) -> list[tuple[str, int]]:
    """(path, line) of every key that stands twice in its mapping: YAML would silently keep the last.

    met: nodes looked at already; an alias may lead back to one, even to itself.
    """
    if id(node) in met:
        return []
    met.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [found for n, item in enumerate(node.value) for found in _duplicates(item, f"{path}[{n}]", met)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: set[str] = set()
    found: list[tuple[str, int]] = []
    for key, value in node.value:
        here = f"{path}.{key.value}" if path else str(key.value)
        if str(key.value) in seen:
            found.append((here, key.start_mark.line + 1))
        seen.add(str(key.value))
        found += _duplicates(value, here, met)
    return found


def _from_pydantic(name: str, detail: ErrorDetails, data: object) -> Problem:
    path, key = _place(detail["loc"], data)
    kind = detail["type"]
    if kind.startswith("union_tag"):
        path, key = f"{path}.kind", "kind"
    rule = _RULES.get(kind, Rule.BAD_VALUE)
    given = detail.get("input")
    if kind == "string_type":
        rule = Rule.NOT_A_MAPPING if isinstance(given, Mapping) else Rule.UNQUOTED
    if rule is Rule.UNKNOWN_CHOICE and isinstance(given, bool):
        rule = Rule.UNQUOTED
    if rule is Rule.BAD_SLUG and key.endswith("_on"):
        rule = Rule.IMPOSSIBLE_DATE
    if path == "spec_version" and rule is not Rule.MISSING_KEY:
        rule = Rule.SPEC_VERSION
    params: dict[str, object] = {"key": key}
    if rule is Rule.UNKNOWN_CHOICE:
        params["expected"] = _expected(detail)
    if rule not in {Rule.MISSING_KEY, Rule.UNKNOWN_KEY, Rule.NOT_A_LIST, Rule.NOT_A_MAPPING, Rule.EMPTY_TEXT}:
        params["given"] = _tag(given) if kind == "union_tag_invalid" else given
    return problem(name, path, rule, params)


def _expected(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    return str(context.get("expected") or context.get("expected_tags") or "").replace("'", "").replace(" or ", ", ")


def _tag(given: object) -> object:
    return given.get("kind") if isinstance(given, Mapping) else given


def _place(loc: Sequence[int | str], data: object) -> tuple[str, str]:
    """Where in the file: list items by their id where they have one; tags that only pydantic sees are left out."""
    path, key = "", ""
    for step in loc:
        if isinstance(step, int) and isinstance(data, Sequence) and not isinstance(data, str):
            data = data[step] if step < len(data) else None
            shown = data.get("id") if isinstance(data, Mapping) else None
            path += f"[{shown if isinstance(shown, str) else step}]"
            continue
        if isinstance(data, Mapping) and step not in data and data.get("kind") == step:
            continue
        key = str(step)
        path = f"{path}.{key}" if path else key
        data = data.get(step) if isinstance(data, Mapping) else None
    return path, key


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
