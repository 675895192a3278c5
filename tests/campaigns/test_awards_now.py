"""What no longer holds although the body lives on, and words that a plan leaves undefined."""

import pytest

from campaigns.awarding.findings import Evaluation, Overall, Verdict
from campaigns.awards import evaluate
from tests.campaigns.award_cases import PACKS, TODAY, case, full, judge


def _codes(evaluation: Evaluation) -> set[str]:
    return {note.code for note in evaluation.notes}


# A ranking whose scope is no more, while the body lives on.


@pytest.mark.parametrize(
    ("kind", "occasion", "changes", "overall", "ended"),
    [
        ("ubnd-xa", "so-ket 2024", {}, Overall.ELIGIBLE, []),
        ("ubnd-xa", "tong-ket 2025", {}, Overall.NO_LONGER, ["xa-hang"]),
        ("ubnd-xa", "tong-ket 2025", {"ranking": None}, Overall.NO_LONGER, ["xa-hang"]),
        ("ubnd-xa", "tong-ket 2025", {"score": None}, Overall.NO_LONGER, ["xa-hang"]),
        (
            "ubnd-xa",
            "tong-ket 2025",
            {"score": {"points": "89", "maximum": "100"}},
            Overall.NOT_ELIGIBLE,
            ["xa-hang"],
        ),
        ("so-ban-nganh", "tong-ket 2025", {}, Overall.ELIGIBLE, []),
        ("don-vi-thuoc-so", "tong-ket 2025", {}, Overall.ELIGIBLE, []),
    ],
)
def test_a_rank_within_the_district_ends_with_the_districts(
    kind: str, occasion: str, changes: dict[str, object], overall: Overall, ended: list[str]
) -> None:
    evaluation = judge("thai-binh", full("thai-binh", kind, occasion, **changes))
    found = [each for each in evaluation.criteria if each.reason == "scope_ended"]
    assert (evaluation.overall, [each.id for each in found]) == (overall, ended)
    assert all(each.verdict is Verdict.NOT_APPLICABLE and each.clause == "IV.3.c" for each in found)
    notes = [each for each in evaluation.notes if each.code == "criterion_ended"]
    assert [(each.params["rule"], each.params["on"]) for each in notes] == [
        ("het-hang-trong-huyen", "2025-07-01") for _ in ended
    ]
    assert all(each.params["source"] for each in notes)


@pytest.mark.parametrize(
    ("place", "overall", "reasons"),
    [
        ("works_in_department", Overall.ELIGIBLE, ["met", "does_not_concern", "does_not_concern"]),
        ("works_in_district", Overall.NO_LONGER, ["does_not_concern", "scope_ended", "does_not_concern"]),
        ("works_in_commune", Overall.NO_LONGER, ["does_not_concern", "does_not_concern", "scope_ended"]),
        (None, Overall.INSUFFICIENT, ["met", "trait_missing", "trait_missing"]),
    ],
)
def test_an_officer_loses_the_rank_of_a_place_that_is_gone(
    place: str | None, overall: Overall, reasons: list[str]
) -> None:
    subject = {"kind": "can-bo-cong-chuc-vien-chuc", "traits": {place: True} if place else {}}
    evaluation = judge("thai-binh", full("thai-binh", "can-bo-cong-chuc-vien-chuc", subject=subject))
    found = [each.reason for each in evaluation.criteria if each.id.startswith("can-bo-hang-")]
    assert (evaluation.overall, found) == (overall, reasons)


# Words that a plan leaves undefined.


@pytest.mark.parametrize(
    ("slug", "kind", "terms"),
    [
        ("thai-binh", "so-ban-nganh", ["xuất sắc, tiêu biểu"]),
        ("thai-binh", "don-vi-thuoc-so", ["xuất sắc, tiêu biểu", "làm tốt công tác tham mưu"]),
        ("thai-binh", "doanh-nhan", ["xuất sắc, tiêu biểu", "đi đầu"]),
        ("rach-gia", "ho-gia-dinh", ["đóng góp tiêu biểu", "nhiều đóng góp"]),
        ("dien-bien", "co-quan-don-vi", ["tập thể, cá nhân tiêu biểu"]),
    ],
)
def test_undefined_words_are_named_where_the_finding_rests_on_them(slug: str, kind: str, terms: list[str]) -> None:
    found = [each for each in judge(slug, full(slug, kind)).notes if each.code == "term_undefined"]
    assert [each.params["term"] for each in found] == terms
    assert all(each.params["clause"] and each.params["statement"] for each in found)


def test_how_undefined_words_in_indicators_are_read_is_said() -> None:
    ward = case(full("rach-gia", "ubnd-phuong-xa"))
    with_readings = evaluate(PACKS["rach-gia"], ward, TODAY, PACKS.catalogue)
    readings = [each.params["id"] for each in with_readings.notes if each.code == "term_reading"]
    assert readings == ["nguoi-truong-thanh", "do-tuoi-lao-dong", "da-dung"]
    department = case(full("thai-binh", "so-ban-nganh"))
    without = evaluate(PACKS["thai-binh"], department, TODAY, PACKS.catalogue)
    assert "term_reading" not in _codes(without)
