"""What people type, as answers: one table per kind of question, and every naughty string on all of them."""

import pytest
from pydantic import TypeAdapter

from campaigns.answers import CODES, DECLINED, SKIPPED, UNKNOWN, Answer, Bounds, Miss, label_of, misfit, read
from campaigns.form_questions import Question
from tests.naughty import NAUGHTY

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def question(kind: str, **more: object) -> Question:
    return _QUESTION.validate_python({"id": "q", "kind": kind, "text": "Hỏi?", "label": "Hỏi", **more})


COUNT = question("count")
PERCENT = question("percent")
YES_NO = question("yes_no")
TEXT = question("text", longest=500, optional=True)
PLACE = question("place")
PHOTO = question("photo", optional=True)
OPTIONS = [
    {"id": "dang_dung", "label": {"vi": "Đang dùng", "en": "In use"}, "also": ["có", "đang xài"]},
    {"id": "da_toi", "label": {"vi": "Dây đã tới, nhà chưa lắp", "en": "Near"}, "also": ["chưa lắp"]},
    {"id": "chua_toi", "label": {"vi": "Dây chưa kéo tới", "en": "No line"}, "also": ["chưa tới"]},
]
CHOICE = question("choice", options=OPTIONS)
MULTI = question("multi_choice", options=OPTIONS)
THREE = Bounds(0, 3, is_fixed=False)

