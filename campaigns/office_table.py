"""A province's list of offices (departments, subordinate units, schools …) as a table; all problems at once.

Columns, in Vietnamese or English, with or without marks, in any order; others are ignored:

- tên cơ quan | office (needed) · loại | kind (needed where the name does not say it)
- mã đơn vị | unit code, or đơn vị | unit: under which unit of the campaign; without both it is the campaign's root
- cơ quan cấp trên | above: the name of another row of the same unit
- mã cơ quan | office code: small letters, digits and dashes, where two names would give the same
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from campaigns.campaign_units import CampaignTree
from campaigns.format.audience import SubjectKind
from campaigns.hamlet_table import Cell, ProblemError, RowProblem
from campaigns.place_names import words
from campaigns.places import Quality, the_one
from campaigns.text import tidy
from campaigns.units import Unit, UnitKey, UnitKeyError

Column = Literal["office", "kind", "unit_code", "unit", "above", "office_code"]
LONGEST_NAME, LONGEST_CODE = 150, 40
FIRST_ROW = 2
_HEADERS: dict[Column, tuple[str, ...]] = {
    "office": ("ten co quan", "co quan", "ten co quan don vi", "ten to chuc", "to chuc", "office", "name"),
    "kind": ("loai", "loai hinh", "kind", "type"),
    "unit_code": ("ma don vi", "ma dia ban", "ma don vi hanh chinh", "unit code"),
    "unit": ("don vi", "dia ban", "don vi hanh chinh", "ten don vi", "unit"),
    "above": ("co quan cap tren", "cap tren", "truc thuoc", "above", "parent"),
    "office_code": ("ma co quan", "ma to chuc", "ma", "office code"),
}
_COLUMNS: dict[str, Column] = {header: column for column, headers in _HEADERS.items() for header in headers}
_KINDS: dict[str, SubjectKind] = {
    **dict.fromkeys(("so", "ban", "nganh", "so ban nganh", "van phong", "cuc", "phong"), SubjectKind.DEPARTMENT),
    **dict.fromkeys(("don vi truc thuoc", "chi cuc", "trung tam", "don vi su nghiep"), SubjectKind.SUBORDINATE_UNIT),
    **dict.fromkeys(("doan the", "to chuc", "hoi", "doan", "mat tran", "lien doan"), SubjectKind.ORGANISATION),
    **dict.fromkeys(("truong", "truong hoc", "co so giao duc", "mam non"), SubjectKind.SCHOOL),
    **dict.fromkeys(("benh vien", "tram y te", "co so y te", "trung tam y te"), SubjectKind.HEALTH_FACILITY),
}
"""What a kind is called, or a name begins with → the kind; the longest that fits counts."""
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Office:
    """An office under a unit. parent_id: the office above."""

    id: str
    unit: UnitKey
    kind: SubjectKind
    name: str
    parent_id: str | None = None


def read_offices(rows: Iterable[Mapping[str, Cell]], tree: CampaignTree) -> tuple[tuple[Office, ...], list[RowProblem]]:
    """Read a table of a campaign's offices, those above before those below; with any problem there are none.

    Codes: file_empty, column_missing, column_repeated · office_missing, office_name_too_long, office_kind_missing,
    office_kind_unknown, office_code_malformed, office_repeated, office_above_unknown, office_above_itself ·
    unit_code_unknown, unit_name_unknown, unit_name_ambiguous, unit_outside_campaign.
    """
    table = list(rows)
    columns, problems = _columns(table)
    if problems:
        return (), problems
    found: dict[str, tuple[int, Office]] = {}
    above: dict[str, str] = {}
    for number, row in enumerate(table, start=FIRST_ROW):
        cells: dict[Column, str] = {column: _text(row.get(header)) for column, header in columns.items()}
        if not any(cells.values()):
            continue
        try:
            office = _read(cells, tree)
            if office.id in found:
                raise ProblemError("office_repeated", name=office.name, first_row=found[office.id][0])
        except ProblemError as problem:
            problems.append(RowProblem(number, problem.code, problem.params))
            continue
        found[office.id] = (number, office)
        if cells.get("above"):
            above[office.id] = cells["above"]
    if not found and not problems:
        problems.append(RowProblem(FIRST_ROW, "file_empty"))
    offices = _place(found, above, problems)
    return ((), sorted(problems, key=lambda each: each.row)) if problems else (offices, [])


def _columns(table: list[Mapping[str, Cell]]) -> tuple[dict[Column, str], list[RowProblem]]:
    columns, problems = dict[Column, str](), list[RowProblem]()
    for header in dict.fromkeys(header for row in table for header in row):
        column = _COLUMNS.get(" ".join(words(str(header))))
        if column in columns:
            problems.append(RowProblem(1, "column_repeated", {"column": column or "", "header": str(header)}))
        elif column is not None:
            columns[column] = header
    if not table:
        return columns, [RowProblem(1, "file_empty")]
    if "office" not in columns:
        problems.append(RowProblem(1, "column_missing", {"column": "office"}))
    return columns, problems


def _read(cells: Mapping[Column, str], tree: CampaignTree) -> Office:
    name = cells.get("office", "")
    if not name:
        raise ProblemError("office_missing")
    if len(name) > LONGEST_NAME:
        raise ProblemError("office_name_too_long", name=name[:40], most=LONGEST_NAME)
    unit = _unit(cells, tree)
    code = cells.get("office_code") or "-".join(words(name))[:LONGEST_CODE].strip("-")
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise ProblemError("office_code_malformed", code=code[:60], most=LONGEST_CODE)
    return Office(f"{unit.key}-{code}", unit.key, _kind(cells.get("kind", ""), name), name)


def _kind(written: str, name: str) -> SubjectKind:
    said = " ".join(words(written or name))
    fitting = [kind for kind in _KINDS if said == kind or said.startswith(f"{kind} ")]
    if fitting:
        return _KINDS[max(fitting, key=len)]
    if written:
        raise ProblemError("office_kind_unknown", kind=written[:40])
    raise ProblemError("office_kind_missing", name=name)


def _by_code(code: str, tree: CampaignTree) -> Unit:
    """The unit of a code, which a spreadsheet may have robbed of its leading zeros."""
    known: list[UnitKey] = []
    for written in dict.fromkeys((code, code.zfill(2), code.zfill(3), code.zfill(5))):
        try:
            key = UnitKey.parse(written if ":" in written else f"{tree.root.key.epoch}:{written}")
        except UnitKeyError:
            continue
        if key in tree:
            return tree.gazetteer.unit(key)
        known += [key] if key in tree.gazetteer else []
    if known:
        raise ProblemError("unit_outside_campaign", code=code, unit=tree.gazetteer.trail(known[0]))
    raise ProblemError("unit_code_unknown", code=code)


def _unit(cells: Mapping[Column, str], tree: CampaignTree) -> Unit:
    code, name = cells.get("unit_code", ""), cells.get("unit", "")
    if code:
        return _by_code(code, tree)
    if not name or words(name) in (words(tree.root.label), words(tree.root.name)):
        return tree.root
    matches = [match for match in tree.find(name, limit=None) if match.quality <= Quality.LOOKALIKE]
    unit = the_one(matches)
    if unit is not None:
        return unit
    if matches:
        raise ProblemError("unit_name_ambiguous", name=name, candidates=", ".join(str(m.unit.key) for m in matches))
    near = tree.find(name, limit=1)
    raise ProblemError("unit_name_unknown", name=name, nearest=near[0].trail if near else tree.root.label)


def _place(
    found: Mapping[str, tuple[int, Office]], above: Mapping[str, str], problems: list[RowProblem]
) -> tuple[Office, ...]:
    """The offices with what is above them, those above first."""
    by_name = {(office.unit, " ".join(words(office.name))): office.id for _row, office in found.values()}
    placed: dict[str, Office] = {}
    for key, (row, office) in found.items():
        parent = by_name.get((office.unit, " ".join(words(above[key])))) if key in above else None
        if key in above and parent is None:
            problems.append(RowProblem(row, "office_above_unknown", {"name": above[key]}))
        placed[key] = replace(office, parent_id=parent)
    depths: dict[str, int] = {}
    for key, (row, _office) in found.items():
        chain, at = [key], placed[key].parent_id
        while at is not None and at not in chain:
            chain.append(at)
            at = placed[at].parent_id
        if at is not None:
            problems.append(RowProblem(row, "office_above_itself", {"name": placed[key].name}))
        depths[key] = len(chain)
    return tuple(sorted(placed.values(), key=lambda office: depths[office.id]))


def _text(value: Cell) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidy(str(value))
