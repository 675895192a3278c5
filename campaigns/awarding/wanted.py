"""What a unit has to enter so that a standard can be compared with it: each input once, in the plan's order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaigns.awarding.case import Case, Occasion, Subject
from campaigns.awarding.criteria import needed
from campaigns.awarding.entries import InputKind
from campaigns.awarding.outline import targets_of_level
from campaigns.awarding.subjects import has
from campaigns.awards import forms_for, standards_for
from campaigns.format.audience import Audience, SubjectKind
from campaigns.format.criterion import (
    All,
    AnyOf,
    Criterion,
    Declared,
    Leaf,
    NoViolation,
    OccasionKind,
    RankWithin,
    ScoreShare,
    TargetMet,
    UnderReview,
)
from campaigns.format.pack import Pack
from campaigns.format.target import Target
from campaigns.localized import Localized
from campaigns.place_names import Tier
from campaigns.units import Unit

COMMITTEES = {
    Tier.PROVINCE: SubjectKind.PROVINCE_COMMITTEE,
    Tier.DISTRICT: SubjectKind.DISTRICT_COMMITTEE,
    Tier.COMMUNE: SubjectKind.COMMUNE_COMMITTEE,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One criterion, or target, that asks for an input. needed: exact text, as in a finding; "" for a declared act."""

    id: str
    clause: str
    text: Localized
    needed: str = ""
    confirmed_by: Localized | None = None
    added_by: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One input. about: indicator, "own" or "parent" for a rank, criterion, condition; "" where there is one only."""

    kind: InputKind
    about: str
    askings: tuple[Asking, ...]


def own_audience(pack: Pack, unit: Unit, level: str) -> Audience | None:
    """The audience that a unit's own committee is; None where the plan addresses none of its level."""
    kind = COMMITTEES[unit.tier]
    fitting = (each for each in pack.audiences if each.kind is kind and each.level in (None, level))
    return next((each for each in fitting if each.award_subject is not False), None)


def bodies_at(pack: Pack, unit: Unit, level: str) -> tuple[Audience, ...]:
    """The audiences of which there may be several at a unit: departments, enterprises, schools; never single people."""
    alone = {SubjectKind.HOUSEHOLD, *COMMITTEES.values()}
    return tuple(
        each
        for each in pack.audiences
        if each.collective
        and each.award_subject is not False
        and each.kind not in alone
        and each.level in (None, level)
        and each != own_audience(pack, unit, level)
    )


def wanted_inputs(pack: Pack, audience: Audience, occasion: Occasion, award: str | None = None) -> tuple[Wanted, ...]:
    """Everything that the standards of an audience ask for on an occasion. award: a form; None for every one."""
    case = Case(award=award, subject=Subject(kind=audience.id), occasion=occasion)
    standards = standards_for(pack, audience, forms_for(pack, case))
    trees = [tree for standard in standards for tree in pack.criteria_of(standard)]
    found: dict[tuple[InputKind, str], Wanted] = {}
    each_wanted = [each for tree in trees for each in _of_criterion(pack, audience, case, tree)]
    if not trees:
        each_wanted += [_of_target(target) for target in targets_of_level(pack, audience, occasion.year)]
    for rule in pack.overlay:
        if rule.criterion is not None and any(standard.awards for standard in standards):
            each_wanted += [_with_source(each, rule.source) for each in _of_leaf(pack, rule.criterion, occasion.year)]
    for each in each_wanted:
        key = (each.kind, each.about)
        known = found[key].askings if key in found else ()
        found[key] = replace(each, askings=tuple(dict.fromkeys((*known, *each.askings))))
    return tuple(found.values())


def _of_criterion(pack: Pack, audience: Audience, case: Case, criterion: Criterion) -> Iterator[Wanted]:
    occasion = case.occasion
    if criterion.occasions and occasion.kind not in criterion.occasions:
        return
    if criterion.years and occasion.year not in criterion.years:
        return
    known = {condition: has(audience, case.subject, condition) for condition in criterion.applies_if}
    if False in known.values():
        return
    for condition, holds in known.items():
        if holds is None:
            yield Wanted(InputKind.TRAIT, condition.value, (_asking(criterion),))
    if isinstance(criterion, All | AnyOf):
        for part in criterion.parts:
            yield from _of_criterion(pack, audience, case, part)
    else:
        yield from _of_leaf(pack, criterion, occasion.year)


def _of_leaf(pack: Pack, leaf: Leaf, year: int) -> Iterator[Wanted]:
    match leaf:
        case TargetMet():
            for target in pack.targets_for(leaf, year) or ():
                asking = replace(_asking(leaf), clause=str(target.clause), text=target.text, needed=needed(target))
                yield Wanted(InputKind.FIGURE, target.indicator, (replace(asking, id=target.id),))
        case RankWithin():
            asked = f"{leaf.rank_from}-{leaf.rank_to}, {leaf.scope.vi}"
            yield Wanted(InputKind.RANK, leaf.of, (_asking(leaf, asked),))
        case ScoreShare():
            yield Wanted(InputKind.SCORE, "", (_asking(leaf, f"{leaf.operator.value} {leaf.value}%"),))
        case Declared():
            yield Wanted(InputKind.ACT, leaf.id, (replace(_asking(leaf), confirmed_by=leaf.confirmed_by),))
        case NoViolation():
            yield Wanted(InputKind.CONDUCT, "", (_asking(leaf, f"dưới mức {leaf.from_level.vi}"),))
        case UnderReview():
            yield Wanted(InputKind.CONDUCT, "", (_asking(leaf, "none"),))


def _of_target(target: Target) -> Wanted:
    asking = Asking(target.id, str(target.clause), target.text, needed(target))
    return Wanted(InputKind.FIGURE, target.indicator, (asking,))


def _asking(entry: Criterion, asked: str = "") -> Asking:
    return Asking(entry.id, str(entry.clause), entry.text, asked)


def _with_source(wanted: Wanted, source: str) -> Wanted:
    return replace(wanted, askings=tuple(replace(each, added_by=source) for each in wanted.askings))


def occasions_of(pack: Pack, audience: Audience) -> tuple[Occasion, ...]:
    """The occasions on which a plan compares an audience, in order; those without a year in every year it runs.

    A plan that names no award still has targets: they are compared at the end of each of its phases.
    """
    first, last = pack.years or (0, 0)
    forms = {name for standard in pack.standards for name in standard.awards if audience.id in standard.subjects}
    stated = [each for form in pack.award_forms if not forms or form.id in forms for each in form.occasions]
    found = {(each.kind, year) for each in stated for year in ((each.year,) if each.year else range(first, last + 1))}
    if not pack.award_forms:
        found = {(OccasionKind.CLOSING, phase.end) for phase in pack.phases}
    return tuple(Occasion(kind=kind, year=year) for kind, year in sorted(found, key=lambda each: (each[1], each[0])))
