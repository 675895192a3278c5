"""A standard as a typed tree of criteria: `all` and `any`, and six kinds of leaves."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from campaigns.clauses import ClausePath
from campaigns.format.entry import Count, Entry, Part, Percent, Slug, Year
from campaigns.format.target import Operator
from campaigns.localized import Localized


class OccasionKind(StrEnum):
    """When awards are given: yearly, at the interim review, at the closing."""

    ANNUAL = "hang-nam"
    INTERIM = "so-ket"
    CLOSING = "tong-ket"


class Condition(StrEnum):
    """What must be true of a subject for a criterion to concern it at all."""

    HAS_PARTY_CELL = "has_party_cell"
    IS_HEALTH_FACILITY = "is_health_facility"
    IS_SCHOOL = "is_school"
    IS_IT_ENTERPRISE = "is_it_enterprise"
    WORKS_IN_DEPARTMENT = "works_in_department"
    WORKS_IN_DISTRICT = "works_in_district"
    WORKS_IN_COMMUNE = "works_in_commune"


class Node(Entry):
    """What all criteria share. `applies_if`: all conditions must hold, else the criterion is "not applicable".

    `occasions` and `years` narrow it to some awards; empty means every one.
    """

    applies_if: tuple[Condition, ...] = ()
    occasions: tuple[OccasionKind, ...] = ()
    years: tuple[Year, ...] = ()


class All(Node):
    """Every part must be met."""

    kind: Literal["all"]
    parts: tuple["Criterion", ...]


class AnyOf(Node):
    """One part is enough."""

    kind: Literal["any"]
    parts: tuple["Criterion", ...]


class TargetSet(Part):
    """The targets that an award of `year` looks at (any year when None): named one by one in `targets`, or all of
    `level` that stand under clause `under`."""

    year: Year | None = None
    targets: tuple[Slug, ...] = ()
    level: Slug | None = None
    under: ClausePath | None = None


class TargetMet(Node):
    """The subject's own figures meet every target of the award's year. A year without a set: the plan is silent."""

    kind: Literal["target_met"]
    sets: tuple[TargetSet, ...]


class RankWithin(Node):
    """A published rank from `rank_from` to `rank_to` among the bodies of `scope`; the subject's own or its parent's."""

    kind: Literal["rank_within"]
    rank_from: Count
    rank_to: Count
    scope: Localized
    of: Literal["own", "parent"]


class ScoreShare(Node):
    """The published score as a share of the index's maximum. `value` in percent. `pillars`: what is added up."""

    kind: Literal["score_share"]
    operator: Operator
    value: Percent
    pillars: Slug | None = None


class Declared(Node):
    """An act that is attested, dated, and counts only with evidence or a confirming body.

    `confirmed_by`: whom the plan names for it. `indicator`: the yes/no indicator that holds the same answer.
    """

    kind: Literal["declared"]
    confirmed_by: Localized | None = None
    indicator: Slug | None = None


class NoViolation(Node):
    """No breach and no discipline from `from_level` up."""

    kind: Literal["no_violation"]
    from_level: Localized


class UnderReview(Node):
    """Not under discipline proceedings, investigation, inspection or an open complaint at the time of the proposal."""

    kind: Literal["under_review"]


Leaf = TargetMet | RankWithin | ScoreShare | Declared | NoViolation | UnderReview
Criterion = Annotated[All | AnyOf | Leaf, Field(discriminator="kind")]


def nodes(criterion: All | AnyOf | Leaf) -> Iterator[All | AnyOf | Leaf]:
    """The criterion and everything below it, in reading order."""
    yield criterion
    if isinstance(criterion, All | AnyOf):
        for part in criterion.parts:
            yield from nodes(part)


def leaves(criterion: All | AnyOf | Leaf) -> Iterator[Leaf]:
    """The leaves of a tree, in reading order."""
    for node in nodes(criterion):
        if not isinstance(node, All | AnyOf):
            yield node


All.model_rebuild()
AnyOf.model_rebuild()
