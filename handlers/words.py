"""Words: the reader's language, and numbers and dates as that language writes them.

The standard library's gettext reads the catalogues under `locales/`; Babel knows how numbers look. No aiogram here, so
that the command line can speak without loading the chat.
"""

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALES = ("vi", "en")
DEFAULT_LOCALE = LOCALES[0]
DOMAIN = "thiduaso"
TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_FOLDER = Path(__file__).resolve().parent.parent / "locales"
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


@lru_cache(maxsize=len(LOCALES))
def _catalogue(locale: str) -> catalogues.NullTranslations:
    # English is the language of the msgids; its catalogue only holds plural forms.
    return catalogues.translation(DOMAIN, _FOLDER, [locale], fallback=locale != DEFAULT_LOCALE)


@lru_cache(maxsize=4096)
def _translated(locale: str, message: str) -> str:
    return _catalogue(locale).gettext(message)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block; an unknown one is Vietnamese."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


def current_locale() -> str:
    """The locale that is being spoken."""
    return _locale.get()


def _(message: str) -> str:
    """The sentence in the reader's language."""
    return _translated(_locale.get(), message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The sentence for this count in the reader's language."""
    return _catalogue(_locale.get()).ngettext(singular, plural, count)


def _formatted(value: Decimal | float, pattern: str | None = None) -> str:
    # Babel takes a fifth of a second to load, which the command line need not wait for.
    from babel.numbers import format_decimal

    return format_decimal(value, format=pattern, locale=_locale.get())


def number(value: int) -> str:
    """A whole number with the locale's grouping: 1.940."""
    if 0 <= value < 1000:
        return str(value)  # nothing to group, and nearly every number is one of these
    return _formatted(value)


def decimal(value: Decimal) -> str:
    """A number as it was written, with the locale's signs: 95,5."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return _formatted(value, "#,##0." + "0" * places if places else "#,##0")


def percent(share: Fraction, apart_from: Fraction | None = None) -> str:
    """A share 0–1 as per cent with one decimal, none where it is whole: 82,4%.

    Never shown equal to `apart_from` unless it is equal: 69.96% beside a target of 70% keeps its second decimal.
    """
    exact = share * 100
    for digits in range(1, 10):
        rounded = round(exact, digits)
        if apart_from is None or (rounded == apart_from * 100) is (exact == apart_from * 100):
            break
    pattern = "#,##0." + "#" * digits
    scaled = _formatted(rounded.numerator / rounded.denominator, pattern)
    return f"{scaled}%"


def day(value: date | datetime) -> str:
    """A date as people write it: 30/11/2025. A moment is first brought to Vietnamese time."""
    if isinstance(value, datetime):
        value = value.astimezone(TIME_ZONE).date()
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def clock(value: datetime) -> str:
    """A moment's time of day in Viet Nam: 08:05."""
    return value.astimezone(TIME_ZONE).strftime("%H:%M")


def capital(text: str) -> str:
    """A phrase as it begins a line: only its first letter is changed."""
    return text[:1].upper() + text[1:]
