"""An article without numbering into clauses: by its headings, the levels it speaks of, and its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from campaigns.markers import Kind
from campaigns.paragraphs import Paragraph, enumerated, is_terminated, sentences
from campaigns.plan_text import Clause, HeadingHint
from campaigns.text import fold

_LEVEL = re.compile(r"(?:^|(?<=[.;] ))(Đối với [^:.;]{3,90}): ")
_LEVEL_SLUG = re.compile(r"\bcap (?:tinh|huyen|xa|thanh pho|phuong|co so|trung uong)\b")
_PLURALS = {"cac", "nhung", "moi", "mot", "so", "ve"}
_TROUBLE = re.compile(r"^trong qua trinh (?:to chuc |trien khai )*thuc hien")


@dataclass(slots=True)
class Part:
    """A run of clauses under one heading."""

    slug: str
    trail: tuple[str, ...]
    items: list[tuple[str, str]] = field(default_factory=list)

    def clauses(self) -> Iterator[Clause]:
        """Its items counted from 1; a single one under a bare slug carries the slug alone."""
        for index, (marker, text) in enumerate(self.items, 1):
            alone = len(self.items) == 1 and self.slug in _ALONE
            yield Clause(self.slug if alone else f"{self.slug}.{index}", self.trail, marker, text)


_OPENING, _TROUBLES, _SOURCE = "mo-dau", "vuong-mac", "nguon"
_ALONE = {_OPENING, _TROUBLES, _SOURCE}


def article_clauses(paragraphs: Sequence[Paragraph], hints: Sequence[HeadingHint] = ()) -> tuple[Clause, ...]:
    """The clauses of an article, in its order; short lines before its first sentence are the page's and dropped."""
    return _Article(hints).read(paragraphs)


def slug_of(heading: str) -> str:
    """A path element from a heading: the level it names, else its first two syllables that carry meaning."""
    folded = re.sub(r"[^\w\s]", " ", fold(heading).removeprefix("doi voi "))
    level = _LEVEL_SLUG.search(folded)
    words = level[0].split() if level else [word for word in folded.split() if word not in _PLURALS][:2]
    return "-".join(words) or "muc"


class _Article:
    def __init__(self, hints: Sequence[HeadingHint]) -> None:
        self._hints = {fold(hint.starts): hint for hint in hints}
        self._parts: list[Part] = [Part(_OPENING, ("Mở đầu",))]
        self._closed = False

    def read(self, paragraphs: Sequence[Paragraph]) -> tuple[Clause, ...]:
        for paragraph in paragraphs:
            self._take(paragraph)
        return tuple(clause for part in self._parts for clause in part.clauses())

    def _take(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        hint = next((h for starts, h in self._hints.items() if fold(text).startswith(starts)), None)
        if hint:
            self._begin(hint.slug, (hint.heading,))
        if self._is_heading(paragraph):
            self._head(paragraph)
        elif paragraph.kind in (Kind.DASH, Kind.PLUS, Kind.LETTER):
            self._parts[-1].items.append((paragraph.written, text))
        elif _TROUBLE.match(fold(text)):
            self._begin(_TROUBLES, ("Tổ chức thực hiện",))
            self._parts[-1].items.append(("", text))
        else:
            self._prose(text)
        self._closed = self._closed or text.endswith("./.")

    def _is_heading(self, paragraph: Paragraph) -> bool:
        short = len(paragraph.text) <= 120 and not is_terminated(paragraph.text)
        return short and paragraph.kind in (Kind.PLAIN, Kind.NUMBER, Kind.ROMAN)

    def _head(self, paragraph: Paragraph) -> None:
        if self._closed:
            self._begin(_SOURCE, ("Nguồn",))
            self._parts[-1].items.append(("", paragraph.text))
        elif any(part.items for part in self._parts):
            self._begin(slug_of(paragraph.text), (f"{paragraph.written} {paragraph.text}".strip(),))

    def _begin(self, slug: str, trail: tuple[str, ...]) -> None:
        taken = {part.slug for part in self._parts}
        number = 2
        unique = slug
        while unique in taken:
            unique, number = f"{slug}-{number}", number + 1
        self._parts.append(Part(unique, trail))

    def _prose(self, text: str) -> None:
        """Sentences; where a level begins, in the middle of a paragraph too, its enumeration item by item."""
        pieces = _LEVEL.split(text)
        self._parts[-1].items.extend(("", sentence) for sentence in sentences(pieces[0].strip()))
        for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
            top = next((part for part in reversed(self._parts) if len(part.trail) == 1), self._parts[-1])
            self._begin(f"{top.slug}.{slug_of(heading)}", (*top.trail, heading))
            self._parts[-1].items.extend(("", item) for item in enumerated(body.strip()))
