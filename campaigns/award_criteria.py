"""Single criteria of a standard, judged one by one. Exact fractions; nothing is rounded, nothing is guessed."""

from fractions import Fraction
from math import ceil, floor

from campaigns.award_case import Act, Figure, Ranking
from campaigns.award_findings import Dossier, Finding, Input, Verdict
from campaigns.format.criterion import Declared, Leaf, NoViolation, RankWithin, ScoreShare, TargetMet, UnderReview
from campaigns.format.target import Operator, Target
from campaigns.text import fold

# From the mildest up. What stands before "khiển trách" is no discipline.
DISCIPLINE = (
    ("nhac nho", "phe binh", "kiem diem", "rut kinh nghiem"),
    ("khien trach",),
    ("canh cao",),
    ("ha bac luong", "giang chuc", "cach chuc", "buoc thoi viec", "sa thai", "khai tru"),
)


def judge_leaf(dossier: Dossier, criterion: Leaf) -> Finding:
    """The finding for one leaf that concerns the subject."""
    match criterion:
        case TargetMet():
            return _targets(dossier, criterion)
        case RankWithin():
            return _rank(dossier, criterion)
        case ScoreShare():
            return _score(dossier, criterion)
        case Declared():
            return _act(dossier, criterion)
        case NoViolation():
            return _violations(dossier, criterion)
        case UnderReview():
            return _reviews(dossier, criterion)


def finding(criterion: Leaf, verdict: Verdict, reason: str, **more: object) -> Finding:
    """A finding with what every one of them carries."""
    return Finding(criterion.id, str(criterion.clause), verdict, reason, statement=criterion.text.vi, **more)  # type: ignore[arg-type]


def _targets(dossier: Dossier, criterion: TargetMet) -> Finding:
    targets = dossier.pack.targets_for(criterion, dossier.year)
    if targets is None:
        return finding(criterion, Verdict.MISSING, "year_not_stated")
    judged = [_target(dossier, target) for target in targets]
    worst = next((v for v in (Verdict.NOT_MET, Verdict.MISSING) if any(each[0] is v for each in judged)), Verdict.MET)
    chosen = [each for each in judged if each[0] is worst]
    return finding(
        criterion,
        worst,
        chosen[0][1] if chosen else "met",
        needed="; ".join(needed(target) for target in targets),
        given="; ".join(each[2] for each in judged if each[2]) or None,
        gap="; ".join(each[3] for each in judged if each[3]) or None,
        inputs=tuple(each[4] for each in judged if each[4]),
    )


def judge_target(dossier: Dossier, target: Target) -> Finding:
    """The finding for a target by itself, where the plan has no standard around it."""
    verdict, reason, given, gap, kept = _target(dossier, target)
    return Finding(
        target.id,
        str(target.clause),
        verdict,
        reason,
        needed(target),
        given or None,
        gap or None,
        target.text.vi,
        (kept,) if kept else (),
    )


def needed(target: Target) -> str:
    """What a target asks, exactly: "nguoi_lon_dtm >= 90%"."""
    return f"{target.indicator} {target.operator.value} {target.value}%"


def meets(share: Fraction, operator: Operator, value: Fraction) -> bool:
    """Whether a share in percent meets a target, exactly."""
    return share > value if operator is Operator.ABOVE else share >= value


def _target(dossier: Dossier, target: Target) -> tuple[Verdict, str, str, str, Input | None]:
    figure = dossier.case.figures.get(target.indicator)
    if figure is None:
        return Verdict.MISSING, "figure_missing", "", "", None
    given = f"{target.indicator} = {_written(figure)}"
    kept = Input(target.indicator, _written(figure), figure.paper, figure.as_of)
    share = figure.share
    if share is None:
        return Verdict.MISSING, "denominator_zero", given, "", kept
    least = Fraction(dossier.pack.parameters.min_coverage.value)
    if figure.source == "self_report" and (figure.coverage is None or figure.coverage < least):
        return Verdict.MISSING, "coverage_too_low", given, "", kept
    value = Fraction(target.value)
    if meets(share, target.operator, value):
        return Verdict.MET, "met", given, "", kept
    return Verdict.NOT_MET, "below_target", given, _gap(figure, target, share, value), kept


def _gap(figure: Figure, target: Target, share: Fraction, value: Fraction) -> str:
    """Points of per cent still wanted and, where counts are given, how many more of the numerator."""
    points = f"{target.indicator}: {_decimal(value - share)}%"
    if figure.num is None or figure.den is None:
        return points
    wanted = figure.den * value / 100
    more = (floor(wanted) + 1 if target.operator is Operator.ABOVE else ceil(wanted)) - figure.num
    return f"{points} (+{_decimal(more)})"


def _written(figure: Figure) -> str:
    if figure.num is not None and figure.den is not None:
        return f"{_decimal(figure.num)}/{_decimal(figure.den)}"
    return f"{_decimal(figure.percent or Fraction(0))}%"


