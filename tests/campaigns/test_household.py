"""The household form of Rạch Giá, as households meet it: whole conversations, and what each adds to the figures."""

from fractions import Fraction

import pytest

from campaigns.answers import UNKNOWN
from campaigns.drafts import Draft
from campaigns.forms import (
    Ask,
    Confirm,
    Review,
    data_asked,
    edit,
    facts_of,
    next_step,
    reply,
    start,
    start_extras,
)
from campaigns.indicators import Counts, SelfReport, contribution, judge
from tests.campaigns.small_form import household, say, sent, shown

FORM = household()
FAMILY = (
    "năm",
    "1",
    "một",
    "dung",
    "1",
    "đúng rồi",
    "ba người",
    "đang xài",
    "2",
    "ko rõ",
    "không có ai",
    "4",
    "tất cả",
)
"""Five people: a child, a teenager, three adults of whom one is past working age."""

MEASURES = {
    name: SelfReport.model_validate({"form": "household", "numerator": numerator, "denominator": denominator})
    for name, numerator, denominator in (
        ("nguoi_lon_dtm", "dien_thoai", "nguoi_lon"),
        ("ho_cap_quang", "cap_quang in ('dang_dung', 'da_toi')", "1"),
        ("kns_lao_dong", "ky_nang", "trong_tuoi_lao_dong"),
        ("nguoi_lon_dvctt", "dich_vu_cong", "nguoi_lon"),
        ("nguoi_lon_suc_khoe_tu_xa", "kham_tu_xa", "nguoi_lon"),
        ("nguoi_dan_hssk", "so_suc_khoe", "so_nguoi"),
        ("tk_thanh_toan_15", "tai_khoan", "tu_15"),
    )
}


def contributions(draft: Draft) -> dict[str, Counts | None]:
    facts = facts_of(FORM, sent(FORM, draft).answers)
    return {name: contribution(measure, facts) for name, measure in MEASURES.items()}


def test_a_family_answers_eleven_questions_and_two_readings() -> None:
    draft, said = start(FORM), []
    for typed in FAMILY:
        step = next_step(FORM, draft)
        if isinstance(step, Ask):
            said.append(f"{step.step}/{step.total} {step.say(step.question.text, 'vi')}")
            draft = reply(FORM, draft, step.question.id, typed)
        elif isinstance(step, Confirm):
            said.append(step.say("vi"))
            draft = reply(FORM, draft, step.derived.id, typed)
    assert [line[:44] for line in said] == [
        "1/11 Nhà mình hiện có mấy người đang ở? Tính",
        "2/11 Trong nhà có mấy cháu dưới 15 tuổi? Khô",
        "3/11 Trong nhà có mấy người từ 15 đến 17 tuổ",
        "Vậy nhà mình có 3 người từ 18 tuổi trở lên. ",
        "4/11 Trong nhà có 3 người từ 18 tuổi trở lên",
        "Vậy nhà mình có 3 người trong độ tuổi lao độ",
        "5/11 Trong nhà có 3 người từ 18 tuổi trở lên",
        "6/11 Mạng cáp quang (Internet băng rộng cáp ",
        "7/11 Trong nhà có 3 người trong độ tuổi lao ",
        "8/11 Trong nhà có 3 người từ 18 tuổi trở lên",
        "9/11 Trong nhà có 3 người từ 18 tuổi trở lên",
        "10/11 Trong nhà mấy người có sổ sức khỏe điệ",
        "11/11 Trong nhà có 4 người từ 15 tuổi trở lê",
    ]
    assert sent(FORM, draft).answers == {
        "so_nguoi": 5,
        "duoi_15": 1,
        "tu_15_den_17": 1,
        "qua_tuoi_lao_dong": 1,
        "dien_thoai": 3,
        "cap_quang": "dang_dung",
        "ky_nang": 2,
        "dich_vu_cong": UNKNOWN,
        "kham_tu_xa": 0,
        "so_suc_khoe": 4,
        "tai_khoan": 4,
    }
    assert contributions(draft) == {
        "nguoi_lon_dtm": Counts(1, 3, 3),
        "ho_cap_quang": Counts(1, 1, 1),
        "kns_lao_dong": Counts(1, 2, 3),
        "nguoi_lon_dvctt": Counts(1, unknown=3),
        "nguoi_lon_suc_khoe_tu_xa": Counts(1, 0, 3),
        "nguoi_dan_hssk": Counts(1, 4, 5),
        "tk_thanh_toan_15": Counts(1, 4, 4),
    }


