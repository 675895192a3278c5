"""What the plans leave open, what has ended, whom a plan does not speak of, and how many may be nominated."""

import pytest

from campaigns.awarding.findings import Evaluation, Overall, Verdict
from tests.campaigns.award_cases import PACKS, Data, act, criterion, found, full, judge


def _codes(evaluation: Evaluation) -> set[str]:
    return {note.code for note in evaluation.notes}


def _with_figures(data: Data, **figures: object) -> Data:
    before = data["figures"]
    assert isinstance(before, dict)
    return data | {"figures": before | figures}


# Rạch Giá: which year's targets.


@pytest.mark.parametrize(
    ("occasion", "needed"),
    [
        ("so-ket 2023", "nguoi_lon_dtm >= 85%"),
        ("hang-nam 2023", "nguoi_lon_dtm >= 85%"),
        ("tong-ket 2025", "nguoi_lon_dtm >= 90%"),
        ("hang-nam 2025", "nguoi_lon_dtm >= 90%"),
    ],
)
def test_rach_gia_measures_by_the_targets_of_the_occasions_year(occasion: str, needed: str) -> None:
    evaluation = judge("rach-gia", full("rach-gia", "ubnd-phuong-xa", occasion))
    assert criterion(evaluation, "phuong-xa-dien-thoai").needed == needed


def test_a_ward_is_measured_by_the_eleven_named_items_only() -> None:
    data = full("rach-gia", "ubnd-phuong-xa")
    evaluation = judge("rach-gia", _with_figures(data, hs_cong_viec_mang="0", kts_grdp="0"))
    assert evaluation.overall is Overall.ELIGIBLE
    measured = {each.name for one in evaluation.criteria for each in one.inputs if each.needed}
    assert len(measured) == 11
    (note,) = [each for each in evaluation.notes if each.code == "not_looked_at"]
    assert note.params["given"] == "figures.hs_cong_viec_mang, figures.kts_grdp"


@pytest.mark.parametrize("year", ["2022", "2024"])
def test_what_an_annual_award_of_another_year_is_measured_against_is_not_stated(year: str) -> None:
    data = full("rach-gia", "ubnd-phuong-xa", f"hang-nam {year}", figures=None)
    evaluation = judge("rach-gia", data)
    assert evaluation.overall is Overall.NOT_STATED
    (note,) = [each for each in evaluation.notes if each.code == "year_not_stated"]
    assert note.params["clause"] == "IV.2.a.1"
    assert judge("rach-gia", data | {"discipline": ["cảnh cáo"]}).overall is Overall.NOT_ELIGIBLE


def test_an_annual_award_without_targets_needs_no_year() -> None:
    assert judge("rach-gia", full("rach-gia", "ho-gia-dinh", "hang-nam 2022")).overall is Overall.ELIGIBLE


# Silence.


@pytest.mark.parametrize(
    ("slug", "kind", "compared"),
    [
        ("dien-bien", "co-quan-don-vi", 8),
        ("tuyen-quang", "co-quan-cap-tinh", 17),
        ("tuyen-quang", "cap-xa-tham-gia", 9),
        ("tuyen-quang", "nguoi-dan", 2),
    ],
)
def test_plans_that_name_no_award_are_still_compared(slug: str, kind: str, compared: int) -> None:
    year = "2025"
    evaluation = judge(slug, {"subject": {"kind": kind}, "occasion": {"kind": "so-ket", "year": year}})
    assert evaluation.overall is Overall.NOT_STATED
    assert len(evaluation.criteria) == compared
    assert "no_award_stated" in _codes(evaluation)
    named = judge(slug, full(slug, kind, "tong-ket 2025", award="bang-khen"))
    expected = Overall.NO_LONGER if kind == "ubnd-huyen" else Overall.NOT_STATED
    assert named.overall is expected


def test_a_standard_that_refers_to_other_rules_is_not_stated() -> None:
    evaluation = judge("rach-gia", full("rach-gia", "ubnd-phuong-xa", "so-ket 2023", award="bang-khen-so-ket"))
    assert evaluation.overall is Overall.NOT_STATED
    (note,) = [each for each in evaluation.notes if each.code == "refers_to_other_rules"]
    assert note.params["clause"] == "IV.3.2.1"


