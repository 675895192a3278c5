"""Who may be honoured, with what, on which papers, in which steps (awards.yaml)."""

from campaigns.format.criterion import Criterion, OccasionKind
from campaigns.format.entry import Count, Entry, Part, Slug, Year
from campaigns.localized import Localized


class Occasion(Part):
    """When an award is given; `year` is None where it recurs or the plan gives none."""

    kind: OccasionKind
    year: Year | None = None


class AwardForm(Entry):
    """A form of award. `authority`: who grants it. No occasion listed: the plan names none."""

    name: Localized
    authority: Localized | None
    level: Slug | None
    occasions: tuple[Occasion, ...]


class Standard(Entry):
    """What a subject must meet. `includes`: standards that come on top (the general ones).

    subjects: empty where it concerns everyone, or only counts through the standards that include it.
    awards: the forms it serves; empty where the plan states criteria but names no award. criteria: None where the plan
    only refers to other rules.
    """

    subjects: tuple[Slug, ...]
    awards: tuple[Slug, ...]
    includes: tuple[Slug, ...] = ()
    criteria: Criterion | None


class ScoringPillars(Entry):
    """What the index adds up for some audiences."""

    subjects: tuple[Slug, ...]
    items: tuple[Localized, ...]


class Quota(Entry):
    """How many `subjects` each body of `per` may nominate. limit None: the plan sets no number. per None: nobody."""

    subjects: tuple[Slug, ...]
    award: Slug | None
    limit: Count | None
    per: Localized | None
    nominators: tuple[Slug, ...] = ()


class DossierItem(Entry):
    """A paper of the dossier; `order` as lettered in the plan, from 1."""

    order: Count | None


class DossierCopies(Entry):
    """Sets of papers for one award. `forms`: the award forms of this pack it concerns, if any."""

    award: Localized
    copies: Count
    forms: tuple[Slug, ...] = ()


class Step(Entry):
    """A step on the way to an award; `order` and `actor` only where the plan gives them."""

    order: Count | None
    actor: Localized | None


class Awards(Part):
    """awards.yaml."""

    award_forms: tuple[AwardForm, ...] = ()
    award_principles: tuple[Entry, ...] = ()
    standards: tuple[Standard, ...] = ()
    scoring_pillars: tuple[ScoringPillars, ...] = ()
    quotas: tuple[Quota, ...] = ()
    dossier: tuple[DossierItem, ...] = ()
    dossier_copies: tuple[DossierCopies, ...] = ()
    procedure: tuple[Step, ...] = ()
    funding: tuple[Entry, ...] = ()
