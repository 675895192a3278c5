"""The registry's table: a row with a hamlet is that hamlet, one without states the ward's own households."""

from datetime import date

import pytest

from campaigns.campaign_units import CampaignTree, campaign_tree
from campaigns.hamlets import Cell, HouseholdCount, RowProblem
from campaigns.registry import Registry, UnitHouseholds, read_registry
from campaigns.units import UnitKey

CODE, HAMLET, COUNT = "Mã phường/xã", "Tên khu phố/ấp", "Số hộ"
VINH_HIEP = UnitKey("63", "30739")
AS_OF, SOURCE = date(2025, 11, 1), "Công an phường"


@pytest.fixture(scope="module")
def city() -> CampaignTree:
    return campaign_tree(UnitKey("63", "899"))


def read(city: CampaignTree, *rows: dict[str, Cell]) -> tuple[Registry, list[RowProblem]]:
    return read_registry(rows, city, as_of=AS_OF, source=SOURCE)


def test_wards_and_hamlets_stand_in_one_table(city: CampaignTree) -> None:
    registry, problems = read(
        city, {CODE: "30739", COUNT: "1.480"}, {CODE: "30739", HAMLET: "KP Minh An", COUNT: 210}, {CODE: None}
    )
    assert problems == []
    assert registry.wards == (UnitHouseholds(VINH_HIEP, HouseholdCount(1480, AS_OF, SOURCE)),)
    assert [(hamlet.id, hamlet.households) for hamlet in registry.hamlets] == [
        ("63:30739/khu-pho-minh-an", HouseholdCount(210, AS_OF, SOURCE))
    ]


def test_table_of_wards_alone_needs_no_column_for_hamlets(city: CampaignTree) -> None:
    registry, problems = read(city, {CODE: "30739", COUNT: 1480})
    assert (problems, len(registry.wards), registry.hamlets) == ([], 1, ())


def test_ward_may_have_more_households_than_a_hamlet_can(city: CampaignTree) -> None:
    registry, problems = read(city, {CODE: "30739", HAMLET: "", COUNT: 25_000})
    assert (problems, registry.wards[0].households.count) == ([], 25_000)
    assert read(city, {CODE: "30739", HAMLET: "KP 1", COUNT: 25_000})[1][0].code == "households_out_of_range"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], [(1, "file_empty")]),
        ([{CODE: "", HAMLET: "", COUNT: ""}], [(2, "file_empty")]),
        ([{CODE: "30739"}], [(1, "column_missing")]),
        ([{HAMLET: "KP 1"}], [(1, "column_missing")]),
        ([{CODE: "30739", HAMLET: "", COUNT: "nhiều"}], [(2, "households_not_a_number")]),
        ([{CODE: "30739", HAMLET: "", COUNT: ""}], [(2, "file_empty")]),
        ([{CODE: "30739", HAMLET: "", "Nguồn": "x"}], [(2, "hamlet_missing")]),
        ([{CODE: "99999", COUNT: 5}, {CODE: "30739", COUNT: 5}], [(2, "unit_code_unknown")]),
        ([{CODE: "30739", COUNT: 5}, {CODE: "30739", COUNT: 6}], [(3, "unit_repeated")]),
        (
            [{CODE: "30739", HAMLET: "Minh An"}, {CODE: "99999", HAMLET: "", COUNT: 5}, {CODE: "", HAMLET: "KP 1"}],
            [(2, "hamlet_kind_missing"), (3, "unit_code_unknown"), (4, "unit_missing")],
        ),
    ],
)
def test_every_problem_is_told_with_its_row_and_nothing_is_read(
    city: CampaignTree, rows: list[dict[str, Cell]], found: list[tuple[int, str]]
) -> None:
    registry, problems = read(city, *rows)
    assert [(problem.row, problem.code) for problem in problems] == found
    assert registry == Registry()


@pytest.mark.parametrize("row", [{CODE: "30739", HAMLET: "KP 1", COUNT: 5}, {CODE: "30739", COUNT: 5}])
def test_number_without_date_and_source_is_refused(city: CampaignTree, row: dict[str, Cell]) -> None:
    assert [problem.code for problem in read_registry([row], city)[1]] == ["as_of_missing"]
    assert [problem.code for problem in read_registry([row], city, as_of=AS_OF)[1]] == ["source_missing"]
