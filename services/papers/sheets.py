"""Sheets: tables as spreadsheets (.xlsx) and as text (.csv), header by header."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar
from zipfile import BadZipFile

from campaigns.errors import AppError
from campaigns.hamlet_table import Cell

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000


@dataclass(eq=False)
class SheetUnreadable(AppError):
    """A file that is no table we can read. reason: missing, kind, size, rows, encoding or format."""

    code: ClassVar[str] = "sheet_unreadable"
    file: str
    reason: str


def read_sheet(path: Path) -> list[Mapping[str, Cell]]:
    """The rows of a table below its headers, which stand in the first row: header → cell.

    Of an .xlsx the first sheet is read, formulas as the values that were last worked out. A .csv is UTF-8; its cells
    are parted by commas, semicolons or tabs, whichever the first row has most of. Errors: `sheet_unreadable`.
    """
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise SheetUnreadable(path.name, "kind")
    if not path.is_file():
        raise SheetUnreadable(path.name, "missing")
    if path.stat().st_size > MOST_BYTES:
        raise SheetUnreadable(path.name, "size")
    table = _read_xlsx(path) if kind == ".xlsx" else _read_csv(path)
    if len(table) > MOST_ROWS:
        raise SheetUnreadable(path.name, "rows")
    if not table:
        return []
    headers = ["" if header is None else str(header) for header in table[0]]
    return [{header: cell for header, cell in zip_longest(headers, row) if header} for row in table[1:]]


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as a spreadsheet; text stays text, even where it begins like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for column, header in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", headers, strict=False):
        sheet.column_dimensions[column].width = max(14, len(header) + 4)
    first = [WriteOnlyCell(sheet, value=header) for header in headers]
    for cell in first:
        cell.font = Font(bold=True)
    sheet.append(first)
    for row in rows:
        cells = [WriteOnlyCell(sheet) for _each in row]
        for cell, value in zip(cells, row, strict=True):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        sheet.append(cells)
    book.save(path)


def _read_csv(path: Path) -> list[list[Cell]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnreadable(path.name, "encoding") from error
    first = text.partition("\n")[0]
    try:
        return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))]
    except csv.Error as error:
        raise SheetUnreadable(path.name, "format") from error


def _read_xlsx(path: Path) -> list[list[Cell]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Some programs write a size that is not the sheet's: believing it would leave rows out.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, values_only=True)
        table = [[_cell(value) for value in row] for row in rows]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise SheetUnreadable(path.name, "format") from error
    while table and not any(cell not in (None, "") for cell in table[-1]):
        table.pop()
    return table


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | bool | date | datetime):
        return value
    return str(value) if isinstance(value, time | timedelta) else repr(value)
