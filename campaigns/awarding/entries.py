"""What is entered for a subject of a year: each kind of input as a value, and what is wrong with it.

A mistake is a result: the field and a code, in the words of whoever shows the form.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal, TypeAlias

from campaigns.awarding.case import NOTHING
from campaigns.catalogue import Indicator, Quantifier
from campaigns.format.criterion import Condition
from campaigns.spoken import number
from campaigns.text import fold, tidy

LONGEST_TEXT = 300
LONGEST_NUMBER = 15
"""Digits: no office counts further, and no text becomes a number that fills the memory."""
_NUMERAL = re.compile(r"[-+]?[0-9][0-9.,\s]*")
DISCIPLINE: Mapping[str, str] = {
    "khien_trach": "khiển trách",
    "canh_cao": "cảnh cáo",
    "nang_hon": "giáng chức, cách chức hoặc nặng hơn",
}
"""Measures from the mildest that counts up: key → as rules call it."""
REVIEWS: Mapping[str, str] = {
    "ky_luat": "đang xem xét kỷ luật",
    "dieu_tra": "điều tra",
    "thanh_tra": "thanh tra",
    "khieu_nai": "khiếu nại chưa giải quyết xong",
}
"""Proceedings that are not over: key → as rules call it."""


class InputKind(StrEnum):
    """What is entered."""

    FIGURE = "figure"
    RANK = "rank"
    SCORE = "score"
    ACT = "act"
    CONDUCT = "conduct"
    TRAIT = "trait"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Which field cannot be taken, and why."""

    field: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every input says: the report, decision or paper it is from, and of which day that is (local)."""

    source: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEntry(Sourced):
    """A figure as counts; a percentage only where the measure is published as one."""

    kind: ClassVar = InputKind.FIGURE
    indicator: str
    num: int | None = None
    den: int | None = None
    percent: Decimal | None = None

    @property
    def about(self) -> str:
        """Its indicator."""
        return self.indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class RankEntry(Sourced):
    """A published rank: one's own, or that of the body above. tied_with: names, one after the other with commas."""

    kind: ClassVar = InputKind.RANK
    of: Literal["own", "parent"]
    rank: int
    published_by: str
    scope: str = ""
    tied_with: str = ""

    @property
    def about(self) -> str:
        """Whose it is."""
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntry(Sourced):
    """A published score."""

    kind: ClassVar = InputKind.SCORE
    points: Decimal
    maximum: Decimal
    published_by: str

    @property
    def about(self) -> str:
        """There is one only."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry(Sourced):
    """A declared act, by its criterion. source: the evidence; confirmed_by: the body that confirms it."""

    kind: ClassVar = InputKind.ACT
    criterion: str
    done: bool
    confirmed_by: str = ""

    @property
    def about(self) -> str:
        """Its criterion."""
        return self.criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductEntry(Sourced):
    """How many measures of discipline there were in the year, and how many proceedings are open; numbers only."""

    kind: ClassVar = InputKind.CONDUCT
    disciplined: Mapping[str, int]
    under_review: Mapping[str, int]

    @property
    def about(self) -> str:
        """There is one only."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitEntry(Sourced):
    """Whether something is true of the subject, on which it depends what a standard asks."""

    kind: ClassVar = InputKind.TRAIT
    condition: Condition
    holds: bool

    @property
    def about(self) -> str:
        """Its condition."""
        return self.condition.value


Entry: TypeAlias = FigureEntry | RankEntry | ScoreEntry | ActEntry | ConductEntry | TraitEntry
KINDS: Mapping[InputKind, type[Entry]] = {
    each.kind: each for each in (FigureEntry, RankEntry, ScoreEntry, ActEntry, ConductEntry, TraitEntry)
}


def misfit_of(entry: Entry, today: dt.date, indicator: Indicator | None = None) -> Misfit | None:
    """The first thing that is wrong. today: local; indicator: the entry's own, where it is a figure."""
    return _misfit_of_kind(entry, indicator) or _misfit_of_source(entry, today)


