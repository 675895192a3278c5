"""Ways on from a screen: choices numbered as they stand, and the one to the menu."""

from collections.abc import Iterable

from handlers.actions import Action, Go
from handlers.screen import Choice
from handlers.words import _


def numbered(ways: Iterable[tuple[str, Action]], start: int = 1) -> list[Choice]:
    """A choice for each label and what it does, in their order. start: the first number."""
    return [Choice(label, action.pack(), str(number)) for number, (label, action) in enumerate(ways, start)]


def to_menu(*, secondary: bool = True) -> Choice:
    """The way to the menu, which is 0 wherever digits choose. secondary: not one of the screen's own answers."""
    return Choice(_("Menu"), Go("menu").pack(), "0", secondary=secondary)
