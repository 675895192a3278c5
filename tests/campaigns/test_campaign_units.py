"""A campaign's tree: what its units.yaml says agrees with the snapshot, and every problem is told at once."""

from importlib import resources

import pytest

from campaigns.campaign_units import UnitsFileError, UnitsProblem, campaign_tree, read_campaign_units
from campaigns.units import UnitKey, UnknownUnitError

PACKS = resources.files("campaigns").joinpath("data", "packs")


def _written(slug: str) -> str:
    return PACKS.joinpath(slug, "units.yaml").read_text("utf-8")


RACH_GIA, THAI_BINH = _written("rach-gia"), _written("thai-binh")

# Units by level, and what stands there today.
TREES = {
    "dien-bien": ({"noi-bo-so": 1}, ["34:11"]),
    "hai-duong": ({"so-ban-nganh-doan-the-tinh": 1, "cap-huyen": 12, "cap-xa": 207}, ["34:31"]),
    "rach-gia": ({"thanh-pho": 1, "phuong-xa": 11}, ["34:30742", "34:30760"]),
    "thai-binh": ({"cap-tinh": 1, "cap-huyen": 8, "cap-xa": 242}, ["34:33"]),
    "tuyen-quang": ({"cap-tinh": 1, "cap-huyen": 7, "cap-xa": 137}, ["34:08"]),
}


def test_rach_gia_reports_by_ward_and_commune() -> None:
    units = read_campaign_units(RACH_GIA)
    assert units.tree.root.label == "thành phố Rạch Giá"
    assert len(units.reporting_units) == 11
    assert units.level_of(units.tree.root) == "thanh-pho"
    assert [str(link.key) for link in units.tree.today] == ["34:30742", "34:30760"]


def test_every_pack_with_a_territory_has_its_tree() -> None:
    folders = {entry.name for entry in PACKS.iterdir() if entry.joinpath("pack.yaml").is_file()}
    assert {name for name in folders if PACKS.joinpath(name, "units.yaml").is_file()} == set(TREES)
    assert folders == set(TREES)


@pytest.mark.parametrize("slug", list(TREES))
def test_a_tree_has_the_units_that_the_plan_knew(slug: str) -> None:
    units = read_campaign_units(_written(slug))
    sizes = {level: len(units.at_level(level)) for level in units.file.levels}
    assert (sizes, [str(link.key) for link in units.tree.today]) == TREES[slug]
    assert units.reporting_units == (units.tree.communes or (units.tree.root,))


def test_a_plan_of_one_department_has_one_place_and_nothing_below() -> None:
    """Điện Biên's: the province stands for the department; a district of it does not belong to the campaign."""
    units = read_campaign_units(_written("dien-bien"))
    assert [unit.label for unit in units.tree.units] == ["tỉnh Điện Biên"]
    assert UnitKey("63", "094") in units.tree.gazetteer
    assert UnitKey("63", "094") not in units.tree
    assert UnitKey("63", "11") in units.tree


@pytest.mark.parametrize("slug", ["hai-duong", "thai-binh", "tuyen-quang"])
def test_a_commune_of_a_province_is_told_with_its_district(slug: str) -> None:
    units = read_campaign_units(_written(slug))
    assert all(units.tree.trail(unit.key).count(",") == 1 for unit in units.reporting_units)


def test_tree_of_one_commune_finds_itself() -> None:
    tree = campaign_tree(UnitKey("34", "30742"))
    assert [unit.label for unit in tree.units] == ["phường Rạch Giá"]
    assert [match.unit.key for match in tree.find("p rach gia")] == [tree.root.key]
    assert tree.trail(tree.root.key) == "phường Rạch Giá"


def test_key_of_the_other_epoch_is_not_in_the_tree() -> None:
    tree = campaign_tree(UnitKey("63", "899"))
    assert UnitKey("63", "30742") in tree
    assert UnitKey("34", "30742") not in tree
    assert UnitKey("63", "00000") not in tree


def test_unknown_root_is_refused() -> None:
    with pytest.raises(UnknownUnitError):
        campaign_tree(UnitKey("63", "999"))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (RACH_GIA.replace("63:899", "63:999"), [("root", "unit_unknown")]),
        (RACH_GIA.replace('"63:899"', "899"), [("root", "string_type")]),
        (RACH_GIA.replace("63:899", "899"), [("root", "value_error")]),
        (RACH_GIA.replace("spec_version: 1", "spec_version: 2"), [("spec_version", "literal_error")]),
        (RACH_GIA + "extra: 1\n", [("extra", "extra_forbidden")]),
        (RACH_GIA.replace("[phuong, xa]", "[phuong, ward]"), [("levels.phuong-xa.kinds.1", "enum")]),
        ("levels: [", [("", "yaml")]),
        (
            RACH_GIA.replace("reporting_level: phuong-xa", "reporting_level: cap-xa").replace(
                "phuong, xa", "phuong, quan"
            ),
            [("reporting_level", "level_unknown"), ("levels", "kind_without_level")],
        ),
        (
            RACH_GIA.replace("[thanh-pho]", "[thanh-pho, xa]").replace(', "34:30760"', ""),
            [("levels", "kind_in_two_levels"), ("today", "today_differs_from_links")],
        ),
        (
            THAI_BINH.replace("[tinh]", "[tinh]}\n  cap-vung: {kinds: [quan]"),
            [("levels.cap-vung", "level_without_units")],
        ),
    ],
)
def test_broken_file_tells_all_its_problems(text: str, problems: list[tuple[str, str]]) -> None:
    with pytest.raises(UnitsFileError) as caught:
        read_campaign_units(text)
    assert [(problem.at, problem.rule) for problem in caught.value.problems] == problems
    assert all(isinstance(problem, UnitsProblem) for problem in caught.value.problems)
