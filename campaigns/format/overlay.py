"""What applies now, beside what the plan says (overlay.yaml, design.md §5)."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from campaigns.clauses import ClausePath
from campaigns.format.criterion import NoViolation, UnderReview
from campaigns.format.entry import Part, Slug, WrittenDate, Year
from campaigns.localized import Localized

CheckedOn = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?$")]
"""A month or a day, ISO, quoted."""
Certainty = Literal["checked", "secondary", "recalled"]
"""Checked against the text · one or two secondary sources · recalled, still to be confirmed."""


class NowRule(Part):
    """A rule that now stands beside the plan. clause: the place in the plan it concerns, None for the whole plan.

    body: a body of the plan that no longer exists; ended_on: since when, ISO; successor: who does its work now.
    ended_audiences: audiences of the plan that ended with it; ended_awards: award forms that nobody can grant any more;
    ended_criteria: criteria that nothing can be held against any more (a ranking whose scope is gone).
    criterion: a check that the present law adds to every standard.
    """

    id: Slug
    clause: ClausePath | None
    now: Localized
    source: str
    checked_on: CheckedOn
    certainty: Certainty
    body: Localized | None = None
    ended_on: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-1][0-9]-[0-3][0-9]$")] | None = None
    successor: Localized | None = None
    ended_audiences: tuple[Slug, ...] = ()
    ended_awards: tuple[Slug, ...] = ()
    ended_criteria: tuple[Slug, ...] = ()
    criterion: Annotated[NoViolation | UnderReview, "kind"] | None = None


class Successor(Part):
    """A campaign that runs after or beside this one, known from outside the plan."""

    id: Slug
    kind: Literal["successor", "parallel"]
    name: Localized
    number: str | None
    date: WrittenDate | None
    start: Year
    end: Year | None
    slug: Slug | None = None
    source: str
    checked_on: CheckedOn
    certainty: Certainty


class Overlay(Part):
    """overlay.yaml."""

    overlay: tuple[NowRule, ...] = ()
    successors: tuple[Successor, ...] = ()
