"""How people type, and what is understood of it."""

import pytest

from campaigns.lexicon import alternatives, ear, load_lexicon
from campaigns.questions import LENGTH_LIMIT, Question, Reader
from campaigns.spelling import Speller, is_syllable, untelex
from campaigns.text import fold

LEXICON = load_lexicon()
READER = Reader(LEXICON, LEXICON.words, LEXICON.pairs)


def read(text: str) -> Question:
    return READER.read(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ko bik bn j", "khong biet bao nhieu gi"),
        ("đc ko", "duoc khong"),
        ("ddieenj thoaij", "dien thoai"),
        ("dienthoai thongminh", "dien thoai thong minh"),
        ("điện thaoi", "dien thoai"),
        ("TTHC của UBND", "thu tuc hanh chinh uy ban nhan dan"),
        ("tỉ lệ", "ty le"),
        ("hoá đơn", "hoa don"),
    ],
)
def test_chat_spelling_and_slips_are_undone(typed: str, meant: str) -> None:
    assert " ".join(read(typed).words) == meant


@pytest.mark.parametrize("word", ["nghieng", "khuyen", "thuyen", "dan", "yeu", "quang"])
def test_syllables_are_known_by_their_shape(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["smartphone", "thaoi", "xyz", "ddieenj", ""])
def test_other_letters_are_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_telex_keys_are_read_only_where_a_syllable_comes_out() -> None:
    assert (untelex("ddieenj"), untelex("truwowngf"), untelex("smart")) == ("dien", "truong", "")


def test_word_that_is_right_is_never_repaired() -> None:
    speller = Speller({"dien", "thoai"}, {("dien", "thoai")})
    assert [speller.repair(word) for word in ("mua", "dien", "ab", "x1")] == [("mua",), ("dien",), ("ab",), ("x1",)]


def test_years_and_kinds_of_answer_are_read() -> None:
    question = read("Năm 2025 bao nhiêu phần trăm hộ có cáp quang, khi nào xong?")
    assert (question.years, question.kinds) == (frozenset({2025}), frozenset({"percent", "when"}))


def test_distance_is_no_commune() -> None:
    assert read("khám bệnh từ xa").levels == frozenset()
    assert read("hồ sơ công việc cấp xã").levels == frozenset({"xa"})


def test_marks_tell_words_apart_where_they_are_typed() -> None:
    assert read("dạy bà con tới 2025").outside == ()
    assert read("con tôi có được cộng điểm không").outside[0][0] == "personal"
    assert ear("hoá") == ear("hóa")
    assert ear("kỷ") == ear("kỹ")
    assert ear("tới") != ear("tôi")


def test_question_without_marks_is_understood_as_the_one_with_them() -> None:
    text = "năm 2025 mấy phần trăm bà con có sổ sức khỏe"
    marked, bare = read(text), read(fold(text))
    assert (marked.words, marked.years, marked.kinds) == (bare.words, bare.years, bare.kinds)
    assert [unit.senses for unit in marked.units] == [unit.senses for unit in bare.units]


def test_follow_up_takes_what_it_leaves_out_from_the_question_before() -> None:
    earlier = read("năm 2023 bao nhiêu phần trăm hộ có cáp quang")
    year, topic = read("còn 2025?").after(earlier), read("còn học phí?").after(earlier)
    assert (year.years, [unit.word for unit in year.units]) == (frozenset({2025}), [u.word for u in earlier.units])
    assert (topic.years, topic.kinds, [unit.word for unit in topic.units]) == (
        frozenset({2023}),
        frozenset({"percent"}),
        ["học phí"],
    )


def test_new_question_owes_nothing_to_the_one_before() -> None:
    question = read("ai ký kế hoạch")
    assert question.after(read("năm 2023 bao nhiêu phần trăm hộ có cáp quang")) == question


def test_alternatives_stand_for_every_combination() -> None:
    assert list(alternatives("tôi|em có")) == ["tôi có", "em có"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "a",
        "😀😀",
        "'; DROP TABLE clause;--",
        "<script>alert(1)</script>",
        "\x00\u200b",
        "你好吗",
        "٣٤٥",
        "z" * 4000,
    ],
)
def test_whatever_is_typed_reading_never_fails(text: str) -> None:
    question = read(text)
    assert len(question.text) <= LENGTH_LIMIT


def test_every_phrase_of_the_lexicon_says_something() -> None:
    for group in LEXICON.file.groups:
        for text in (*group.plan, *group.say):
            assert LEXICON.phrase(text), text


def test_lexicon_is_wide_and_read_once() -> None:
    assert sum(len(group.say) for group in LEXICON.file.groups) > 2500
    assert load_lexicon() is LEXICON
