"""A campaign's tree: what its units.yaml says agrees with the snapshot, and every problem is told at once."""

from importlib import resources

import pytest

from campaigns.campaign_units import UnitsFileError, UnitsProblem, campaign_tree, read_campaign_units
from campaigns.units import UnitKey, UnknownUnitError

RACH_GIA = resources.files("campaigns").joinpath("data", "packs", "rach-gia", "units.yaml").read_text("utf-8")
THAI_BINH = """
spec_version: 1
root: "63:34"
reporting_level: cap-xa
levels:
  cap-tinh: {kinds: [tinh]}
  cap-huyen: {kinds: [thanh-pho, huyen]}
  cap-xa: {kinds: [phuong, xa, thi-tran]}
today: ["34:33"]
"""


def test_rach_gia_reports_by_ward_and_commune() -> None:
    units = read_campaign_units(RACH_GIA)
    assert units.tree.root.label == "thành phố Rạch Giá"
    assert len(units.reporting_units) == 11
    assert units.level_of(units.tree.root) == "thanh-pho"
    assert [str(link.key) for link in units.tree.today] == ["34:30742", "34:30760"]


def test_province_has_three_levels() -> None:
    units = read_campaign_units(THAI_BINH)
    sizes = {level: len(units.at_level(level)) for level in units.file.levels}
    assert sizes == {"cap-tinh": 1, "cap-huyen": 8, "cap-xa": 242}
    assert units.tree.trail(units.at_level("cap-xa")[0].key).count(",") == 1


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
