"""When things are due: dated milestones and recurring duties (calendar.yaml)."""

from enum import StrEnum
from typing import Literal

from campaigns.format.entry import Entry, Month, Part, Quarter, Slug, Year
from campaigns.localized import Localized


class Event(StrEnum):
    """What a milestone is about."""

    LAUNCH = "phat-dong"
    REGISTRATION = "dang-ky"
    PLAN = "xay-dung-ke-hoach"
    PILOT_REGISTRATION = "dang-ky-diem"
    ROLL_OUT = "trien-khai"
    INTERIM = "so-ket"
    CLOSING = "tong-ket"


class Milestone(Entry):
    """A dated step. Year, and quarter or month where the plan gives one; `end_year` for a span of years.

    actor: as the plan names it, None where it names nobody. audiences: whom it binds; empty means everyone.
    """

    event: Event
    actor: Localized | None
    audiences: tuple[Slug, ...] = ()
    year: Year
    end_year: Year | None = None
    quarter: Quarter | None = None
    month: Month | None = None


class Recurring(Entry):
    """A duty that comes back. The plans name no day for any of them."""

    every: Literal["year"]
    actor: Localized | None
    audiences: tuple[Slug, ...] = ()


class Calendar(Part):
    """calendar.yaml."""

    milestones: tuple[Milestone, ...] = ()
    recurring: tuple[Recurring, ...] = ()
