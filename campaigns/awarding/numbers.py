"""Numbers and dates as people write them, read exactly and written exactly: never through a binary float."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

# Bounded, so that no text becomes a number that fills the memory.
_DECIMAL = re.compile(r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,15}))?\s*(%?)")
_WHOLE = re.compile(r"[0-9]{1,15}")
_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")


def _exact(value: object) -> object:
    if isinstance(value, bool | float):
        raise PydanticCustomError("inexact_number", "write the number as text")
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    found = _DECIMAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("not_a_number", "not a number")
    whole, places, _percent_sign = found.groups()
    return Fraction(f"{whole}.{places or 0}")


def _share(value: object) -> object:
    share = _exact(value)
    return share / 100 if isinstance(share, Fraction) and str(value).rstrip().endswith("%") else share


def _whole(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    # "1.000" is refused rather than read as 1.
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise PydanticCustomError("not_whole", "not a whole number written with digits only")


def _day(value: object) -> object:
    if isinstance(value, dt.date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    written = _DAY.fullmatch(text)
    try:
        if written:
            return dt.date(int(written[3]), int(written[2]), int(written[1]))
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("not_a_date", "not a date") from error


Exact = Annotated[Fraction, BeforeValidator(_exact)]
"""A decimal as written: "82.4", "82,4", "82,4%" (82.4), or a whole number."""
Share = Annotated[Fraction, BeforeValidator(_share)]
"""A fraction 0–1: "0.42", or "42%"."""
Whole = Annotated[int, BeforeValidator(_whole)]
"""A count, in digits."""
Day = Annotated[dt.date, BeforeValidator(_day)]
"""A local date: 2025-11-30 or 30/11/2025."""


def written(value: Fraction | int) -> str:
    """The exact decimal where there is one; else four places, rounded up so that a gap never looks like none."""
    exact = Fraction(value)
    for places in range(16):
        digits, rest = divmod(exact.numerator * 10**places, exact.denominator)
        if not rest:
            return _pointed(digits, places)
    return f"≈{_pointed(ceil(exact * 10_000), 4)}"


def _pointed(digits: int, places: int) -> str:
    text = f"{abs(digits):0{places + 1}d}"
    sign = "-" if digits < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"
