"""A table that an operator made by hand: its columns, cells and units, and what may be wrong with them.

Columns, in Vietnamese or English, with or without marks, in any order; others are ignored:

- mã phường/xã | ward code, or tên phường/xã | ward (one of them; with both, they must agree)
- tên khu phố/ấp | hamlet · loại | kind (needed where the name does not say it)
- mã khu phố/ấp | hamlet code: the id's last part, for the rare two hamlets whose names differ only in marks
- số hộ | households, with ngày số liệu | as of and nguồn | source: the registry's count. A number without its date and
  source is refused; both may be given once for the whole file.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeVar

from campaigns.campaign_units import CampaignTree
from campaigns.hamlet_names import HouseholdCount
from campaigns.place_names import Tier, words
from campaigns.places import Match, Quality, the_one
from campaigns.text import tidy
from campaigns.units import Unit, UnitKey, UnitKeyError

_Part = TypeVar("_Part")
Cell = str | int | float | bool | date | datetime | None
Column = Literal["ward_code", "ward", "hamlet", "kind", "hamlet_code", "households", "as_of", "source"]

MOST_HOUSEHOLDS = 20_000  # of one hamlet; the largest have a few thousand
_HEADERS: dict[Column, tuple[str, ...]] = {
    "ward_code": ("ma phuong xa", "ma phuong", "ma xa", "ma don vi", "ward code", "commune code", "unit code"),
    "ward": ("ten phuong xa", "phuong xa", "ten phuong", "ten xa", "phuong", "xa", "ward", "ward name", "commune"),
    "hamlet": (
        *("ten khu pho ap", "khu pho ap", "ten khu pho", "ten ap", "khu pho", "ap", "ten thon", "thon", "hamlet"),
        *("hamlet name", "khu pho ap thon ban", "ten khu pho ap thon ban"),
    ),
    "kind": ("loai", "loai hinh", "kind", "type"),
    "hamlet_code": ("ma khu pho ap", "ma khu pho", "ma ap", "ma thon", "hamlet code"),
    "households": ("so ho", "so ho gia dinh", "so ho dan", "households", "number of households"),
    "as_of": ("ngay so lieu", "tinh den ngay", "tinh den", "as of", "date"),
    "source": ("nguon", "nguon so lieu", "source"),
}
_COLUMNS: dict[str, Column] = {header: column for column, headers in _HEADERS.items() for header in headers}
_GROUPED = re.compile(r"\d{1,3}([. ])\d{3}(\1\d{3})*")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row: its number in the sheet (headers are row 1), a stable code, what the sentence needs.

    Codes: file_empty, column_missing, column_repeated · unit_missing, unit_code_unknown, unit_name_unknown,
    unit_name_ambiguous, unit_outside_campaign, unit_not_a_commune, unit_code_and_name_differ · hamlet_missing,
    hamlet_kind_missing, hamlet_kind_unknown, hamlet_name_too_long, hamlet_code_malformed, hamlet_repeated,
    hamlet_id_taken · households_not_a_number, households_out_of_range, as_of_missing, as_of_not_a_date, source_missing
    · unit_repeated.
    """

    row: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


