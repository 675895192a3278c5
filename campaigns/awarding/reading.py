"""A case from YAML text: every scalar as it was written, every problem at once, nothing that could harm."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import yaml
from pydantic import ValidationError

from campaigns.awarding.case import Act, Case, Figure, Nomination, Occasion, Piece, Ranking, Score, Source, Subject
from campaigns.errors import AppError
from campaigns.format.criterion import Condition, OccasionKind
from campaigns.problems import Problem, Problems, problem, problems_of
from campaigns.text import tidy

MOST_BYTES = 200_000
MOST_LEVELS = 20
FILE = "case"
"""How problems name the case."""
_PIECES: Mapping[str, type[Piece]] = {
    "subject": Subject,
    "occasion": Occasion,
    "figures": Figure,
    "ranking": Ranking,
    "parent_ranking": Ranking,
    "score": Score,
    "declared": Act,
    "conduct_source": Source,
    "nominations": Nomination,
}
_CHOICES: Mapping[str, Sequence[str]] = {
    "occasion": tuple(OccasionKind),
    "subject": tuple(Condition),
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is ten times as fast; a PyYAML without it still works."""
_NULL = "tag:yaml.org,2002:null"

Data = str | None | list["Data"] | dict[str, "Data"]


@dataclass(eq=False)
class CaseProblems(AppError):
    """A case that cannot be evaluated: everything that is wrong with it, each with its place and how to mend it."""

    code: ClassVar[str] = "case_problems"
    problems: Problems


def nearest(wanted: str, known: Iterable[str], most: int = 3) -> str:
    """The known names most like this one, for an error that helps."""
    from rapidfuzz.fuzz import WRatio, ratio  # only where something is wrong: a case in order starts sooner

    # A part of a name counts as much as the whole; among those the one of like length stands first.
    by_likeness = sorted(set(known), key=lambda name: (-WRatio(wanted, name), -ratio(wanted, name), name))
    return ", ".join(by_likeness[:most])


def read_case(text: str) -> Case:
    """A case from YAML. Errors: `case_problems`, with everything that is wrong in it by itself."""
    case, problems = read_what_can_be(text)
    if case is None or problems:
        raise CaseProblems(problems)
    return case


def read_what_can_be(text: str) -> tuple[Case | None, Problems]:
    """The case without the parts that cannot be read (None: too little is left), and all that is wrong with them."""
    # A lone surrogate cannot be UTF-8; it becomes a question mark.
    raw = text.encode(errors="replace")
    if len(raw) > MOST_BYTES:
        return None, (problem(FILE, "", "too_long", {"most": MOST_BYTES}),)
    try:
        harmful = next(_harmful(raw), None)
        # Nodes are composed, never constructed: a scalar stays the text that was written, a tag makes no object.
        root = None if harmful else _Loader(raw).get_single_node()
    except yaml.YAMLError as error:
        line = _line(error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None)
        return None, (problem(FILE, "", "yaml_syntax", {"line": line}),)
    if harmful:
        return None, (harmful,)
    if not isinstance(root, yaml.MappingNode):
        return None, (problem(FILE, "", "not_a_mapping"),)
    problems: list[Problem] = []
    data = _plain(root, "", problems)
    case, wrong = _validate(data)
    return case, (*problems, *wrong)


def _harmful(raw: bytes) -> Iterator[Problem]:
    """An alias, which could make a few lines endless, and nesting that no case needs; met before any node is built."""
    depth = 0
    for event in yaml.parse(raw, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            yield problem(FILE, "", "alias", {"line": _line(event.start_mark)})
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            yield problem(FILE, "", "too_deep", {"line": _line(event.start_mark)})


def _plain(node: yaml.Node, path: str, problems: list[Problem]) -> Data:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{path}[{place}]", problems) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, problems)
    return None if node.tag == _NULL else tidy(str(node.value))


def _mapping(node: yaml.MappingNode, path: str, problems: list[Problem]) -> Data:
    found: dict[str, Data] = {}
    seen: set[str] = set()
    for key, value in node.value:
        name = tidy(str(key.value)) if isinstance(key, yaml.ScalarNode) else "?"
        here = f"{path}.{name}" if path else name
        if name in seen or name == "?":
            code = "duplicate_key" if name in seen else "key_not_text"
            problems.append(problem(FILE, here, code, {"line": _line(key.start_mark)}))
        seen.add(name)
        plain = _plain(value, here, problems)
        # A key that is left empty is not given.
        if plain is not None:
            found[name] = plain
    return found


class _Mark(Protocol):
    """A place in the text, of either parser."""

    @property
    def line(self) -> int:
        """From 0."""


def _line(mark: _Mark | None) -> int:
    return 1 if mark is None else mark.line + 1


def _validate(data: Data) -> tuple[Case | None, Problems]:
    try:
        return Case.model_validate(data), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems = problems_of(error, FILE, data)
        named = tuple(_named(found, each["loc"]) for found, each in zip(problems, details, strict=True))
        rest = _without(data, [each["loc"] for each in details])
    try:
        return Case.model_validate(rest), named
    except ValidationError:
        return None, named


def _named(found: Problem, place: Sequence[int | str]) -> Problem:
    """An unknown key or choice with the known ones most like it."""
    top, given = str(place[0]), str(place[-1])
    if found.code == "extra_forbidden":
        model = Case if len(place) == 1 else _PIECES.get(top, Case)
        known = nearest(given, model.model_fields)
    elif found.code == "enum" and top in _CHOICES:
        known = ", ".join(_CHOICES[top])
    else:
        return found
    return problem(found.file, found.path, found.code, {**dict(found.params), "given": given, "nearest": known})


def _without(data: Data, places: Iterable[Sequence[int | str]]) -> Data:
    """Without each faulty part: one figure or act, else the whole key."""
    if not isinstance(data, dict):
        return data
    rest = dict(data)
    for place in places:
        top, part = str(place[0]), str(place[1]) if len(place) > 1 else ""
        group = rest.get(top)
        is_loose = top in ("figures", "declared") or (top == "subject" and part != "kind")
        if is_loose and isinstance(group, dict) and part in group:
            rest[top] = {name: value for name, value in group.items() if name != part}
        elif top not in ("subject", "occasion"):
            rest.pop(top, None)
    return rest
