"""Hamlets (khu phố, ấp, thôn …) read from an operator's table; all problems at once, nothing half-read."""

from collections.abc import Iterable, Mapping
from datetime import date

from campaigns.campaign_units import CampaignTree
from campaigns.hamlet_names import (
    LONGEST_NAME,
    LONGEST_SLUG,
    SLUG,
    Hamlet,
    HamletKind,
    HouseholdCount,
    kind_written,
    slug_of,
    split_name,
    unit_of,
)
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
from campaigns.place_names import words

__all__ = ["Cell", "Hamlet", "HamletKind", "HouseholdCount", "RowProblem", "read_hamlets", "unit_of"]


def read_hamlets(
    rows: Iterable[Mapping[str, Cell]],
    tree: CampaignTree,
    *,
    first_row: int = 2,
    as_of: date | None = None,
    source: str | None = None,
) -> tuple[list[Hamlet], list[RowProblem]]:
    """Read a table of hamlets of one campaign.

    `rows`: header → cell, as a spreadsheet gives them; empty rows are skipped but counted from `first_row`. `as_of` and
    `source`: of household counts in rows that do not say. With any problem there are no hamlets, only the problems.
    """
    table = list(rows)
    columns, problems = columns_of(table)
    if problems:
        return [], problems
    sheet, hamlets, seen = Sheet(tree, columns, as_of, source), list[Hamlet](), dict[str, tuple[int, str]]()
    for number, row in enumerate(table, start=first_row):
        if sheet.is_empty(row):
            continue
        hamlet, found = _read_row(sheet, row)
        problems += [RowProblem(number, problem.code, problem.params) for problem in found]
        if hamlet is None:
            continue
        first, label = seen.setdefault(hamlet.id, (number, hamlet.label))
        if first != number:
            code = "hamlet_repeated" if label == hamlet.label else "hamlet_id_taken"
            problems.append(RowProblem(number, code, {"first_row": first, "id": hamlet.id, "other": label}))
        hamlets.append(hamlet)
    if not hamlets and not problems:
        problems.append(RowProblem(first_row, "file_empty"))
    return ([], problems) if problems else (hamlets, [])


def _read_row(sheet: Sheet, row: Mapping[str, Cell]) -> tuple[Hamlet | None, list[ProblemError]]:
    problems = list[ProblemError]()
    unit = attempt(read_unit, sheet, row, problems)
    named = attempt(_named, sheet, row, problems)
    households = attempt(read_households, sheet, row, problems)
    if problems or unit is None or named is None:
        return None, problems
    kind, name, slug = named
    return Hamlet(f"{unit.key}/{slug}", unit.key, name, kind, households), []


def _named(sheet: Sheet, row: Mapping[str, Cell]) -> tuple[HamletKind, str, str]:
    """Kind, name and slug."""
    written, stated = sheet.text(row, "hamlet"), sheet.text(row, "kind")
    kind = kind_written(stated) if stated else None
    if stated and kind is None:
        raise ProblemError("hamlet_kind_unknown", kind=stated)
    kind, name = split_name(written, kind)
    if not words(name):
        raise ProblemError("hamlet_missing")
    if kind is None:
        raise ProblemError("hamlet_kind_missing", name=name)
    code = sheet.text(row, "hamlet_code")
    if code and (not SLUG.fullmatch(code) or len(code) > LONGEST_SLUG):
        raise ProblemError("hamlet_code_malformed", hamlet_code=code)
    slug = code or slug_of(kind, name)
    if len(name) > LONGEST_NAME or len(slug) > LONGEST_SLUG:
        raise ProblemError("hamlet_name_too_long", name=name, most=LONGEST_SLUG)
    return kind, name, slug
