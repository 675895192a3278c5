"""What is wrong with a definition, as values: all problems of a file are listed at once, never only the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend.

    file: as given by whoever read it. path: where in it, items named by their id where they have one
    ("questions[so_nguoi].at_most"). code: stable snake_case. params: (name, value) pairs for the sentence that tells
    how to mend it, sorted by name.
    """

    file: str
    path: str
    code: str
    params: tuple[tuple[str, str], ...] = ()


def problem(file: str, path: str, code: str, params: Mapping[str, object] | None = None) -> Problem:
    """A problem with its parameters as text."""
    return Problem(file, path, code, tuple(sorted((name, str(value)) for name, value in (params or {}).items())))


Problems = tuple[Problem, ...]


def problems_of(error: ValidationError, file: str, data: object) -> Problems:
    """Every problem pydantic found, in the order of the file.

    The code is pydantic's error type ("missing", "extra_forbidden") or, where our own validator objected, its code; the
    parameter `found` is pydantic's sentence.
    """
    return tuple(
        problem(
            file,
            readable_path(data, found["loc"]),
            found["type"],
            {**found.get("ctx", {}), "found": found["msg"]},
        )
        for found in error.errors(include_url=False, include_input=False)
    )


def readable_path(data: object, location: Sequence[int | str]) -> str:
    """A location in a document, with list items named by their id: ("questions", 3, "text") → questions[so_nguoi].text.

    Steps that are not in the document (pydantic adds the tag of a union) are left out, except the last: a missing key.
    """
    path, here = "", data
    for number, step in enumerate(location):
        is_last = number == len(location) - 1
        if isinstance(here, Sequence) and not isinstance(here, str) and isinstance(step, int) and step < len(here):
            here = here[step]
            name = here.get("id", step) if isinstance(here, Mapping) else step
            path += f"[{name}]"
        elif isinstance(here, Mapping) and (step in here or is_last):
            here = here.get(step)
            path += f".{step}" if path else str(step)
    return path
