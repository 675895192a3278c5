"""Dates must exist, spans must run forward, and all must lie within the campaign."""

from collections.abc import Iterator
from datetime import date

from campaigns.checks.places import found
from campaigns.format import Pack
from campaigns.format.entry import WrittenDate
from campaigns.pack_problems import Problem, Rule


def check(pack: Pack) -> list[Problem]:
    """Every impossible date, and years that the plan writes in more than one way."""
    return [*_written(pack), *_overlay(pack), *_spans(pack), *_milestones(pack), *_deadlines(pack), *_periods(pack)]


def is_possible(written: WrittenDate) -> bool:
    """Whether there is such a date; a day needs its month."""
    if written.day is None:
        return True
    return written.month is not None and _exists(f"{written.year}-{written.month:02d}-{written.day:02d}")


def _exists(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _written(pack: Pack) -> Iterator[Problem]:
    dates = [("document.date", pack.document.date)]
    dates += [(f"legal_bases[{basis.id}].date", basis.date) for basis in pack.legal_bases]
    dates += [(f"named_documents[{basis.id}].date", basis.date) for basis in pack.named_documents]
    dates += [(f"relations[{relation.id}].date", relation.date) for relation in pack.relations]
    dates += [(f"successors[{successor.id}].date", successor.date) for successor in pack.successors]
    for path, written in dates:
        if written is not None and not is_possible(written):
            yield found(pack, path, Rule.IMPOSSIBLE_DATE, given=written.iso)


def _overlay(pack: Pack) -> Iterator[Problem]:
    for rule in pack.overlay:
        if rule.ended_on is not None and not _exists(rule.ended_on):
            yield found(pack, f"overlay[{rule.id}].ended_on", Rule.IMPOSSIBLE_DATE, given=rule.ended_on)
    checked = [(f"overlay[{rule.id}]", rule.checked_on) for rule in pack.overlay]
    checked += [(f"successors[{successor.id}]", successor.checked_on) for successor in pack.successors]
    for path, checked_on in checked:
        if len(checked_on) == len("2026-11-21") and not _exists(checked_on):
            yield found(pack, f"{path}.checked_on", Rule.IMPOSSIBLE_DATE, given=checked_on)


def _spans(pack: Pack) -> Iterator[Problem]:
    spans = [(f"phases[{phase.id}]", phase.start, phase.end) for phase in pack.phases]
    spans += [(f"periods[{period.id}]", period.start, period.end) for period in pack.periods]
    spans += [(f"milestones[{each.id}]", each.year, each.end_year or each.year) for each in pack.milestones]
    spans += [(f"successors[{each.id}]", each.start, each.end or each.start) for each in pack.successors]
    for path, start, end in spans:
        if start > end:
            yield found(pack, path, Rule.SPAN_ORDER, start=start, end=end)


def _milestones(pack: Pack) -> Iterator[Problem]:
    first, last = _years(pack)
    for each in pack.milestones:
        if each.quarter is not None and each.month is not None:
            yield found(pack, f"milestones[{each.id}]", Rule.QUARTER_AND_MONTH)
        for year in {each.year, each.end_year or each.year}:
            if not first <= year <= last:
                yield found(pack, f"milestones[{each.id}]", Rule.DATE_OUTSIDE_CAMPAIGN, given=year)


def _deadlines(pack: Pack) -> Iterator[Problem]:
    first, last = _years(pack)
    for target in pack.targets:
        if target.deadline is not None and not first <= target.deadline <= last:
            yield found(pack, f"targets[{target.id}].deadline", Rule.DATE_OUTSIDE_CAMPAIGN, given=target.deadline)


def _periods(pack: Pack) -> Iterator[Problem]:
    """Spans that are neither a phase nor the whole campaign, unless an ambiguity says how they are read."""
    if any(ambiguity.rule == Rule.PERIODS_DIFFER for ambiguity in pack.ambiguities):
        return
    known = {_years(pack), *((phase.start, phase.end) for phase in pack.phases)}
    for period in pack.periods:
        if (period.start, period.end) not in known:
            given = f"{period.start}-{period.end}"
            yield found(pack, f"periods[{period.id}]", Rule.PERIODS_DIFFER, given=given)


def _years(pack: Pack) -> tuple[int, int]:
    return pack.years or (0, 9999)
