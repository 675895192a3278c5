"""The registry's table: hamlets, and how many households each ward has; all problems at once, nothing half-read.

One table holds both: a row with a hamlet is that hamlet, a row without one states the ward's own number of households,
and one that only names a ward states nothing.
The two are not added up: the list of hamlets may be incomplete, and coverage is counted against the ward's own number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from campaigns.campaign_units import CampaignTree
from campaigns.hamlet_names import Hamlet, HouseholdCount
from campaigns.hamlet_table import (
    Cell,
    ProblemError,
    RowProblem,
    Sheet,
    attempt,
    columns_of,
    read_households,
    read_unit,
)
from campaigns.hamlets import read_hamlets
from campaigns.units import UnitKey

MOST_HOUSEHOLDS = 200_000  # of one ward; the largest of today's have some sixty thousand
FIRST_ROW = 2
_Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class UnitHouseholds:
    """How many households a ward has, by a dated source."""

    unit: UnitKey
    households: HouseholdCount


@dataclass(frozen=True, slots=True)
class Registry:
    """What a table states: hamlets, and wards' own numbers of households; both in the table's order."""

    hamlets: tuple[Hamlet, ...] = ()
    wards: tuple[UnitHouseholds, ...] = ()


def read_registry(
    rows: Iterable[_Row], tree: CampaignTree, *, as_of: date | None = None, source: str | None = None
) -> tuple[Registry, list[RowProblem]]:
    """Read a table of one campaign's hamlets and wards; `rows`, `as_of` and `source` as `read_hamlets` takes them.

    With any problem there is an empty registry, and the problems in the order of the rows.
    """
    table = list(rows)
    has_hamlets = "hamlet" in columns_of(table)[0]
    columns, problems = columns_of(table, needed="hamlet" if has_hamlets else "households")
    if problems:
        return Registry(), problems
    sheet = Sheet(tree, columns, as_of, source)
    wards, problems = _read_wards(sheet, table)
    rest: list[_Row] = [{} if _is_ward(sheet, row) or _is_silent(sheet, row) else row for row in table]
    hamlets: list[Hamlet] = []
    if has_hamlets and not all(sheet.is_empty(row) for row in rest):
        # The first row keeps every header, or a table whose first rows are wards would seem to have no such columns.
        blank: _Row = dict.fromkeys(columns.values())
        hamlets, found = read_hamlets([row or blank for row in rest], tree, as_of=as_of, source=source)
        problems = sorted([*problems, *found], key=lambda problem: problem.row)
    if not hamlets and not wards and not problems:
        problems = [RowProblem(FIRST_ROW, "file_empty")]
    return (Registry(), problems) if problems else (Registry(tuple(hamlets), tuple(wards)), [])


def _is_ward(sheet: Sheet, row: _Row) -> bool:
    """Whether a row states a ward's own number."""
    return sheet.is_empty(row, "hamlet", "kind", "hamlet_code") and not sheet.is_empty(row, "households")


def _is_silent(sheet: Sheet, row: _Row) -> bool:
    """Whether a row only names a ward, as in an exported table that was not filled in."""
    return sheet.is_empty(row, "hamlet", "kind", "hamlet_code", "households", "as_of", "source")


def _read_wards(sheet: Sheet, table: Iterable[_Row]) -> tuple[list[UnitHouseholds], list[RowProblem]]:
    wards, problems, seen = list[UnitHouseholds](), list[RowProblem](), dict[UnitKey, int]()
    for number, row in enumerate(table, start=FIRST_ROW):
        if not _is_ward(sheet, row):
            continue
        found = list[ProblemError]()
        unit = attempt(read_unit, sheet, row, found)
        households = attempt(partial(read_households, most=MOST_HOUSEHOLDS), sheet, row, found)
        problems += [RowProblem(number, problem.code, problem.params) for problem in found]
        if unit is None or households is None:
            continue
        first = seen.setdefault(unit.key, number)
        if first != number:
            problems.append(RowProblem(number, "unit_repeated", {"first_row": first, "unit": unit.label}))
        wards.append(UnitHouseholds(unit.key, households))
    return wards, problems
