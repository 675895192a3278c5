"""Award evaluation in words: verdicts, reasons, notes, what to do next. The chat and the command line say them alike.

No services here, so that the command line can speak without loading the database.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import floor

from campaigns.awarding.checklist import NextStep
from campaigns.awarding.findings import Finding, Input, Note, Overall, Verdict
from campaigns.awarding.numbers import written
from campaigns.format.about import About
from campaigns.format.criterion import Condition, OccasionKind
from handlers.words import _, current_locale

Names = Mapping[str, str]
"""Indicator id → its name."""
Words = Callable[[], str]

OVERALL: Mapping[Overall, Words] = {
    Overall.ELIGIBLE: lambda: _("Meets the standard"),
    Overall.NOT_ELIGIBLE: lambda: _("Does not meet the standard yet"),
    Overall.INSUFFICIENT: lambda: _("Data missing, no conclusion yet"),
    Overall.NOT_STATED: lambda: _("The plan does not say"),
    Overall.NO_LONGER: lambda: _("Nothing left to hold it against"),
}
VERDICTS: Mapping[Verdict, Words] = {
    Verdict.MET: lambda: _("met"),
    Verdict.NOT_MET: lambda: _("not met"),
    Verdict.MISSING: lambda: _("data missing"),
    Verdict.NOT_APPLICABLE: lambda: _("not applicable"),
}
REASONS: Mapping[str, Words] = {
    "met": lambda: "",
    "below_target": lambda: _("Below what the plan wants."),
    "figure_missing": lambda: _("No figure yet."),
    "denominator_zero": lambda: _("Out of 0, so there is no percentage."),
    "unknown_answers": lambda: _("Too many answers are “not sure”, so nothing can be concluded."),
    "coverage_too_low": lambda: _("Too few have answered for their own figures to count."),
    "year_not_stated": lambda: _("The plan does not say which targets this year is compared with."),
    "rank_missing": lambda: _("No published rank yet."),
    "parent_rank_missing": lambda: _("No published rank yet of the body above, or of the workplace."),
    "publisher_missing": lambda: _("Not clear who published the rank."),
    "rank_outside": lambda: _("The rank lies outside what the plan wants."),
    "score_missing": lambda: _("No published score yet."),
    "score_below": lambda: _("Not enough points."),
    "not_declared": lambda: _("Not declared yet."),
    "not_done": lambda: _("Declared as not done."),
    "evidence_missing": lambda: _("No evidence and no confirming body yet."),
    "discipline_missing": lambda: _("Discipline not stated yet."),
    "disciplined": lambda: _("There was discipline of the level that the plan names."),
    "reviews_missing": lambda: _("Open proceedings not stated yet."),
    "under_review": lambda: _("Proceedings are open."),
    "trait_missing": lambda: _("Not clear whether this criterion applies."),
    "scope_ended": lambda: _("Nothing left to hold it against: there is no scope to rank in any more."),
    "does_not_concern": lambda: _("Not a case that the plan names."),
    "other_suffices": lambda: _("Need not be looked at: the other part is met."),
    "other_may_suffice": lambda: _("Need not be looked at yet: the other part may be enough."),
}  # fmt: skip
INPUTS: Mapping[str, Words] = {
    "rank": lambda: _("Rank"),
    "parent_rank": lambda: _("Rank of the body above, or of the workplace"),
    "score": lambda: _("Score"),
    "declared": lambda: _("Declared"),
    "discipline": lambda: _("Discipline"),
    "reviews": lambda: _("Open proceedings"),
}
TRAITS: Mapping[Condition, Words] = {
    Condition.HAS_PARTY_CELL: lambda: _("has a Party organisation"),
    Condition.IS_HEALTH_FACILITY: lambda: _("is a health facility"),
    Condition.IS_SCHOOL: lambda: _("is a school"),
    Condition.IS_IT_ENTERPRISE: lambda: _("is an IT enterprise"),
    Condition.WORKS_IN_DEPARTMENT: lambda: _("works in a province department"),
    Condition.WORKS_IN_DISTRICT: lambda: _("works at district level"),
    Condition.WORKS_IN_COMMUNE: lambda: _("works at commune level"),
}
NOTES: Mapping[str, Words] = {
    "not_the_council": lambda: _("An automatic comparison, which does not replace the opinion of the Emulation and Commendation Council."),
    "subject_outside_audience": lambda: _("The plan honours no such subject as “{kind}”."),
    "no_award_stated": lambda: _("The plan names no form of award."),
    "no_standard_stated": lambda: _("The plan sets no standard of this award for this subject."),
    "refers_to_other_rules": lambda: _("By other rules, outside the plan."),
    "year_not_stated": lambda: _("The plan does not say which targets an award of {year} is compared with."),
    "ties_not_stated": lambda: _("Level at rank {rank} with {with}, as published by {by}; the plan does not say what then."),
    "tied": lambda: _("Level at rank {rank} with {with}, as published by {by}."),
    "rank_scope_differs": lambda: _("The rank was published among “{given}”, the plan looks among “{needed}”."),
    "body_ended": lambda: _("Since {on} there is no such body, so nothing is left to hold the standard against. {now}"),
    "granting_body_ended": lambda: _("Since {on} the body that gave this award is no more. {now}"),
    "criterion_ended": lambda: _("Since {on} nothing is left to hold one criterion against. {now}"),
    "term_undefined": lambda: _("The plan does not define “{term}”."),
    "term_reading": lambda: _("How “{term}” is read here: {reading}"),
    "applies_now": lambda: _("Rule that applies now: {now} ({source})"),
    "reading": lambda: _("Unclear: {unclear} Read as: {reading}"),
    "min_coverage": lambda: _("People's own figures count only where at least {value} of them have answered."),
    "quota_not_stated": lambda: _("The plan does not say how many may be nominated."),
    "no_quota_for_nominator": lambda: _("The plan gives no number for “{nominator}”, or its level is not clear."),
    "not_looked_at": lambda: _("In the case, but no criterion asks for it: {given}."),
}  # fmt: skip
STEPS: Mapping[str, Words] = {
    "enter_figure": lambda: _("Enter the figure ({indicators}) with its paper."),
    "check_figure": lambda: _("Look at the figure again: it is out of 0."),
    "collect_answers": lambda: _("Get more people to answer, or enter an official figure."),
    "clear_unknown_answers": lambda: _("Ask again those who were not sure, or enter an official figure."),
    "raise_figure": lambda: _("Raise it, then enter the new figure with its paper."),
    "enter_rank": lambda: _("Enter the published rank, with who published it."),
    "enter_parent_rank": lambda: _("Enter the published rank of the body above, with who published it."),
    "name_publisher": lambda: _("Enter who published the rank."),
    "await_next_ranking": lambda: _("Nothing to enter: a better rank takes the next ranking."),
    "enter_score": lambda: _("Enter the published score, with who published it."),
    "raise_score": lambda: _("Raise the score; the next one that is published can be entered."),
    "declare_act": lambda: _("Declare it, with the paper that shows it or the body that confirms it."),
    "attach_evidence": lambda: _("Add the paper that shows it, or the body that confirms it."),
    "do_act": lambda: _("Do it, then declare it anew with its paper."),
    "tell_discipline": lambda: _("State how many measures of discipline there were; write 0 where there was none."),
    "tell_reviews": lambda: _("State how many proceedings are open; write 0 where there is none."),
    "await_review": lambda: _("Wait until the proceedings are over."),
    "tell_trait": lambda: _("Say whether the criterion applies."),
    "ask_the_council": lambda: _("Ask the Emulation and Commendation Council: the plan leaves it open."),
}  # fmt: skip
OCCASIONS: Mapping[OccasionKind, Words] = {
    OccasionKind.ANNUAL: lambda: _("year {year}"),
    OccasionKind.INTERIM: lambda: _("interim review {year}"),
    OccasionKind.CLOSING: lambda: _("closing {year}"),
}
_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d+(?:%|/|$|[ ;)]))")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_COUNTS = re.compile(r"(?P<num>\d+)/(?P<den>\d+)(?: \(\+(?P<unknown>\d+)\?\))?")
_GAP = re.compile(r"(?P<above>> )?(?P<points>≈?\d+(?:\.\d+)?)%(?: \(\+(?P<more>\d+)\))?")
_ID = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_PLAIN: Mapping[str, Words] = {"true": lambda: _("yes"), "false": lambda: _("not yet"), "none": lambda: _("none")}


def note_words(note: Note) -> str:
    """A note as a sentence, with what the pack says about it, if anything."""
    told = NOTES[note.code]().format_map({name: _DAY.sub(_day, text) for name, text in note.params.items()})
    return " ".join(filter(None, (told, note.params.get("statement"))))


def step_words(step: NextStep, names: Names) -> str:
    """What to do next about a criterion."""
    params = {"indicators": "", **step.params}
    return STEPS[step.code]().format_map({name: worded(text, names) for name, text in params.items()})


def input_lines(pack: About, names: Names, found: Finding) -> Iterator[str]:
    """What a finding rests on and what is lacking: its inputs, each with its origin; what is needed; the gap."""
    yield from (_input_line(pack, names, each) for each in found.inputs)
    if found.verdict is Verdict.MISSING and not found.inputs and found.needed:
        yield _("Needed: {needed}").format(needed=worded(found.needed, names))
    if found.gap:
        yield _("Still lacking: {gap}").format(gap=gap_words(found.gap, names))


def gap_words(gap: str, names: Names) -> str:
    """What is still wanted: "hơn 10 điểm phần trăm, tức thêm 301"."""
    return worded(_GAP.sub(_gap, gap), names)


def _gap(found: re.Match[str]) -> str:
    told = _("more than {points} percentage points") if found["above"] else _("{points} percentage points")
    more = _(", that is {more} more").format(more=_grouped(found["more"])) if found["more"] else ""
    return told.format(points=found["points"].replace(".", ",")) + more


def _counts(found: re.Match[str]) -> str:
    """Counts with their percentage, rounded down so that it never looks like more: "2.100/3.000 = 70%"."""
    num, den = int(found["num"]), int(found["den"])
    unknown = f" (+{_grouped(found['unknown'])}?)" if found["unknown"] else ""
    told = f"{_grouped(found['num'])}/{_grouped(found['den'])}{unknown}"
    if not den or unknown:
        return told
    exact = Fraction(100 * num, den)
    floored = Fraction(floor(exact * 100), 100)
    share = written(floored).replace(".", ",")
    return f"{told} {'=' if floored == exact else '≈'} {share}%"


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", "." if current_locale() == "vi" else ",")


def _day(found: re.Match[str]) -> str:
    return f"{found[3]}/{found[2]}/{found[1]}"


def _input_line(pack: About, names: Names, each: Input) -> str:
    """One input: what it is, its value, what is needed, and where it comes from."""
    name = INPUTS[each.name]() if each.name in INPUTS else names.get(each.name, each.name)
    needed = each.needed.removeprefix(f"{each.name} ") if each.needed else ""
    value = _PLAIN[each.value]() if each.value in _PLAIN else each.value
    parts = (
        f"{name}: {_COUNTS.sub(_counts, value) if each.needed and '/' in value else worded(value, names)}",
        needed and _("needed {needed}").format(needed=worded(needed, names)),
        each.clause and pack.spoken(each.clause),
        each.coverage and _("own answers, {coverage} have answered").format(coverage=worded(each.coverage, names)),
        each.source,
        each.date and _("of {day}").format(day=f"{each.date:%d/%m/%Y}"),
    )
    return " · ".join(part for part in parts if part)


def worded(exact: str, names: Names) -> str:
    """Exact text for people: names of indicators, decimal comma, ≥ for >=, dates the Vietnamese way."""
    text = exact.replace("evidence or confirmed_by", _("evidence or a confirming body")).replace(">=", "≥")
    for condition in Condition:
        asked = _("say whether it {trait}").format(trait=TRAITS[condition]())
        text = text.replace(f"subject.traits.{condition.value}", asked)
    text = _ID.sub(lambda name: names.get(name[0], name[0]), _DECIMAL_POINT.sub(",", text))
    return _DAY.sub(_day, text)
