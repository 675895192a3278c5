"""What a campaign is for and what is done in it (contents.yaml)."""

from campaigns.format.entry import Count, Entry, Part, Slug
from campaigns.localized import Localized


class Content(Entry):
    """A line of work; audiences where the plan addresses it to some only."""

    audiences: tuple[Slug, ...] = ()


class PriorityField(Entry):
    """A field with priority. `lead`: the body the plan puts in charge, None where it names none."""

    name: Localized
    lead: Localized | None


class Pilot(Entry):
    """Units chosen to go first. `count_from` and `count_to` as the plan writes them."""

    chooser: Localized
    count_from: Count
    count_to: Count
    at_least: bool = False


class Contents(Part):
    """contents.yaml."""

    purposes: tuple[Entry, ...] = ()
    requirements: tuple[Entry, ...] = ()
    contents: tuple[Content, ...] = ()
    priority_fields: tuple[PriorityField, ...] = ()
    solutions: tuple[Content, ...] = ()
    pilots: tuple[Pilot, ...] = ()
