"""What is to be said beside the verdicts: silences of the plan, readings we chose, rules that now stand beside it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from campaigns.awarding.case import Occasion, Ranking
from campaigns.awarding.criteria import Dossier, act_for
from campaigns.awarding.findings import Finding, Note, Verdict
from campaigns.catalogue import Catalogue
from campaigns.format.about import Topic
from campaigns.format.audience import Audience
from campaigns.format.award import AwardForm, Standard
from campaigns.format.criterion import Declared, Leaf, OccasionKind, RankWithin
from campaigns.format.overlay import NowRule
from campaigns.format.pack import Pack
from campaigns.text import fold

SCOPE_ENDED = "scope_ended"
"""Reason of a finding: the criterion has nothing left to be held against."""
NOT_THE_COUNCIL = Note("not_the_council")
"""With every evaluation: an automatic comparison, not the council's opinion."""


def silence(pack: Pack, code: str, topic: Topic, **params: str) -> Note:
    """A note that the plan leaves something open, with the place where one would look for it."""
    said = next((each for each in pack.not_stated if each.topic is topic), None)
    if said is None:
        return Note(code, params)
    return Note(code, {**params, "statement": said.text.vi, "clause": str(said.clause or "")})


def has_ended(rule: NowRule, occasion: Occasion) -> bool:
    """Whether a body that a rule ends was gone when the award is given: an award of a year is given at its end.

    An interim review within the year of the end may still have come before it.
    """
    if rule.ended_on is None:
        return False
    ended = dt.date.fromisoformat(rule.ended_on)
    at_end_of_year = occasion.kind is not OccasionKind.INTERIM
    return occasion.year > ended.year or (at_end_of_year and ended <= dt.date(occasion.year, 12, 31))


def ended_rule(pack: Pack, audience: Audience, occasion: Occasion) -> NowRule | None:
    """The rule by which the subject's own kind of body is no more."""
    fitting = (rule for rule in pack.overlay if audience.id in rule.ended_audiences)
    return next((rule for rule in fitting if has_ended(rule, occasion)), None)


def ending_of(pack: Pack, criterion_id: str, occasion: Occasion) -> NowRule | None:
    """The rule by which nothing can be held against a criterion any more."""
    fitting = (rule for rule in pack.overlay if criterion_id in rule.ended_criteria)
    return next((rule for rule in fitting if has_ended(rule, occasion)), None)


def notes_on(
    dossier: Dossier,
    forms: Sequence[AwardForm],
    standards: Sequence[Standard],
    leaves: Sequence[Leaf],
    findings: Sequence[Finding],
) -> Iterator[Note]:
    """Every note but those on quotas."""
    yield NOT_THE_COUNCIL
    yield from _silences(dossier, standards, findings)
    concerned = {each.id for each in findings if each.verdict is not Verdict.NOT_APPLICABLE}
    yield from _rankings(dossier, [leaf for leaf in leaves if leaf.id in concerned])
    yield from _endings(dossier, forms, findings)
    yield from _beside(dossier, findings)
    yield from _undefined(dossier, forms, findings)
    unused = ", ".join(_unused(dossier, leaves, findings))
    if unused:
        yield Note("not_looked_at", {"given": unused})


def _silences(dossier: Dossier, standards: Sequence[Standard], findings: Sequence[Finding]) -> Iterator[Note]:
    pack, case = dossier.pack, dossier.case
    if not pack.award_forms:
        yield silence(pack, "no_award_stated", Topic.AWARDS)
    elif not standards:
        is_annual = case.occasion.kind is OccasionKind.ANNUAL
        yield silence(pack, "no_standard_stated", Topic.ANNUAL_STANDARD if is_annual else Topic.STANDARDS)
    for standard in standards:
        if standard.criteria is None:
            yield Note("refers_to_other_rules", {"statement": standard.text.vi, "clause": str(standard.clause)})
    if any(finding.reason == "year_not_stated" for finding in findings):
        yield silence(pack, "year_not_stated", Topic.ANNUAL_STANDARD, year=str(dossier.year))


def _rankings(dossier: Dossier, leaves: Sequence[Leaf]) -> Iterator[Note]:
    criteria = [leaf for leaf in leaves if isinstance(leaf, RankWithin)]
    for of, ranking in (("own", dossier.case.ranking), ("parent", dossier.case.parent_ranking)):
        asking = [each for each in criteria if each.of == of]
        if ranking is None or not asking:
            continue
        if ranking.tied_with:
            yield _tied(dossier.pack, ranking)
        scopes = [each.scope.vi for each in asking]
        if ranking.scope and fold(ranking.scope) not in map(fold, scopes):
            yield Note("rank_scope_differs", {"given": ranking.scope, "needed": " / ".join(scopes)})