class ProblemError(Exception):
    """One problem of a row, on its way to the list of all."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Sheet:
    """What holds for the whole file."""

    tree: CampaignTree
    columns: Mapping[Column, str]
    as_of: date | None
    source: str | None

    def cell(self, row: Mapping[str, Cell], column: Column) -> Cell:
        """A cell, tidied; None where it is empty or the table has no such column."""
        header = self.columns.get(column)
        value = row.get(header) if header is not None else None
        return (tidy(value) or None) if isinstance(value, str) else value

    def text(self, row: Mapping[str, Cell], column: Column) -> str:
        """A cell as people see it: a whole number has no decimals."""
        value = self.cell(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value)

    def is_empty(self, row: Mapping[str, Cell], *columns: Column) -> bool:
        """Whether nothing stands in these columns of a row; in all that are known, where none is named."""
        return all(self.text(row, column) == "" for column in columns or tuple(self.columns))


def columns_of(
    table: Sequence[Mapping[str, Cell]], *, needed: Column = "hamlet"
) -> tuple[dict[Column, str], list[RowProblem]]:
    """Which header stands for which column; every row's headers count, since a mapping may leave empty cells out.

    needed: the column that must be there beside the ward's.
    """
    columns, problems = dict[Column, str](), list[RowProblem]()
    for header in dict.fromkeys(header for row in table for header in row):
        column = _COLUMNS.get(" ".join(words(str(header))))
        if column is None:
            continue
        if column in columns:
            problems.append(RowProblem(1, "column_repeated", {"column": column, "header": str(header)}))
        columns.setdefault(column, header)
    if not table:
        return columns, [RowProblem(1, "file_empty")]
    if needed not in columns:
        problems.append(RowProblem(1, "column_missing", {"column": needed}))
    if "ward" not in columns and "ward_code" not in columns:
        problems.append(RowProblem(1, "column_missing", {"column": "ward"}))
    return columns, problems


def attempt(
    read: Callable[[Sheet, Mapping[str, Cell]], _Part],
    sheet: Sheet,
    row: Mapping[str, Cell],
    problems: list[ProblemError],
) -> _Part | None:
    """One part of a row, so that a mistake in it does not hide those of the other parts."""
    try:
        return read(sheet, row)
    except ProblemError as problem:
        problems.append(problem)
        return None


def read_unit(sheet: Sheet, row: Mapping[str, Cell]) -> Unit:
    """The commune that a row names by code, by name or by both."""
    code, name = sheet.text(row, "ward_code"), sheet.text(row, "ward")
    if not code and not name:
        raise ProblemError("unit_missing")
    unit = _unit_by_code(sheet.tree, code) if code else _unit_by_name(sheet.tree, name)
    if unit.tier is not Tier.COMMUNE:
        raise ProblemError("unit_not_a_commune", unit=unit.label)
    if code and name and unit.key not in {match.unit.key for match in _by_full_name(sheet.tree, name)}:
        raise ProblemError("unit_code_and_name_differ", code=code, name=name, expected=unit.label)
    return unit


def _unit_by_code(tree: CampaignTree, code: str) -> Unit:
    try:
        key = UnitKey.parse(code if ":" in code else f"{tree.root.key.epoch}:{code.zfill(5)}")
    except UnitKeyError:
        raise ProblemError("unit_code_unknown", code=code) from None
    if key not in tree.gazetteer:
        raise ProblemError("unit_code_unknown", code=code)
    if key not in tree:
        raise ProblemError("unit_outside_campaign", code=code, unit=tree.gazetteer.trail(key))
    return tree.gazetteer.unit(key)


def _by_full_name(tree: CampaignTree, name: str) -> list[Match]:
    return [match for match in tree.find(name, limit=None) if match.quality <= Quality.LOOKALIKE]


def _unit_by_name(tree: CampaignTree, name: str) -> Unit:
    found = _by_full_name(tree, name)
    unit = the_one(found)
    if unit is not None:
        return unit
    if found:
        raise ProblemError("unit_name_ambiguous", name=name, candidates=", ".join(str(m.unit.key) for m in found))
    near = tree.find(name, limit=1)
    raise ProblemError("unit_name_unknown", name=name, nearest=near[0].trail if near else "")


def read_households(sheet: Sheet, row: Mapping[str, Cell], *, most: int = MOST_HOUSEHOLDS) -> HouseholdCount | None:
    """The registry's count in a row, with its date and source; None where the row gives none."""
    written = sheet.text(row, "households")
    if not written:
        return None
    plain = re.sub(r"[. ]", "", written) if _GROUPED.fullmatch(written) else written
    if not (plain.isascii() and plain.isdigit()):
        raise ProblemError("households_not_a_number", households=written[:40])
    if len(plain) > 9 or int(plain) > most:
        raise ProblemError("households_out_of_range", households=written[:40], most=most)
    as_of = _day(sheet.cell(row, "as_of")) or sheet.as_of
    source = sheet.text(row, "source") or sheet.source
    if as_of is None:
        raise ProblemError("as_of_missing")
    if not source:
        raise ProblemError("source_missing")
    return HouseholdCount(int(plain), as_of, source)


def _day(value: Cell) -> date | None:
    """A local date from a date cell, "31/12/2024" or "2024-12-31"."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value)
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise ProblemError("as_of_not_a_date", as_of=text[:40]) from None
