"""Lines of a document, hard-wrapped or not, back into the paragraphs that its author wrote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from campaigns.markers import Kind, Marker, Numbering
from campaigns.text import fold, tidy

_RULE = re.compile(r"^[\W_]*$")
_PAGE = re.compile(r"^(?:[-–—]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?$", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_SCRAP_AT_END = re.compile(r"(?<=[.!?/])\s*\*+[^\W\d_]{1,3}\*+\s*$")
_LOOSE_STOP = re.compile(r"\s+([.,;])(?=\s|$)")
_CAPTION = re.compile(r"^\(?(?:anh|hinh) (?:minh hoa|tu lieu|chup man hinh)\)?[.:]?$")
_FURNITURE = (
    "cong hoa xa hoi",
    "chu nghia viet nam",
    "doc lap - tu do",
    "tin cung chuyen muc",
    "tin lien quan",
    "bai viet lien quan",
    "tin moi hon",
    "tin cu hon",
    "luot xem",
    "chia se bai viet",
    "in trang nay",
    "quay lai dau trang",
)
# "Thi đua - Khen thưởng": the words on both sides of a dash inside a line.
_COMPOUND = re.compile(r"(\S+) [-–] (?=(\S+))")
_TERMINAL = (".", ";", ":", "!", "?", "./.")
# After a full stop these words begin a new paragraph even where lines are wrapped without blank ones.
OPENERS = ("tren day la", "trong qua trinh", "noi nhan", "can cu ", "thuc hien ")


@dataclass(slots=True)
class Paragraph:
    """One paragraph with the marker that started it."""

    kind: Kind
    label: str
    written: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries text, and what stood before it: nothing, a blank line, or a scrap of page furniture."""

    text: str
    after_blank: bool
    after_page: bool


def clean_lines(lines: Sequence[str]) -> list[Line]:
    """Tidy lines; blank ones, rules, page numbers, captions and page furniture are dropped but remembered as breaks."""
    kept: list[Line] = []
    blank = page = False
    for raw in lines:
        text = clean(raw)
        if not text or _RULE.match(text) or is_furniture(text):
            blank = True
        elif _PAGE.match(text):
            blank = page = True
        else:
            kept.append(Line(text, blank, page))
            blank = page = False
    return kept


def clean(raw: str) -> str:
    """One line without emphasis marks, loose blanks before stops, or a scrap of letters left behind its end."""
    bare = _EMPHASIS.sub("", _SCRAP_AT_END.sub("", tidy(raw)))
    return " ".join(_LOOSE_STOP.sub(r"\1", bare).split())


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page (motto, caption, link list) and not to the document."""
    folded = fold(text)
    return bool(_CAPTION.match(folded)) or (len(folded) < 60 and folded.startswith(_FURNITURE))


def is_terminated(text: str) -> bool:
    """Whether a paragraph ends as a sentence, an item or an opening ends."""
    return text[-8:].rstrip("”\"')").endswith(_TERMINAL)


class Unwrapper:
    """Joins lines to paragraphs; whether the document is hard-wrapped is measured on the document itself."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        pairs = [(a.text, b.text) for a, b in pairwise(lines) if not b.after_blank]
        joined = [len(a) for a, b in pairs if b[:1].islower() and len(a) >= 30]
        self._wrapped = len(joined) > 0.25 * len(lines)
        # A paragraph's first line is often shorter than the others, so "short" is measured on the typical one.
        first = [len(a) for a, b in pairs if b[:1].islower() and Numbering(9, (9,)).read(f"{a} ") is not None]
        self._short = 0.8 * (median(first or joined) if joined else 0)
        self._width = quantiles([len(line.text) for line in lines], n=10)[-1] if len(lines) > 1 else 0.0
        self._compounds = {match for line in lines for match in _COMPOUND.findall(line.text)}
        self._numbering = Numbering()

    def paragraphs(self) -> list[Paragraph]:
        """The document's paragraphs in order."""
        found: list[Paragraph] = []
        before: Line | None = None
        for line in self._lines:
            marker = self._numbering.read(line.text, apart=line.after_blank)
            if marker and not self._continues_despite_marker(found, before, line, marker):
                self._numbering.take(marker)
                found.append(Paragraph(marker.kind, marker.label, marker.written, marker.rest))
            elif found and before and self._continues(found[-1], before, line):
                found[-1].text += f" {line.text}"
            else:
                found.append(Paragraph(Kind.PLAIN, "", "", line.text))
            before = line
        return found

    def _continues_despite_marker(
        self, found: list[Paragraph], before: Line | None, line: Line, marker: Marker
    ) -> bool:
        """A wrapped line may begin with "- " or a number: the line above is then full and unfinished."""
        if not found or not before or line.after_blank or is_terminated(before.text) or marker.kind is Kind.ROMAN:
            return False
        if marker.kind is Kind.LETTER:
            return False
        ahead, behind = before.text.split()[-1], marker.rest.split()[0]
        if marker.kind is Kind.DASH and (ahead, behind) in self._compounds:
            return True
        full = self._wrapped and len(before.text) + len(behind) > self._short * 1.25
        return full and len(found[-1].text) > 60 and found[-1].kind is not Kind.ROMAN

    def _continues(self, paragraph: Paragraph, before: Line, line: Line) -> bool:
        """Whether an unmarked line goes on with the paragraph above it."""
        finished = is_terminated(paragraph.text)
        starts_low = line.text[:1].islower()
        if paragraph.kind is Kind.ROMAN and not line.after_blank:
            return line.text.isupper() or starts_low
        if line.after_blank:
            return not finished and (starts_low or (line.after_page and len(paragraph.text) > 60))
        if not self._wrapped:
            return starts_low and not finished
        if not line.text[:1].isupper():
            return True
        needed = len(before.text) + 1 + len(line.text.split()[0])
        if paragraph.text.endswith((".", "./.")):
            opens = fold(line.text).startswith(OPENERS)
            return needed > (self._width if opens else 0.85 * self._width)
        return needed > self._short


def unwrap(lines: Sequence[Line]) -> list[Paragraph]:
    """Paragraphs with their markers, in document order."""
    return Unwrapper(lines).paragraphs()


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; stops inside brackets, numbers and abbreviations end nothing."""
    return _split(text, ".!?")


def enumerated(text: str) -> Iterator[str]:
    """The items of a running enumeration: sentences, and parts ended by a semicolon."""
    return _split(text, ".!?;")


_STOP = re.compile(r"(?<=[^\s.])[.!?;][”\"]?\s+(?=\S)")
_LONGEST_SENTENCE = 3000
_LEADING_DASH = re.compile(r"^[-–+]\s+")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:tp|tt|kt|tm|ths|ts|gs|pgs|bs|st|[^\W\d_])\.$", re.IGNORECASE)


def _split(text: str, stops: str) -> Iterator[str]:
    start = 0
    for match in _STOP.finditer(text):
        part = text[start : match.end()].rstrip()
        following = text[match.end() :].lstrip('“"(-– ')[:1]
        ends = match[0][0] in stops and (match[0][0] == ";" or following.isupper() or following.isdigit())
        # A bracket that is never closed must not swallow the rest of the document.
        inside = part.count("(") != part.count(")") and len(part) < _LONGEST_SENTENCE
        if not ends or inside or _ABBREVIATION.search(part[-12:]):
            continue
        yield _LEADING_DASH.sub("", part)
        start = match.end()
    if text[start:]:
        yield _LEADING_DASH.sub("", text[start:])