EVERY_KIND = [COUNT, PERCENT, YES_NO, TEXT, PLACE, PHOTO, CHOICE, MULTI]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0", 0),
        ("1", 1),
        ("03", 3),
        ("+3", 3),
        ("-0", 0),
        (" 3 ", 3),
        ("3.", 3),
        ("3!", 3),
        ("(3)", 3),
        ("３", 3),
        ("३", 3),
        ("٣", 3),
        ("3\ufe0f\u20e3", 3),
        ("\u200b3\u200d", 3),
        ("\u202e3\u202c", 3),
        ("3\udfff", 3),
        ("3 👍", 3),
        ("3 người", 3),
        ("3 nguoi", 3),
        ("3 ngu\u031bo\u031b\u0300i", 3),
        ("dạ 3 người ạ", 3),
        ("có 3 người thôi", 3),
        ("nhà mình có 3 người", 3),
        ("khoảng 3 người", 3),
        ("3 cháu", 3),
        ("3ng", 3),
        ("hai đứa nhỏ", 2),
        ("cả 3", 3),
        ("một", 1),
        ("mot", 1),
        ("Một người", 1),
        ("một mình tôi", 1),
        ("hai vợ chồng", 2),
        ("ba", 3),
        ("BA NGƯỜI", 3),
        ("ba người", 3),
        ("bốn", 4),
        ("bon", 4),
        ("tư", 4),
        ("năm", 5),
        ("na\u0306m", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("bẩy", 7),
        ("tám", 8),
        ("chín", 9),
        ("mười", 10),
        ("muoi hai", 12),
        ("mười hai", 12),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai chục", 20),
        ("hai mươi mốt", 21),
        ("hai mươi ba người", 23),
        ("một trăm", 100),
        ("một trăm linh hai", 102),
        ("một trăm hai mươi", 120),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("2,0", 2),
        # Nobody.
        ("không", 0),
        ("khong", 0),
        ("ko", 0),
        ("hông", 0),
        ("chưa", 0),
        ("không có", 0),
        ("khong co ai", 0),
        ("dạ không có ai hết", 0),
        ("ko có người nào", 0),
        ("chưa có ai", 0),
        ("0 có ai", 0),
        ("hông có cái nào", 0),
        # Does not know: never 0.
        ("không rõ", UNKNOWN),
        ("khong ro", UNKNOWN),
        ("kho\u0302ng ro\u0303", UNKNOWN),
        ("ko rõ", UNKNOWN),
        ("ko ro", UNKNOWN),
        ("k ro", UNKNOWN),
        ("không biết", UNKNOWN),
        ("hổng biết", UNKNOWN),
        ("chưa rõ lắm", UNKNOWN),
        ("không nhớ rõ", UNKNOWN),
        ("dạ không biết nữa ạ", UNKNOWN),
        ("không biết được", UNKNOWN),
        ("chịu", UNKNOWN),
        ("chiu", UNKNOWN),
        ("don't know", UNKNOWN),
        # Does not want to say: neither.
        ("không muốn trả lời", DECLINED),
        ("khong muon tra loi", DECLINED),
        ("ko trả lời", DECLINED),
        ("k muốn nói", DECLINED),
        ("từ chối", DECLINED),
        ("bỏ qua", DECLINED),
        # No answer.
        ("", Miss("empty")),
        (" \u200b ", Miss("empty")),
        ("👍", Miss("not_a_number")),
        ("ba mẹ", Miss("not_a_number")),
        ("nhiều", Miss("not_a_number")),
        ("tạm", Miss("not_a_number")),
        ("dừng", Miss("not_a_number")),
        ("3 con mèo", Miss("not_a_number")),
        ("3 tuổi", Miss("not_a_number")),
        ("hết", Miss("not_a_number")),
        ("một nửa", Miss("not_a_number")),
        ("hơn 3 người", Miss("not_a_number")),
        ("không có 3 người", Miss("not_a_number")),
        ("<b>3</b>", Miss("not_a_number")),
        ("<script>alert(1)</script>", Miss("not_a_number")),
        ("'; DROP TABLE reports; --", Miss("not_a_number")),
        ("1e3", Miss("several_numbers")),
        ("0x10", Miss("several_numbers")),
        ("²", Miss("not_a_number")),
        ("½", Miss("not_a_number")),
        ("NaN", Miss("not_a_number")),
        ("Infinity", Miss("not_a_number")),
        # Letters are commands on a screen that waits for a number.
        ("K", Miss("not_a_number")),
        ("k", Miss("not_a_number")),
        ("V", Miss("not_a_number")),
        ("T", Miss("not_a_number")),
        ("S", Miss("not_a_number")),
        ("9" * 10_000, Miss("too_long")),
        ("🙂" * 3_000, Miss("too_long")),
        ("95.5", Miss("not_whole")),
        ("2.5", Miss("not_whole")),
        ("2,5", Miss("not_whole")),
        ("1.234,5", Miss("not_whole")),
        ("1,234", Miss("ambiguous_number")),
        ("1,234.5", Miss("ambiguous_number")),
        ("12.34.5", Miss("ambiguous_number")),
        ("3..5", Miss("ambiguous_number")),
        ("2-3", Miss("several_numbers")),
        ("2 – 3", Miss("several_numbers")),
        ("2~3", Miss("several_numbers")),
        ("1/2", Miss("several_numbers")),
        ("2 hoặc 3", Miss("several_numbers")),
        ("2 3", Miss("several_numbers")),
        ("3\n4", Miss("several_numbers")),
        ("hai ba người", Miss("several_numbers")),
        ("hai hoặc ba", Miss("several_numbers")),
        ("3 lớn 2 nhỏ", Miss("several_numbers")),
        ("hai vợ chồng và 1 con", Miss("several_numbers")),
        ("một trăm hai", Miss("several_numbers")),
        ("-1", Miss("below")),
        ("\u22121", Miss("below")),
        ("âm một", Miss("below")),
        ("99999999999999999999999999999999", Miss("above")),
    ],
)
def test_count(typed: str, expected: Answer | Miss) -> None:
    found = read(COUNT, typed, Bounds(0, 9_999_999))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("typed", "bounds", "expected"),
    [
        ("4", THREE, Miss("above")),
        ("3", THREE, 3),
        ("0", Bounds(1, 20), Miss("below")),
        ("không có ai", Bounds(1, 20), Miss("below")),
        ("tất cả", THREE, 3),
        ("cả nhà", THREE, 3),
        ("ai cũng có", THREE, 3),
        ("tất cả", Bounds(1, 20), Miss("not_a_number")),
        ("tất cả", None, Miss("not_a_number")),
    ],
)
def test_count_within_bounds(typed: str, bounds: Bounds | None, expected: Answer | Miss) -> None:
    assert read(COUNT, typed, bounds) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("82,4%", "82.4"),
        ("82,4 %", "82.4"),
        ("82,4", "82.4"),
        # A point before one or two digits can only be a decimal one; no percentage is 824.
        ("82.4", "82.4"),
        ("82.45%", "82.45"),
        ("82", "82"),
        ("82 phần trăm", "82"),
        ("khoảng 82%", "82"),
        ("100%", "100"),
        ("100,0", "100"),
        ("0", "0"),
        ("-0", "0"),
        ("không", "0"),
        ("mười lăm phần trăm", "15"),
        ("1.234", Miss("above")),
        ("1,234", Miss("ambiguous_number")),
        ("100,01", Miss("above")),
        ("-1%", Miss("below")),
        ("80-90%", Miss("several_numbers")),
        ("82%%", Miss("not_a_number")),
        ("%", Miss("not_a_number")),
        ("không rõ", UNKNOWN),
    ],
)
def test_percent(typed: str, expected: Answer | Miss) -> None:
    assert read(PERCENT, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(
            (yes, True)
            for yes in ("có", "co", "Có", "CÓ", "co\u0301", "rồi", "roi", "có rồi", "dạ có", "da co", "dạ", "ừ")
        ),
        *(
            (yes, True)
            for yes in ("vâng", "vang", "vâng ạ", "đúng", "dung", "đúng rồi", "dạ đúng ạ", "phải", "ok", "yes")
        ),
        *((yes, True) for yes in ("đồng ý", "dong y", "chính xác", "được", "1", "một", "số 1", "có.", "có 👍")),
        *(
            (no, False)
            for no in ("không", "khong", "ko", "k", "kh", "hông", "hổng", "chưa", "chua", "dạ không", "dạ chưa")
        ),
        *(
            (no, False)
            for no in ("không có", "chưa có", "không phải", "ko phải đâu", "không đúng", "sai", "sai rồi", "no")
        ),
        *((no, False) for no in ("2", "hai", "không ạ", "không đồng ý")),
        ("không rõ", UNKNOWN),
        ("k biết", UNKNOWN),
        ("không muốn trả lời", DECLINED),
        ("0", Miss("not_yes_no")),
        ("3", Miss("not_yes_no")),
        ("dừng", Miss("not_yes_no")),
        ("dùng", Miss("not_yes_no")),
        ("cô", Miss("not_yes_no")),
        ("có không", Miss("not_yes_no")),
        ("có hay không?", Miss("not_yes_no")),
        ("không biết có không", Miss("not_yes_no")),
        ("có mà không", Miss("not_yes_no")),
        ("👍", Miss("not_yes_no")),
        ("mai", Miss("not_yes_no")),
    ],
)
def test_yes_no(typed: str, expected: Answer | Miss) -> None:
    assert read(YES_NO, typed) == expected


