"""The indicator catalogue: what is measured, of whom, and who can know it (indicators.yaml)."""

from enum import StrEnum
from functools import cached_property
from typing import Literal

from campaigns.format.entry import Part, Slug
from campaigns.localized import Localized


class Knower(StrEnum):
    """Who can give the figure.

    self_report: the observed person or body · partial: self-report gives an estimate or a lower bound · unit: one unit
    from its own counts · department: only a department or statistics office; households and officers are never asked.
    """

    SELF_REPORT = "self_report"
    PARTIAL = "partial"
    UNIT = "unit"
    DEPARTMENT = "department"


class Quantifier(StrEnum):
    """How the figure comes from its counts: a ratio of sums unless said otherwise."""

    RATIO = "ratio"
    MINIMUM_OVER_SECTORS = "minimum_over_sectors"
    RANK = "rank"
    SHARE = "share"
    YES_NO = "yes_no"


class Group(StrEnum):
    """The pillar an indicator belongs to."""

    GOVERNMENT = "chinh-quyen-so"
    ECONOMY = "kinh-te-so"
    SOCIETY = "xa-hoi-so"
    AWARD = "xet-khen"


class SelfReport(Part):
    """How a form's answers feed the indicator: two expressions over its question and derived ids."""

    form: Slug
    numerator: str
    denominator: str


class Term(Part):
    """A term that no plan defines, and how it is read here; printed with the result."""

    id: Slug
    name: Localized
    reading: Localized


class Indicator(Part):
    """One measure.

    unit: what is counted. population: the registry's population that the denominator should be, where there is one.
    holder: the system or office that already has the figure. questions: question numbers of the forms that feed it.
    look_alikes: measures that must not be merged with it. terms: undefined terms it rests on.
    """

    id: Slug
    group: Group
    name: Localized
    numerator: Localized
    denominator: Localized | None
    unit: Localized
    exclusions: Localized | None = None
    known_by: Knower
    quantifier: Quantifier = Quantifier.RATIO
    population: Slug | None = None
    holder: Localized | None = None
    questions: tuple[str, ...] = ()
    look_alikes: tuple[Slug, ...] = ()
    terms: tuple[Slug, ...] = ()
    self_report: SelfReport | None = None
    note: Localized | None = None


class Catalogue(Part):
    """Every indicator that a pack may name."""

    spec_version: Literal[1]
    terms: tuple[Term, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """Indicator id → indicator."""
        return {indicator.id: indicator for indicator in self.indicators}
