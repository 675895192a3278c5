"""How packs and catalogue are loaded."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from campaigns.catalogue import Catalogue
from campaigns.checks.catalogue import check
from campaigns.format.about import Topic
from campaigns.loading import BUILT_IN, CATALOGUE, load_packs
from campaigns.reading import read_model
from tests.campaigns.sample_pack import write_pack


def test_packs_and_catalogue_load_in_half_a_second() -> None:
    start = time.process_time()
    load_packs()
    assert time.process_time() - start < 0.5


def test_a_sixth_campaign_is_one_more_folder(tmp_path: Path) -> None:
    packs = load_packs([BUILT_IN, write_pack(tmp_path)])
    assert list(packs) == ["dien-bien", "hai-duong", "rach-gia", "thai-binh", "tuyen-quang", "mau"]


def test_a_loaded_pack_cannot_be_changed() -> None:
    pack = load_packs()["rach-gia"]
    with pytest.raises(ValidationError, match="frozen"):
        pack.slug = "khac"  # type: ignore[misc]


def test_a_target_is_found_by_its_id() -> None:
    pack = load_packs()["rach-gia"]
    target = pack.target("nguoi-lon-dtm-2025")
    assert target is not None
    assert (target.clause, target.value) == ("II.2.2.c.1", Decimal(90))
    assert pack.target("khong-co") is None
    assert pack.is_silent_on(Topic.ANNUAL_STANDARD)


def _catalogue(tmp_path: Path, old: str, new: str) -> Catalogue:
    text = CATALOGUE.read_text("utf-8")
    assert old in text
    (tmp_path / "indicators.yaml").write_text(text.replace(old, new, 1), "utf-8")
    catalogue, problems = read_model(tmp_path / "indicators.yaml", "indicators.yaml", Catalogue)
    assert problems == []
    assert catalogue is not None
    return catalogue


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - id: ho_dtm\n", "  - id: ho_dia_chi_so\n", ["duplicate_id", "unknown_reference", "look_alikes_one_sided"]),
        ("look_alikes: [ho_dtm]", "look_alikes: []", ["look_alikes_one_sided"]),
        ("look_alikes: [ho_dtm]", "look_alikes: [nguoi_lon_dtm, ho_dtm]", ["look_alikes_merged"]),
        ("terms: [dia-chi-so]", "terms: [dia-chi]", ["unknown_reference"]),
        (
            'numerator: "tai_khoan", denominator: "tu_15"',
            'numerator: "tai_khoan", denominator: "so_nguoi"',
            ["look_alikes_merged", "look_alikes_merged"],
        ),
    ],
)
def test_a_broken_catalogue_is_reported(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert [found.rule for found in check(_catalogue(tmp_path, old, new))] == expected