def test_yes_no_in_its_own_words() -> None:
    own = question("yes_no", yes="Đã cấp", no={"vi": "Còn chờ", "en": "Waiting"})
    assert [read(own, typed) for typed in ("da cap", "còn chờ", "waiting", "rồi", "chưa")] == [
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", "dang_dung"),
        ("một", "dang_dung"),
        ("số 2", "da_toi"),
        ("3.", "chua_toi"),
        ("３", "chua_toi"),
        ("dang_dung", "dang_dung"),
        ("Đang dùng", "dang_dung"),
        ("đang dùng ạ", "dang_dung"),
        ("dang dung", "dang_dung"),
        ("đang", "dang_dung"),
        ("dang xai", "dang_dung"),
        ("In use", "dang_dung"),
        ("có", "dang_dung"),
        ("chưa lắp", "da_toi"),
        ("day da toi", "da_toi"),
        ("dây đã tới nhà chưa lắp", "da_toi"),
        ("dây chưa", "chua_toi"),
        ("dây", Miss("several_choices")),
        ("chưa", Miss("several_choices")),
        ("đang dừng", Miss("not_a_choice")),
        ("0", Miss("not_a_choice")),
        ("4", Miss("not_a_choice")),
        ("-1", Miss("not_a_choice")),
        ("d", Miss("not_a_choice")),
        ("vệ tinh", Miss("not_a_choice")),
        ("không rõ", UNKNOWN),
        ("từ chối", DECLINED),
    ],
)
def test_choice(typed: str, expected: Answer | Miss) -> None:
    assert read(CHOICE, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", ("dang_dung",)),
        ("3, 1", ("dang_dung", "chua_toi")),
        ("1 3", ("dang_dung", "chua_toi")),
        ("1 và 3", ("dang_dung", "chua_toi")),
        ("1,1,1", ("dang_dung",)),
        ("đang dùng, chưa tới", ("dang_dung", "chua_toi")),
        ("tất cả", ("dang_dung", "da_toi", "chua_toi")),
        ("không", ()),
        ("không có", ()),
        ("1, 9", Miss("not_a_choice")),
        ("không rõ", UNKNOWN),
    ],
)
def test_multi_choice(typed: str, expected: Answer | Miss) -> None:
    assert read(MULTI, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Cho mượn sân nhà  ", "Cho mượn sân nhà"),
        ("<b>x</b>", "<b>x</b>"),
        ("không", "không"),
        ("không rõ", UNKNOWN),
        ("bỏ qua", SKIPPED),
        ("@unknown", "unknown"),
        ("@", Miss("empty")),
        ("a" * 501, Miss("too_long")),
        ("\x00\ud800", Miss("empty")),
    ],
)
def test_text(typed: str, expected: Answer | Miss) -> None:
    assert read(TEXT, typed) == expected


