"""Clocks: by when people are answered, by kind of what they ask, in working or calendar days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from campaigns.working_days import add_working_days, is_working_day

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Clock:
    """So many days, counted from the day after the question. working: only days on which offices work."""

    days: int
    working: bool = False

    def due_on(self, asked_on: date) -> date:
        """The last day on which the answer is in time; a local day."""
        return add_working_days(asked_on, self.days) if self.working else asked_on + timedelta(days=self.days)


CLOCKS: Mapping[str, Clock] = MappingProxyType(
    {
        "form_help": Clock(7),
        "talk": Clock(7),
        "callback": Clock(2, working=True),
        "wish": Clock(7),
        "objection": Clock(15),
        "complaint": Clock(15),
        "acknowledge": Clock(2, working=True),
        "see": Clock(10),
        "export": Clock(10),
        "correct": Clock(10),
        "withdraw": Clock(15),
        "restrict": Clock(15),
        "lift": Clock(15),
        "object": Clock(15),
        "complain": Clock(15),
        "delete": Clock(20),
    }
)
"""Kind of ticket or right → the usual time. A period may set its own.

Source: Law 91/2025/QH15 and Decree 356/2025/NĐ-CP for the rights (2 working days, 10, 15, 20 days); the rest is ours.
"""


def read_clock(written: str) -> Clock | None:
    """A clock as people write it down: "10" (calendar days) or "2 working"; None for anything else."""
    number, _space, word = written.strip().partition(" ")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= LONGEST_DAYS):
        return None
    return Clock(int(number), word == "working") if word in ("", "working") else None


def clock_for(kind: str, own: Mapping[str, str]) -> Clock:
    """The time there is for this kind. own: what a period sets for itself, kind → as `read_clock` reads it."""
    found = read_clock(own[kind]) if kind in own else None
    return found or CLOCKS[kind]


def days_before(due_on: date, count: int) -> date:
    """The day that lies `count` working days before a due day."""
    day = due_on
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
