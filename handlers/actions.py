"""Actions: what a choice does, as a small frozen value that packs into at most 64 bytes.

An action stands beside the screen that offers it; whoever presses the button, types its number or its label sends the
same value. Fields are text or whole numbers and never contain the separator.
"""

from dataclasses import dataclass, fields
from typing import ClassVar, NamedTuple, TypeVar

SEPARATOR = "|"
ACTION_BYTES = 64
"""Telegram's bound on callback data; every channel keeps it, so that one action works everywhere."""
LONGEST_NUMBER = 18
_KINDS: dict[str, type["Action"]] = {}


class _Shape(NamedTuple):
    """An action's fields in order: what they are called, and which of them are whole numbers."""

    names: tuple[str, ...]
    numbers: tuple[bool, ...]


_SHAPES: dict[type["Action"], _Shape] = {}
A = TypeVar("A", bound=type["Action"])


@dataclass(frozen=True, slots=True)
class Action:
    """Base of every action; `prefix` names the kind in the packed form."""

    prefix: ClassVar[str] = ""

    def pack(self) -> str:
        """The action as text: prefix and fields, joined by `|`."""
        return SEPARATOR.join([self.prefix, *map(str, map(self.__getattribute__, _shape(type(self)).names))])


def packed(kind: A) -> A:
    """Class decorator: this action can come back from outside under its prefix."""
    if not kind.prefix or kind.prefix in _KINDS:
        raise ValueError(f"prefix of {kind.__name__} is empty or taken: {kind.prefix!r}")
    _KINDS[kind.prefix] = kind
    return kind


def unpack(text: str) -> Action | None:
    """The action behind a packed text; None for anything that no screen of ours has offered in this form."""
    if not text.isprintable() or len(text.encode()) > ACTION_BYTES:
        return None
    prefix, *values = text.split(SEPARATOR)
    kind = _KINDS.get(prefix)
    if kind is None or len(values) != len(numbers := _shape(kind).numbers):
        return None
    read: list[str | int] = []
    for is_number, value in zip(numbers, values, strict=True):
        if is_number and not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
            return None
        read.append(int(value) if is_number else value)
    return kind(*read)


def _shape(kind: type[Action]) -> _Shape:
    """Looked up once, since every button is packed."""
    if kind not in _SHAPES:
        found = fields(kind)
        _SHAPES[kind] = _Shape(tuple(each.name for each in found), tuple(each.type is int for each in found))
    return _SHAPES[kind]


def kinds() -> tuple[type[Action], ...]:
    """Every action that can come from outside, for the contract tests."""
    return tuple(_KINDS.values())


@dataclass(frozen=True, slots=True)
class Typed(Action):
    """Something a person typed that the current screen waits for, or that is no choice of it. Never packed."""

    text: str


@dataclass(frozen=True, slots=True)
class Asked(Action):
    """A question about the plan, asked in between or out of the blue. Never packed."""

    text: str


@dataclass(frozen=True, slots=True)
class Odd(Action):
    """Something we cannot read: a voice message, a sticker, a location. `kind` names it. Never packed."""

    kind: str


@packed
@dataclass(frozen=True, slots=True)
class Go(Action):
    """Go to a view: the menu, the results, one's own data."""

    prefix: ClassVar[str] = "go"
    view: str
    args: str = ""


@packed
@dataclass(frozen=True, slots=True)
class Fetch(Action):
    """Send me this file. `reference`: as in a screen's `documents`. A channel answers it without a screen."""

    prefix: ClassVar[str] = "file"
    reference: str


@packed
@dataclass(frozen=True, slots=True)
class UseCode(Action):
    """Use this code: a link brought it, or it was typed behind the command."""

    prefix: ClassVar[str] = "code"
    code: str
