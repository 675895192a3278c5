"""Answers and refusals on a plan of our own, of the same shape as real ones."""

from dataclasses import replace

import pytest

from campaigns.answering import Answering, period_of
from campaigns.curation import CuratedAnswer, LexiconEntry
from campaigns.facts import Provision, Statement
from campaigns.lexicon import Group, Lexicon, load_lexicon
from campaigns.plan_answers import LIST_LIMIT_CHARS, Answer, Kind, Person, PlanText, Reason, Silence
from campaigns.segmentation import segment

DOCUMENT = """
KẾ HOẠCH

Tổ chức phong trào thi đua “Thư viện số cho mọi nhà” giai đoạn 2024-2026

I. MỤC TIÊU

1. Mục tiêu đến năm 2024

- Số nhà có đường Internet để đọc sách số đạt 40%.
- Học phí trả không dùng tiền mặt chiếm tối thiểu 15%.

2. Mục tiêu đến năm 2026

- Số nhà có đường Internet để đọc sách số đạt 75%.
- Học phí trả không dùng tiền mặt chiếm tối thiểu 35%.

II. TIÊU CHUẨN THI ĐUA

1. Tiêu chuẩn

a) Đối với cấp huyện: 90% hồ sơ công việc của thư viện được làm trên mạng.

b) Đối với cấp xã: 55% hồ sơ công việc của thư viện được làm trên mạng.

III. KHEN THƯỞNG

1. Thành phần hồ sơ

a) Văn bản đề nghị khen thưởng;

b) Biên bản họp xét;

c) Báo cáo thành tích của người đọc.

2. Số lượng hồ sơ

a) Bằng khen Chủ tịch UBND tỉnh: 04 bộ.

b) Giấy khen Chủ tịch UBND huyện: 02 bộ.

3. Kinh phí và mức khen thưởng

Tiền khen thưởng lấy từ nguồn kinh phí của quỹ thư viện huyện.

IV. TIẾN ĐỘ

- Tổ chức sơ kết phong trào vào quý II năm 2025.
- Tổ chức tổng kết phong trào vào quý IV năm 2026.

V. TỔ CHỨC THỰC HIỆN

1. Phòng Văn hóa và Thông tin hướng dẫn, theo dõi, đôn đốc việc thực hiện và tổng hợp báo cáo hàng năm.

Trong quá trình thực hiện, nếu có khó khăn, vướng mắc thì báo về Phòng Văn hóa và Thông tin./.

Nơi nhận:

- Các xã.

CHỦ TỊCH

Lê Thị Bình An
"""

OTHER = """
I. MỤC TIÊU

1. Nông nghiệp

- 25% trang trại dùng cảm biến tưới nước tự động cho cây trồng.

- 30% hợp tác xã bán nông sản trên chợ thương mại điện tử.
"""


def provisions(document: str) -> tuple[Provision, ...]:
    return tuple(Provision(c.path, c.trail, c.text) for c in segment(document.split("\n")))


LIBRARY = provisions(DOCUMENT)
PLAN = PlanText(
    "thu-vien", LIBRARY, period_of(LIBRARY), silences=(Silence("muc-thuong", "mức tiền thưởng khen thưởng"),)
)
FARMS = PlanText("trang-trai", provisions(OTHER))
ANSWERING = Answering([PLAN, FARMS])