def test_yearly_awards_of_hai_duong_have_no_standard_in_the_plan() -> None:
    evaluation = judge("hai-duong", full("hai-duong", "doanh-nghiep", "hang-nam 2024"))
    assert (evaluation.overall, evaluation.criteria) == (Overall.NOT_STATED, ())
    (note,) = [each for each in evaluation.notes if each.code == "no_standard_stated"]
    assert note.params["clause"] == "IV.2.a"


def test_a_state_award_in_thai_binh_is_not_stated() -> None:
    data = full("thai-binh", "so-ban-nganh", "tong-ket 2025", award="khen-nha-nuoc")
    assert judge("thai-binh", data).overall is Overall.NOT_STATED


# Subjects.


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("thai-binh", "cooperative"),
        ("thai-binh", "hợp tác xã"),
        ("thai-binh", "Hộ gia đình"),
        ("thai-binh", "nguoi-dan"),
        ("thai-binh", "doan-the-tinh"),
        ("hai-duong", "household"),
        ("dien-bien", "phường"),
    ],
)
def test_a_subject_outside_the_audience_is_not_stated(slug: str, kind: str) -> None:
    occasion = {"kind": "so-ket", "year": "2024"}
    evaluation = judge(slug, {"subject": {"kind": kind}, "occasion": occasion})
    assert (evaluation.overall, evaluation.criteria) == (Overall.NOT_STATED, ())
    assert _codes(evaluation) == {"not_the_council", "subject_outside_audience"}


@pytest.mark.parametrize(
    ("slug", "said", "audience"),
    [
        ("rach-gia", "phường", "ubnd-phuong-xa"),
        ("rach-gia", "UBND phường, xã", "ubnd-phuong-xa"),
        ("rach-gia", "UBND các phường, xã", "ubnd-phuong-xa"),
        ("rach-gia", "commune_committee", "ubnd-phuong-xa"),
        ("rach-gia", "hộ gia đình", "ho-gia-dinh"),
        ("rach-gia", "HỘ GIA ĐÌNH", "ho-gia-dinh"),
        ("rach-gia", "can bo", "can-bo-cong-chuc-vien-chuc"),
        ("rach-gia", "đoàn thể", "phong-ban-doan-the"),
        ("rach-gia", "trường học", "truong-hoc"),
        ("rach-gia", "hợp tác xã", "hop-tac-xa"),
        ("hai-duong", "người lao động", "can-bo-nguoi-lao-dong"),
        ("hai-duong", "worker", "can-bo-nguoi-lao-dong"),
        ("hai-duong", "person", "ca-nhan-trong-ngoai-nuoc"),
        ("tuyen-quang", "người đứng đầu", "nguoi-dung-dau"),
    ],
)
def test_subjects_are_known_by_id_kind_or_word(slug: str, said: str, audience: str) -> None:
    from campaigns.awarding.subjects import audience_called

    called = audience_called(PACKS[slug], said)
    assert called is not None
    assert called.id == audience


# What does not apply.


def test_the_health_part_does_not_apply_to_a_school_nor_the_school_part_to_a_clinic() -> None:
    school = judge("rach-gia", full("rach-gia", "truong-hoc"))
    clinic = judge("rach-gia", full("rach-gia", "co-so-y-te"))
    for evaluation, aside in (
        (school, {"y-te-vien-phi", "y-te-ho-so", "y-te-tu-xa"}),
        (clinic, {"truong-hoc-hoc-phi", "truong-hoc-quan-tri-so"}),
    ):
        assert evaluation.overall is Overall.ELIGIBLE
        assert {e.id for e in evaluation.criteria if e.verdict is Verdict.NOT_APPLICABLE} == aside


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"has_party_cell": False}, ("eligible", "")),
        ({"has_party_cell": True}, ("insufficient_data", "chung-4:not_declared")),
        ({}, ("insufficient_data", "chung-4:trait_missing")),
    ],
)
def test_the_party_cell_counts_only_where_there_is_one(traits: dict[str, bool], expected: tuple[str, str]) -> None:
    data = full("rach-gia", "ubnd-phuong-xa")
    declared = data["declared"]
    assert isinstance(declared, dict)
    less = {key: each for key, each in declared.items() if key != "chung-4"}
    changes: Data = {"subject": {"kind": "phường", "traits": traits}, "declared": less}
    assert found("rach-gia", data | changes) == expected


def test_a_person_or_household_has_no_party_cell_to_be_asked_for() -> None:
    for kind in ("ho-gia-dinh", "can-bo-cong-chuc-vien-chuc"):
        assert criterion(judge("rach-gia", full("rach-gia", kind)), "chung-4").verdict is Verdict.NOT_APPLICABLE


