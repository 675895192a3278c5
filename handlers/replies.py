"""Replies: what a typed text does on the screen a person is looking at. The dialogue works as typed text alone."""

import re

from campaigns.spoken import storable
from campaigns.text import fold, tidy
from handlers.actions import Action, Asked, Go, Typed, unpack
from handlers.commands import FOLDED_STOP, MOST_READ, read_command
from handlers.everyday import readings_of, way_back, what_is_meant
from handlers.screen import Choice, Screen, Wait

LONGEST_DIGITS = 10
_NUMBER_WORDS = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_YES = frozenset({"dung", "co"})
_QUESTION_WORDS = re.compile(
    r"\b(bao nhieu|may phan tram|la gi|la ai|la sao|the nao|tai sao|vi sao|vi rang|khi nao|bao gio|o dau|ai duoc|ai la|co phai"
    r"|duoc khong|co duoc|nhu nao|lam sao|gom nhung|nhung gi|cai gi|gi vay|what|when|who|why|how)\b"
)
_OWN_WORDS = frozenset({Wait.TEXT, Wait.PLACE, Wait.PHOTO, Wait.MESSAGE})
"""What is typed here may be any words, so it means what the screen waits for, unless it only says "quay lại"."""


def is_number(text: str) -> bool:
    """Whether this is nothing but digits: where a number is waited for it is the value, whatever else the screen has."""
    return text.isascii() and text.isdigit() and len(text) < LONGEST_DIGITS


def read_reply(screen: Screen, text: str) -> Action:
    """What this text does here: a command, a choice of the screen, the value it waits for, or a question in between.

    Commands come first, then the screen's own choices (by key, number word or label, with or without marks), both also
    in a polite frame ("dạ đồng ý nhé"); then everyday words, then what the screen waits for. On a screen that waits for
    a number digits are the value; elsewhere 0 is the menu.
    """
    clean = tidy(storable(text))[:MOST_READ]
    has_own_words = screen.waits_for in _OWN_WORDS
    action = _command_or_choice(screen, clean)
    if action is None and not has_own_words and not clean.startswith("/"):
        # "Để sau nhé" is no "sáu": a number word counts only where it is all that was typed.
        readings = (said for said in map(" ".join, readings_of(clean)) if fold(said) not in _NUMBER_WORDS)
        action = next(filter(None, (_command_or_choice(screen, said) for said in readings)), None)
    if action is not None:
        return action
    if screen.waits_for is not Wait.NUMBER and clean == "0":
        return Go("menu")
    meant = way_back(clean, screen) if has_own_words else what_is_meant(clean, screen)
    if meant is None and is_question(clean) and not _is_own_text(screen, clean):
        return Asked(clean)
    return meant or Typed(clean)


def _command_or_choice(screen: Screen, text: str) -> Action | None:
    command = read_command(text, yes_pending=is_yes_pending(screen))
    if command is not None:
        return command
    choice = find_choice(screen, text)
    return None if choice is None else unpack(choice.action) or Typed(text)


def _is_own_text(screen: Screen, text: str) -> bool:
    """A message to a person is never a question about the plan; where a text is waited for only one with its mark is."""
    return screen.waits_for is Wait.MESSAGE or (screen.waits_for is Wait.TEXT and not text.endswith("?"))


def find_choice(screen: Screen, text: str) -> Choice | None:
    """The choice that this text names: its key, a number word, or its label exactly, then folded."""
    digits_choose = screen.waits_for is not Wait.NUMBER
    folded = fold(text)
    wanted = text.upper().rstrip(".)")
    if digits_choose and folded in _NUMBER_WORDS:
        wanted = str(_NUMBER_WORDS.index(folded))
    for choice in screen.choices:
        if choice.key == wanted and (digits_choose or not wanted.isdigit()):
            return choice
    lowered = text.lower()
    for choice in screen.choices:
        if choice.label.lower() == lowered:
            return choice
    found = [choice for choice in screen.choices if folded and fold(choice.label).rstrip(".?") == folded]
    if folded == FOLDED_STOP and not found:
        found = [choice for choice in screen.choices if _first_word(choice) in _YES]
    return found[0] if len(found) == 1 else None


def is_yes_pending(screen: Screen) -> bool:
    """Whether a yes or a confirmation is awaited, so that an unmarked "dung" means "đúng"."""
    return any(_first_word(choice) in _YES for choice in screen.choices)


def is_question(text: str) -> bool:
    """Whether this reads like a question about the plan rather than a value: it ends in "?" or has a question word."""
    words = text.split()
    return len(words) >= 2 and (text.endswith("?") or (len(words) >= 3 and bool(_QUESTION_WORDS.search(fold(text)))))


def _first_word(choice: Choice) -> str:
    return (fold(choice.label).split() or [""])[0].rstrip(",.")
