"""The officer form: what each campaign asks of its officers, group by group, and what their answers add to the figures."""

import pytest

from campaigns.answers import UNKNOWN, Answer
from campaigns.form_format import Form
from campaigns.form_ids import OFFICER
from campaigns.forms import Ask, Review, data_asked, next_step, start
from campaigns.indicators import Counts
from campaigns.library import load_library
from campaigns.localized import Localized
from campaigns.piping import holes
from tests.campaigns.small_form import bank, say, sent, shown

LIBRARY = load_library()
TUYEN_QUANG = LIBRARY.officer_form("tuyen-quang", 2025)

ASKED = {
    "dien-bien": "nhom ky_nang_so ky_nang_so_lop dinh_danh_dvc he_thong_lien_thong co_sang_kien sang_kien",
    "hai-duong": "nhom co_sang_kien sang_kien",
    "rach-gia": "nhom co_sang_kien sang_kien co_tham_muu tham_muu",
    "thai-binh": "nhom co_tham_muu tham_muu",
    "tuyen-quang": "nhom ky_nang_so ky_nang_so_lop ky_nang_du_lieu ky_nang_du_lieu_lop dinh_danh_cong_viec"
    " co_sang_kien sang_kien",
}
NEVER_ASKED = ("kỷ luật", "khiển trách", "xếp loại", "thứ hạng", "hoàn thành nhiệm vụ", "mã otp")


@pytest.mark.parametrize("slug", list(ASKED))
def test_a_campaign_asks_what_its_targets_and_standards_need(slug: str) -> None:
    form = LIBRARY.officer_form(slug, 2025)
    assert [each.id for each in form.main] == list(bank()[OFFICER].unrolled(ASKED[slug].split()))
    assert (form.subject, form.submit, form.extras) == ("officer", "submit_officer_report", ())


def test_every_question_says_why_with_an_example_in_both_languages() -> None:
    for asked in bank()[OFFICER].questions:
        texts = [asked.text, asked.label, asked.why, asked.example, *asked.errors.values()]
        for text in texts:
            assert text is not None, asked.id
            assert text.en, asked.id
            filled = [{hole.source for hole in holes(Localized.of(said))} for said in text.texts()]
            assert filled[0] == filled[1], asked.id


def test_nobody_is_asked_for_discipline_rank_or_finished_tasks() -> None:
    for asked in bank()[OFFICER].questions:
        said = f"{asked.text.vi} {asked.label.vi}".lower()
        assert not [word for word in NEVER_ASKED if word in said], asked.id


CIVIL_SERVANT = ("công chức", "rồi", "bỏ qua", "chưa", "có", "có", "Sổ tay nộp hồ sơ", "rồi", "12/QĐ-UBND", "không")


def test_a_civil_servant_answers_and_reviews() -> None:
    draft = say(TUYEN_QUANG, start(TUYEN_QUANG), *CIVIL_SERVANT)
    assert shown(TUYEN_QUANG, draft) == "review"
    assert sent(TUYEN_QUANG, draft).answers == {
        "nhom": "cong_chuc",
        "ky_nang_so": True,
        "ky_nang_du_lieu": False,
        "dinh_danh_cong_viec": True,
        "co_sang_kien": True,
        "sang_kien_1_noi_dung": "Sổ tay nộp hồ sơ",
        "sang_kien_1_cong_nhan": "da_cong_nhan",
        "sang_kien_1_quyet_dinh": "12/QĐ-UBND",
        "sang_kien_1_con_nua": False,
    }


def test_only_civil_servants_are_asked_for_a_work_identity() -> None:
    draft = say(TUYEN_QUANG, start(TUYEN_QUANG), "viên chức", "rồi", "bỏ qua", "chưa")
    assert shown(TUYEN_QUANG, draft) == "co_sang_kien"


@pytest.mark.parametrize(
    ("typed", "group"),
    [("cb", "can_bo"), ("2", "cong_chuc"), ("vien chuc", "vien_chuc"), ("NLĐ", "nguoi_lao_dong"), ("khác", "khac")],
)
def test_a_group_is_understood_as_people_say_it(typed: str, group: str) -> None:
    assert say(TUYEN_QUANG, start(TUYEN_QUANG), typed).answers["nhom"] == group


def test_another_initiative_is_asked_for_until_there_is_none() -> None:
    form = LIBRARY.officer_form("hai-duong", 2025)
    draft = say(form, start(form), "cán bộ", "có")
    for number in range(1, 6):
        assert shown(form, draft) == f"sang_kien_{number}_noi_dung"
        draft = say(form, draft, f"Việc {number}", "chưa")
        draft = draft if number == 5 else say(form, draft, "có")
    assert shown(form, draft) == "review"
    assert sent(form, draft).answers["sang_kien_5_noi_dung"] == "Việc 5"


def test_a_further_round_is_counted_once_it_is_sure() -> None:
    form = LIBRARY.officer_form("hai-duong", 2025)
    draft, places = start(form), []
    for typed in ("cán bộ", "có", "Việc 1", "chưa", "có", "Việc 2", "chưa", "không"):
        step = next_step(form, draft)
        assert isinstance(step, Ask)
        places.append((step.step, step.total))
        draft = say(form, draft, typed)
    assert places == [(1, 6), (2, 6), (3, 6), (4, 6), (5, 5), (6, 8), (7, 8), (8, 8)]


