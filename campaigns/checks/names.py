"""Every name that a pack uses must be one that is defined: ids, levels, audiences, indicators, clauses."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from campaigns.catalogue import Catalogue
from campaigns.checks.places import found
from campaigns.format import Pack
from campaigns.format.criterion import Declared, ScoreShare, TargetMet, leaves, nodes
from campaigns.pack_problems import Problem, Rule

Reference = tuple[str, str, str]
"""(where it stands, the name used, what kind of thing it names)."""


def check(pack: Pack, catalogue: Catalogue) -> list[Problem]:
    """Ids that stand twice, names that nothing bears, standards that include themselves."""
    return [*_duplicate_ids(pack), *_unknown(pack, catalogue), *_self_references(pack)]


def check_clauses(pack: Pack, known: Collection[str]) -> list[Problem]:
    """Clauses that the document does not have. known: its clause paths."""
    places = [(f"{category}[{entry.id}]", clause) for category, entry in pack.entries() for clause in entry.clauses]
    places += [(f"not_stated[{item.id}]", item.clause) for item in pack.not_stated if item.clause is not None]
    places += [(f"overlay[{rule.id}]", rule.clause) for rule in pack.overlay if rule.clause is not None]
    places += [("document", clause) for clause in (pack.document.clause, *pack.document.also)]
    places += [("document.signer", pack.document.signer.clause)] if pack.document.signer else []
    known = frozenset(known)
    return [
        found(pack, f"{path}.clause", Rule.UNKNOWN_CLAUSE, given=clause)
        for path, clause in places
        if clause not in known
    ]


def _duplicate_ids(pack: Pack) -> Iterator[Problem]:
    places = [(category, entry.id) for category, entry in pack.entries()]
    places += [("not_stated", item.id) for item in pack.not_stated]
    places += [("overlay", rule.id) for rule in pack.overlay]
    places += [("overlay", rule.criterion.id) for rule in pack.overlay if rule.criterion is not None]
    places += [("successors", item.id) for item in pack.successors]
    times = Counter(entry_id for _, entry_id in places)
    for category, entry_id in dict.fromkeys(places):
        if times[entry_id] > 1:
            yield found(pack, f"{category}[{entry_id}]", Rule.DUPLICATE_ID, given=entry_id)
    for level, count in Counter(level.id for level in pack.levels).items():
        if count > 1:
            yield found(pack, f"levels[{level}]", Rule.DUPLICATE_ID, given=level)


def _unknown(pack: Pack, catalogue: Catalogue) -> Iterator[Problem]:
    known: dict[str, Collection[str]] = {
        "level": {level.id for level in pack.levels},
        "audience": {audience.id for audience in pack.audiences},
        "award": {award.id for award in pack.award_forms},
        "standard": {standard.id for standard in pack.standards},
        "pillars": {pillars.id for pillars in pack.scoring_pillars},
        "target": {target.id for target in pack.targets},
        "criterion": {
            leaf.id for each in pack.standards if each.criteria is not None for leaf in leaves(each.criteria)
        },
        "indicator": catalogue.by_id.keys(),
        "rule": {rule.value for rule in Rule},
    }
    for path, name, kind in _references(pack):
        if name not in known[kind]:
            yield found(pack, path, Rule.UNKNOWN_REFERENCE, given=name, kind=kind)


def _references(pack: Pack) -> Iterator[Reference]:
    yield from _target_references(pack)
    yield from _award_references(pack)
    yield from _criterion_references(pack)
    for category, entry in pack.entries():
        yield from _each(f"{category}[{entry.id}].audiences", getattr(entry, "audiences", ()), "audience")
    for audience in pack.audiences:
        yield from _each(f"audiences[{audience.id}].level", _one(audience.level), "level")
    for item in pack.also_asks:
        yield f"also_asks[{item.indicator}].indicator", item.indicator, "indicator"
    for ambiguity in pack.ambiguities:
        yield from _each(f"ambiguities[{ambiguity.id}].rule", _one(ambiguity.rule), "rule")
    for rule in pack.overlay:
        yield from _each(f"overlay[{rule.id}].ended_audiences", rule.ended_audiences, "audience")
        yield from _each(f"overlay[{rule.id}].ended_awards", rule.ended_awards, "award")
        yield from _each(f"overlay[{rule.id}].ended_criteria", rule.ended_criteria, "criterion")
    if pack.units is not None:
        yield from _each("units.levels", pack.units.levels, "level")
        yield "units.reporting_level", pack.units.reporting_level, "level"


def _target_references(pack: Pack) -> Iterator[Reference]:
    for target in pack.targets:
        here = f"targets[{target.id}]"
        yield f"{here}.indicator", target.indicator, "indicator"
        yield f"{here}.level", target.level, "level"
        yield from _each(f"{here}.also_levels", target.also_levels, "level")
        yield from _each(f"{here}.shared_with", target.shared_with, "target")
    for wish in pack.unquantified_indicators:
        here = f"unquantified_indicators[{wish.id}]"
        yield from _each(f"{here}.indicator", _one(wish.indicator), "indicator")
        yield from _each(f"{here}.level", _one(wish.level), "level")


def _award_references(pack: Pack) -> Iterator[Reference]:
    for award in pack.award_forms:
        yield from _each(f"award_forms[{award.id}].level", _one(award.level), "level")
    for standard in pack.standards:
        here = f"standards[{standard.id}]"
        yield from _each(f"{here}.subjects", standard.subjects, "audience")
        yield from _each(f"{here}.awards", standard.awards, "award")
        yield from _each(f"{here}.includes", standard.includes, "standard")
    for pillars in pack.scoring_pillars:
        yield from _each(f"scoring_pillars[{pillars.id}].subjects", pillars.subjects, "audience")
    for quota in pack.quotas:
        here = f"quotas[{quota.id}]"
        yield from _each(f"{here}.subjects", quota.subjects, "audience")
        yield from _each(f"{here}.award", _one(quota.award), "award")
        yield from _each(f"{here}.nominators", quota.nominators, "audience")
    for copies in pack.dossier_copies:
        yield from _each(f"dossier_copies[{copies.id}].forms", copies.forms, "award")


def _criterion_references(pack: Pack) -> Iterator[Reference]:
    for standard in pack.standards:
        for node in nodes(standard.criteria) if standard.criteria is not None else ():
            here = f"criteria[{node.id}]"
            if isinstance(node, TargetMet):
                for each in node.sets:
                    yield from _each(f"{here}.sets.targets", each.targets, "target")
                    yield from _each(f"{here}.sets.level", _one(each.level), "level")
            if isinstance(node, ScoreShare):
                yield from _each(f"{here}.pillars", _one(node.pillars), "pillars")
            if isinstance(node, Declared):
                yield from _each(f"{here}.indicator", _one(node.indicator), "indicator")


def _self_references(pack: Pack) -> Iterator[Problem]:
    includes = {standard.id: standard.includes for standard in pack.standards}
    for standard in pack.standards:
        if standard.id in _reached(standard.includes, includes):
            yield found(pack, f"standards[{standard.id}].includes", Rule.SELF_REFERENCE, given=standard.id)
    for target in pack.targets:
        if target.id in target.shared_with:
            yield found(pack, f"targets[{target.id}].shared_with", Rule.SELF_REFERENCE, given=target.id)


def _reached(start: Iterable[str], steps: dict[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += steps.get(name, ())
    return reached


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _each(path: str, names: Iterable[str], kind: str) -> Iterator[Reference]:
    for name in names:
        yield path, name, kind
