"""Hamlets: a table that people made by hand is read whole or not at all, and every problem is told at once."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from campaigns.campaign_units import CampaignTree, campaign_tree
from campaigns.hamlets import Cell, Hamlet, HamletKind, HouseholdCount, RowProblem, read_hamlets, unit_of
from campaigns.units import UnitKey

CODE, WARD, HAMLET, KIND = "Mã phường/xã", "Tên phường/xã", "Tên khu phố/ấp", "Loại"
COUNT, AS_OF, SOURCE = "Số hộ", "Ngày số liệu", "Nguồn"
VINH_HIEP = UnitKey("63", "30739")


@pytest.fixture(scope="module")
def city() -> CampaignTree:
    return campaign_tree(UnitKey("63", "899"))


@pytest.mark.parametrize(
    "row",
    [
        {CODE: "30739", HAMLET: "Khu phố Minh An"},
        {CODE: 30739, HAMLET: "khu phố Minh An"},
        {CODE: 30739.0, HAMLET: "KP. Minh An"},
        {CODE: "63:30739", HAMLET: "Minh An", KIND: "Khu phố"},
        {WARD: "Vĩnh Hiệp", HAMLET: "Minh An", KIND: "kp"},
        {WARD: "p. vinh hiep", HAMLET: "KP Minh An", KIND: "khu pho"},
        {CODE: "30739", WARD: "Phường Vĩnh Hiệp", HAMLET: "Khu phố: Minh An"},
        {"ward code": "30739", "hamlet": "Khu phố Minh An", "note": "x"},
        {"MA PHUONG XA": "30739", "ten khu pho ap": "Khu phố Minh An", "STT": 1},
        {unicodedata.normalize("NFD", WARD): unicodedata.normalize("NFD", "Vĩnh Hiệp"), HAMLET: "Khu phố Minh An"},
    ],
)
def test_hamlet_is_read_however_the_table_is_written(city: CampaignTree, row: Mapping[str, Cell]) -> None:
    hamlets, problems = read_hamlets([row], city)
    assert problems == []
    assert [hamlet.id for hamlet in hamlets] == ["63:30739/khu-pho-minh-an"]
    assert hamlets[0].label == "khu phố Minh An"


@pytest.mark.parametrize(
    ("name", "kind", "label", "slug"),
    [
        ("Ấp Tà Keo Ngọn", None, "ấp Tà Keo Ngọn", "ap-ta-keo-ngon"),
        ("KP3", None, "khu phố 3", "khu-pho-3"),
        ("Khu phố 03", None, "khu phố 03", "khu-pho-3"),
        (3, "Khu phố", "khu phố 3", "khu-pho-3"),
        ("Bản Mế", "Thôn", "thôn Bản Mế", "thon-ban-me"),
        ("Bản Mế", "bản", "bản Mế", "ban-me"),
        ("Tổ dân phố số 5", None, "tổ dân phố số 5", "to-dan-pho-so-5"),
        ("TDP 12", None, "tổ dân phố 12", "to-dan-pho-12"),
        ("Nguyễn Trung Trực", "khóm", "khóm Nguyễn Trung Trực", "khom-nguyen-trung-truc"),
    ],
)
def test_kind_and_name_are_told_apart(city: CampaignTree, name: Cell, kind: Cell, label: str, slug: str) -> None:
    (hamlet,), problems = read_hamlets([{CODE: "30763", HAMLET: name, KIND: kind}], city)
    assert (hamlet.label, hamlet.id, problems) == (label, f"63:30763/{slug}", [])
    assert unit_of(hamlet.id) == UnitKey("63", "30763")


@pytest.mark.parametrize(
    ("count", "as_of", "expected"),
    [
        (812, "31/12/2024", HouseholdCount(812, date(2024, 12, 31), "UBND phường")),
        (812.0, datetime(2024, 12, 31, 7, 30, tzinfo=UTC), HouseholdCount(812, date(2024, 12, 31), "UBND phường")),
        ("1.234", date(2024, 12, 31), HouseholdCount(1234, date(2024, 12, 31), "UBND phường")),
        ("0", "2024-12-31", HouseholdCount(0, date(2024, 12, 31), "UBND phường")),
        (None, None, None),
        ("", "31/12/2024", None),
    ],
)
def test_household_count_carries_its_date_and_source(
    city: CampaignTree, count: Cell, as_of: Cell, expected: HouseholdCount | None
) -> None:
    row = {CODE: "30739", HAMLET: "KP 1", COUNT: count, AS_OF: as_of, SOURCE: "UBND phường"}
    (hamlet,), problems = read_hamlets([row], city)
    assert (hamlet.households, problems) == (expected, [])


def test_date_and_source_may_be_given_once_for_the_file(city: CampaignTree) -> None:
    day = date(2025, 3, 31)
    rows: list[Mapping[str, Cell]] = [
        {CODE: "30739", HAMLET: "KP 1", COUNT: 10},
        {CODE: "30739", HAMLET: "KP 2", COUNT: 20, SOURCE: "Công an phường"},
    ]
    hamlets, problems = read_hamlets(rows, city, as_of=day, source="UBND thành phố")
    assert [hamlet.households for hamlet in hamlets] == [
        HouseholdCount(10, day, "UBND thành phố"),
        HouseholdCount(20, day, "Công an phường"),
    ]
    assert problems == []


def problem_of(city: CampaignTree, row: Mapping[str, Cell]) -> RowProblem:
    hamlets, problems = read_hamlets([row], city)
    assert hamlets == []
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    ("row", "code", "params"),
    [
        ({CODE: "", HAMLET: "KP 1"}, "unit_missing", {}),
        ({CODE: "99999", HAMLET: "KP 1"}, "unit_code_unknown", {"code": "99999"}),
        ({CODE: "3073x", HAMLET: "KP 1"}, "unit_code_unknown", {"code": "3073x"}),
        ({CODE: "899", HAMLET: "KP 1"}, "unit_code_unknown", {"code": "899"}),
        ({CODE: "63:899", HAMLET: "KP 1"}, "unit_not_a_commune", {"unit": "thành phố Rạch Giá"}),
        (
            {CODE: "34:30742", HAMLET: "KP 1"},
            "unit_outside_campaign",
            {"code": "34:30742", "unit": "phường Rạch Giá, tỉnh An Giang"},
        ),
        ({WARD: "Hòn Tre", HAMLET: "KP 1"}, "unit_name_unknown", {"name": "Hòn Tre", "nearest": ""}),
        ({WARD: "Vĩnh Lạp", HAMLET: "KP 1"}, "unit_name_unknown", {"name": "Vĩnh Lạp", "nearest": "phường Vĩnh Lạc"}),
        (
            {CODE: "30739", WARD: "Vĩnh Lạc", HAMLET: "KP 1"},
            "unit_code_and_name_differ",
            {"code": "30739", "name": "Vĩnh Lạc", "expected": "phường Vĩnh Hiệp"},
        ),
        ({CODE: "30739", HAMLET: "Khu phố"}, "hamlet_missing", {}),
        ({CODE: "30739", HAMLET: None}, "hamlet_missing", {}),
        ({CODE: "30739", HAMLET: "Minh An"}, "hamlet_kind_missing", {"name": "Minh An"}),
        ({CODE: "30739", HAMLET: "1", KIND: "hẻm"}, "hamlet_kind_unknown", {"kind": "hẻm"}),
        (
            {CODE: "30739", HAMLET: "KP " + "An " * 20},
            "hamlet_name_too_long",
            {"name": ("An " * 20).strip(), "most": 40},
        ),
        (
            {CODE: "30739", HAMLET: "KP 1", "hamlet code": "Số 1"},
            "hamlet_code_malformed",
            {"hamlet_code": "Số 1"},
        ),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: "12,5"}, "households_not_a_number", {"households": "12,5"}),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: -1}, "households_not_a_number", {"households": "-1"}),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: True}, "households_not_a_number", {"households": "True"}),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: "٣"}, "households_not_a_number", {"households": "٣"}),
        (
            {CODE: "30739", HAMLET: "KP 1", COUNT: 20_001},
            "households_out_of_range",
            {"households": "20001", "most": 20_000},
        ),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: 5, SOURCE: "UBND"}, "as_of_missing", {}),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: 5, AS_OF: "31/02/2024"}, "as_of_not_a_date", {"as_of": "31/02/2024"}),
        ({CODE: "30739", HAMLET: "KP 1", COUNT: 5, AS_OF: "31/12/2024"}, "source_missing", {}),
    ],
)
def test_broken_row_says_what_is_wrong(
    city: CampaignTree, row: Mapping[str, Cell], code: str, params: Mapping[str, str | int]
) -> None:
    assert problem_of(city, row) == RowProblem(2, code, params)


def test_namesakes_in_a_province_need_the_code() -> None:
    province = campaign_tree(UnitKey("63", "91"))
    problem = problem_of(province, {WARD: "xã Bình An", HAMLET: "Ấp 1"})
    assert (problem.code, problem.params["name"]) == ("unit_name_ambiguous", "xã Bình An")


def test_all_problems_are_told_at_once_and_nothing_is_half_read(city: CampaignTree) -> None:
    rows: list[Mapping[str, Cell]] = [
        {CODE: "30739", HAMLET: "KP 1"},
        {CODE: None, HAMLET: " ", COUNT: None},
        {CODE: "99999", HAMLET: "", COUNT: "nhiều"},
        {CODE: "30739", HAMLET: "Khu phố 01"},
    ]
    hamlets, problems = read_hamlets(rows, city)
    assert hamlets == []
    assert [(problem.row, problem.code) for problem in problems] == [
        (4, "unit_code_unknown"),
        (4, "hamlet_missing"),
        (4, "households_not_a_number"),
        (5, "hamlet_id_taken"),
    ]


@pytest.mark.parametrize(("second", "code"), [("KP Minh An", "hamlet_repeated"), ("KP Minh Ấn", "hamlet_id_taken")])
def test_same_id_twice_is_refused(city: CampaignTree, second: str, code: str) -> None:
    _, problems = read_hamlets([{CODE: "30739", HAMLET: "KP Minh An"}, {CODE: "30739", HAMLET: second}], city)
    params: dict[str, str | int] = {"first_row": 2, "id": "63:30739/khu-pho-minh-an", "other": "khu phố Minh An"}
    assert problems == [RowProblem(3, code, params)]


def test_own_code_keeps_two_alike_names_apart(city: CampaignTree) -> None:
    rows: list[Mapping[str, Cell]] = [
        {CODE: "30739", HAMLET: "KP Minh An", "Mã khu phố/ấp": ""},
        {CODE: "30739", HAMLET: "KP Minh Ấn", "Mã khu phố/ấp": "khu-pho-minh-an-b"},
    ]
    hamlets, problems = read_hamlets(rows, city)
    assert problems == []
    assert hamlets[1] == Hamlet("63:30739/khu-pho-minh-an-b", VINH_HIEP, "Minh Ấn", HamletKind.KHU_PHO)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], [RowProblem(1, "file_empty")]),
        ([{CODE: None, HAMLET: None}], [RowProblem(2, "file_empty")]),
        (
            [{"Số nhà": "1"}],
            [
                RowProblem(1, "column_missing", {"column": "hamlet"}),
                RowProblem(1, "column_missing", {"column": "ward"}),
            ],
        ),
        (
            [{CODE: "30739", HAMLET: "KP 1", "hamlet": "KP 1"}],
            [RowProblem(1, "column_repeated", {"column": "hamlet", "header": "hamlet"})],
        ),
    ],
)
def test_broken_table_is_refused_as_a_whole(
    city: CampaignTree, rows: list[Mapping[str, Cell]], expected: list[RowProblem]
) -> None:
    assert read_hamlets(rows, city) == ([], expected)


def test_rows_are_counted_from_where_the_table_starts(city: CampaignTree) -> None:
    _, problems = read_hamlets([{CODE: "30739", HAMLET: "?"}], city, first_row=6)
    assert [problem.row for problem in problems] == [6]