def ask(text: str, person: Person | None = None) -> Answer:
    return ANSWERING.answer("thu-vien", text, person)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("2026 bao nhiêu nhà có wifi?", "I.2.1"),
        ("nam 2024 may phan tram nha co mang", "I.1.1"),
        ("đóng tiền học bằng chuyển khoản năm 2026 mấy %", "I.2.2"),
        ("xin bằng khen tỉnh nộp mấy bộ hồ sơ", "III.2.a"),
        ("HSCV cấp xã xử lý trên mạng bn %", "II.1.b"),
        ("khi nào tổng kết", "IV.2"),
        ("ai theo dõi, đôn đốc", "V.1"),
        ("ai ký vậy", "ky"),
        ("gặp khó khăn thì báo ai", "V.ket"),
        ("tiền thưởng lấy từ nguồn nào", "III.3"),
        ("kế hoạch tên gì", "0.ten"),
    ],
)
def test_question_gets_the_clause_that_answers_it(question: str, clause: str) -> None:
    answer = ask(question)
    assert (answer.answered, answer.results[0].clause) == (True, clause)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", Reason.EMPTY),
        (" \u200b ", Reason.EMPTY),
        ("a", Reason.TOO_SHORT),
        ("😀😀😀", Reason.NO_WORDS),
        ("?!…", Reason.NO_WORDS),
        ("mạng " * 1000, Reason.TOO_LONG),
        ("giấy khen được thưởng bao nhiêu tiền", Reason.AMOUNT),
        ("cho xin số điện thoại phòng văn hóa", Reason.CONTACT),
        ("mai trời mưa không", Reason.WEATHER),
        ("tôi có được khen không", Reason.PERSONAL),
        ("làm sao cài app", Reason.HOWTO),
        ("tỉnh Cà Mau thì bao nhiêu nhà có mạng", Reason.OTHER_PLACE),
        ("năm 2031 bao nhiêu nhà có mạng internet", Reason.YEAR_NOT_COVERED),
        ("cấp tỉnh xử lý hồ sơ công việc bao nhiêu phần trăm", Reason.LEVEL_NOT_COVERED),
        ("bao nhiêu phần trăm báo cáo thành tích", Reason.VALUE_NOT_STATED),
        ("bao nhiêu trang trại dùng cảm biến tưới nước tự động", Reason.OTHER_PLAN),
        ("Nghị định 98 nói gì về khen thưởng", Reason.LAW),
        ("con voi nặng mấy tấn", Reason.NOT_COVERED),
        ("'; DROP TABLE clause; --", Reason.NOT_COVERED),
        ("<script>alert('x')</script>", Reason.NOT_COVERED),
        ("Quelle est la capitale de la France", Reason.NOT_COVERED),
    ],
)
def test_what_the_plan_does_not_say_is_declined_with_its_reason(question: str, reason: Reason) -> None:
    answer = ask(question)
    assert (answer.answered, answer.reason) == (False, reason)


def test_refusal_offers_the_nearest_clause_and_names_the_plan_that_knows() -> None:
    assert ask("cấp tỉnh xử lý hồ sơ công việc bao nhiêu phần trăm").results[0].clause.startswith("II.1")
    assert ask("bao nhiêu trang trại dùng cảm biến tưới nước tự động").parameters == {"plan": "trang-trai"}


def test_refusal_names_what_the_pack_says_the_plan_leaves_open() -> None:
    assert ask("khen thưởng thì tiền thưởng bao nhiêu tiền").silence == "muc-thuong"


def test_both_years_are_found_where_the_question_names_none() -> None:
    answer = ask("bao nhiêu phần trăm nhà có cáp quang")
    assert {result.clause for result in answer.results[:2]} == {"I.1.1", "I.2.1"}


def test_list_comes_whole_in_the_order_of_the_plan_and_fits_a_screen() -> None:
    answer = ask("hồ sơ khen thưởng gồm những giấy tờ gì")
    assert answer.kind is Kind.LIST
    assert [result.clause for result in answer.listed] == ["III.1.a", "III.1.b", "III.1.c"]
    assert sum(len(result.text) for result in answer.listed) <= LIST_LIMIT_CHARS


def test_long_list_stops_before_the_limit() -> None:
    items = tuple(
        Provision(f"I.{n}", ("I. Thành phần hồ sơ",), f"Giấy tờ thứ {n}: " + "bản sao " * 40) for n in range(1, 9)
    )
    answer = Answering([PlanText("dai", items)]).answer("dai", "thành phần hồ sơ gồm những giấy tờ gì")
    assert 1 < len(answer.listed) < 8
    assert sum(len(result.text) for result in answer.listed) <= LIST_LIMIT_CHARS


def test_person_s_level_decides_where_the_question_names_none() -> None:
    question = "hồ sơ công việc trên mạng bao nhiêu phần trăm"
    clauses = [ask(question, Person(frozenset({level}))).results[0].clause for level in ("huyen", "xa")]
    assert clauses == ["II.1.a", "II.1.b"]


