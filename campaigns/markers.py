"""What stands at the start of a line of an official document: roman sections, numbers, points, dashes."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The ranks of a document's numbering, outermost first."""

    ROOT = "root"
    ROMAN = "roman"
    NUMBER = "number"
    LETTER = "letter"
    DASH = "dash"
    PLUS = "plus"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as read: its rank, its label for the path ("II", "2.1", "đ", ""), as written, and the rest."""

    kind: Kind
    label: str
    written: str
    rest: str


# Official Vietnamese points run a b c d đ e g h …; some documents use f as well.
LETTERS = "abcdđefghiklmnopqrstuvxy"
_ROMAN = re.compile(r"^([IVX]{1,6})\s?[.)/]\s*(?=\S)")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\s?[.)](?:\s+|(?=[^\W\d_]))|^(\d{1,2}(?:\.\d{1,2})+)\s+(?=[^\W\d_])")
_LETTER = re.compile(rf"^([{LETTERS}])\s?\)\s*(?=\S)")
_DASH = re.compile(r"^[-–—−•●▪*]\s*(?=[^\s\d-]|\d)")
_PLUS = re.compile(r"^[+○o]\s+(?=\S)")
_LONGEST_HEADING = 100
_DIGITS = {"I": 1, "V": 5, "X": 10}


def roman_value(numeral: str) -> int:
    """The value of a numeral up to XXXIX, 0 when it is not written as one."""
    total = 0
    for here, after in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _DIGITS[here]
        total += -value if after and _DIGITS[after] > value else value
    return total if to_roman(total) == numeral else 0


def to_roman(value: int) -> str:
    """A numeral up to XXXIX, "" beyond."""
    if not 0 < value < 40:
        return ""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + ones[value % 10]


@dataclass(slots=True)
class Numbering:
    """Where the numbering stands, so that a year or an amount at the start of a wrapped line is no item."""

    section: int = 0
    numbers: tuple[int, ...] = ()
    letter: str = ""

    def read(self, line: str, *, apart: bool = False) -> Marker | None:
        """The marker that starts this line, when it continues the numbering; nothing is remembered yet.

        apart: whether a blank line stands before it.
        """
        return self._roman(line, apart) or self._number(line) or self._letter(line) or self._dash(line)

    def take(self, marker: Marker) -> None:
        """Remember an accepted marker as the place where the document stands."""
        if marker.kind is Kind.ROMAN:
            self.section, self.numbers, self.letter = roman_value(marker.label), (), ""
        elif marker.kind is Kind.NUMBER:
            self.numbers, self.letter = tuple(int(part) for part in marker.label.split(".")), ""
        elif marker.kind is Kind.LETTER:
            self.letter = marker.label

    def _roman(self, line: str, apart: bool) -> Marker | None:
        match = _ROMAN.match(line)
        value = roman_value(match[1]) if match else 0
        if not match or not value:
            return None
        # A number that jumps, or comes once more, is a section's where what follows is a heading by its looks.
        rest = line[match.end() :]
        stands_out = rest.isupper() or (
            apart and rest[:1].isupper() and len(rest) < _LONGEST_HEADING and rest[-1] != "."
        )
        if not (0 < value - self.section <= 2 or (stands_out and len(rest.split()) > 1)):
            return None
        return Marker(Kind.ROMAN, match[1], f"{match[1]}.", line[match.end() :])

    def _number(self, line: str) -> Marker | None:
        match = _NUMBER.match(line)
        if not match:
            return None
        label = match[1] or match[2]
        parts = tuple(int(part) for part in label.split("."))
        if not self._continues(parts):
            return None
        return Marker(Kind.NUMBER, ".".join(map(str, parts)), f"{label}.", line[match.end() :])

    def _continues(self, parts: tuple[int, ...]) -> bool:
        """Whether the number is the next (or, with a gap, the next but one) at its depth."""
        depth = len(parts)
        if depth > 1 and self.numbers[: depth - 1] != parts[:-1]:
            return False
        last = self.numbers[depth - 1] if len(self.numbers) >= depth else 0
        return 0 < parts[-1] - last <= (2 if last else 1)

    def _letter(self, line: str) -> Marker | None:
        match = _LETTER.match(line)
        if not match:
            return None
        return Marker(Kind.LETTER, match[1], f"{match[1]})", line[match.end() :])

    def _dash(self, line: str) -> Marker | None:
        plus = _PLUS.match(line)
        if plus:
            return Marker(Kind.PLUS, "", "+", line[plus.end() :])
        dash = _DASH.match(line)
        if not dash:
            return None
        rest = line[dash.end() :]
        # "- a) …" is point a; the dash before it is how the typist indented.
        return self._letter(rest) or Marker(Kind.DASH, "", "-", rest)
