"""Which body does what, and whom to ask (duties.yaml)."""

from campaigns.format.entry import Entry, Part, Slug
from campaigns.localized import Localized


class Duty(Entry):
    """What one body is charged with. audiences: those of this pack it concerns."""

    body: Localized
    audiences: tuple[Slug, ...] = ()


class Contact(Entry):
    """A body that the plan names as the one to turn to."""

    body: Localized


class Duties(Part):
    """duties.yaml."""

    duties: tuple[Duty, ...] = ()
    contacts: tuple[Contact, ...] = ()
