"""Which forms a campaign uses and which units it is played in (forms.yaml, units.yaml)."""

from campaigns.format.entry import Count, Part, Slug


class FormChoice(Part):
    """A form of the catalogue, the questions this campaign must ask, and those it offers after the review."""

    form: Slug
    version: Count
    ask: tuple[Slug, ...]
    extras: tuple[Slug, ...] = ()


class Forms(Part):
    """forms.yaml."""

    forms: tuple[FormChoice, ...] = ()


class UnitTree(Part):
    """units.yaml: the campaign's tree as its plan knew it. root: unit key "63:899"; levels: from the root down."""

    root: str
    reporting_level: Slug
    levels: tuple[Slug, ...] = ()
