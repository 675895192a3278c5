"""The inline keyboard of a screen: choices with their keys, ways out smaller, a small range of numbers as digits."""

from dataclasses import dataclass
from typing import TypedDict

from handlers.screen import Choice, Screen, Wait

LONGEST_LABEL = 38
"""Letters of a button across the width of a small phone; what is longer stands in the text in full as well."""
SHORT_LABEL = 16
SMALL_ROW = 34
MANY = 8
"""With more numbered choices, some of them long, the text lists them all and the buttons carry only their numbers."""
KEYS_A_ROW = 6
WIDEST_RANGE = 11
MOST_BUTTONS = 100
LONGEST_DATA = 64
OVER = "~"
"""Stands before what a button sends, where the next screen of its kind may be drawn over its message."""


class Button(TypedDict):
    """A button as the Bot API takes it."""

    text: str
    callback_data: str


Rows = list[list[Button]]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Rows of buttons, and the choices that have to stand in the text too because no button shows them in full."""

    rows: Rows
    listed: tuple[Choice, ...] = ()


def lay_out(screen: Screen) -> Keyboard:
    """The keyboard of a screen."""
    main = [choice for choice in screen.choices if not choice.secondary]
    small = [choice for choice in screen.choices if choice.secondary]
    lines = [choice for choice in main if choice.key.isdigit()]
    if len(lines) <= MANY or all(_fits(choice) for choice in lines):
        lines = []
    # What is numbered in the text is chosen by its number; what is to be done with it all keeps its words.
    labelled = [choice for choice in main if choice not in lines]
    listed = tuple(choice for choice in main if choice in lines or not _fits(choice))
    rows = _number_rows(screen) + _key_rows(lines) + _label_rows(labelled) + _small_rows(small)
    if sum(map(len, rows)) > MOST_BUTTONS:
        rows = _at_most(_number_rows(screen) + _label_rows(labelled) + _small_rows(small) + _key_rows(lines))
    return Keyboard(rows, listed)


def drawn_over(rows: Rows) -> Rows:
    """The same keyboard under a message that may be drawn over; a button that has no room for the mark goes without."""
    return [
        [
            {"text": each["text"], "callback_data": f"{OVER}{each['callback_data']}"}
            if len(each["callback_data"].encode()) < LONGEST_DATA
            else each
            for each in row
        ]
        for row in rows
    ]


def _fits(choice: Choice) -> bool:
    return len(label_of(choice)) <= LONGEST_LABEL


def label_of(choice: Choice) -> str:
    """What stands on a button, and what a person may type for it."""
    return f"{choice.key}. {choice.label}" if choice.key else choice.label


def _button(choice: Choice, text: str) -> Button:
    return {"text": text, "callback_data": choice.action}


def _number_rows(screen: Screen) -> Rows:
    bounds = screen.bounds
    if screen.waits_for is not Wait.NUMBER or bounds is None or not bounds.before:
        return []
    if bounds.high - bounds.low > WIDEST_RANGE:
        return []
    numbers = range(bounds.low, bounds.high + 1)
    a_row = KEYS_A_ROW if len(numbers) > KEYS_A_ROW else max(1, len(numbers))
    buttons: list[Button] = [{"text": str(number), "callback_data": bounds.action(number)} for number in numbers]
    return [buttons[start : start + a_row] for start in range(0, len(buttons), a_row)]


def _key_rows(choices: list[Choice]) -> Rows:
    keys = [_button(choice, choice.key or choice.label) for choice in choices]
    return [keys[start : start + KEYS_A_ROW] for start in range(0, len(keys), KEYS_A_ROW)]


def _label_rows(choices: list[Choice]) -> Rows:
    rows: Rows = []
    has_room = False
    for choice in choices:
        text = label_of(choice)
        is_short = len(text) <= SHORT_LABEL
        if has_room and is_short:
            rows[-1].append(_button(choice, text))
            has_room = False
        else:
            rows.append([_button(choice, text)])
            has_room = is_short
    return rows


def _small_rows(choices: list[Choice]) -> Rows:
    rows: Rows = []
    room = 0
    for choice in choices:
        text = label_of(choice)
        if len(text) > room:
            rows.append([])
            room = SMALL_ROW
        rows[-1].append(_button(choice, text))
        room -= len(text) + 3
    return rows


def _at_most(rows: Rows) -> Rows:
    kept: Rows = []
    left = MOST_BUTTONS
    for row in rows:
        if row[:left]:
            kept.append(row[:left])
        left -= len(row[:left])
    return kept
