"""Numbers must fit their words and each other: operators, shared sentences, target sets, ranks, counts."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from campaigns.checks.places import found
from campaigns.format import Pack
from campaigns.format.criterion import All, AnyOf, RankWithin, TargetMet, TargetSet, nodes
from campaigns.format.target import Operator, Target, Wording
from campaigns.pack_problems import Problem, Rule


def check(pack: Pack) -> list[Problem]:
    """Every number that contradicts its words or another number."""
    return [
        *_operators(pack),
        *_duplicates(pack),
        *_shared(pack),
        *_criteria(pack),
        *_counts(pack),
        *_inferred(pack),
    ]


def operator_for(wording: Wording, value: Decimal) -> Operator:
    """How words are read: "trên" is >, a bare 100% is =, everything else ≥ (indicators.md §1)."""
    if wording is Wording.ABOVE:
        return Operator.ABOVE
    return Operator.EQUAL if wording is Wording.BARE and value == 100 else Operator.AT_LEAST


def _operators(pack: Pack) -> Iterator[Problem]:
    for target in pack.targets:
        expected = operator_for(target.wording, target.value)
        if target.operator is not expected:
            path = f"targets[{target.id}].operator"
            yield found(pack, path, Rule.WRONG_OPERATOR, given=target.operator, expected=expected)


def _duplicates(pack: Pack) -> Iterator[Problem]:
    seen: dict[tuple[str, str, int | None], str] = {}
    for target in pack.targets:
        key = (target.indicator, target.level, target.deadline)
        if key in seen:
            yield found(pack, f"targets[{target.id}]", Rule.DUPLICATE_TARGET, other=seen[key])
        seen.setdefault(key, target.id)


def _shared(pack: Pack) -> Iterator[Problem]:
    by_id = {target.id: target for target in pack.targets}
    for target in pack.targets:
        for name in target.shared_with:
            other = by_id.get(name)
            if other is not None and other is not target and not _fit(target, other):
                yield found(pack, f"targets[{target.id}].shared_with", Rule.SHARED_MISMATCH, given=name)


def _fit(target: Target, other: Target) -> bool:
    same = (target.clause, target.value, target.operator) == (other.clause, other.value, other.operator)
    return same and target.id in other.shared_with and target.indicator != other.indicator


def _criteria(pack: Pack) -> Iterator[Problem]:
    for standard in pack.standards:
        for node in nodes(standard.criteria) if standard.criteria is not None else ():
            here = f"criteria[{node.id}]"
            if isinstance(node, All | AnyOf) and not node.parts:
                yield found(pack, here, Rule.EMPTY_GROUP)
            if isinstance(node, RankWithin) and node.rank_from > node.rank_to:
                yield found(pack, here, Rule.RANK_ORDER, start=node.rank_from, end=node.rank_to)
            if isinstance(node, TargetMet):
                yield from _sets(pack, node)


def _sets(pack: Pack, criterion: TargetMet) -> Iterator[Problem]:
    here = f"criteria[{criterion.id}].sets"
    if not criterion.sets:
        yield found(pack, here, Rule.EMPTY_TARGET_SET, year="")
    for each in criterion.sets:
        targets = _targets(pack, each)
        if not targets and not each.targets:
            yield found(pack, here, Rule.EMPTY_TARGET_SET, year=each.year or "")
        for target in targets:
            if each.year is not None and target.deadline != each.year:
                yield found(pack, here, Rule.WRONG_SET_YEAR, given=target.id, year=each.year)


def _targets(pack: Pack, each: TargetSet) -> list[Target]:
    return [
        target
        for target in pack.targets
        if target.id in each.targets
        or (each.under is not None and target.level == each.level and target.clause.under(each.under))
    ]


def _counts(pack: Pack) -> Iterator[Problem]:
    for pilot in pack.pilots:
        if pilot.count_from > pilot.count_to:
            yield found(pack, f"pilots[{pilot.id}]", Rule.RANK_ORDER, start=pilot.count_from, end=pilot.count_to)
    for name in ("dossier", "procedure"):
        orders: dict[int, list[str]] = defaultdict(list)
        for item in getattr(pack, name):
            if item.order is not None:
                orders[item.order].append(item.id)
        for order, ids in orders.items():
            if len(ids) > 1:
                yield found(pack, f"{name}[{ids[1]}].order", Rule.DUPLICATE_ORDER, given=order, other=ids[0])


def _inferred(pack: Pack) -> Iterator[Problem]:
    declared = {clause for ambiguity in pack.ambiguities for clause in ambiguity.clauses}
    for target in pack.targets:
        if target.deadline_inferred and not declared & set(target.clauses):
            yield found(pack, f"targets[{target.id}].deadline", Rule.INFERRED_NOT_DECLARED, given=target.deadline)
