"""Awards: a pack's standard against what is known of a subject, criterion by criterion, with the clause and the gap.

An automatic comparison that never replaces the council's opinion. Nothing is guessed: what is not known is missing
data, what the plan does not say is not stated.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from campaigns.award_case import Case, CaseProblems, Nomination, nearest
from campaigns.award_criteria import judge_leaf, judge_target
from campaigns.award_findings import Dossier, Evaluation, Finding, Note, Overall, QuotaFinding, Verdict
from campaigns.errors import AppError
from campaigns.format.about import Topic
from campaigns.format.audience import Audience, SubjectKind
from campaigns.format.award import Quota, Standard
from campaigns.format.criterion import All, AnyOf, Condition, Criterion, Leaf, leaves, nodes
from campaigns.format.pack import Pack
from campaigns.problems import Problem
from campaigns.text import fold


@dataclass(eq=False)
class SubjectOutside(AppError):
    """No plan knows this kind of subject."""

    code: ClassVar[str] = "subject_unknown"
    kind: str
    nearest: str


def evaluate(pack: Pack, case: Case, today: date) -> Evaluation:
    """Hold a case against a pack's standard. today: local; a later date in a case is a mistake.

    Errors: `case_problems` with everything that is wrong; `subject_unknown` with the nearest kinds.
    """
    problems = tuple(_problems(pack, case, today))
    if problems:
        raise CaseProblems(problems)
    audience = find_audience(pack, case.subject.kind)
    if audience is None or audience.award_subject is False:
        return Evaluation(
            Overall.NOT_STATED, (), notes=(Note("subject_outside_audience", {"kind": case.subject.kind}),)
        )
    dossier = Dossier(pack, case, audience)
    standards = standards_for(pack, audience, case.award)
    findings = tuple(found for standard in standards for found in _unique(judge_standard(dossier, standard)))
    compared = findings or tuple(_compare_targets(dossier))
    notes = tuple(_notes(dossier, standards, findings))
    overall = _overall(dossier, standards, findings)
    return Evaluation(overall, compared, tuple(_quotas(pack, case)), notes)


def find_audience(pack: Pack, kind: str) -> Audience | None:
    """The audience that a case means, by its id or its kind; None where the plan addresses no such subject.

    Errors: `subject_unknown` where it is the name of nothing.
    """
    by_id = {audience.id: audience for audience in pack.audiences}
    if kind in by_id:
        return by_id[kind]
    of_kind = [audience for audience in pack.audiences if audience.kind.value == kind]
    if of_kind:
        return of_kind[0]
    if kind in {each.value for each in SubjectKind}:
        return None
    raise SubjectOutside(kind, nearest(kind, [*by_id, *(each.value for each in SubjectKind)]))


def standards_for(pack: Pack, audience: Audience, award: str | None) -> tuple[Standard, ...]:
    """The standards that speak of an audience, for one award or for any."""
    return tuple(
        standard
        for standard in pack.standards
        if audience.id in standard.subjects and (award is None or not standard.awards or award in standard.awards)
    )


def judge_standard(dossier: Dossier, standard: Standard) -> Iterator[Finding]:
    """Every leaf of the standards it includes, then its own, in the plan's order."""
    for included in standard.includes:
        other = next(each for each in dossier.pack.standards if each.id == included)
        yield from judge_standard(dossier, other)
    if standard.criteria is not None:
        yield from _judge(dossier, standard.criteria)


def _judge(dossier: Dossier, criterion: Criterion) -> Iterator[Finding]:
    if _concerns(dossier, criterion) is False:
        yield from (_aside(leaf, "does_not_concern") for leaf in leaves(criterion))
    elif isinstance(criterion, All):
        for part in criterion.parts:
            yield from _judge(dossier, part)
    elif isinstance(criterion, AnyOf):
        yield from _judge_any(dossier, criterion)
    else:
        found = judge_leaf(dossier, criterion)
        unsure = _concerns(dossier, criterion) is None and found.verdict is Verdict.NOT_MET
        yield replace(found, verdict=Verdict.MISSING, reason="trait_missing") if unsure else found


def _judge_any(dossier: Dossier, criterion: AnyOf) -> Iterator[Finding]:
    """One part that is met is enough, and then the others do not matter. A part that fails does not fail the whole
    while another may still be shown to be met."""
    parts = [list(_judge(dossier, part)) for part in criterion.parts]
    verdicts = [_worst(part) for part in parts]
    best = next((v for v in (Verdict.MET, Verdict.MISSING) if v in verdicts), Verdict.NOT_MET)
    for part, verdict in zip(parts, verdicts, strict=True):
        matters = verdict is best
        yield from (
            part if matters else (replace(f, verdict=Verdict.NOT_APPLICABLE, reason="other_suffices") for f in part)
        )


