"""What an evaluation finds: for each criterion a verdict, the clause, what is needed, what was given, the gap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaigns.award_case import Case
from campaigns.format.audience import Audience
from campaigns.format.pack import Pack


class Verdict(StrEnum):
    """What is found of one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"
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
    """What a verdict rests on: which figure or act, its value, from which paper, of which date."""

    name: str
    value: str
    paper: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion. needed and given as exact text; gap: what is still wanted; reason: a stable code."""

    id: str
    clause: str
    verdict: Verdict
    reason: str
    needed: str = ""
    given: str | None = None
    gap: str | None = None
    statement: str = ""
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotaFinding:
    """One quota over the nominations of one body. limit: None where the plan sets no number. used: all but the ineligible."""

    id: str
    clause: str
    nominator: str
    limit: int | None
    used: int
    is_exceeded: bool


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
