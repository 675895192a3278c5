"""What a pack asks for an award, and under which keys a case gives it: so that a case can be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.awarding.case import Subject
from campaigns.awarding.criteria import needed
from campaigns.awarding.subjects import has
from campaigns.format.audience import Audience
from campaigns.format.award import Standard
from campaigns.format.criterion import (
    All,
    AnyOf,
    Criterion,
    Declared,
    Leaf,
    RankWithin,
    ScoreShare,
    TargetMet,
)
from campaigns.format.pack import Pack
from campaigns.format.target import Target

OTHER_RULES = "other_rules"
"""Kind of a row for a standard that only refers to rules outside the plan."""
TARGET = "target"
"""Kind of a row for a target that is compared although the plan states no standard."""

_KEYS: Mapping[str, str] = {
    "target_met": "figures",
    "score_share": "score",
    "declared": "declared",
    "no_violation": "discipline",
    "under_review": "reviews",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion. subjects: audience ids; awards: form ids; occasions: "so-ket 2023"; needed: exact text, by year.

    give: keys of a case. traits: conditions that a case must tell. added_by: the present rule outside the plan.
    """

    id: str
    clause: str
    kind: str
    statement: str
    subjects: tuple[str, ...]
    awards: tuple[str, ...]
    occasions: tuple[str, ...]
    needed: tuple[str, ...]
    give: tuple[str, ...]
    traits: tuple[str, ...] = ()
    added_by: str | None = None


def key_of(leaf: Leaf) -> str:
    """The key of a case under which what a criterion asks for is given."""
    if isinstance(leaf, RankWithin):
        return "ranking" if leaf.of == "own" else "parent_ranking"
    return _KEYS[leaf.kind]


def standards_of(pack: Pack, audience: Audience) -> tuple[Standard, ...]:
    """The standards that speak of an audience; one that names awards but no subject speaks of all."""
    return tuple(
        standard
        for standard in pack.standards
        if audience.id in standard.subjects or (standard.awards and not standard.subjects)
    )


def targets_of_level(pack: Pack, audience: Audience, year: int | None = None) -> tuple[Target, ...]:
    """The targets of the audience's level: those due that year where there are any, else all."""
    level = audience.level
    found = [each for each in pack.targets if level is not None and level in (each.level, *each.also_levels)]
    return tuple([target for target in found if target.deadline == year] or found)


def outline(pack: Pack, audiences: Sequence[Audience]) -> tuple[Asked, ...]:
    """Everything asked of these audiences, in the plan's order; what several share stands once."""
    rows: dict[str, Asked] = {}
    for audience in audiences:
        for row in _rows(pack, audience):
            met = rows.get(row.id)
            rows[row.id] = row if met is None else _merged(met, row)
    return tuple(rows.values())


def _merged(row: Asked, other: Asked) -> Asked:
    return replace(
        row,
        subjects=_union(row.subjects, other.subjects),
        awards=_union(row.awards, other.awards),
        occasions=_union(row.occasions, other.occasions),
        traits=_union(row.traits, other.traits),
    )


def _union(some: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def _rows(pack: Pack, audience: Audience) -> Iterator[Asked]:
    if audience.award_subject is False:
        return
    standards = standards_of(pack, audience)
    for standard in standards:
        for tree in pack.criteria_of(standard):
            for leaf, conditions in _concerned(audience, tree, ()):
                yield _criterion(pack, audience, standard, leaf, conditions)
        if standard.criteria is None:
            yield _other_rules(pack, audience, standard)
    if all(standard.criteria is None for standard in standards):
        yield from (_target(audience, target) for target in targets_of_level(pack, audience))
    for rule in pack.overlay:
        if rule.criterion is not None and any(standard.awards for standard in standards):
            yield replace(_now(audience, rule.criterion), added_by=rule.source)


def _concerned(
    audience: Audience, criterion: Criterion, conditions: tuple[str, ...]
) -> Iterator[tuple[Leaf, tuple[str, ...]]]:
    """The leaves that may concern the audience, with the conditions that only a case can tell."""
    nobody = Subject(kind=audience.id)
    known = {condition.value: has(audience, nobody, condition) for condition in criterion.applies_if}
    if False in known.values():
        return
    still = (*conditions, *(name for name, holds in known.items() if holds is None))
    if isinstance(criterion, All | AnyOf):
        for part in criterion.parts:
            yield from _concerned(audience, part, still)
    else:
        yield criterion, still


def _criterion(pack: Pack, audience: Audience, standard: Standard, leaf: Leaf, conditions: tuple[str, ...]) -> Asked:
    forms = [form for form in pack.award_forms if form.id in standard.awards]
    given = {f"{each.kind.value} {each.year or ''}".strip(): each for form in forms for each in form.occasions}
    return replace(
        _now(audience, leaf),
        awards=standard.awards,
        occasions=tuple(
            name
            for name, occasion in given.items()
            if occasion.kind in (leaf.occasions or (occasion.kind,))
            and (not leaf.years or occasion.year is None or occasion.year in leaf.years)
        ),
        needed=_needed(pack, leaf),
        give=_give(pack, leaf),
        traits=conditions,
    )


def _now(audience: Audience, leaf: Leaf) -> Asked:
    """What a criterion asks by itself, of whatever award."""
    return Asked(leaf.id, str(leaf.clause), leaf.kind, leaf.text.vi, (audience.id,), (), (), (), (key_of(leaf),))


def _needed(pack: Pack, leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, TargetMet):
        return tuple(
            f"{f'{each.year}: ' if each.year else ''}{needed(target)}"
            for each in leaf.sets
            for target in pack.targets_for(leaf.model_copy(update={"sets": (each,)}), each.year) or ()
        )
    if isinstance(leaf, RankWithin):
        return (f"{leaf.rank_from}-{leaf.rank_to}, {leaf.scope.vi}",)
    if isinstance(leaf, ScoreShare):
        return (f"{leaf.operator.value} {leaf.value}%",)
    return ()


def _give(pack: Pack, leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, TargetMet):
        found = [target for each in leaf.sets for target in pack.targets_for(leaf, each.year) or ()]
        return tuple(dict.fromkeys(f"figures.{target.indicator}" for target in found))
    return (f"declared.{leaf.id}",) if isinstance(leaf, Declared) else (key_of(leaf),)


def _other_rules(pack: Pack, audience: Audience, standard: Standard) -> Asked:
    forms = [form for form in pack.award_forms if form.id in standard.awards]
    occasions = tuple(f"{each.kind.value} {each.year or ''}".strip() for form in forms for each in form.occasions)
    text = standard.text.vi
    return Asked(
        standard.id, str(standard.clause), OTHER_RULES, text, (audience.id,), standard.awards, occasions, (), ()
    )


def _target(audience: Audience, target: Target) -> Asked:
    year = f"{target.deadline}: " if target.deadline else ""
    return Asked(
        target.id,
        str(target.clause),
        TARGET,
        target.text.vi,
        (audience.id,),
        (),
        (),
        (f"{year}{needed(target)}",),
        (f"figures.{target.indicator}",),
    )
