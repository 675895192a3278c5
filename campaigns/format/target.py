"""What a plan sets out to reach, in numbers and without (targets.yaml)."""

from enum import StrEnum
from typing import Literal

from campaigns.format.entry import Entry, Part, Percent, Slug, Year


class Operator(StrEnum):
    """How a figure must stand to its target."""

    ABOVE = ">"
    AT_LEAST = ">="
    EQUAL = "="


class Wording(StrEnum):
    """The comparator as the plan writes it: trên · tối thiểu · từ … trở lên · đạt · a bare percentage."""

    ABOVE = "tren"
    AT_LEAST = "toi-thieu"
    FROM = "tro-len"
    REACH = "dat"
    BARE = "khong-ghi"


class Target(Entry):
    """A number to reach. `deadline` is a year, None where the plan gives none; `deadline_inferred` where the year comes
    from another clause (`also`) than the number. `shared_with`: targets that the same words set with the same number.

    `also_levels`: further levels that the same words bind. `groups`: groups of staff (options of the officer
    form) that the words name, where they are fewer than the indicator's.
    """

    indicator: Slug
    level: Slug
    wording: Wording
    operator: Operator
    value: Percent
    unit: Literal["%"] = "%"
    deadline: Year | None
    deadline_inferred: bool = False
    shared_with: tuple[Slug, ...] = ()
    also_levels: tuple[Slug, ...] = ()
    groups: tuple[Slug, ...] = ()


class UnquantifiedIndicator(Entry):
    """Something the plan wants raised without saying how far. `indicator` is None where the catalogue has none."""

    indicator: Slug | None
    level: Slug | None = None


class Targets(Part):
    """targets.yaml."""

    targets: tuple[Target, ...]
    unquantified_indicators: tuple[UnquantifiedIndicator, ...] = ()