def _misfit_of_kind(entry: Entry, indicator: Indicator | None) -> Misfit | None:
    match entry:
        case FigureEntry():
            return _misfit_of_figure(entry, indicator)
        case RankEntry():
            return _misfit_of_rank(entry)
        case ScoreEntry():
            return _misfit_of_score(entry)
        case ConductEntry():
            unknown = {*entry.disciplined, *entry.under_review} - {*DISCIPLINE, *REVIEWS}
            counts = {**entry.disciplined, **entry.under_review}
            negative = next((name for name, count in counts.items() if count < 0), None)
            return Misfit(min(unknown), "choose") if unknown else Misfit(negative, "negative") if negative else None
        case _:
            return None


def _misfit_of_figure(entry: FigureEntry, indicator: Indicator | None) -> Misfit | None:
    if indicator is None:
        return Misfit("indicator", "unknown_indicator")
    if entry.percent is not None:
        if not takes_percent(indicator):
            return Misfit("num", "counts_wanted")
        return None if 0 <= entry.percent <= 100 else Misfit("percent", "percent_outside")
    if entry.num is None or entry.den is None:
        return Misfit("num" if entry.num is None else "den", "missing")
    if entry.num < 0 or entry.den < 0:
        return Misfit("num" if entry.num < 0 else "den", "negative")
    return Misfit("num", "num_above_den") if entry.num > entry.den else None


def _misfit_of_rank(entry: RankEntry) -> Misfit | None:
    if entry.rank < 1:
        return Misfit("rank", "rank_below_one")
    return Misfit("published_by", "missing") if _is_nothing(entry.published_by) else None


def _misfit_of_score(entry: ScoreEntry) -> Misfit | None:
    if entry.points < 0 or entry.maximum <= 0:
        return Misfit("points" if entry.points < 0 else "maximum", "negative")
    if entry.points > entry.maximum:
        return Misfit("points", "points_above_maximum")
    return Misfit("published_by", "missing") if _is_nothing(entry.published_by) else None


def _misfit_of_source(entry: Entry, today: dt.date) -> Misfit | None:
    if isinstance(entry, ActEntry):
        # A bare "done" would never count, and then nobody would know why.
        if entry.done and _is_nothing(entry.source) and _is_nothing(entry.confirmed_by):
            return Misfit("source", "proof_wanted")
    elif _is_nothing(entry.source):
        return Misfit("source", "missing")
    texts = (name for name in ("source", "published_by", "confirmed_by", "scope", "tied_with") if hasattr(entry, name))
    long = next((name for name in texts if len(getattr(entry, name)) > LONGEST_TEXT), None)
    if long is not None:
        return Misfit(long, "too_long")
    return Misfit("date", "future_date") if entry.date > today else None


def takes_percent(indicator: Indicator) -> bool:
    """Whether it is published as a percentage, with no counts of people or papers behind it."""
    return indicator.quantifier in (Quantifier.SHARE, Quantifier.MINIMUM_OVER_SECTORS) or indicator.denominator is None


def _is_nothing(text: str) -> bool:
    return fold(text) in NOTHING


def read_count(text: str) -> int | str:
    """A whole number as Vietnamese offices write it ("1.940"), else a code."""
    found = _numeral(text)
    if isinstance(found, str):
        return found
    if text.rstrip().endswith("%"):
        return "counts_wanted"
    return int(found) if found == found.to_integral_value() else "not_whole"


def read_decimal(text: str) -> Decimal | str:
    """A number with a decimal comma ("95,5", "95,5%"), else a code; "95.5" is refused, since it may mean 955."""
    found = _numeral(text)
    return "decimal_point" if found == "not_whole" else found


def _numeral(text: str) -> Decimal | str:
    clean = tidy(text).removesuffix("%").rstrip()
    if not clean:
        return "missing"
    if any(each.isdecimal() and not each.isascii() for each in clean):
        return "foreign_digits"
    if not _NUMERAL.fullmatch(clean):
        return "not_a_number"
    if sum(each.isdigit() for each in clean) > LONGEST_NUMBER:
        return "too_large"
    return number(clean)
