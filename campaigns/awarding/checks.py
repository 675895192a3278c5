"""What in a case this pack or the calendar cannot have."""

import datetime as dt
from collections.abc import Iterator

from campaigns.awarding.case import Case, Ranking, Score, Source
from campaigns.awarding.outline import key_of
from campaigns.awarding.reading import FILE, nearest
from campaigns.awarding.subjects import WORKPLACES, audiences_called, known_kinds
from campaigns.format.criterion import Declared, Leaf, leaves, nodes
from campaigns.format.pack import Pack
from campaigns.problems import Problem, problem


def problems_with(pack: Pack, case: Case, today: dt.date) -> Iterator[Problem]:
    """Every problem, in the order of the case's keys. today: local; a later date is a mistake."""
    awards = [form.id for form in pack.award_forms]
    # A plan that names no award at all is answered with "not stated", which says more than an error.
    if case.award is not None and awards and case.award not in awards:
        yield _unlike("award", "unknown_award", case.award, awards)
    yield from _subject(pack, case)
    yield from _occasion(pack, case)
    indicators = indicators_of(pack)
    for name in case.figures:
        if name not in indicators:
            yield _unlike(f"figures.{name}", "unknown_indicator", name, indicators)
    yield from _acts(pack, case)
    yield from _future(case, today)
    yield from _nominations(pack, case)


def _unlike(path: str, code: str, given: str, known: "list[str] | set[str]") -> Problem:
    return problem(FILE, path, code, {"given": given, "nearest": nearest(given, known)})


def _subject(pack: Pack, case: Case) -> Iterator[Problem]:
    found = audiences_called(pack, case.subject.kind, case.subject.parent)
    if found is None:
        yield _unlike("subject.kind", "unknown_subject_kind", case.subject.kind, list(known_kinds(pack)))
    elif len(found) > 1:
        ids = ", ".join(each.id for each in found)
        yield problem(FILE, "subject.kind", "ambiguous_subject_kind", {"given": case.subject.kind, "nearest": ids})
    places = [condition.value for condition in WORKPLACES if case.subject.traits.get(condition)]
    if len(places) > 1:
        yield problem(FILE, "subject.traits", "traits_exclude_each_other", {"given": ", ".join(places)})


def _occasion(pack: Pack, case: Case) -> Iterator[Problem]:
    wanted, years = case.occasion, pack.years
    given = f"{wanted.kind.value} {wanted.year}"
    forms = [form for form in pack.award_forms if case.award in (None, form.id)]
    stated = {(each.kind, each.year) for form in forms for each in form.occasions}
    if stated and not stated & {(wanted.kind, None), (wanted.kind, wanted.year)}:
        known = ", ".join(sorted(f"{kind.value} {year or ''}".strip() for kind, year in stated))
        yield problem(FILE, "occasion", "unknown_occasion", {"given": given, "nearest": known})
    elif years and not years[0] <= wanted.year <= years[1]:
        span = {"given": wanted.year, "nearest": f"{years[0]}-{years[1]}"}
        yield problem(FILE, "occasion.year", "year_outside_campaign", span)


def indicators_of(pack: Pack) -> set[str]:
    """Every indicator of which this plan can compare a figure."""
    wishes = {each.indicator for each in pack.unquantified_indicators if each.indicator}
    asked = {leaf.indicator for leaf in _leaves(pack) if isinstance(leaf, Declared) and leaf.indicator}
    return {target.indicator for target in pack.targets} | {each.indicator for each in pack.also_asks} | wishes | asked


def _leaves(pack: Pack) -> Iterator[Leaf]:
    for standard in pack.standards:
        if standard.criteria is not None:
            yield from leaves(standard.criteria)


def _acts(pack: Pack, case: Case) -> Iterator[Problem]:
    if not case.declared:
        return
    acts = [leaf for leaf in _leaves(pack) if isinstance(leaf, Declared)]
    known = {key for leaf in acts for key in (leaf.id, str(leaf.clause), leaf.indicator) if key}
    for name in case.declared:
        if name not in known:
            yield _misplaced(pack, name) or _unlike(f"declared.{name}", "unknown_criterion", name, known)


def _misplaced(pack: Pack, name: str) -> Problem | None:
    """For a criterion of another kind: where what it asks for is given."""
    trees = [standard.criteria for standard in pack.standards if standard.criteria is not None]
    found = next((node for tree in trees for node in nodes(tree) if name in (node.id, str(node.clause))), None)
    if found is None:
        return None
    places = dict.fromkeys(
        f"declared.{leaf.id}" if isinstance(leaf, Declared) else key_of(leaf) for leaf in leaves(found)
    )
    return problem(FILE, f"declared.{name}", "not_a_declared_criterion", {"given": name, "nearest": ", ".join(places)})


def _future(case: Case, today: dt.date) -> Iterator[Problem]:
    single: dict[str, Ranking | Score | Source | None] = {
        "ranking": case.ranking,
        "parent_ranking": case.parent_ranking,
        "score": case.score,
        "conduct_source": case.conduct_source,
    }
    dated = {f"figures.{name}": figure.date for name, figure in case.figures.items()}
    dated |= {f"figures.{name}.beside": each.beside.date for name, each in case.figures.items() if each.beside}
    dated |= {name: piece.date for name, piece in single.items() if piece is not None}
    dated |= {f"declared.{name}": act.date for name, act in case.declared.items()}
    for path, date in dated.items():
        if date is not None and date > today:
            yield problem(FILE, f"{path}.date", "future_date", {"given": date.isoformat()})


def _nominations(pack: Pack, case: Case) -> Iterator[Problem]:
    for place, nomination in enumerate(case.nominations):
        for key, kind in (("kind", nomination.kind), ("nominator_kind", nomination.nominator_kind)):
            if kind is not None and audiences_called(pack, kind) is None:
                yield _unlike(f"nominations[{place}].{key}", "unknown_subject_kind", kind, list(known_kinds(pack)))
