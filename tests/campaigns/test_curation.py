"""What operators may add to answers, and what is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.curation import (
    CuratedAnswer,
    CurationEmpty,
    CurationTooLong,
    LoneWord,
    NotInClause,
    StopWord,
    UnknownClause,
    WordsNotInPlan,
    check_answer,
    check_words,
    content_key,
    unproved,
    without_personal,
)
from campaigns.errors import AppError
from campaigns.format.pack import Pack
from campaigns.lexicon import load_lexicon
from campaigns.loading import load_packs
from campaigns.provisions import plan_text

LEXICON = load_lexicon()
PACK: Pack = load_packs()["rach-gia"]
PROVISIONS = plan_text(PACK, ()).provisions
KNOWN = frozenset(word for each in PROVISIONS for said in each.statements for word in LEXICON.phrase(said.text))


def checked(sentence: str, clause: str = "V.2.c", question: str = "bộ giấy tờ gửi lên tỉnh") -> CuratedAnswer:
    return check_answer(CuratedAnswer("rach-gia", (question,), (clause,), sentence), PACK, PROVISIONS, LEXICON)


def test_words_are_tidied_and_each_kept_once() -> None:
    assert check_words([" Hồ sơ ", "bộ HỒ SƠ!", "hồ sơ", "", "mớ giấy"], LEXICON, KNOWN) == (
        "hồ sơ",
        "bộ hồ sơ",
        "mớ giấy",
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ([], CurationEmpty),
        (["", "  ", "?!"], CurationEmpty),
        (["hồ sơ"], LoneWord),
        (["hồ sơ", "Hồ Sơ"], LoneWord),
        (["hồ sơ", "là gì"], StopWord),
        (["hồ sơ", "ạ"], StopWord),
        (["xe đạp điện", "xích lô máy"], WordsNotInPlan),
        (["hồ sơ", "dài " * 30], CurationTooLong),
        ([f"hồ sơ {number}" for number in range(40)], CurationTooLong),
    ],
)
def test_words_that_would_find_nothing_or_everything_are_refused(words: list[str], error: type[AppError]) -> None:
    with pytest.raises(error):
        check_words(words, LEXICON, KNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "Xin bằng khen Chủ tịch UBND tỉnh thì nộp ba bộ.",
        "Nộp 3 bộ.",
        "Nộp 03 bộ, nay chỉ còn 01 bộ theo cổng dịch vụ công.",
    ],
)
def test_sentence_that_clause_or_overlay_bears_out_is_taken(sentence: str) -> None:
    assert checked(sentence).sentence == sentence


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Nộp 7 bộ.", "7"),
        ("Nộp năm bộ là đủ.", "năm bộ"),
        ("Nộp trước ngày 30/6.", "30"),
        ("Nộp trong quý III.", "quy iii"),
        ("Gửi Sở Tài chính xem xét.", "Sở Tài chính"),
        ("Chủ tịch UBND xã quyết định.", "Chủ tịch UBND xã"),
    ],
)
def test_number_date_or_body_from_elsewhere_is_refused(sentence: str, said: str) -> None:
    with pytest.raises(NotInClause) as caught:
        checked(sentence)
    assert caught.value.said == said


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (CuratedAnswer("rach-gia", (), ("V.2.c",), "Ba bộ."), CurationEmpty),
        (CuratedAnswer("rach-gia", (" ",), ("V.2.c",), "Ba bộ."), CurationEmpty),
        (CuratedAnswer("rach-gia", ("mớ giấy",), (), "Ba bộ."), CurationEmpty),
        (CuratedAnswer("rach-gia", ("mớ giấy",), ("V.2.c",), " "), CurationEmpty),
        (CuratedAnswer("rach-gia", ("mớ giấy",), ("XII.9",), "Ba bộ."), UnknownClause),
        (CuratedAnswer("rach-gia", ("mớ giấy",), ("<b>",), "Ba bộ."), UnknownClause),
        (CuratedAnswer("rach-gia", ("thế nào ạ",), ("V.2.c",), "Ba bộ."), StopWord),
        (CuratedAnswer("rach-gia", ("giấy " * 90,), ("V.2.c",), "Ba bộ."), CurationTooLong),
        (CuratedAnswer("rach-gia", ("mớ giấy",), ("V.2.c",), "dài " * 300), CurationTooLong),
    ],
)
def test_answer_that_is_not_whole_is_refused(answer: CuratedAnswer, error: type[AppError]) -> None:
    with pytest.raises(error):
        check_answer(answer, PACK, PROVISIONS, LEXICON)


def test_clause_may_be_given_by_its_full_name() -> None:
    assert checked("Ba bộ.", "rach-gia:V.2.c").clauses == ("V.2.c",)


def test_quarter_and_counted_words_are_borne_out_by_either_spelling() -> None:
    assert unproved("Quý IV, hai đợt", "tổ chức 02 đợt vào quý IV", LEXICON) == ""
    assert unproved("hai đợt", "tổ chức hai đợt", LEXICON) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gọi tôi số 0912 345 678 nhé", "gọi tôi số … nhé"),
        ("+84-912.345.678", "…"),
        ("phiếu 12345678 của nhà tôi", "phiếu … của nhà tôi"),
        ("thư về an.nguyen@example.com ạ", "thư về … ạ"),
        ("zalo @anh_tu", "zalo …"),
        ("giai đoạn 2021-2025 bao nhiêu %", "giai đoạn 2021-2025 bao nhiêu %"),
        ("năm 2023 và 2025 mấy bộ", "năm 2023 và 2025 mấy bộ"),
        ("nghị định 152/2025/NĐ-CP", "nghị định 152/2025/NĐ-CP"),
    ],
)
def test_what_may_lead_to_a_person_is_taken_out(typed: str, kept: str) -> None:
    assert without_personal(typed) == kept


@given(st.text())
def test_no_run_of_eight_digits_and_no_at_sign_is_left(text: str) -> None:
    shown = without_personal(text)
    assert "@" not in shown
    run = 0
    for letter in shown:
        run = run + 1 if letter.isdecimal() else 0
        assert run < 8


def test_questions_about_the_same_are_one_group() -> None:
    texts = ("Wifi miễn phí ở đâu?", "ở đâu có wifi miễn phí ạ", "WIFI MIEN PHI O DAU")
    assert len({content_key(text, LEXICON) for text in texts}) == 1
    assert content_key("wifi", LEXICON) != content_key("bằng khen", LEXICON)
