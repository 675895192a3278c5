"""Forms as files: every problem at once, with its place; a pack's choice of questions; the household form itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from campaigns.form_format import Form, Selection
from campaigns.form_lint import problems_in_measure
from campaigns.form_loading import build_form, load_bank, read_form, read_selections
from campaigns.indicators import SelfReport, contribution_order
from campaigns.localized import Localized
from campaigns.piping import fill, holes
from campaigns.problems import Problem
from tests.campaigns.small_form import PARAMETERS, SMALL, bank, household, rach_gia

Mend = Callable[[dict[str, Any]], object]


def problems(change: Mend) -> list[tuple[str, str]]:
    data = yaml.safe_load(SMALL)
    change(data)
    found = read_form(data, "small.yaml")
    assert not isinstance(found, Form)
    assert {problem.file for problem in found} == {"small.yaml"}
    return [(problem.path, problem.code) for problem in found]


def question(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["questions"] if one["id"] == name)
    return found


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda form: form.pop("title"), "title", "missing"),
        (lambda form: form.update(colour="red"), "colour", "extra_forbidden"),
        (lambda form: form.update(spec_version=2), "spec_version", "literal_error"),
        (lambda form: form.update(version="1"), "version", "int_type"),
        (lambda form: form.update(version=True), "version", "int_type"),
        (lambda form: question(form, "people").pop("text"), "questions[people].text", "missing"),
        (lambda form: question(form, "people").update(id="Số"), "questions[Số].id", "string_pattern_mismatch"),
        (lambda form: question(form, "people").update(kind="number"), "questions[people]", "union_tag_invalid"),
        (lambda form: question(form, "people").pop("kind"), "questions[people]", "union_tag_not_found"),
        (lambda form: question(form, "people").update(label=False), "questions[people].label", "model_type"),
        (lambda form: question(form, "people").update(label=""), "questions[people].label", "string_too_short"),
        (lambda form: question(form, "people").update(optional="no"), "questions[people].optional", "bool_type"),
        (lambda form: question(form, "people").update(at_most=2.5), "questions[people].at_most", "expression_not_text"),
        (lambda form: question(form, "people").update(at_most="2 +"), "questions[people].at_most", "expression_syntax"),
        (
            lambda form: question(form, "people").update(at_most="max(1)"),
            "questions[people].at_most",
            "expression_not_allowed",
        ),
        (lambda form: question(form, "people").update(at_most="peple"), "questions[people].at_most", "unknown_name"),
        (lambda form: question(form, "people").update(at_most="children"), "questions[people].at_most", "asked_later"),
        (
            lambda form: question(form, "people").update(show_if="adults > 0"),
            "questions[people].show_if",
            "asked_later",
        ),
        (lambda form: question(form, "children").update(show_if="people"), "questions[children].show_if", "wrong_type"),
        (lambda form: question(form, "people").update(text="{adults}?"), "questions[people].text", "asked_later"),
        (lambda form: question(form, "people").update(text="{1 +}?"), "questions[people].text", "expression_syntax"),
        (lambda form: question(form, "people").update(text="{}?"), "questions[people].text", "expression_empty"),
        (lambda form: question(form, "children").update(label="{people}"), "questions[children].label", "asked_later"),
        (
            lambda form: question(form, "share_paid").update(show_if="'x' in uses"),
            "questions[share_paid].show_if",
            "unknown_option",
        ),
        (lambda form: question(form, "phones").update(unasked="no"), "questions[phones].unasked", "unasked_misfit"),
        (
            lambda form: question(form, "people").update(errors={"to_big": "x"}),
            "questions[people].errors.to_big",
            "unknown_error_code",
        ),
        (lambda form: question(form, "people").update(id="adults"), "questions", "duplicate_id"),
        (
            lambda form: question(form, "uses")["options"].append({"id": "zalo", "label": "x"}),
            "questions[uses].options",
            "duplicate_id",
        ),
        (lambda form: form["extras"].append("nothing"), "extras", "unknown_question"),
        (lambda form: form["checks"][0].update(mend="nothing"), "checks[quiet].mend", "unknown_question"),
        (lambda form: form["checks"][0].update(that="people"), "checks[quiet].that", "wrong_type"),
        (lambda form: form["derived"][0].update(value="adults + 1"), "derived[adults].value", "asked_later"),
        (lambda form: form["derived"][0].update(value="uses + 1"), "derived[adults].value", "wrong_type"),
        (lambda form: form["derived"][0].update(confirm="{adlts}"), "derived[adults].confirm", "unknown_name"),
    ],
)
def test_problem(change: Mend, path: str, code: str) -> None:
    assert (path, code) in problems(change)


def test_every_problem_is_listed_at_once() -> None:
    def break_all(form: dict[str, Any]) -> None:
        question(form, "people").update(at_most="peple", text="{adlts}?")
        form["extras"].append("nothing")

    assert {code for _, code in problems(break_all)} == {"unknown_name", "unknown_question"}
    assert len(problems(break_all)) == 3


@pytest.mark.parametrize("data", [None, [], "form", 3, {"questions": [None]}, {"questions": {"a": 1}}])
def test_what_is_no_form_at_all_is_a_problem_too(data: object) -> None:
    assert not isinstance(read_form(data, "x.yaml"), Form)
    assert isinstance(read_selections(data, "x.yaml")[0], Problem)


def test_a_folder_with_a_broken_file_gives_problems_and_no_forms(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: [\n", encoding="utf-8")
    found = load_bank(tmp_path)
    assert isinstance(found, tuple)
    assert [(problem.file, problem.code) for problem in found] == [("b.yaml", "yaml_syntax")]


def choose(**changes: object) -> Selection:
    return rach_gia().model_copy(update=changes)


@pytest.mark.parametrize(
    ("selection", "path", "code"),
    [
        (choose(form="farmer"), "forms[farmer].form", "unknown_form"),
        (choose(version=9), "forms[household].version", "other_version"),
        (choose(ask=("so_nguoi", "so_nha")), "forms[household].ask", "unknown_question"),
        (choose(ask=("so_nguoi", "so_nguoi")), "forms[household].ask", "duplicate_id"),
        (choose(extras=("so_nguoi",)), "forms[household].ask", "duplicate_id"),
        (choose(wording={"so_nha": {}}), "forms[household].wording", "unknown_question"),
        (choose(ask=("dien_thoai",)), "forms[household].questions[dien_thoai].show_if", "needs_question"),
        (choose(ask=("so_suc_khoe",)), "forms[household].questions[so_suc_khoe].at_most", "needs_question"),
        (choose(ask=("duoi_15", "so_nguoi")), "forms[household].questions[duoi_15].at_most", "asked_later"),
    ],
)
def test_problem_of_a_selection(selection: Selection, path: str, code: str) -> None:
    found = build_form(bank(), selection, PARAMETERS, "forms.yaml")
    assert not isinstance(found, Form)
    assert (path, code) in [(problem.path, problem.code) for problem in found]


def test_what_a_question_needs_is_named() -> None:
    found = build_form(bank(), choose(ask=("so_nguoi", "dien_thoai"), extras=()), PARAMETERS, "forms.yaml")
    assert not isinstance(found, Form)
    assert {dict(problem.params)["names"] for problem in found} == {"duoi_15, tu_15_den_17"}


def test_a_missing_parameter_is_named() -> None:
    found = build_form(bank(), rach_gia(), {"adult_age": 18}, "forms.yaml")
    assert not isinstance(found, Form)
    assert {problem.params[0][1] for problem in found} == {"used_within_months", "working_age_men", "working_age_women"}


def test_a_pack_may_word_a_question_its_own_way() -> None:
    selection = Selection.model_validate(
        {**rach_gia().model_dump(), "wording": {"cap_quang": {"text": "Ở ấp mình có cáp quang chưa?"}}}
    )
    form = build_form(bank(), selection, PARAMETERS, "forms.yaml")
    assert isinstance(form, Form)
    assert form.by_id["cap_quang"].text.vi == "Ở ấp mình có cáp quang chưa?"
    assert form.by_id["cap_quang"].why == household().by_id["cap_quang"].why


def test_a_question_that_can_do_without_another_may_be_asked_alone() -> None:
    form = build_form(bank(), choose(ask=("ho_dien_thoai",), extras=()), PARAMETERS, "forms.yaml")
    assert isinstance(form, Form)


HOUSEHOLD_IDS = (
    "so_nguoi duoi_15 tu_15_den_17 qua_tuoi_lao_dong dien_thoai ho_dien_thoai tai_khoan ky_nang cap_quang len_mang"
    " may_duoc_bao_ve dich_vu_cong dich_vu_cong_nho_giup kham_tu_xa so_suc_khoe dia_chi_so danh_tinh_qr dinh_danh"
    " chu_ky_so hoc_sinh hoc_ba_so danh_gia hai_long dong_gop dong_gop_anh"
)


def test_the_household_form_has_every_question_and_says_why_with_an_example() -> None:
    form = bank()["household"]
    assert set(form.by_id) == set(HOUSEHOLD_IDS.split())
    for asked in form.questions:
        assert asked.why is not None, asked.id
        assert asked.example is not None, asked.id
        texts = (asked.text, asked.label, asked.why, asked.example, *asked.errors.values())
        assert all(text.en for text in texts), asked.id
        for text in texts:
            filled = [{hole.source for hole in holes(Localized.of(said))} for said in text.texts()]
            assert filled[0] == filled[1], asked.id


def test_rach_gia_asks_eleven_questions_with_the_account_last() -> None:
    form = household()
    assert [asked.id for asked in form.main] == list(rach_gia().ask)
    assert (len(form.main), form.main[-1].id) == (11, "tai_khoan")
    assert [asked.id for asked in form.more] == list(rach_gia().extras)


def test_texts_speak_as_the_house_speaks() -> None:
    unwanted = ("!", "kê khai", "khai báo", "không hợp lệ", "hệ thống", "bác/", "anh/chị", "quý")
    for asked in bank()["household"].questions:
        for text in (asked.text, asked.label, asked.why, asked.example, *asked.errors.values()):
            assert text is not None
            assert not [word for word in unwanted if word in text.vi.lower()], asked.id


MEASURES = {
    "phones": SelfReport.model_validate({"form": "household", "numerator": "dien_thoai", "denominator": "nguoi_lon"}),
    "fibre": SelfReport.model_validate(
        {"form": "household", "numerator": "cap_quang in ('dang_dung', 'da_toi')", "denominator": 1}
    ),
    "accounts": SelfReport.model_validate({"form": "household", "numerator": "tai_khoan", "denominator": "tu_15"}),
    "signatures": SelfReport.model_validate(
        {"form": "household", "numerator": "chu_ky_so", "denominator": "nguoi_lon"}
    ),
    "officers": SelfReport.model_validate({"form": "officer", "numerator": "o2", "denominator": 1}),
}


def test_measures_come_in_the_order_in_which_the_form_completes_them() -> None:
    assert contribution_order(household(), MEASURES) == ("phones", "fibre", "accounts")


def test_a_measure_is_checked_against_its_form() -> None:
    wrong = SelfReport.model_validate({"form": "household", "numerator": "cap_quang == 'co'", "denominator": "nguoi"})
    found = list(problems_in_measure(wrong, bank()["household"], "indicators.yaml", "indicators[fibre].self_report"))
    assert [(problem.path, problem.code) for problem in found] == [
        ("indicators[fibre].self_report.numerator", "unknown_option"),
        ("indicators[fibre].self_report.denominator", "unknown_name"),
    ]
    for measure in list(MEASURES.values())[:-1]:
        assert not list(problems_in_measure(measure, bank()["household"], "indicators.yaml", ""))


def test_numbers_are_written_as_the_language_writes_them() -> None:
    text = Localized.of("{count} hộ, {half}, {later}", "{count} homes, {half}, {later}")
    facts = {"count": 1940, "half": 3}
    assert fill(text, facts, "vi") == "1.940 hộ, 3, …"
    assert fill(text, facts, "en") == "1,940 homes, 3, …"


def test_localized() -> None:
    assert Localized.model_validate("Có").vi == "Có"
    assert Localized.of("Có").to("en") == "Có"
    assert Localized.of("Có", "Yes").to("en_GB") == "Yes"
    assert Localized.of("ho\u0323\u0302").vi == "hộ"