def _tied(pack: Pack, ranking: Ranking) -> Note:
    names = {"rank": str(ranking.rank), "with": ", ".join(ranking.tied_with), "by": ranking.published_by or ""}
    return silence(pack, "ties_not_stated" if pack.is_silent_on(Topic.TIES) else "tied", Topic.TIES, **names)


def _endings(dossier: Dossier, forms: Sequence[AwardForm], findings: Sequence[Finding]) -> Iterator[Note]:
    ended = {each.id for each in findings if each.reason == SCOPE_ENDED}
    for rule in dossier.pack.overlay:
        if not has_ended(rule, dossier.case.occasion):
            continue
        params = {"rule": rule.id, "on": rule.ended_on or "", "now": rule.now.vi, "source": rule.source}
        params["successor"] = rule.successor.vi if rule.successor else ""
        params["clause"] = str(rule.clause or "")
        if dossier.audience.id in rule.ended_audiences:
            yield Note("body_ended", params)
        elif any(form.id in rule.ended_awards for form in forms):
            yield Note("granting_body_ended", params)
        elif ended & set(rule.ended_criteria):
            yield Note("criterion_ended", params)


def _beside(dossier: Dossier, findings: Sequence[Finding]) -> Iterator[Note]:
    """Rules that add a criterion now; how we read an unclear clause that was judged; the coverage we chose."""
    for rule in dossier.pack.overlay:
        if rule.criterion is not None:
            yield Note("applies_now", {"rule": rule.id, "now": rule.now.vi, "source": rule.source})
    clauses = {finding.clause for finding in findings} | {
        each.clause for finding in findings for each in finding.inputs if each.clause
    }
    for ambiguity in dossier.pack.ambiguities:
        if clauses & {str(clause) for clause in ambiguity.clauses}:
            text = {"clause": str(ambiguity.clause), "unclear": ambiguity.text.vi, "reading": ambiguity.reading.vi}
            yield Note("reading", {"id": ambiguity.id, **text})
    if any(figure.is_self_reported for figure in dossier.case.figures.values()):
        least = dossier.pack.parameters.min_coverage
        yield Note("min_coverage", {"value": str(least.value), "statement": least.note.vi})


def _undefined(dossier: Dossier, forms: Sequence[AwardForm], findings: Sequence[Finding]) -> Iterator[Note]:
    """Words that the plan leaves undefined, where a criterion that was judged or the award itself rests on them."""
    judged = {each.clause for each in findings if each.verdict is not Verdict.NOT_APPLICABLE}
    judged |= {str(clause) for form in forms for clause in form.clauses}
    for each in dossier.pack.undefined_terms:
        if each.everywhere or judged & {str(clause) for clause in each.clauses}:
            params = {"id": each.id, "term": each.term.vi, "statement": each.text.vi, "clause": str(each.clause)}
            yield Note("term_undefined", params)


def readings_of(catalogue: Catalogue, findings: Sequence[Finding]) -> Iterator[Note]:
    """How we read the undefined terms in the indicators that were looked at; no plan defines them either."""
    judged = [each for each in findings if each.verdict is not Verdict.NOT_APPLICABLE]
    asked = {part.split(" ", 1)[0] for each in judged for part in each.needed.split("; ")}
    wanted = {term for name in asked & catalogue.by_id.keys() for term in catalogue.by_id[name].terms}
    for term in catalogue.terms:
        if term.id in wanted:
            yield Note("term_reading", {"id": term.id, "term": term.name.vi, "reading": term.reading.vi})


def _unused(dossier: Dossier, leaves: Sequence[Leaf], findings: Sequence[Finding]) -> Iterator[str]:
    """What was given but no criterion asks for: it is said, not passed over."""
    case = dossier.case
    names = {each.name for finding in findings for each in finding.inputs}
    yield from (f"figures.{name}" for name in case.figures if name not in names)
    acts = [act_for(case, leaf) for leaf in leaves if isinstance(leaf, Declared)]
    used = {named[0] for named in acts if named is not None}
    yield from (f"declared.{name}" for name in case.declared if name not in used)
    single = {
        "ranking": ("rank", case.ranking),
        "parent_ranking": ("parent_rank", case.parent_ranking),
        "score": ("score", case.score),
        "discipline": ("discipline", case.discipline),
        "reviews": ("reviews", case.reviews),
    }
    yield from (key for key, (name, given) in single.items() if given not in (None, "none") and name not in names)
