"""Inputs of units in words: what each is called, what is wrong with one, how far it has come."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from campaigns.awarding.entries import (
    ActEntry,
    ConductEntry,
    Entry,
    FigureEntry,
    RankEntry,
    ScoreEntry,
    TraitEntry,
)
from handlers.words import _, decimal, number
from services.input_store import State

_WHY: Mapping[str, Callable[[], str]] = {
    "missing": lambda: _("Please fill this in."),
    "choose": lambda: _("Please choose one of those offered."),
    "not_a_number": lambda: _("Please write a number in digits, such as 1.940."),
    "not_whole": lambda: _("Please write a whole number here, such as 95 or 1.940, without decimals."),
    "counts_wanted": lambda: _("Please write counts here, not a percentage: how many, out of how many. The percentage is worked out."),
    "decimal_point": lambda: _("Decimals are written with a comma: 95,5. With a point it could be read as 955."),
    "ambiguous_number": lambda: _("This can be read in two ways. Please write thousands with a point (1.940) and decimals with a comma (95,5)."),
    "several_numbers": lambda: _("Please write one number only."),
    "foreign_digits": lambda: _("Please use the digits 0 to 9 of the keyboard."),
    "too_large": lambda: _("This number is too large. Please check it."),
    "negative": lambda: _("This number cannot be that small. Please check it."),
    "num_above_den": lambda: _("The number reached is larger than the whole. Please check both numbers."),
    "percent_outside": lambda: _("A percentage lies between 0 and 100."),
    "rank_below_one": lambda: _("A rank starts at 1."),
    "points_above_maximum": lambda: _("The points are more than the maximum. Please check both numbers."),
    "proof_wanted": lambda: _("An act counts only with evidence (number and date of the paper) or with the body that confirms it. Please write one of the two."),
    "future_date": lambda: _("This day is still to come. Please write the day of the paper."),
    "unreadable": lambda: _("Please write a day such as 30/11/2025."),
    "too_long": lambda: _("Please shorten this to 300 characters at most."),
    "unknown_indicator": lambda: _("This plan does not compare this figure."),
    "unknown_criterion": lambda: _("This plan has no such criterion."),
    "year_outside_campaign": lambda: _("The campaign does not run in this year, or the year is still to come."),
}  # fmt: skip
_STATES: Mapping[State, Callable[[], str]] = {
    State.ENTERED: lambda: _("waiting for approval"),
    State.APPROVED: lambda: _("approved"),
    State.RETURNED: lambda: _("returned"),
}
_MEASURES: Mapping[str, Callable[[], str]] = {
    "khien_trach": lambda: _("reprimands"),
    "canh_cao": lambda: _("warnings"),
    "nang_hon": lambda: _("demotions, removals from office or graver"),
    "ky_luat": lambda: _("discipline under consideration"),
    "dieu_tra": lambda: _("investigations"),
    "thanh_tra": lambda: _("inspections"),
    "khieu_nai": lambda: _("complaints not settled"),
}


def why_words(why: str) -> str:
    """What is wrong with something that was entered, and how to mend it."""
    return _WHY.get(why, _WHY["not_a_number"])()


def state_words(state: State) -> str:
    """How far an input has come."""
    return _STATES[state]()


def measure_words(key: str) -> str:
    """A measure of discipline, or a kind of proceeding."""
    return _MEASURES[key]()


def entry_words(entry: Entry) -> str:
    """What was entered, in short: "900/1.000", "hạng 3", "đã làm"."""
    match entry:
        case FigureEntry(percent=None):
            told = f"{number(entry.num or 0)}/{number(entry.den or 0)}"
        case FigureEntry():
            told = f"{decimal(entry.percent or Decimal(0))}%"
        case RankEntry():
            tied = _(", level with {names}").format(names=entry.tied_with) if entry.tied_with else ""
            told = _("rank {rank}").format(rank=entry.rank) + tied
        case ScoreEntry():
            points = {"points": decimal(entry.points), "maximum": decimal(entry.maximum)}
            told = _("{points} of {maximum} points").format_map(points)
        case ActEntry():
            told = _("has been done") if entry.done else _("not done yet")
        case ConductEntry():
            counted = {**entry.disciplined, **entry.under_review}
            lines = [f"{measure_words(name)} {number(count)}" for name, count in counted.items() if count]
            told = ", ".join(lines) or _("none")
        case TraitEntry():
            told = _("yes") if entry.holds else _("no")
    return told


def source_words(entry: Entry) -> str:
    """Where it is from: the paper, who published or confirmed it."""
    by = getattr(entry, "published_by", "") or getattr(entry, "confirmed_by", "")
    return ", ".join(part for part in (by, entry.source) if part)
