"""What people tell of themselves: acts, discipline, self-reported figures; and how many may be nominated."""

import pytest

from campaigns.awarding.findings import Evaluation, Overall
from tests.campaigns.award_cases import Data, act, criterion, found, full, judge


def _codes(evaluation: Evaluation) -> set[str]:
    return {note.code for note in evaluation.notes}


def _with_figures(data: Data, **figures: object) -> Data:
    before = data["figures"]
    assert isinstance(before, dict)
    return data | {"figures": before | figures}


# Discipline.


@pytest.mark.parametrize(
    ("discipline", "verdict"),
    [
        ("none", "met"),
        ("không", "met"),
        ([], "met"),
        (["phê bình"], "met"),
        (["khiển trách"], "not_met"),
        ("Khiển trách", "not_met"),
        (["nhắc nhở", "cảnh cáo"], "not_met"),
        (["nhắc nhở, sau đó khiển trách"], "not_met"),
        (["một hình thức chưa từng nghe"], "not_met"),
        (None, "missing_data"),
    ],
)
def test_discipline_counts_from_a_reprimand(discipline: object, verdict: str) -> None:
    data = full("rach-gia", "ho-gia-dinh", discipline=discipline)
    assert criterion(judge("rach-gia", data), "chung-5").verdict.value == verdict


def test_what_the_present_law_adds_counts_where_the_case_speaks_of_it() -> None:
    data = full("rach-gia", "ho-gia-dinh")
    assert "applies_now" in _codes(judge("rach-gia", data))
    under_review = judge("rach-gia", data | {"reviews": ["đang thanh tra"]})
    assert under_review.overall is Overall.NOT_ELIGIBLE
    added = criterion(under_review, "nay-khong-bi-xem-xet")
    assert (added.reason, added.added_by) == ("under_review", "Nghị định 152/2025/NĐ-CP")
    assert judge("rach-gia", data | {"reviews": "none"}).overall is Overall.ELIGIBLE


# Self-reported figures.


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ({"num": 95, "den": 100, "coverage": "0.3"}, ("eligible", "")),
        ({"num": 95, "den": 100, "coverage": "30%"}, ("eligible", "")),
        ({"num": 95, "den": 100, "coverage": "29.99%"}, ("insufficient_data", "coverage_too_low")),
        ({"num": 95, "den": 100, "self_report": True}, ("insufficient_data", "coverage_too_low")),
        ({"num": 10, "den": 100, "coverage": "29%"}, ("insufficient_data", "coverage_too_low")),
        ({"num": 95, "den": 100}, ("eligible", "")),
        # 90 of 100 known, 5 more unknown: 90/105 to 95/105.
        ({"num": 90, "den": 100, "unknown": 5}, ("insufficient_data", "unknown_answers")),
        ({"num": 95, "den": 100, "unknown": 5}, ("eligible", "")),
        ({"num": 80, "den": 100, "unknown": 5}, ("not_eligible", "below_target")),
        ({"num": 0, "den": 0}, ("insufficient_data", "denominator_zero")),
    ],
)
def test_self_reports_count_from_the_least_coverage_and_unknowns_give_an_interval(
    figure: Data, expected: tuple[str, str]
) -> None:
    data = _with_figures(full("rach-gia", "ubnd-phuong-xa"), nguoi_lon_dtm=figure)
    overall, reasons = found("rach-gia", data)
    assert (overall, reasons.removeprefix("phuong-xa-dien-thoai:")) == expected


# Quotas.


def _quotas(kind: str, *nominations: tuple[str, object], nominator: str | None = None) -> list[tuple[str, int, bool]]:
    listed = [
        {"subject": f"Người {number}", "nominator": by, "eligible": eligible, "nominator_kind": nominator}
        for number, (by, eligible) in enumerate(nominations)
    ]
    data = full("thai-binh", kind, "so-ket 2024", nominations=listed)
    evaluation = judge("thai-binh", data)
    assert evaluation.overall is Overall.ELIGIBLE
    return [(each.nominator, each.used, each.is_exceeded) for each in evaluation.quota]


OFFICER, UNIT = "can-bo-cong-chuc-vien-chuc", "don-vi-thuoc-so"
HEALTH, DISTRICT = "Sở Y tế", "UBND huyện Vũ Thư"


def test_a_second_nomination_is_allowed_where_the_plan_allows_it() -> None:
    assert _quotas(OFFICER, (HEALTH, True)) == [(HEALTH, 1, False)]
    assert _quotas(OFFICER, (HEALTH, True), (HEALTH, True)) == [(HEALTH, 2, True)]
    assert _quotas(OFFICER, (DISTRICT, True), (DISTRICT, True)) == [(DISTRICT, 2, False)]
    assert _quotas(OFFICER, *[(DISTRICT, True)] * 3) == [(DISTRICT, 3, True)]
    assert _quotas(UNIT, (HEALTH, True), ("Hội Nông dân tỉnh", True)) == [
        (HEALTH, 1, False),
        ("Hội Nông dân tỉnh", 1, False),
    ]


def test_who_is_not_eligible_uses_no_place_and_who_is_not_judged_does() -> None:
    assert _quotas(OFFICER, (HEALTH, True), (HEALTH, False)) == [(HEALTH, 1, False)]
    assert _quotas(OFFICER, (HEALTH, True), (HEALTH, None)) == [(HEALTH, 2, True)]


def test_a_nominator_is_known_by_its_kind_or_its_name() -> None:
    assert _quotas(OFFICER, *[("Vũ Thư", True)] * 2, nominator="huyện") == [("Vũ Thư", 2, False)]
    unclear = full(
        "thai-binh",
        OFFICER,
        "so-ket 2024",
        nominations=[{"subject": "A", "nominator": "Hội Nông dân tỉnh"}],
    )
    evaluation = judge("thai-binh", unclear)
    assert evaluation.quota == ()
    assert "no_quota_for_nominator" in _codes(evaluation)


def test_no_number_in_the_plan_is_no_limit_and_no_quota_at_all_is_said() -> None:
    assert _quotas("so-ban-nganh", *[(HEALTH, True)] * 9) == [(HEALTH, 9, False)]
    nominations = [{"subject": "A", "nominator": "UBND phường"}]
    evaluation = judge("rach-gia", full("rach-gia", "ho-gia-dinh", nominations=nominations))
    assert "quota_not_stated" in _codes(evaluation)


def test_an_act_may_be_declared_by_clause_or_by_its_indicator() -> None:
    data = full("thai-binh", "doanh-nghiep", declared={"IV.3.0": act("QĐ 1"), "IV.3.đ": act("QĐ 2")})
    assert found("thai-binh", data) == ("eligible", "")
    by_indicator = {"dn_dung_nen_tang_so": act("QĐ 3", done=False)}
    # What speaks of one criterion goes before what speaks of the whole clause.
    own = data | {"declared": {"IV.3.0": act("1"), "IV.3.đ": act("2"), "doanh-nghiep-nen-tang": act("3", done=False)}}
    assert found("thai-binh", own) == ("not_eligible", "doanh-nghiep-nen-tang:not_done")
    less = data | {"declared": {"IV.3.0": act("1"), **by_indicator}}
    assert criterion(judge("thai-binh", less), "doanh-nghiep-nen-tang").reason == "not_done"