def test_an_old_person_alone_is_not_asked_about_working_age() -> None:
    draft = say(FORM, start(FORM), "một mình tôi", "0", "0", "có", "1")
    step = next_step(FORM, draft)
    assert isinstance(step, Confirm)
    assert step.say("vi").startswith("Vậy nhà mình không có ai trong độ tuổi lao động")
    draft = say(FORM, draft, "đúng", "0", "chưa kéo tới", "0", "0", "1", "1")
    assert "ky_nang" not in sent(FORM, draft).answers
    assert contributions(draft)["kns_lao_dong"] is None
    assert contributions(draft)["tk_thanh_toan_15"] == Counts(1, 1, 1)


@pytest.mark.parametrize(
    ("replies", "asked"),
    [
        (["2", "2"], ["cap_quang", "so_suc_khoe"]),
        (["2", "1", "1"], ["cap_quang", "ky_nang", "so_suc_khoe", "tai_khoan"]),
    ],
)
def test_a_home_without_adults_is_asked_only_what_applies(replies: list[str], asked: list[str]) -> None:
    draft = say(FORM, start(FORM), *replies, "có", "có")
    found = []
    while not isinstance(step := next_step(FORM, draft), Review):
        assert isinstance(step, Ask)
        found.append(step.question.id)
        draft = say(FORM, draft, "1")
    assert found == asked
    assert contributions(draft)["nguoi_lon_dtm"] is None


def test_a_smaller_household_asks_again_what_no_longer_fits_and_says_why() -> None:
    draft = say(FORM, start(FORM), *FAMILY)
    assert shown(FORM, draft) == "review"
    draft = say(FORM, edit(FORM, draft, "so_nguoi"), "3", "có", "đúng")
    assert shown(FORM, draft) == "dien_thoai!above"
    step = next_step(FORM, draft)
    assert isinstance(step, Ask)
    assert step.error is not None
    assert step.error.message is not None
    assert step.say(step.error.message, "vi") == (
        "Nhà mình vừa trả lời có 1 người từ 18 tuổi trở lên, nên số người có điện thoại chỉ từ 0 đến 1."
    )
    draft = say(FORM, draft, "1")
    assert shown(FORM, draft) == "ky_nang!above"
    draft = say(FORM, draft, "1")
    assert shown(FORM, draft) == "so_suc_khoe!above"
    assert shown(FORM, say(FORM, draft, "2", "2")) == "review"


def test_a_denied_reading_asks_only_the_answers_not_yet_settled() -> None:
    draft = say(FORM, start(FORM), "5", "1", "1", "không")
    assert draft.again == ("so_nguoi", "duoi_15", "tu_15_den_17")
    draft = say(FORM, start(FORM), "5", "1", "1", "có", "1", "sai rồi")
    assert draft.again == ("qua_tuoi_lao_dong",)


def test_extras_come_after_the_review_and_only_where_they_apply() -> None:
    draft = start_extras(FORM, say(FORM, start(FORM), *FAMILY))
    assert shown(FORM, draft) == "dia_chi_so"
    draft = say(FORM, draft, "có rồi", "3", "2", "có")
    assert shown(FORM, draft) == "hai_long"
    draft = say(FORM, draft, "hài lòng")
    assert shown(FORM, draft) == "review"
    assert list(sent(FORM, draft).answers)[-5:] == ["dia_chi_so", "len_mang", "may_duoc_bao_ve", "danh_gia", "hai_long"]


def test_sums_of_households_meet_the_target_exactly_or_not_at_all() -> None:
    family = contributions(say(FORM, start(FORM), *FAMILY))["nguoi_lon_dtm"]
    assert family is not None
    without = Counts(1, 0, 1)
    total = sum([family] * 3, Counts()) + without
    assert (total, judge(total, ">=", Fraction(90))) == (Counts(4, 9, 10), "met")
    assert judge(total, ">", Fraction(90)) == "not_met"


def test_the_consent_notice_can_list_what_is_asked() -> None:
    listed = data_asked(FORM, extras=False)
    assert len(listed) == 11
    assert listed[2] == "Số người từ 15 đến 17 tuổi"
    assert data_asked(FORM, "en", extras=False)[0] == "People living in the home"
