"""What an evaluation finds: for each criterion a verdict, the clause, what is needed, what was given, the gap."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What is found of one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing_data"
    NOT_APPLICABLE = "not_applicable"


class Overall(StrEnum):
    """What is found of the subject. Not met beats missing, missing beats eligible."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    INSUFFICIENT = "insufficient_data"
    NOT_STATED = "not_stated"
    NO_LONGER = "no_longer_applicable"


@dataclass(frozen=True, slots=True)
class Input:
    """What a verdict rests on.

    name: indicator, or "rank", "parent_rank", "score", "declared", "discipline", "reviews". needed and clause: where
    one criterion looks at several targets, of this one. source: report, paper or publishing body; date: of which day.
    """

    name: str
    value: str
    needed: str | None = None
    clause: str | None = None
    source: str | None = None
    date: dt.date | None = None
    coverage: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion. needed, given and gap are exact text; gap: what is still wanted; reason: a stable code.

    added_by: the rule outside the plan that adds this criterion, with its source.
    """

    id: str
    clause: str
    verdict: Verdict
    reason: str
    needed: str = ""
    given: str | None = None
    gap: str | None = None
    statement: str = ""
    inputs: tuple[Input, ...] = ()
    added_by: str | None = None


@dataclass(frozen=True, slots=True)
class QuotaFinding:
    """One quota over the nominations of one body. limit: None where the plan sets no number.

    nominated: all on its list; used: those not found ineligible, each of which takes a place.
    """

    id: str
    clause: str
    nominator: str
    limit: int | None
    nominated: int
    used: int

    @property
    def is_exceeded(self) -> bool:
        """Whether more stand on the list than may."""
        return self.limit is not None and self.used > self.limit


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say beside the verdicts: a code and what its sentence names."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole finding."""

    overall: Overall
    criteria: tuple[Finding, ...]
    quota: tuple[QuotaFinding, ...] = ()
    notes: tuple[Note, ...] = ()


def together(findings: Sequence[Finding]) -> Verdict:
    """All of them as one: not met beats missing, missing beats met; what does not apply does not count."""
    found = {finding.verdict for finding in findings}
    order = (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET)
    return next((verdict for verdict in order if verdict in found), Verdict.NOT_APPLICABLE)