def _worst(findings: Sequence[Finding]) -> Verdict:
    found = {finding.verdict for finding in findings}
    return next((v for v in (Verdict.NOT_MET, Verdict.MISSING) if v in found), Verdict.MET)


def _concerns(dossier: Dossier, criterion: Criterion) -> bool | None:
    """Whether a criterion concerns the subject on this occasion; None where that is not known."""
    occasion = dossier.case.occasion
    if criterion.occasions and occasion.kind not in criterion.occasions:
        return False
    if criterion.years and occasion.year not in criterion.years:
        return False
    known = [_has(dossier, condition) for condition in criterion.applies_if]
    return False if False in known else None if None in known else True


_KIND_TRAITS = {
    Condition.IS_HEALTH_FACILITY: SubjectKind.HEALTH_FACILITY,
    Condition.IS_SCHOOL: SubjectKind.SCHOOL,
}
_WORKPLACES = {
    Condition.WORKS_IN_DEPARTMENT: ("so ", "ban ", "van phong ", "doan the"),
    Condition.WORKS_IN_DISTRICT: ("huyen", "thanh pho", "thi xa", "quan ", "ubnd huyen", "ubnd thanh pho"),
    Condition.WORKS_IN_COMMUNE: ("xa ", "phuong", "thi tran", "ubnd xa", "ubnd phuong", "ubnd thi tran"),
}


def _has(dossier: Dossier, condition: Condition) -> bool | None:
    stated = dossier.case.subject.traits.get(condition)
    if stated is not None:
        return stated
    if condition in _KIND_TRAITS:
        return dossier.audience.kind is _KIND_TRAITS[condition]
    if condition not in _WORKPLACES or not dossier.case.subject.parent:
        return None
    parent = fold(dossier.case.subject.parent) + " "
    fitting = [each for each, starts in _WORKPLACES.items() if parent.startswith(starts)]
    return condition in fitting if fitting else None


def _aside(leaf: Leaf, reason: str) -> Finding:
    return Finding(leaf.id, str(leaf.clause), Verdict.NOT_APPLICABLE, reason, statement=leaf.text.vi)


