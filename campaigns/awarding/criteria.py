"""Single criteria of a standard, judged one by one. Exact fractions; nothing is rounded, nothing is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from campaigns.awarding.case import Act, Case, Figure, Ranking
from campaigns.awarding.findings import Finding, Input, Verdict, together
from campaigns.awarding.numbers import written
from campaigns.format.audience import Audience
from campaigns.format.criterion import Declared, Leaf, NoViolation, RankWithin, ScoreShare, TargetMet, UnderReview
from campaigns.format.pack import Pack
from campaigns.format.target import Operator, Target
from campaigns.indicators import judge
from campaigns.text import fold

# From the mildest up. What stands before "khiển trách" is no discipline.
_MEASURES = (
    ("nhac nho", "phe binh", "kiem diem", "rut kinh nghiem"),
    ("khien trach",),
    ("canh cao",),
    ("ha bac luong", "giang chuc", "cach chuc", "buoc thoi viec", "sa thai", "khai tru"),
)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with what it is held against."""

    pack: Pack
    case: Case
    audience: Audience

    @property
    def year(self) -> int:
        """The year the award is for."""
        return self.case.occasion.year


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding in the making: what is the criterion's own is added at the end."""

    verdict: Verdict
    reason: str
    needed: str = ""
    given: str | None = None
    gap: str | None = None
    inputs: tuple[Input, ...] = ()


def judge_leaf(dossier: Dossier, criterion: Leaf) -> Finding:
    """The finding for one leaf that concerns the subject."""
    return _finding(criterion, _judge(dossier, criterion))


def judge_target(dossier: Dossier, target: Target) -> Finding:
    """The finding for a target by itself, where the plan has no standard around it."""
    return _finding(target, _target(dossier, target))


def set_aside(criterion: Leaf, reason: str) -> Finding:
    """The finding for a leaf that does not concern the subject."""
    return _finding(criterion, _Found(Verdict.NOT_APPLICABLE, reason))


def needed(target: Target) -> str:
    """What a target asks, exactly: "nguoi_lon_dtm >= 90%"."""
    return f"{target.indicator} {target.operator.value} {target.value}%"


def act_for(case: Case, criterion: Declared) -> tuple[str, Act] | None:
    """(key, act) that speaks of a criterion: by its id, else its clause, else the indicator that asks the same."""
    for key in (criterion.id, str(criterion.clause), criterion.indicator):
        if key is not None and key in case.declared:
            return key, case.declared[key]
    return None


def _finding(entry: Leaf | Target, found: _Found) -> Finding:
    return Finding(
        entry.id,
        str(entry.clause),
        found.verdict,
        found.reason,
        found.needed,
        found.given,
        found.gap,
        entry.text.vi,
        found.inputs,
    )


def _judge(dossier: Dossier, criterion: Leaf) -> _Found:
    match criterion:
        case TargetMet():
            return _targets(dossier, criterion)
        case RankWithin():
            return _rank(dossier.case, criterion)
        case ScoreShare():
            return _score(dossier.case, criterion)
        case Declared():
            return _act(dossier.case, criterion)
        case NoViolation():
            return _violations(dossier.case, criterion)
        case UnderReview():
            return _reviews(dossier.case)


def _targets(dossier: Dossier, criterion: TargetMet) -> _Found:
    targets = dossier.pack.targets_for(criterion, dossier.year)
    if targets is None:
        return _Found(Verdict.MISSING, "year_not_stated")
    findings = [judge_target(dossier, target) for target in targets]
    verdict = together(findings)
    return _Found(
        verdict,
        next((each.reason for each in findings if each.verdict is verdict), "met"),
        _listed(findings, "needed") or "",
        _listed(findings, "given"),
        _listed(findings, "gap"),
        tuple(kept for each in findings for kept in each.inputs),
    )


def _listed(findings: Sequence[Finding], part: str) -> str | None:
    """That part of several findings, one after the other."""
    return "; ".join(text for each in findings if (text := getattr(each, part))) or None


def _target(dossier: Dossier, target: Target) -> _Found:
    figure = dossier.case.figures.get(target.indicator)
    asked = needed(target)
    if figure is None:
        return _Found(Verdict.MISSING, "figure_missing", asked)
    kept = _figure_input(figure, target)
    given = f"{target.indicator} = {kept.value}"
    value = Fraction(target.value)
    verdict, reason = _against(figure, target.operator, value, Fraction(dossier.pack.parameters.min_coverage.value))
    gap = _gap(figure, target, value) if verdict is Verdict.NOT_MET else None
    beside = () if figure.beside is None else (_figure_input(figure.beside, target),)
    return _Found(verdict, reason, asked, given, gap, (kept, *beside))


def _against(figure: Figure, operator: Operator, value: Fraction, least_coverage: Fraction) -> tuple[Verdict, str]:
    if figure.is_self_reported and (figure.coverage is None or figure.coverage < least_coverage):
        return Verdict.MISSING, "coverage_too_low"
    match judge(figure.counts, operator, value):
        case "met":
            return Verdict.MET, "met"
        case "not_met":
            return Verdict.NOT_MET, "below_target"
        case "undecided":
            return Verdict.MISSING, "unknown_answers"
        case "missing":
            return Verdict.MISSING, "denominator_zero"


