"""Clause paths: read, sorted, spoken."""

import re

import pytest

from campaigns.clauses import ClausePath, is_clause_path, sort_key
from campaigns.loading import load_packs
from tests.campaigns.shared_folder import clause_texts, needs_plans

PACKS = load_packs()

SPOKEN = [
    ("rach-gia", "II.2.1.c.3", "gạch đầu dòng thứ ba, điểm c, mục 2.1, phần II"),
    ("rach-gia", "II.2.2.a.6", "gạch đầu dòng thứ sáu, điểm a, mục 2.2, phần II"),
    ("rach-gia", "II.1", "mục 1, phần II"),
    ("rach-gia", "I.1.3", "gạch đầu dòng thứ ba, mục 1, phần I"),
    ("rach-gia", "I.2.3", "đoạn thứ ba, mục 2, phần I"),
    ("rach-gia", "IV.2.a.1", "đoạn thứ nhất, điểm a, mục 2, phần IV"),
    ("rach-gia", "IV.3.1.5", "gạch đầu dòng thứ năm, mục 3.1, phần IV"),
    ("rach-gia", "IV.3.2.1", "mục 3.2.1, phần IV"),
    ("rach-gia", "IV.3.2.2.b.0", "đoạn mở đầu, điểm b, mục 3.2.2, phần IV"),
    ("rach-gia", "IV.3.2.2.b.4", "gạch đầu dòng thứ tư, điểm b, mục 3.2.2, phần IV"),
    ("rach-gia", "IV.3.2.2.e.1", "đoạn thứ nhất, điểm e, mục 3.2.2, phần IV"),
    ("dien-bien", "mo-dau.4", "ý thứ tư, phần mở đầu"),
    ("rach-gia", "IV.3.2.2.g", "điểm g, mục 3.2.2, phần IV"),
    ("rach-gia", "IV.4.0", "đoạn mở đầu, mục 4, phần IV"),
    ("rach-gia", "V.4", "mục 4, phần V"),
    ("rach-gia", "VI.ket", "đoạn kết, phần VI"),
    ("rach-gia", "0.can-cu.2", "căn cứ thứ hai, phần đầu"),
    ("rach-gia", "0.ban-hanh", "đoạn ban hành, phần đầu"),
    ("rach-gia", "ky", "phần ký"),
    ("rach-gia", "noi-nhan", "nơi nhận"),
    ("thai-binh", "IV.3.đ", "điểm đ, mục 3, phần IV"),
    ("thai-binh", "IV.3.d.2", "gạch đầu dòng thứ hai, điểm d, mục 3, phần IV"),
    ("thai-binh", "0.so-hieu", "số hiệu, phần đầu"),
    ("hai-duong", "II.4.p2", "đoạn thứ hai, mục 4, phần II"),
    ("hai-duong", "V.0", "đoạn mở đầu, phần V"),
    ("hai-duong", "IV.1.đ.1", "gạch đầu dòng thứ nhất, điểm đ, mục 1, phần IV"),
    ("tuyen-quang", "tieu-chi.cap-xa.3", "ý thứ ba, tiêu chí đối với cấp xã"),
    ("tuyen-quang", "tieu-chi.cap-tinh.16", "ý thứ 16, tiêu chí đối với cơ quan, đơn vị cấp tỉnh"),
    ("tuyen-quang", "mo-dau", "phần mở đầu"),
    ("dien-bien", "muc-tieu.7", "gạch đầu dòng thứ bảy, mục 2 (mục tiêu thi đua)"),
    ("dien-bien", "giai-phap.4", "ý thứ tư, phần giải pháp"),
]


@pytest.mark.parametrize(("slug", "path", "expected"), SPOKEN)
def test_a_clause_is_spoken_as_people_read_it(slug: str, path: str, expected: str) -> None:
    assert PACKS[slug].spoken(path) == expected


@pytest.mark.parametrize("text", ["", "II", "II.", ".1", "II..1", "II.01", "IIII.1", "II.2.z", "II.2.dd", "0", "0.x"])
def test_what_is_no_clause_path_is_refused(text: str) -> None:
    assert not is_clause_path(text)
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        ClausePath.parse(text)


def test_points_sort_as_vietnamese_letters_and_numbers_by_value() -> None:
    paths = [
        "VI.ket",
        "II.3.e",
        "II.3.đ",
        "II.3.d",
        "II.10",
        "II.9",
        "I.2.3",
        "0.ten",
        "0.can-cu",
        "ky",
        "noi-nhan",
        "IX.1",
        "V.0",
    ]
    expected = ["0.ten", "0.can-cu", "I.2.3", "II.3.d", "II.3.đ", "II.3.e", "II.9", "II.10", "V.0", "VI.ket", "IX.1"]
    assert sorted(paths, key=sort_key) == [*expected, "noi-nhan", "ky"]


def test_a_clause_is_under_its_parent_but_not_under_a_longer_number() -> None:
    assert ClausePath("II.2.1.a.3").under("II.2.1.a")
    assert not ClausePath("II.10.a").under("II.1")


@needs_plans
@pytest.mark.parametrize("slug", list(PACKS))
def test_every_clause_of_the_plans_is_read_and_spoken(slug: str) -> None:
    paths = list(clause_texts()[slug])
    assert [path for path in paths if not is_clause_path(path)] == []
    spoken = [PACKS[slug].spoken(path) for path in paths]
    assert [words for path, words in zip(paths, spoken, strict=True) if words == path or ".." in words] == []
    assert len(set(spoken)) == len(spoken)


@needs_plans
@pytest.mark.parametrize("slug", list(PACKS))
def test_the_clauses_of_a_plan_sort_in_its_own_order(slug: str) -> None:
    paths = list(clause_texts()[slug])
    assert sorted(set(paths), key=PACKS[slug].reader.sort_key) == paths
