"""An evaluation as a list of things to do: for every criterion what is found, what is lacking and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.awarding.findings import Evaluation, Finding, Note, Overall, QuotaFinding, Verdict

NEXT_STEPS: Mapping[str, str] = {
    "figure_missing": "enter_figure",
    "denominator_zero": "check_figure",
    "coverage_too_low": "collect_answers",
    "unknown_answers": "clear_unknown_answers",
    "below_target": "raise_figure",
    "rank_missing": "enter_rank",
    "parent_rank_missing": "enter_parent_rank",
    "publisher_missing": "name_publisher",
    "rank_outside": "await_next_ranking",
    "score_missing": "enter_score",
    "score_below": "raise_score",
    "not_declared": "declare_act",
    "evidence_missing": "attach_evidence",
    "not_done": "do_act",
    "discipline_missing": "tell_discipline",
    "reviews_missing": "tell_reviews",
    "under_review": "await_review",
    "trait_missing": "tell_trait",
    "year_not_stated": "ask_the_council",
    "scope_ended": "ask_the_council",
}
"""Reason of a finding → the next step, as a code. What has none is settled, or is not for the unit to change."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: a code, and what its sentence names (indicators, the gap, who confirms …)."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One criterion with its finding; the next step, None where nothing is left to do about it."""

    finding: Finding
    next_step: NextStep | None

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way."""
        return self.finding.verdict in (Verdict.NOT_MET, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every criterion in the plan's order, with what is found of the whole."""

    overall: Overall
    items: tuple[ChecklistItem, ...]
    quota: tuple[QuotaFinding, ...]
    notes: tuple[Note, ...]

    def of(self, verdict: Verdict) -> tuple[ChecklistItem, ...]:
        """The items of one verdict, in order."""
        return tuple(item for item in self.items if item.finding.verdict is verdict)


def checklist(evaluation: Evaluation) -> Checklist:
    """What is found of each criterion and what to do next."""
    items = tuple(ChecklistItem(each, _next_step(each)) for each in evaluation.criteria)
    return Checklist(evaluation.overall, items, evaluation.quota, evaluation.notes)


def _next_step(finding: Finding) -> NextStep | None:
    code = NEXT_STEPS.get(finding.reason)
    if code is None:
        return None
    params = {"needed": finding.needed, "given": finding.given, "gap": finding.gap}
    if code == "enter_figure":
        params["indicators"] = ", ".join(_lacking(finding))
    return NextStep(code, {name: value for name, value in params.items() if value})


def _lacking(finding: Finding) -> tuple[str, ...]:
    """The indicators asked for without a figure: each part of `needed` begins with its indicator."""
    given = {each.name for each in finding.inputs}
    asked = (part.split(" ", 1)[0] for part in finding.needed.split("; "))
    return tuple(dict.fromkeys(name for name in asked if name not in given))
