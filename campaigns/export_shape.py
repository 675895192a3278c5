"""The JSON shape in which packs are exported; every item has an id, a clause and a text."""

from typing import TypedDict

Number = int | str
"""A whole number, or a decimal in text: readers of JSON would round it."""


class Item(TypedDict):
    """What every item has; the clause is None only for what a plan does not say."""

    id: str
    clause: str | None
    text: str


class TargetItem(Item):
    """`deadline` is a year or None; inferred where it comes from another clause than the number."""

    indicator_id: str
    level: str
    operator: str
    value: Number
    unit: str
    deadline: int | None
    deadline_inferred: bool


class AudienceItem(Item):
    """`award_subject` is None where the plan does not say."""

    kind: str
    level: str | None
    collective: bool
    award_subject: bool | None


class OccasionItem(TypedDict):
    """When an award is given."""

    kind: str
    year: int | None


class AwardFormItem(Item):
    """A form of award."""

    name: str
    authority: str | None
    level: str | None
    occasions: list[OccasionItem]


class CriterionItem(Item):
    """A leaf of a standard; operator and value also where it looks at exactly one target."""

    standard: str
    kind: str
    subject: str | None
    subject_ids: list[str]
    rank_from: int | None
    rank_to: int | None
    operator: str | None
    value: Number | None
    target_ids: list[str]
    applies_if: list[str]


class QuotaItem(Item):
    """`limit` is None where the plan sets no number."""

    limit: int | None
    subject: str
    subject_ids: list[str]
    per: str | None


class DossierEntry(Item):
    """A paper of the dossier."""

    order: int | None
    document: str


class CopiesItem(Item):
    """Sets of papers."""

    award: str
    copies: int


class StepItem(Item):
    """`order` only where the plan gives one."""

    order: int | None
    actor: str | None


class MilestoneItem(Item):
    """Quarter and month only where the plan gives them."""

    event: str
    actor: str | None
    year: int
    end_year: int | None
    quarter: int | None
    month: int | None


class RecurringItem(Item):
    """A duty that comes back."""

    every: str
    actor: str | None


class PhaseItem(Item):
    """First and last year."""

    start: int
    end: int


class BodyItem(Item):
    """A body with what it does or receives."""

    body: str


class LegalBasisItem(Item):
    """Number and date as far as the plan gives them."""

    number: str | None
    date: str | None


class PillarsItem(Item):
    """What an index adds up."""

    count: int
    items: list[str]
    subject: str


class FieldItem(Item):
    """A priority field."""

    name: str
    lead: str | None


class PilotItem(Item):
    """How many units go first."""

    chooser: str
    count_from: int
    count_to: int
    at_least: bool


class WishItem(Item):
    """A wish without a number."""

    indicator_id: str | None


class AmbiguityItem(Item):
    """How an unclear place is read."""

    reading: str


class SilenceItem(Item):
    """What the plan leaves open."""

    topic: str


class PlanExport(TypedDict):
    """One plan."""

    plan: str
    targets: list[TargetItem]
    audiences: list[AudienceItem]
    award_forms: list[AwardFormItem]
    award_criteria: list[CriterionItem]
    quotas: list[QuotaItem]
    dossier: list[DossierEntry]
    dossier_copies: list[CopiesItem]
    procedure: list[StepItem]
    milestones: list[MilestoneItem]
    recurring: list[RecurringItem]
    phases: list[PhaseItem]
    duties: list[BodyItem]
    contacts: list[BodyItem]
    legal_bases: list[LegalBasisItem]
    scoring_pillars: list[PillarsItem]
    priority_fields: list[FieldItem]
    contents: list[Item]
    solutions: list[Item]
    pilots: list[PilotItem]
    purposes: list[Item]
    requirements: list[Item]
    award_principles: list[Item]
    unquantified_indicators: list[WishItem]
    funding: list[Item]
    ambiguities: list[AmbiguityItem]
    not_stated: list[SilenceItem]


class Export(TypedDict):
    """Every exported plan."""

    plans: list[PlanExport]