def test_places_and_photos_are_never_read_from_typing() -> None:
    assert read(PLACE, "63:30739") == Miss("not_a_place")
    assert read(PHOTO, "photo-1") == Miss("not_a_photo")
    assert read(PHOTO, "bỏ qua") == SKIPPED


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        (COUNT, 3, None),
        (COUNT, True, "not_a_number"),
        (COUNT, "3", "not_a_number"),
        (PERCENT, "82.4", None),
        (PERCENT, "100.01", "above"),
        (PERCENT, "8e1", "not_a_number"),
        (PERCENT, 82, "not_a_number"),
        (YES_NO, True, None),
        (YES_NO, 1, "not_yes_no"),
        (CHOICE, "da_toi", None),
        (CHOICE, "da_mat", "not_a_choice"),
        (MULTI, ("da_toi", "chua_toi"), None),
        (MULTI, ("chua_toi", "da_toi"), "not_a_choice"),
        (MULTI, ("da_toi", "da_toi"), "not_a_choice"),
        (MULTI, (), None),
        (MULTI, "da_toi", "not_a_choice"),
        (TEXT, "", "empty"),
        (PLACE, "63:30739", None),
        (PLACE, "63:../x", "not_a_place"),
        (PHOTO, "web/2025/abc.jpg", None),
        (PHOTO, "a b", "not_a_photo"),
        (COUNT, UNKNOWN, None),
        (COUNT, DECLINED, None),
        (COUNT, SKIPPED, "declined_not_offered"),
        (TEXT, SKIPPED, None),
        (TEXT, "@other", "empty"),
        (question("count", allow_unknown=False), UNKNOWN, "unknown_not_offered"),
        (question("count", allow_declined=False), DECLINED, "declined_not_offered"),
    ],
)
def test_misfit(asked: Question, answer: Answer, expected: str | None) -> None:
    assert misfit(asked, answer) == expected


@pytest.mark.parametrize("asked", EVERY_KIND, ids=lambda asked: asked.kind)
@pytest.mark.parametrize("typed", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_are_answers_that_fit_or_misses_with_a_known_code(asked: Question, typed: str) -> None:
    found = read(asked, typed, THREE)
    if isinstance(found, Miss):
        assert found.code in CODES
    else:
        assert misfit(asked, found, THREE) is None
        str(found).encode()


def test_labels_come_from_the_form_where_it_has_them() -> None:
    chosen = label_of(CHOICE, "da_toi")
    assert chosen is not None
    assert chosen.to("en") == "Near"
    assert label_of(CHOICE, UNKNOWN) is None
    assert label_of(YES_NO, True) is None
    own = label_of(question("yes_no", yes="Rồi"), True)
    assert own is not None
    assert own.vi == "Rồi"


def test_a_number_may_stand_beside_the_words_of_its_question() -> None:
    phones = question("count", label={"vi": "Số người lớn có điện thoại thông minh"})
    assert read(phones, "2 cái điện thoại") == 2
    assert read(phones, "một cái điện thoại thông minh") == 1
    assert read(COUNT, "2 cái điện thoại") == Miss("not_a_number")
    assert read(phones, "số 12 đường Nguyễn Trung Trực") == Miss("not_a_number")