def test_what_only_it_enterprises_must_do_is_open_until_it_is_known_whether_one_is_meant() -> None:
    data = full("hai-duong", "doanh-nghiep", declared={"doanh-nghiep-san-pham": act("QĐ 1")})
    expected = "doanh-nghiep-lam-chu:not_declared doanh-nghiep-quy-chuan:not_declared"
    assert found("hai-duong", data) == ("insufficient_data", expected)
    plain: Data = {"subject": {"kind": "doanh nghiệp", "traits": {"is_it_enterprise": False}}}
    assert found("hai-duong", data | plain) == ("eligible", "")
    assert found("hai-duong", data | {"subject": {"kind": "doanh nghiệp"}})[0] == "insufficient_data"


def test_one_of_two_acts_is_enough_for_a_worker() -> None:
    data = full("rach-gia", "nguoi-lao-dong")
    declared = data["declared"]
    assert isinstance(declared, dict)
    gave, model = "nguoi-lao-dong-dong-gop", "nguoi-lao-dong-mo-hinh"
    for first, second, overall, verdicts in (
        (act("QĐ 1"), act("QĐ 1", done=False), "eligible", ("met", "not_applicable")),
        (act(None), act("QĐ 1", done=False), "insufficient_data", ("missing_data", "not_applicable")),
        (act(None), act(None), "insufficient_data", ("missing_data", "missing_data")),
        (act(None, done=False), act(None, done=False), "not_eligible", ("not_met", "not_met")),
    ):
        evaluation = judge("rach-gia", data | {"declared": declared | {gave: first, model: second}})
        assert evaluation.overall.value == overall
        assert tuple(criterion(evaluation, each).verdict.value for each in (gave, model)) == verdicts


# Bodies that are no more.


@pytest.mark.parametrize(
    ("slug", "kind", "occasion", "overall"),
    [
        ("thai-binh", "ubnd-huyen", "tong-ket 2025", Overall.NO_LONGER),
        ("thai-binh", "ubnd-huyen", "so-ket 2024", Overall.ELIGIBLE),
        ("thai-binh", "don-vi-thuoc-huyen", "tong-ket 2025", Overall.NO_LONGER),
        ("thai-binh", "so-ban-nganh", "tong-ket 2025", Overall.ELIGIBLE),
        ("hai-duong", "ubnd-huyen", "so-ket 2024", Overall.ELIGIBLE),
        ("hai-duong", "ubnd-huyen", "so-ket 2025", Overall.ELIGIBLE),
        ("hai-duong", "ubnd-huyen", "so-ket 2026", Overall.NO_LONGER),
        ("hai-duong", "ubnd-huyen", "tong-ket 2025", Overall.NO_LONGER),
        ("tuyen-quang", "ubnd-huyen", "tong-ket 2025", Overall.NO_LONGER),
        ("tuyen-quang", "ubnd-huyen", "hang-nam 2024", Overall.NOT_STATED),
        ("rach-gia", "phong-ban-doan-the", "hang-nam 2025", Overall.NO_LONGER),
        ("rach-gia", "phong-ban-doan-the", "so-ket 2023", Overall.ELIGIBLE),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", Overall.ELIGIBLE),
    ],
)
def test_a_body_that_ended_on_2025_07_01(slug: str, kind: str, occasion: str, overall: Overall) -> None:
    evaluation = judge(slug, full(slug, kind, occasion))
    assert evaluation.overall is overall
    assert ("body_ended" in _codes(evaluation)) is (overall is Overall.NO_LONGER)


def test_the_note_names_rule_day_and_successor() -> None:
    evaluation = judge("rach-gia", full("rach-gia", "phong-ban-doan-the", "tong-ket 2025"))
    (note,) = [each for each in evaluation.notes if each.code == "body_ended"]
    assert (note.params["rule"], note.params["on"]) == ("hai-cap", "2025-07-01")
    assert "Vĩnh Thông" in note.params["successor"]
    # The wards live on, those who grant the award do not.
    assert "granting_body_ended" in _codes(judge("rach-gia", full("rach-gia", "ubnd-phuong-xa")))


def test_a_reading_we_chose_is_said_where_it_matters() -> None:
    notes = judge("rach-gia", full("rach-gia", "can-bo-cong-chuc-vien-chuc")).notes
    assert [each.params["id"] for each in notes if each.code == "reading"] == ["sang-kien-va-de-xuat"]
