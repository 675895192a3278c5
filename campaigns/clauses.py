"""Clause paths: how a place in a plan is named, sorted and read aloud (design.md §7)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMAN_PART = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_POINTS = "abcdđefghiklmnopqrstuvxy"
"""Points as plans number them; f is no Vietnamese letter, but two plans use it between e and g."""
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PARAGRAPH = re.compile(r"p[1-9][0-9]?")
_NUMBER = re.compile(r"0|[1-9][0-9]?")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_END = {"ket": "đoạn kết", "noi-nhan": "nơi nhận", "ky": "phần ký"}
_HEAD = {
    "so-hieu": "số hiệu",
    "ngay": "ngày ban hành",
    "ten": "tên kế hoạch",
    "can-cu": "căn cứ",
    "ban-hanh": "đoạn ban hành",
}


class ClausePath(str):
    """A clause inside one plan, such as "II.2.2.c.1". Equal to its text, so it serves as a key wherever text does."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a path. ValueError when a part is none of: roman part, number, point, "p2", slug of a heading."""
        if not is_clause_path(text):
            raise ValueError(text)
        return cls(text)

    @property
    def parts(self) -> tuple[str, ...]:
        """The path cut at its dots."""
        return tuple(self.split("."))

    def under(self, prefix: str) -> bool:
        """Whether this clause is `prefix` or stands below it."""
        return self == prefix or self.startswith(f"{prefix}.")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls._validate, core_schema.str_schema())

    @classmethod
    def _validate(cls, text: str) -> Self:
        if not is_clause_path(text):
            raise PydanticCustomError("bad_clause", "not a clause path: {path}", {"path": text})
        return cls(text)


def is_clause_path(text: str) -> bool:
    """Whether text is a well-formed clause path."""
    first, *rest = text.split(".")
    if first == "0":
        return bool(rest) and rest[0] in _HEAD and all(_NUMBER.fullmatch(part) for part in rest[1:])
    if _SLUG.fullmatch(first):
        return all(_NUMBER.fullmatch(part) or _SLUG.fullmatch(part) for part in rest)
    return _is_roman(first) and bool(rest) and all(map(_is_inner, rest))


def sort_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts clauses of one plan in reading order: head, parts, numbers, points (…d đ e…), closing words.

    Headings of unnumbered articles sort by name here; `Reader.sort_key` knows their order.
    """
    first, *rest = text_parts = path.split(".")
    if first == "0":
        head = list(_HEAD)
        return ((0, head.index(rest[0]), ""), *(_part_key(part) for part in rest[1:]))
    if _is_roman(first):
        return ((1, _roman(first), ""), *(_part_key(part) for part in rest))
    return (
        (3 if first in _END else 2, list(_END).index(first) if first in _END else 0, first),
        *map(_part_key, text_parts[1:]),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the clauses of one plan aloud.

    headings: names of the headings that paths write as slugs ("tieu-chi.cap-xa" → "tiêu chí đối với cấp xã").
    numbered: the clauses whose last number is the document's own ("II.2.1"); any other number after the first counts
    something. counted: what is counted below a clause; dashes in a numbered plan, points ("ý") in an article otherwise.
    """

    headings: Mapping[ClausePath, str]
    numbered: Collection[ClausePath]
    counted: Mapping[ClausePath, str]

    def spoken(self, path: str) -> str:
        """The clause as people read it: "gạch đầu dòng thứ ba, điểm c, mục 2.1, phần II"."""
        first, *rest = path.split(".")
        if first == "0":
            words = [_counted(part, _HEAD[rest[0]]) for part in rest[1:]] or [_HEAD[rest[0]]]
            return ", ".join([*words, "phần đầu"])
        if not _is_roman(first):
            return self._article(path)
        return ", ".join([*reversed(self._inner(first, rest)), f"phần {first}"])

    def sort_key(self, path: str) -> tuple[tuple[int, int, str], ...]:
        """Sorts the clauses of this plan in reading order; headings as they are listed."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            heading = ClausePath(".".join(parts[:length]))
            if heading in self.headings:
                return ((2, list(self.headings).index(heading), ""), *map(_part_key, parts[length:]))
        return sort_key(path)

    def _inner(self, part: str, rest: list[str]) -> list[str]:
        """Outermost first. Numbers that the document itself prints grow into one ("2.1")."""
        words: list[str] = []
        number, path = "", part
        for step in rest:
            parent, path = path, f"{path}.{step}"
            if not words and (not number or path in self.numbered) and step.isdecimal() and step != "0":
                number = f"{number}.{step}" if number else step
            else:
                words.append(_step(step, self._noun(parent, "gạch đầu dòng")))
        return [f"mục {number}", *words] if number else words

    def _article(self, path: str) -> str:
        """An article without numbering: the longest heading that has a name, then what is counted below it."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            heading = ClausePath(".".join(parts[:length]))
            name = self.headings.get(heading) or _END.get(heading)
            if name is not None:
                noun = self._noun(heading, "ý")
                return ", ".join([*reversed([_counted(part, noun) for part in parts[length:]]), name])
        return path

    def _noun(self, parent: str, default: str) -> str:
        return self.counted.get(ClausePath(parent), default)


def _step(step: str, noun: str) -> str:
    if step in _END:
        return _END[step]
    if step == "0":
        return "đoạn mở đầu"
    if _PARAGRAPH.fullmatch(step):
        return _counted(step[1:], "đoạn")
    return f"điểm {step}" if step in _POINTS else _counted(step, noun)


def _counted(number: str, noun: str) -> str:
    count = int(number)
    return f"{noun} thứ {_ORDINALS[count - 1] if 0 < count <= len(_ORDINALS) else count}"


def _is_roman(part: str) -> bool:
    return bool(part) and _ROMAN_PART.fullmatch(part) is not None


def _roman(part: str) -> int:
    values = [_ROMAN[letter] for letter in part]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))


def _is_inner(part: str) -> bool:
    return (
        _NUMBER.fullmatch(part) is not None
        or (len(part) == 1 and part in _POINTS)
        or _PARAGRAPH.fullmatch(part) is not None
        or part in _END
    )


def _part_key(part: str) -> tuple[int, int, str]:
    if _NUMBER.fullmatch(part):
        return (0, int(part), "")
    if _PARAGRAPH.fullmatch(part):
        return (1, int(part[1:]), "")
    if len(part) == 1 and part in _POINTS:
        return (2, _POINTS.index(part), "")
    return (3, 0, part)