def test_who_takes_a_yes_back_no_longer_reports_what_hung_on_it() -> None:
    form = LIBRARY.officer_form("hai-duong", 2025)
    draft = say(form, start(form), "cán bộ", "có", "Việc 1", "chưa", "có", "Việc 2", "chưa", "không")
    changed = draft.model_copy(update={"answers": {**draft.answers, "sang_kien_1_con_nua": False}})
    assert "sang_kien_2_noi_dung" not in sent(form, changed).answers
    none = draft.model_copy(update={"answers": {**draft.answers, "co_sang_kien": False}})
    assert list(sent(form, none).answers) == ["nhom", "co_sang_kien"]


def test_the_notice_names_each_thing_once_and_the_review_all_rounds() -> None:
    form = LIBRARY.officer_form("hai-duong", 2025)
    assert len(data_asked(form)) == 6
    draft = say(form, start(form), "cán bộ", "có", "Việc 1", "chưa", "có", "Việc 2", "chưa", "không")
    review = next_step(form, draft)
    assert isinstance(review, Review)
    labels = [review.say(line.question.label, "vi") for line in review.lines]
    assert [label for label in labels if "nội dung" in label] == ["Sáng kiến 1: nội dung", "Sáng kiến 2: nội dung"]


def counts(form: Form, slug: str, level: str, answers: dict[str, Answer]) -> dict[str, str]:
    """Indicator → "num/den", or "?/n" where it is not known."""
    found = LIBRARY.contributions(slug, form, 2025, answers, level=level)
    return {name: f"{'?' if each.unknown else each.num}/{each.unknown or each.den}" for name, each in found.items()}


TRAINED: dict[str, Answer] = {"ky_nang_so": True, "ky_nang_du_lieu": False, "dinh_danh_cong_viec": True}


@pytest.mark.parametrize(
    ("group", "level", "expected"),
    [
        ("cong_chuc", "cap-tinh", "cbccvc_kns_co_ban 1/1, cbccvc_kn_du_lieu 0/1, cc_dinh_danh_so 1/1"),
        ("cong_chuc", "cap-xa", "cbccvc_kns_co_ban 1/1, cbccvc_kn_du_lieu 0/1, cc_dinh_danh_so 1/1"),
        ("can_bo", "cap-huyen", "cbccvc_kns_co_ban 1/1, cbccvc_kn_du_lieu 0/1"),
        ("vien_chuc", "cap-huyen", "cbccvc_kns_co_ban 1/1, cbccvc_kn_du_lieu 0/1"),
        ("vien_chuc", "cap-xa", ""),
        ("nguoi_lao_dong", "cap-tinh", ""),
        ("khac", "cap-tinh", ""),
        (UNKNOWN, "cap-tinh", ""),
    ],
)
def test_a_group_counts_where_the_plan_counts_it(group: str, level: str, expected: str) -> None:
    """tuyen-quang:tieu-chi.cap-xa.6 and .7 leave public employees out; tieu-chi.cap-*.4, .2, .1 are of civil servants."""
    found = counts(TUYEN_QUANG, "tuyen-quang", level, {"nhom": group, **TRAINED})
    assert ", ".join(f"{name} {figure}" for name, figure in found.items()) == expected


@pytest.mark.parametrize(
    ("group", "service", "expected"),
    [
        (
            "vien_chuc",
            "co",
            {"ccvc_dvctt_dinh_danh": "1/1", "ccvc_chinh_quyen_dien_tu": "1/1", "cbccvc_kns_co_ban": "?/1"},
        ),
        ("nguoi_lao_dong", "chua_nop", {"ccvc_dvctt_dinh_danh": "0/1", "ccvc_chinh_quyen_dien_tu": "1/1"}),
        ("can_bo", "co", {"cbccvc_kns_co_ban": "?/1"}),
    ],
)
def test_dien_bien_counts_its_own_staff(group: str, service: str, expected: dict[str, str]) -> None:
    form = LIBRARY.officer_form("dien-bien", 2025)
    answers: dict[str, Answer] = {
        "nhom": group,
        "ky_nang_so": UNKNOWN,
        "dinh_danh_dvc": service,
        "he_thong_lien_thong": True,
    }
    assert counts(form, "dien-bien", "noi-bo-so", answers) == expected


def test_every_target_that_a_form_can_feed_is_fed() -> None:
    for slug, pack in LIBRARY.packs.items():
        for choice in pack.forms:
            form = LIBRARY.form(slug, choice.form, 2025)
            everything = {name: Counts() for name in LIBRARY._measured(slug, form, 2025)}
            for target in pack.targets:
                read = LIBRARY.packs.catalogue.by_id[target.indicator].self_report
                assert read is None or read.form != form.id or target.indicator in everything, target.id


def test_targets_are_of_one_level_and_none_where_a_form_is_not_asked() -> None:
    targets = LIBRARY.officer_targets("tuyen-quang", 2025, "cap-xa")
    assert [target.id for target in targets] == ["cc-dinh-danh-so-xa", "cbccvc-kns-co-ban-xa", "cbccvc-kn-du-lieu-xa"]
    assert LIBRARY.household_targets("dien-bien", 2025) == ()
    assert len(LIBRARY.officer_targets("dien-bien", 2026, "noi-bo-so")) == 3
    assert LIBRARY.campaigns_asking("household") == ("rach-gia",)
    assert set(LIBRARY.campaigns_asking(OFFICER)) == set(ASKED)
