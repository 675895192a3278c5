"""Screens as messages: nothing is cut, nothing is too long, nothing from people is markup."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.drawing import bar, caption_of, draw
from bot.telegram.keyboard import drawn_over, lay_out
from bot.telegram.text import LONGEST_TEXT, Entity, Writer, split
from handlers.screen import Attachment, Bounds, Choice, Meter, Screen, Standing, Tone, Wait, say
from tests.botapi.limits import entities_complaint, keyboard_complaint, text_complaint, units

LETTERS = st.text(st.sampled_from("aệ \n👩‍👩‍👧🇻🇳e\u0301"), max_size=300)


def choices(*labels: str, secondary: bool = False) -> tuple[Choice, ...]:
    return tuple(Choice(label, f"go|{n}|", str(n), secondary) for n, label in enumerate(labels, 1))


def buttons(screen: Screen) -> list[list[str]]:
    return [[button["text"] for button in row] for row in lay_out(screen).rows]


def test_headings_and_marked_words_are_bold_and_quotes_are_quotes() -> None:
    screen = Screen((say("Chào", Tone.HEADING), say("một *hai*"), say("ba", Tone.QUOTE)))

    (message,) = draw(screen)

    assert message.text == "Chào\n\nmột hai\n\nba"
    assert message.entities == (Entity("bold", 0, 4), Entity("bold", 10, 3), Entity("blockquote", 15, 2))


def test_what_people_wrote_stays_as_they_wrote_it() -> None:
    (message,) = draw(Screen((say("{name}", name="<b>*x*</b> &amp; _y_"),)))

    assert message.text == "<b>*x*</b> &amp; _y_"
    assert message.entities == ()


def test_offsets_are_utf_16() -> None:
    (message,) = draw(Screen((say("👩 *đậm*"),)))

    assert message.entities == (Entity("bold", 3, 3),)


def test_a_long_screen_is_split_at_a_paragraph_and_only_its_end_has_buttons() -> None:
    first, second = draw(Screen((say("a" * 3_000), say("b" * 3_000)), choices("Menu")))

    assert (first.text, second.text) == ("a" * 3_000, "b" * 3_000)
    assert (first.rows == [], second.rows != []) == (True, True)


@given(st.lists(st.tuples(LETTERS, st.booleans()), max_size=8), st.integers(8, 80))
def test_pieces_fit_lose_nothing_and_keep_letters_whole(parts: list[tuple[str, bool]], limit: int) -> None:
    writer = Writer()
    for text, is_bold in parts:
        writer.write(text, *(("bold",) if is_bold else ()))

    pieces = writer.pieces(limit)

    whole = "".join(text for text, _bold in parts)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(whole.split())
    for piece in pieces:
        assert 0 < units(piece.text) <= limit
        wire = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in piece.entities]
        assert entities_complaint(piece.text, wire) is None


def test_one_endless_word_is_split_too() -> None:
    assert [units(piece) for piece in split("ệ" * 10_000)] == [LONGEST_TEXT, LONGEST_TEXT, 10_000 - 2 * LONGEST_TEXT]


def test_a_caption_that_does_not_fit_is_said_before() -> None:
    before, caption = caption_of("x " * 800)

    assert all(text_complaint(text, 1_024) is None for text in (*before, caption))
    assert len(before) == 1


def test_short_choices_share_a_row_and_ways_out_are_small() -> None:
    screen = Screen((), (*choices("Có", "Không"), *choices("Không rõ", "Vì sao hỏi?", "Câu trước", secondary=True)))

    assert buttons(screen) == [["1. Có", "2. Không"], ["1. Không rõ", "2. Vì sao hỏi?"], ["3. Câu trước"]]


def test_a_long_choice_stands_in_the_text_in_full() -> None:
    label = "Trả lời cho nhà mình (11 câu, khoảng 5 phút) và xem kết quả"

    (message,) = draw(Screen((say("Chào"),), choices(label, "Menu")))

    assert message.text == f"Chào\n\n1. {label}"


def test_many_lines_are_listed_and_chosen_by_number_while_sending_keeps_its_word() -> None:
    lines = choices(*(f"Số người ở nhà có điện thoại thông minh, câu {n}" for n in range(1, 13)))
    screen = Screen((say("Xem lại"),), (*lines, Choice("Gửi", "send|1|2", "G")))

    (message,) = draw(screen)

    assert all(f"{line.key}. {line.label}" in message.text for line in lines)
    assert buttons(screen) == [[str(n) for n in range(1, 7)], [str(n) for n in range(7, 13)], ["G. Gửi"]]


def test_more_choices_than_a_keyboard_holds_can_still_be_typed() -> None:
    screen = Screen((), tuple(Choice(f"dòng {'x' * 40} {n}", f"go|{n}|", str(n)) for n in range(130)))

    messages = draw(screen)

    assert keyboard_complaint({"inline_keyboard": messages[-1].rows}) is None
    assert "129. dòng" in "".join(message.text for message in messages)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 3, [["0", "1", "2", "3"]]), (0, 7, [list("012345"), list("67")]), (1, 20, []), (2, 2, [["2"]])],
)
def test_a_small_range_of_numbers_has_buttons(low: int, high: int, expected: list[list[str]]) -> None:
    screen = Screen((), waits_for=Wait.NUMBER, bounds=Bounds(low, high, "f|1|2|give|q1|"))

    assert buttons(screen) == expected


def test_a_mark_never_makes_what_a_button_sends_too_long() -> None:
    rows = lay_out(Screen((), (Choice("a", "f|1", "1"), Choice("b", "f|" + "x" * 62, "2")))).rows

    assert [each["callback_data"] for row in drawn_over(rows) for each in row] == ["~f|1", "f|" + "x" * 62]


def test_a_document_is_a_button_that_asks_for_it() -> None:
    (message,) = draw(Screen((say("x"),), documents=(Attachment("Tải về", "a.json"),)))

    assert message.rows == [[{"text": "Tải về", "callback_data": "file|a.json"}]]


@pytest.mark.parametrize(
    ("share", "low", "high", "target", "expected"),
    [
        (Fraction(1, 2), None, None, None, "████████░░░░░░░░"),
        (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(9, 10), "████▒▒▒▒▒▒▒▒░░░┃░"),
        (Fraction(7, 10), None, None, Fraction(7, 10), "████████████┃░░░░"),
        (Fraction(6996, 10000), None, None, Fraction(7, 10), "███████████░┃░░░░"),
        (None, None, None, Fraction(1), "░░░░░░░░░░░░░░░░┃"),
        (Fraction(1), None, None, Fraction(1), "████████████████┃"),
    ],
)
def test_a_bar_shows_target_and_what_is_uncertain(
    share: Fraction | None, low: Fraction | None, high: Fraction | None, target: Fraction | None, expected: str
) -> None:
    assert bar(Meter("x", (), Standing.COLLECTING, share, low, high, target)) == expected
