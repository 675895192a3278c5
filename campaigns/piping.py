"""Texts with holes: `{nguoi_lon}` in a question is filled from what is known."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from babel.numbers import format_decimal

from campaigns.expressions import Expression, ExpressionError, Facts, Gap, Value, parse
from campaigns.localized import Localized

_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_NOTHING: Final = "…"


def holes(text: Localized) -> Iterator[Expression]:
    """The expressions a text is filled with, in every language.

    Errors: what `parse` raises for a hole that is no expression.
    """
    return (parse(hole) for said in text.texts() for hole in _HOLE.findall(said))


def replace_holes(text: str, change: Callable[[str], str]) -> str:
    """The text with each hole's expression changed; a hole that is no expression stays as it is."""

    def changed(hole: re.Match[str]) -> str:
        try:
            return f"{{{change(hole[1])}}}"
        except ExpressionError:
            return hole[0]

    return _HOLE.sub(changed, text)


def fill(text: Localized, facts: Facts, locale: str) -> str:
    """The text in `locale` with every hole filled; numbers written as that language writes them."""
    return _HOLE.sub(lambda hole: _shown(parse(hole[1]).evaluate(facts), locale), text.to(locale))


def _shown(value: Value | Gap, locale: str) -> str:
    if isinstance(value, Gap):
        return _NOTHING
    if isinstance(value, int | Fraction):
        number = value + 0
        return str(number) if isinstance(number, int) and 0 <= number < 1000 else format_number(number, locale)
    return value if isinstance(value, str) else ", ".join(sorted(value))


def format_number(number: int | Fraction, locale: str) -> str:
    """1940 → "1.940" in Vietnamese, "1,940" in English; a fraction with at most two decimals."""
    exact = number if isinstance(number, int) else round(float(number), 2)
    return format_decimal(exact, locale="en" if locale.startswith("en") else "vi")
