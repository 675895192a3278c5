"""Vietnamese working days: weekends and public holidays out, make-up days in."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 2020, 2031
"""Years for which the holiday calendar is known; outside them only weekends count."""


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return _holidays(day.year).is_working_day(day)
    return day.weekday() < 5


def load_days_off(today: date) -> None:
    """Have the calendars of this year and the next in memory, so that nobody's first question waits for them."""
    for year in (today.year, today.year + 1):
        is_working_day(date(year, 1, 1))


def working_days_left(on: date, until: date) -> int:
    """Working days after `on` up to and including `until`; 0 when there is none."""
    days = (until - on).days
    return sum(is_working_day(on + timedelta(days=n)) for n in range(1, days + 1))


def add_working_days(start: date, count: int) -> date:
    """The day on which the last of `count` working days after `start` falls; `start` itself for none."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@lru_cache(maxsize=16)
def _holidays(year: int) -> "HolidayBase":
    import holidays  # here, since it takes half a second and most commands need no working days

    return holidays.country_holidays("VN", years=year)