def _gap(figure: Figure, target: Target, value: Fraction) -> str:
    """Points of per cent still wanted ("> 0%": any more) and, where counts are given, how many more of them."""
    counts = figure.counts
    above = "> " if target.operator is Operator.ABOVE else ""
    points = f"{target.indicator}: {above}{written(value - Fraction(100 * counts.num, counts.den))}%"
    if figure.num is None:
        return points
    wanted = counts.den * value / 100
    return f"{points} (+{(floor(wanted) + 1 if above else ceil(wanted)) - counts.num})"


def _figure_input(figure: Figure, target: Target) -> Input:
    coverage = None if figure.coverage is None else f"{written(figure.coverage * 100)}%"
    clause = str(target.clause)
    return Input(target.indicator, figure.text, needed(target), clause, figure.source, figure.date, coverage)


def _rank(case: Case, criterion: RankWithin) -> _Found:
    ranking, name = (case.ranking, "rank") if criterion.of == "own" else (case.parent_ranking, "parent_rank")
    asked = f"{criterion.rank_from}-{criterion.rank_to}, {criterion.scope.vi}"
    if ranking is None:
        return _Found(Verdict.MISSING, f"{name}_missing", asked)
    kept = (Input(name, _rank_text(ranking), source=ranking.published_by, date=ranking.date),)
    given = str(ranking.rank)
    if not ranking.published_by:
        return _Found(Verdict.MISSING, "publisher_missing", asked, given, inputs=kept)
    if ranking.rank < criterion.rank_from:
        return _Found(Verdict.NOT_MET, "rank_outside", asked, given, inputs=kept)
    if ranking.rank > criterion.rank_to:
        return _Found(Verdict.NOT_MET, "rank_outside", asked, given, str(ranking.rank - criterion.rank_to), kept)
    return _Found(Verdict.MET, "met", asked, given, inputs=kept)


def _rank_text(ranking: Ranking) -> str:
    tied = f" (= {', '.join(ranking.tied_with)})" if ranking.tied_with else ""
    scope = f", {ranking.scope}" if ranking.scope else ""
    return f"{ranking.rank}{scope}{tied}"


def _score(case: Case, criterion: ScoreShare) -> _Found:
    asked = f"{criterion.operator.value} {criterion.value}%"
    score = case.score
    if score is None:
        return _Found(Verdict.MISSING, "score_missing", asked)
    given = f"{written(score.points)}/{written(score.maximum)}"
    kept = (Input("score", given, source=score.published_by, date=score.date),)
    share, value = score.points / score.maximum * 100, Fraction(criterion.value)
    if share > value or (share == value and criterion.operator is not Operator.ABOVE):
        return _Found(Verdict.MET, "met", asked, given, inputs=kept)
    gap = written(score.maximum * value / 100 - score.points)
    return _Found(Verdict.NOT_MET, "score_below", asked, given, gap, kept)


def _act(case: Case, criterion: Declared) -> _Found:
    asked = "evidence or confirmed_by" + (f" ({criterion.confirmed_by.vi})" if criterion.confirmed_by else "")
    named = act_for(case, criterion)
    if named is None:
        return _Found(Verdict.MISSING, "not_declared", asked)
    act = named[1]
    given = "true" if act.done else "false"
    proof = "; ".join(each for each in (act.evidence, act.confirmed_by) if each) or None
    kept = (Input("declared", given, source=proof, date=act.date),)
    if not act.done:
        return _Found(Verdict.NOT_MET, "not_done", asked, given, inputs=kept)
    if proof is None:
        return _Found(Verdict.MISSING, "evidence_missing", asked, given, asked, kept)
    return _Found(Verdict.MET, "met", asked, given, inputs=kept)


def _violations(case: Case, criterion: NoViolation) -> _Found:
    asked, measures = f"dưới mức {criterion.from_level.vi}", case.discipline
    if measures is None:
        return _Found(Verdict.MISSING, "discipline_missing", asked)
    grave: list[str] = []
    if measures != "none":
        grave = [each for each in measures if _severity(each) >= _severity(criterion.from_level.vi)]
    given = _in_words(measures)
    kept = (_conduct_input(case, "discipline", given),)
    if grave:
        return _Found(Verdict.NOT_MET, "disciplined", asked, given, ", ".join(grave), kept)
    return _Found(Verdict.MET, "met", asked, given, inputs=kept)


def _severity(said: str) -> int:
    """How grave a measure is, the gravest that is named; one that is not in the list counts as grave."""
    folded = fold(said)
    ranks = (rank for rank, names in enumerate(_MEASURES) if any(name in folded for name in names))
    return max(ranks, default=len(_MEASURES))


def _reviews(case: Case) -> _Found:
    measures = case.reviews
    if measures is None:
        return _Found(Verdict.MISSING, "reviews_missing", "none")
    given = _in_words(measures)
    verdict, reason = (Verdict.MET, "met") if measures == "none" else (Verdict.NOT_MET, "under_review")
    return _Found(verdict, reason, "none", given, inputs=(_conduct_input(case, "reviews", given),))


def _conduct_input(case: Case, name: str, given: str) -> Input:
    told = case.conduct_source
    return Input(name, given) if told is None else Input(name, given, source=told.paper, date=told.date)


def _in_words(measures: str | tuple[str, ...]) -> str:
    return measures if isinstance(measures, str) else ", ".join(measures)
