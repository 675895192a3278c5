"""A clause: one provision of a campaign's plan, with its place in the document."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision as the official document has it.

    path: the document's own numbering joined by dots ("II.2.1.c.3"); trail: the headings above it, outermost first;
    marker: what stands before the text in the document ("-", "a)", "3.") or "".
    """

    path: str
    trail: tuple[str, ...]
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class HeadingHint:
    """What a pack says about an article without headings: the paragraph that starts so begins this part.

    starts: the first words of the paragraph, compared folded; slug: its clause path; heading: how the trail names it.
    """

    starts: str
    slug: str
    heading: str


def read_clauses(lines: Iterable[str]) -> Mapping[str, Sequence[Clause]]:
    """Plan slug → its clauses, from lines of JSON {plan, path, trail, marker, text}."""
    found: dict[str, list[Clause]] = {}
    for line in filter(str.strip, lines):
        row = json.loads(line)
        clause = Clause(row["path"], tuple(row["trail"]), row["marker"], row["text"])
        found.setdefault(row["plan"], []).append(clause)
    return found
