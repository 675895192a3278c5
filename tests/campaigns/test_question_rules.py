"""Rules of reading that hold for any plan: levels, years, conditions, and slips of the keyboard."""

import pytest

from campaigns.lexicon import load_lexicon
from campaigns.questions import CONDITION, Question, Reader

LEXICON = load_lexicon()
READER = Reader(LEXICON, LEXICON.words, LEXICON.pairs)


def read(text: str) -> Question:
    return READER.read(text)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("xã phải đứng thứ mấy trong huyện", {"xa"}),
        ("mỗi xã được mấy người", {"xa"}),
        ("trong huyện làm gì", {"huyen"}),
        ("phòng thuộc ủy ban huyện", {"truc-thuoc"}),
    ],
)
def test_level_that_only_says_within_what_is_not_asked_about(text: str, levels: set[str]) -> None:
    assert read(text).levels == levels


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 25 bao nhiêu", {2025}),
        ("nam 23 may phan tram", {2023}),
        ("năm 25 tuổi", set()),
        ("25 năm", set()),
        ("mỗi năm 25 nhà", set()),
    ],
)
def test_year_may_be_its_last_two_digits(text: str, years: set[int]) -> None:
    assert read(text).years == years


def test_condition_asked_with_a_word_of_time_wants_no_date() -> None:
    kinds = read("khi nào thì được khen").kinds
    assert CONDITION in kinds
    assert not kinds & {"when", "date"}
    assert "when" in read("khi nào tổng kết").kinds


@pytest.mark.parametrize(("typed", "meant"), [("mấyyy", "may"), ("khôngggg", "khong"), ("sơ kêt", "so ket")])
def test_words_called_out_and_tones_forgotten_are_understood(typed: str, meant: str) -> None:
    assert " ".join(read(typed).words) == meant


def test_tone_that_is_missing_where_there_must_be_one_still_finds_the_phrase() -> None:
    assert any(unit.known and len(unit.senses) > 0 and unit.weight == 1.0 for unit in read("sơ kêt").units)


def test_outside_topic_inside_a_longer_phrase_is_none() -> None:
    assert read("đăng nhập tập trung").outside == ()
    assert read("đăng nhập không được").outside != ()


def test_follow_up_puts_its_level_in_the_place_of_the_one_before() -> None:
    question = read("còn của tỉnh?").after(read("giấy khen thành phố cần mấy bộ hồ sơ"))
    words = [unit.word for unit in question.units]
    assert "tinh" in words
    assert not any("thành phố" in word for word in words)