def _unique(findings: Iterator[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        if finding.id not in seen:
            seen.add(finding.id)
            yield finding


def _compare_targets(dossier: Dossier) -> Iterator[Finding]:
    """Where the plan has targets but no standard: the targets of the subject's level, still compared."""
    level = dossier.audience.level
    for target in dossier.pack.targets:
        if level is None or level in (target.level, *target.also_levels):
            yield judge_target(dossier, target)


def _overall(dossier: Dossier, standards: Sequence[Standard], findings: Sequence[Finding]) -> Overall:
    if any(
        dossier.audience.id in rule.ended_audiences and _ended(rule.ended_on, dossier) for rule in dossier.pack.overlay
    ):
        return Overall.NO_LONGER
    if not any(standard.awards for standard in standards) or not findings:
        return Overall.NOT_STATED
    worst = _worst(findings)
    if worst is Verdict.NOT_MET:
        return Overall.NOT_ELIGIBLE
    if any(finding.reason == "year_not_stated" for finding in findings):
        return Overall.NOT_STATED
    return Overall.ELIGIBLE if worst is Verdict.MET else Overall.INSUFFICIENT


def _ended(ended_on: str | None, dossier: Dossier) -> bool:
    return ended_on is not None and date.fromisoformat(ended_on) <= date(dossier.year, 12, 31)


def _notes(dossier: Dossier, standards: Sequence[Standard], findings: Sequence[Finding]) -> Iterator[Note]:
    pack, case = dossier.pack, dossier.case
    yield Note("not_the_council")
    if not pack.award_forms or not any(standard.awards for standard in standards):
        yield Note("no_award_stated")
    if any(standard.criteria is None for standard in standards):
        yield Note("refers_to_other_rules")
    if any(finding.reason == "year_not_stated" for finding in findings):
        yield Note("year_not_stated", {"year": str(dossier.year)})
    for ranking in (case.ranking, case.parent_ranking):
        if ranking is not None and ranking.tied_with:
            silent = "ties_not_stated" if pack.is_silent_on(Topic.TIES) else "tied"
            yield Note(silent, {"rank": str(ranking.rank), "with": ", ".join(ranking.tied_with)})
    for rule in pack.overlay:
        ended = dossier.audience.id in rule.ended_audiences or bool(set(rule.ended_awards) & _awards(standards, case))
        if ended and _ended(rule.ended_on, dossier):
            yield Note("body_ended", {"rule": rule.id, "on": rule.ended_on or "", "now": rule.now.vi})
        elif rule.criterion is not None:
            yield Note("applies_now", {"rule": rule.id, "now": rule.now.vi, "source": rule.source})


def _awards(standards: Sequence[Standard], case: Case) -> set[str]:
    return {case.award} if case.award else {award for standard in standards for award in standard.awards}


def _quotas(pack: Pack, case: Case) -> Iterator[QuotaFinding]:
    """Each quota over the nominations of each nominator; those found not eligible do not use a place."""
    for quota in pack.quotas:
        if quota.award is not None and case.award is not None and quota.award != case.award:
            continue
        counted = Counter(
            each.nominator
            for each in case.nominations
            if each.eligible is not False and _is_under(pack, quota, case, each)
        )
        for nominator, used in sorted(counted.items()):
            exceeded = quota.limit is not None and used > quota.limit
            yield QuotaFinding(quota.id, str(quota.clause), nominator, quota.limit, used, exceeded)


def _is_under(pack: Pack, quota: Quota, case: Case, nomination: Nomination) -> bool:
    subject = find_audience(pack, nomination.kind or case.subject.kind)
    if subject is None or subject.id not in quota.subjects:
        return False
    if not quota.nominators:
        return True
    nominator = nomination.nominator_kind and find_audience(pack, nomination.nominator_kind)
    if nominator:
        return nominator.id in quota.nominators
    # Without its kind a nominator is known by the beginning of its name.
    name = fold(nomination.nominator)
    kinds = {audience.kind.value for audience in pack.audiences if audience.id in quota.nominators}
    if name.startswith(("so ", "ban ", "van phong ")):
        return SubjectKind.DEPARTMENT.value in kinds
    return (
        SubjectKind.DISTRICT_COMMITTEE.value in kinds if any(word in name for word in ("huyen", "thanh pho")) else True
    )


def _problems(pack: Pack, case: Case, today: date) -> Iterator[Problem]:
    """Everything in a case that this pack or the calendar cannot have."""
    awards = [form.id for form in pack.award_forms]
    if case.award is not None and case.award not in awards:
        yield Problem("case", "award", "unknown_award", {"given": case.award, "nearest": nearest(case.award, awards)})
    yield from _occasion_problems(pack, case)
    indicators = {target.indicator for target in pack.targets} | {
        each.indicator for each in pack.unquantified_indicators if each.indicator
    }
    for name in case.figures:
        if name not in indicators:
            yield Problem(
                "case",
                f"figures.{name}",
                "unknown_indicator",
                {"given": name, "nearest": nearest(name, sorted(indicators))},
            )
    known = {
        key
        for standard in pack.standards
        if standard.criteria
        for node in nodes(standard.criteria)
        for key in (node.id, str(node.clause))
    }
    for name, act in case.declared.items():
        if name not in known:
            yield Problem(
                "case",
                f"declared.{name}",
                "unknown_criterion",
                {"given": name, "nearest": nearest(name, sorted(known))},
            )
        if act.date is not None and act.date > today:
            yield Problem("case", f"declared.{name}.date", "future_date", {"given": act.date.isoformat()})
    dated = {f"figures.{name}.as_of": figure.as_of for name, figure in case.figures.items()}
    for name, ranking in (("ranking", case.ranking), ("parent_ranking", case.parent_ranking)):
        if ranking is not None:
            dated[f"{name}.as_of"] = ranking.as_of
    for path, as_of in dated.items():
        if as_of is not None and as_of > today:
            yield Problem("case", path, "future_date", {"given": as_of.isoformat()})


def _occasion_problems(pack: Pack, case: Case) -> Iterator[Problem]:
    forms = [form for form in pack.award_forms if case.award in (None, form.id)]
    stated = {(each.kind, each.year) for form in forms for each in form.occasions}
    wanted = case.occasion
    if stated and not stated & {(wanted.kind, None), (wanted.kind, wanted.year)}:
        known = ", ".join(sorted(f"{kind.value} {year or ''}".strip() for kind, year in stated))
        given = f"{wanted.kind.value} {wanted.year}"
        yield Problem("case", "occasion", "unknown_occasion", {"given": given, "nearest": known})
    years = [year for phase in pack.phases for year in (phase.start, phase.end)]
    if years and not min(years) <= wanted.year <= max(years):
        yield Problem(
            "case",
            "occasion.year",
            "year_outside",
            {"given": str(wanted.year), "nearest": f"{min(years)}-{max(years)}"},
        )