def _decimal(value: Fraction | int) -> str:
    """A fraction as an exact decimal where it has one, else with four places and "≈"."""
    exact = Fraction(value)
    for places in range(9):
        scaled = exact * 10**places
        if scaled.denominator == 1:
            text = f"{abs(int(scaled)):0{places + 1}d}"
            sign = "-" if exact < 0 else ""
            return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"
    return f"≈{float(exact):.4f}"


def _rank(dossier: Dossier, criterion: RankWithin) -> Finding:
    ranking = dossier.case.ranking if criterion.of == "own" else dossier.case.parent_ranking
    asked = f"{criterion.rank_from}-{criterion.rank_to}, {criterion.scope.vi}"
    if ranking is None:
        missing = "rank_missing" if criterion.of == "own" else "parent_rank_missing"
        return finding(criterion, Verdict.MISSING, missing, needed=asked)
    if not ranking.published_by:
        return finding(criterion, Verdict.MISSING, "publisher_missing", needed=asked, given=str(ranking.rank))
    within = criterion.rank_from <= ranking.rank <= criterion.rank_to
    return finding(
        criterion,
        Verdict.MET if within else Verdict.NOT_MET,
        "met" if within else "rank_outside",
        needed=asked,
        given=str(ranking.rank),
        gap=None if within else str(ranking.rank - criterion.rank_to),
        inputs=(_rank_input(ranking),),
    )


def _rank_input(ranking: Ranking) -> Input:
    tied = f" (= {', '.join(ranking.tied_with)})" if ranking.tied_with else ""
    return Input("rank", f"{ranking.rank}{tied}", ranking.published_by, ranking.as_of)


def _score(dossier: Dossier, criterion: ScoreShare) -> Finding:
    asked = f"{criterion.operator.value} {criterion.value}%"
    score = dossier.case.score
    if score is None:
        return finding(criterion, Verdict.MISSING, "score_missing", needed=asked)
    share, value = score.points / score.maximum * 100, Fraction(criterion.value)
    met = meets(share, criterion.operator, value)
    wanted = score.maximum * value / 100 - score.points
    given = f"{_decimal(score.points)}/{_decimal(score.maximum)}"
    return finding(
        criterion,
        Verdict.MET if met else Verdict.NOT_MET,
        "met" if met else "score_below",
        needed=asked,
        given=given,
        gap=None if met else _decimal(wanted),
        inputs=(Input("score", given, score.published_by),),
    )


def _act(dossier: Dossier, criterion: Declared) -> Finding:
    act = dossier.case.declared.get(criterion.id) or dossier.case.declared.get(str(criterion.clause))
    asked = "evidence_or_confirmation"
    if act is None:
        return finding(criterion, Verdict.MISSING, "not_declared", needed=asked)
    if not act.applies:
        return finding(criterion, Verdict.NOT_APPLICABLE, "does_not_concern")
    if not act.done:
        return finding(
            criterion, Verdict.NOT_MET, "not_done", needed=asked, given="no", inputs=(_act_input(act, "no"),)
        )
    proof = act.evidence or act.confirmed_by
    return finding(
        criterion,
        Verdict.MET if proof else Verdict.MISSING,
        "met" if proof else "evidence_missing",
        needed=asked,
        given="yes",
        inputs=(_act_input(act, "yes"),),
    )


def _act_input(act: Act, value: str) -> Input:
    return Input("declared", value, act.evidence or act.confirmed_by, act.date)


def _violations(dossier: Dossier, criterion: NoViolation) -> Finding:
    asked, found = f"< {criterion.from_level.vi}", dossier.case.discipline
    if found is None:
        return finding(criterion, Verdict.MISSING, "discipline_missing", needed=asked)
    if found == "none":
        return finding(criterion, Verdict.MET, "met", needed=asked, given="none")
    serious = [each for each in found if _severity(each) >= _severity(criterion.from_level.vi)]
    given = ", ".join(found)
    if serious:
        return finding(criterion, Verdict.NOT_MET, "disciplined", needed=asked, given=given, gap=", ".join(serious))
    return finding(criterion, Verdict.MET, "met", needed=asked, given=given)


def _severity(written: str) -> int:
    """How grave a measure is; what is not in the list counts as grave: a spelling lets nobody through."""
    said = fold(written)
    return next((n for n, names in enumerate(DISCIPLINE) if any(name in said for name in names)), len(DISCIPLINE))


def _reviews(dossier: Dossier, criterion: UnderReview) -> Finding:
    found = dossier.case.reviews
    if found is None:
        return finding(criterion, Verdict.MISSING, "reviews_missing", needed="none")
    if found == "none":
        return finding(criterion, Verdict.MET, "met", needed="none", given="none")
    return finding(criterion, Verdict.NOT_MET, "under_review", needed="none", given=", ".join(found))
