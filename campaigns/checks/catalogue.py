"""The catalogue itself: ids, references, and measures that look alike but must stay apart."""

from collections import Counter
from collections.abc import Iterator

from campaigns.catalogue import Catalogue, Indicator
from campaigns.pack_problems import Problem, Rule, problem

FILE = "indicators.yaml"


def check(catalogue: Catalogue) -> list[Problem]:
    """Every problem inside the catalogue."""
    return [*_duplicates(catalogue), *_references(catalogue), *_merged(catalogue)]


def _duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    for name, items in (("indicators", catalogue.indicators), ("terms", catalogue.terms)):
        for item_id, count in Counter(item.id for item in items).items():
            if count > 1:
                yield problem(FILE, f"{name}[{item_id}]", Rule.DUPLICATE_ID, {"given": item_id})


def _references(catalogue: Catalogue) -> Iterator[Problem]:
    terms = {term.id for term in catalogue.terms}
    for indicator in catalogue.indicators:
        here = f"indicators[{indicator.id}]"
        for name in indicator.look_alikes:
            if name not in catalogue.by_id:
                params = {"given": name, "kind": "indicator"}
                yield problem(FILE, f"{here}.look_alikes", Rule.UNKNOWN_REFERENCE, params)
        for name in indicator.terms:
            if name not in terms:
                yield problem(FILE, f"{here}.terms", Rule.UNKNOWN_REFERENCE, {"given": name, "kind": "term"})


def _merged(catalogue: Catalogue) -> Iterator[Problem]:
    for indicator in catalogue.indicators:
        here = f"indicators[{indicator.id}].look_alikes"
        for name in indicator.look_alikes:
            other = catalogue.by_id.get(name)
            if other is not None and (other is indicator or _same(indicator, other)):
                yield problem(FILE, here, Rule.LOOK_ALIKES_MERGED, {"given": name})
            elif other is not None and indicator.id not in other.look_alikes:
                yield problem(FILE, here, Rule.LOOK_ALIKES_ONE_SIDED, {"given": name})


def _same(indicator: Indicator, other: Indicator) -> bool:
    """Whether two indicators would give one figure: same counts, or the same answers."""
    counts = (indicator.numerator, indicator.denominator) == (other.numerator, other.denominator)
    answers = indicator.self_report is not None and indicator.self_report == other.self_report
    return counts or answers
