"""Cases for the tests of award evaluation: one that just meets everything asked of an audience, as plain data."""

import datetime as dt
import json
from fractions import Fraction

from campaigns.awarding.case import Case
from campaigns.awarding.findings import Evaluation, Finding
from campaigns.awarding.numbers import written
from campaigns.awarding.outline import key_of, outline, standards_of, targets_of_level
from campaigns.awards import evaluate
from campaigns.format.audience import Audience
from campaigns.format.criterion import Condition, Declared, Leaf, RankWithin, TargetMet, leaves
from campaigns.format.pack import Pack
from campaigns.format.target import Operator, Target
from campaigns.loading import load_packs

PACKS = load_packs()
TODAY = dt.date(2026, 11, 1)
TINY = Fraction(1, 1000)

Data = dict[str, object]


def awarded(pack: Pack) -> list[Audience]:
    """The audiences that may be honoured."""
    return [audience for audience in pack.audiences if audience.award_subject is not False]


def occasions(pack: Pack) -> list[str]:
    """Every occasion of the plan ("so-ket 2023"), with a year it allows; one of our own where it names none."""
    stated = {f"{each.kind.value} {each.year or 2023}" for form in pack.award_forms for each in form.occasions}
    return sorted(stated) or ["tong-ket 2025"]


def leaves_of(pack: Pack, audience: Audience) -> list[Leaf]:
    """Every leaf that the plan asks of an audience."""
    trees = [tree for standard in standards_of(pack, audience) for tree in pack.criteria_of(standard)]
    return [leaf for tree in trees for leaf in leaves(tree)]


def just_enough(target: Target) -> Fraction:
    """The least figure that meets a target, or all but."""
    value = Fraction(target.value)
    return value + TINY if target.operator is Operator.ABOVE else value


def just_short(target: Target) -> Fraction:
    """The greatest figure that does not meet it, or all but."""
    value = Fraction(target.value)
    return value if target.operator is Operator.ABOVE else value - TINY


def targets_asked(pack: Pack, audience: Audience, year: int) -> list[Target]:
    """The targets that an award of this year may look at, by a standard or by the level."""
    asked = [leaf for leaf in leaves_of(pack, audience) if isinstance(leaf, TargetMet)]
    found = [target for leaf in asked for target in pack.targets_for(leaf, year) or ()]
    return list(dict.fromkeys((*found, *targets_of_level(pack, audience, year))))


def full(slug: str, kind: str, occasion: str = "tong-ket 2025", **changes: object) -> Data:
    """A case that meets everything, at the very boundary. changes: keys to set; None takes the key away."""
    pack = PACKS[slug]
    audience = next(each for each in pack.audiences if each.id == kind)
    when, _, year = occasion.partition(" ")
    asked = leaves_of(pack, audience)
    ranks = [leaf.rank_to for leaf in asked if isinstance(leaf, RankWithin)]
    traits = {Condition(trait): True for row in outline(pack, [audience]) for trait in row.traits}
    places = [trait for trait in traits if trait.value.startswith("works_in")]
    ranking = {"rank": str(min(ranks, default=1)), "published_by": "UBND tỉnh"}
    data: Data = {
        "subject": {"kind": kind, "traits": {t.value: True for t in traits if t not in places[1:]}},
        "occasion": {"kind": when, "year": year},
        "figures": {each.indicator: written(just_enough(each)) for each in targets_asked(pack, audience, int(year))},
        "declared": {leaf.id: act("BB 01") for leaf in asked if isinstance(leaf, Declared)},
        "ranking": ranking,
        "parent_ranking": ranking,
        "score": {"points": "90", "maximum": "100"},
        "discipline": "none",
    }
    wanted = {key_of(leaf) for leaf in asked} | {"subject", "occasion", "figures"}
    data = {key: value for key, value in data.items() if key in wanted}
    return {key: value for key, value in (data | changes).items() if value is not None}


def act(evidence: str | None, *, done: bool = True) -> Data:
    """A declared act."""
    return {"done": done, "evidence": evidence}


def case(data: Data) -> Case:
    """A case as the program has it."""
    return Case.model_validate(data)


def judge(slug: str, data: Data) -> Evaluation:
    """What is found of a case."""
    return evaluate(PACKS[slug], case(data), TODAY)


def found(slug: str, data: Data) -> tuple[str, str]:
    """Overall, and the criteria that are not met or not known: "not_eligible", "so-hang:not_met so-diem:…"."""
    evaluation = judge(slug, data)
    open_ones = [each for each in evaluation.criteria if each.verdict.value not in ("met", "not_applicable")]
    return evaluation.overall.value, " ".join(f"{each.id}:{each.reason}" for each in open_ones)


def criterion(evaluation: Evaluation, criterion_id: str) -> Finding:
    """One finding."""
    return next(each for each in evaluation.criteria if each.id == criterion_id)


def text_of(data: Data) -> str:
    """A case as text; JSON is YAML."""
    return json.dumps(data, ensure_ascii=False)