def test_follow_up_is_understood_against_the_last_question() -> None:
    answer = ask("còn 2026?", Person(earlier="năm 2024 bao nhiêu nhà có mạng"))
    assert answer.results[0].clause == "I.2.1"


def fixed(*answers: CuratedAnswer) -> Answering:
    return Answering([replace(PLAN, curated=answers)])


def test_answer_fixed_by_an_operator_comes_first_with_its_sentence_and_clause() -> None:
    answering = fixed(CuratedAnswer("thu-vien", ("Bao giờ trao quà cho nhà chăm đọc?",), ("IV.2",), "Khi tổng kết."))
    for text in ("bao gio trao qua cho nha cham doc", "BAO GIỜ trao quà cho nhà chăm đọc ạ???"):
        answer = answering.answer("thu-vien", text)
        assert [(result.clause, result.statement) for result in answer.results] == [("IV.2", "Khi tổng kết.")]
    assert ask("bao giờ trao quà cho nhà chăm đọc").results[0].clause != "IV.2"


def test_fixed_answer_is_for_that_question_only() -> None:
    answering = fixed(CuratedAnswer("thu-vien", ("năm 2024 bao nhiêu nhà có mạng?",), ("IV.1",), "Xem sơ kết."))
    for text in ("năm 2026 bao nhiêu nhà có mạng?", "năm 2024 khi nào nhà có mạng?", "năm 2024 bao nhiêu học phí?"):
        assert answering.answer("thu-vien", text).results[0].statement == ""


def test_of_two_fixed_answers_the_later_counts_and_a_lost_clause_leaves_the_plan_s_own() -> None:
    question = "năm 2024 bao nhiêu nhà có mạng?"
    first = CuratedAnswer("thu-vien", (question,), ("IV.1",), "Trước.")
    assert fixed(first, replace(first, sentence="Sau.")).answer("thu-vien", question).results[0].statement == "Sau."
    lost = fixed(replace(first, clauses=("IX.9",))).answer("thu-vien", question)
    assert lost.results[0].clause == ask(question).results[0].clause


def test_fixed_answer_of_several_clauses_shows_them_all() -> None:
    both = CuratedAnswer("thu-vien", ("hai mốc của thư viện",), ("IV.1", "IV.2"), "Có hai mốc.")
    answer = fixed(both).answer("thu-vien", "hai mốc của thư viện?")
    assert answer.kind is Kind.LIST
    assert [result.clause for result in answer.listed] == ["IV.1", "IV.2"]


def test_operators_words_find_what_the_plan_calls_otherwise_in_their_plan_only() -> None:
    words = (LexiconEntry("thu-vien", ("học phí", "bồi dưỡng cô giáo Thảo")),)
    answering = Answering([replace(PLAN, words=words), FARMS])
    assert answering.answer("thu-vien", "bồi dưỡng cô giáo Thảo năm 2024").results[0].clause == "I.1.2"
    assert not answering.answer("trang-trai", "bồi dưỡng cô giáo Thảo năm 2024").answered


def test_operator_s_own_words_take_effect_with_a_new_lexicon() -> None:
    words = Lexicon(load_lexicon().file, [Group(plan=("học phí",), say=("bồi dưỡng cô giáo Thảo",))])
    found = Answering([PLAN], words).answer("thu-vien", "bồi dưỡng cô giáo Thảo năm 2024")
    assert found.results[0].clause == "I.1.2"


def test_without_the_document_the_pack_s_statements_answer() -> None:
    said = Provision("I.1", ("Mục tiêu đến năm 2026",), "", (Statement("mang", "75% nhà có mạng cáp quang"),))
    answer = Answering([PlanText("goi", (said,), is_imported=False)]).answer("goi", "bao nhiêu nhà có cáp quang")
    result = answer.results[0]
    assert (answer.answered, result.text, result.statement, result.entry) == (
        True,
        "",
        "75% nhà có mạng cáp quang",
        "mang",
    )


def test_plan_runs_for_the_years_that_its_title_gives() -> None:
    assert period_of(LIBRARY) == (2024, 2026)
    assert period_of(FARMS.provisions) is None


def test_empty_plan_declines_everything() -> None:
    assert Answering([PlanText("trong", ())]).answer("trong", "bao nhiêu nhà có mạng").answered is False
