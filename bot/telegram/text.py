"""Text as Telegram counts it: UTF-16 units, with bold and quotes as entities beside it, split where it is too long.

Entities rather than HTML: nothing that came from a person can become markup, and nothing has to be escaped.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
MOST_ENTITIES = 100
"""Telegram passes over any more in one message."""


class Entity(NamedTuple):
    """A stretch of text drawn in its own way. kind: "bold" or "blockquote"; offsets in the units of its text."""

    kind: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Rich:
    """A text with its entities, both in UTF-16 units, short enough for one message."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(slots=True)
class Writer:
    """Puts a text together; its entities are counted in code points until the text is split."""

    _parts: list[str] = field(default_factory=list)
    _entities: list[Entity] = field(default_factory=list)
    _length: int = 0

    def write(self, text: str, *kinds: str) -> None:
        """Add a text, drawn as these kinds."""
        if text:
            self._entities += [Entity(kind, self._length, len(text)) for kind in kinds]
            self._parts.append(text)
            self._length += len(text)

    def mark(self, kind: str, start: int) -> None:
        """Draw everything written since `start` as one stretch of this kind."""
        if self._length > start:
            self._entities.append(Entity(kind, start, self._length - start))

    @property
    def at(self) -> int:
        """Where the next text will stand."""
        return self._length

    def pieces(self, limit: int = LONGEST_TEXT) -> list[Rich]:
        """The text as messages of at most `limit` units each; nothing but white space at the seams is left out."""
        text = "".join(self._parts)
        entities = sorted(self._entities, key=lambda entity: (entity.offset, -entity.length))
        return [Rich(text[start:end], _within(text, entities, start, end)) for start, end in _seams(text, limit)]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """A plain text as pieces of at most `limit` units."""
    return [text[start:end] for start, end in _seams(text, limit)]


def _seams(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each piece, without white space at either end."""
    start = 0
    while True:
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return
        end = _reach(text, start, limit)
        if end < len(text):
            end = _break(text, start, end)
        stop = end
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = end


def _reach(text: str, start: int, limit: int) -> int:
    """How far a piece that starts here can reach."""
    end = min(len(text), start + limit)
    while (over := units(text[start:end]) - limit) > 0:
        end -= max(1, over // 2)
    return end


def _break(text: str, start: int, end: int) -> int:
    """The best place to break at or before `end`: a paragraph, a line, a word, a letter with all its marks."""
    for mark, least in (("\n\n", 0.5), ("\n", 0.5), (" ", 0.5)):
        found = text.rfind(mark, start, end + 1)
        if found > start + (end - start) * least:
            return found
    while end > start + 1 and _belongs_to_the_letter_before(text[end]):
        end -= 1
    return end


def _belongs_to_the_letter_before(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 or letter in "\u200d\ufe0e\ufe0f"


def _within(text: str, entities: Iterable[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """The entities of a piece, in its own UTF-16 units; one that crosses a seam goes on in the next piece."""
    # Nearly every text has one unit a letter; then offsets need no second look at it.
    plain = units(text[start:end]) == end - start
    found = []
    for kind, offset, length in entities:
        first, last = max(offset, start), min(offset + length, end)
        if first >= last:
            continue
        if plain:
            found.append(Entity(kind, first - start, last - first))
        else:
            found.append(Entity(kind, units(text[start:first]), units(text[first:last])))
    return tuple(found[:MOST_ENTITIES])
