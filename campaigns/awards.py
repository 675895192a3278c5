"""Awards: a pack's standard against what is known of a subject, criterion by criterion, with the clause and the gap.

An automatic comparison that never replaces the council's opinion. Nothing is guessed: what is not known is missing
data, what the plan does not say is not stated.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaigns.awarding.case import Case
from campaigns.awarding.checks import problems_with
from campaigns.awarding.criteria import Dossier, judge_leaf, judge_target, set_aside
from campaigns.awarding.findings import Evaluation, Finding, Overall, Verdict, together
from campaigns.awarding.notes import (
    NOT_THE_COUNCIL,
    SCOPE_ENDED,
    ended_rule,
    ending_of,
    notes_on,
    readings_of,
    silence,
)
from campaigns.awarding.outline import standards_of, targets_of_level
from campaigns.awarding.quotas import judge_quotas
from campaigns.awarding.reading import CaseProblems, read_what_can_be
from campaigns.awarding.subjects import audience_called, has
from campaigns.catalogue import Catalogue
from campaigns.format.about import Topic
from campaigns.format.audience import Audience
from campaigns.format.award import AwardForm, Standard
from campaigns.format.criterion import All, AnyOf, Criterion, Leaf, NoViolation, leaves
from campaigns.format.pack import Pack


def evaluate(pack: Pack, case: Case, today: dt.date, catalogue: Catalogue | None = None) -> Evaluation:
    """Hold a case against a pack's standard. today: local; a later date in a case is a mistake. catalogue: whose
    readings of undefined terms are noted with the result.

    Errors: `case_problems` with everything in the case that this pack cannot have.
    """
    problems = tuple(problems_with(pack, case, today))
    if problems:
        raise CaseProblems(problems)
    audience = audience_called(pack, case.subject.kind, case.subject.parent)
    if audience is None or audience.award_subject is False:
        note = silence(pack, "subject_outside_audience", Topic.AWARD_SUBJECTS, kind=case.subject.kind)
        return Evaluation(Overall.NOT_STATED, (), notes=(NOT_THE_COUNCIL, note))
    found = _evaluate(Dossier(pack, case, audience))
    return found if catalogue is None else replace(found, notes=(*found.notes, *readings_of(catalogue, found.criteria)))


def evaluate_text(pack: Pack, text: str, today: dt.date, catalogue: Catalogue | None = None) -> Evaluation:
    """The same for a case as YAML text. Errors: `case_problems` with everything that is wrong, of every sort."""
    case, problems = read_what_can_be(text)
    if case is None or problems:
        raise CaseProblems((*problems, *(problems_with(pack, case, today) if case else ())))
    return evaluate(pack, case, today, catalogue)


def forms_for(pack: Pack, case: Case) -> tuple[AwardForm, ...]:
    """The awards that a case may be about: the one it names, else all that are given on its occasion."""
    wanted = case.occasion
    return tuple(
        form
        for form in pack.award_forms
        if case.award == form.id
        or (
            case.award is None
            and any(each.kind is wanted.kind and each.year in (None, wanted.year) for each in form.occasions)
        )
    )


def standards_for(pack: Pack, audience: Audience, forms: Sequence[AwardForm]) -> tuple[Standard, ...]:
    """The standards that speak of an audience, for some of these awards. One that names no award serves any."""
    ids = {form.id for form in forms}
    return tuple(each for each in standards_of(pack, audience) if not each.awards or ids & set(each.awards))


@dataclass(frozen=True, slots=True)
class _Judged:
    leaf: Leaf
    finding: Finding


def _evaluate(dossier: Dossier) -> Evaluation:
    pack, case, audience = dossier.pack, dossier.case, dossier.audience
    forms = forms_for(pack, case)
    standards = standards_for(pack, audience, forms)
    trees = [tree for standard in standards for tree in pack.criteria_of(standard)]
    by_id = {each.finding.id: each for tree in trees for each in _judge(dossier, tree, ())}
    judged = [*by_id.values(), *_added_now(dossier)]
    findings = tuple(each.finding for each in judged)
    if not trees:
        targets = targets_of_level(pack, audience, dossier.year)
        findings = (*(judge_target(dossier, target) for target in targets), *findings)
    quota, quota_notes = judge_quotas(pack, case)
    notes = notes_on(dossier, forms, standards, [each.leaf for each in judged], findings)
    return Evaluation(_overall(dossier, standards, findings), findings, quota, (*notes, *quota_notes))


def _overall(dossier: Dossier, standards: Sequence[Standard], findings: Sequence[Finding]) -> Overall:
    if ended_rule(dossier.pack, dossier.audience, dossier.case.occasion) is not None:
        return Overall.NO_LONGER
    is_stated = any(standard.awards and standard.criteria is not None for standard in standards)
    verdict = together(findings)
    has_lost_its_scope = any(finding.reason == SCOPE_ENDED for finding in findings)
    if not is_stated or (verdict is Verdict.NOT_APPLICABLE and not has_lost_its_scope):
        return Overall.NOT_STATED
    if verdict is Verdict.NOT_MET:
        return Overall.NOT_ELIGIBLE
    if has_lost_its_scope:
        return Overall.NO_LONGER
    if any(finding.reason == "year_not_stated" for finding in findings):
        return Overall.NOT_STATED
    return Overall.ELIGIBLE if verdict is Verdict.MET else Overall.INSUFFICIENT


def _judge(dossier: Dossier, criterion: Criterion, open_traits: tuple[str, ...]) -> Iterator[_Judged]:
    """Every leaf of a tree. open_traits: conditions around it of which it is not known whether they hold."""
    concern = _concern(dossier, criterion)
    if concern is None:
        yield from (_Judged(leaf, set_aside(leaf, "does_not_concern")) for leaf in leaves(criterion))
        return
    unknown = (*open_traits, *concern)
    if isinstance(criterion, All):
        for part in criterion.parts:
            yield from _judge(dossier, part, unknown)
    elif isinstance(criterion, AnyOf):
        yield from _one_of([list(_judge(dossier, part, unknown)) for part in criterion.parts])
    else:
        yield _Judged(criterion, _unless_unknown(_judge_leaf(dossier, criterion), unknown))


def _judge_leaf(dossier: Dossier, criterion: Leaf) -> Finding:
    """The finding for a leaf; one that has nothing left to be held against keeps what was given, and is not judged."""
    finding = judge_leaf(dossier, criterion)
    if ending_of(dossier.pack, criterion.id, dossier.case.occasion) is None:
        return finding
    return replace(finding, verdict=Verdict.NOT_APPLICABLE, reason=SCOPE_ENDED, gap=None)


def _unless_unknown(finding: Finding, unknown: Sequence[str]) -> Finding:
    """What is not met is still open while it is not known whether the criterion concerns the subject at all."""
    if not unknown or finding.verdict is Verdict.MET:
        return finding
    traits = ", ".join(f"subject.traits.{trait}" for trait in unknown)
    return replace(finding, verdict=Verdict.MISSING, reason="trait_missing", gap=traits)


def _one_of(parts: Sequence[Sequence[_Judged]]) -> Iterator[_Judged]:
    """Only the parts that come nearest decide; the others are set aside, so that the findings are the whole."""
    verdicts = [together([each.finding for each in part]) for part in parts]
    order = (Verdict.MET, Verdict.MISSING, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
    best = min(verdicts, key=order.index)
    reason = "other_suffices" if best is Verdict.MET else "other_may_suffice"
    for part, verdict in zip(parts, verdicts, strict=True):
        for each in part:
            aside = replace(each.finding, verdict=Verdict.NOT_APPLICABLE, reason=reason)
            yield each if verdict is best or verdict is Verdict.NOT_APPLICABLE else replace(each, finding=aside)


def _concern(dossier: Dossier, criterion: Criterion) -> tuple[str, ...] | None:
    """() where a criterion concerns the subject on this occasion, None where it does not; else what is not known."""
    occasion = dossier.case.occasion
    if criterion.occasions and occasion.kind not in criterion.occasions:
        return None
    if criterion.years and occasion.year not in criterion.years:
        return None
    known = {each: has(dossier.audience, dossier.case.subject, each) for each in criterion.applies_if}
    if False in known.values():
        return None
    return tuple(condition.value for condition, holds in known.items() if holds is None)


def _added_now(dossier: Dossier) -> Iterator[_Judged]:
    """Criteria that the present law adds, where the case speaks of them; where it does not, a note says so."""
    for rule in dossier.pack.overlay:
        criterion = rule.criterion
        if criterion is None:
            continue
        given = dossier.case.discipline if isinstance(criterion, NoViolation) else dossier.case.reviews
        if given is not None:
            yield _Judged(criterion, replace(judge_leaf(dossier, criterion), added_by=rule.source))
