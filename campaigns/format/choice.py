"""Which forms a campaign uses and which units it is played in (forms.yaml, units.yaml)."""

from collections.abc import Mapping
from typing import Literal

from campaigns.format.entry import Count, Part, Slug
from campaigns.localized import Localized


class FormChoice(Part):
    """A form of the catalogue, the questions this campaign must ask, and those it offers after the review.

    wording: question → its texts in this campaign's own words.
    """

    form: Slug
    version: Count
    ask: tuple[Slug, ...]
    extras: tuple[Slug, ...] = ()
    wording: Mapping[Slug, Mapping[str, Localized]] = {}


class Forms(Part):
    """forms.yaml."""

    spec_version: Literal[1]
    forms: tuple[FormChoice, ...]


class LevelKinds(Part):
    """The kinds of units that make up one level."""

    kinds: tuple[Slug, ...]


class UnitTree(Part):
    """units.yaml: the campaign's tree as its plan knew it.

    root: unit key "63:899"; root_only: nothing below it belongs to the campaign; levels: level of the plan → kinds of
    units, from the root down; today: keys of the units that stand there now. `campaign_units` reads the same file
    beside the units snapshot and checks the keys.
    """

    spec_version: Literal[1]
    root: str
    root_only: bool = False
    reporting_level: Slug
    levels: Mapping[Slug, LevelKinds]
    today: tuple[str, ...] = ()
