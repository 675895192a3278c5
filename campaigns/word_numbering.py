"""Paragraphs of a .docx with the numbers that Word draws but does not write."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

from campaigns.markers import LETTERS, to_roman

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": str,
    "lowerLetter": lambda n: LETTERS[(n - 1) % len(LETTERS)],
    "upperLetter": lambda n: LETTERS[(n - 1) % len(LETTERS)].upper(),
    "upperRoman": to_roman,
    "lowerRoman": lambda n: to_roman(n).lower(),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a Word list: number format, pattern such as "%1.%2." and first value."""

    format: str
    pattern: str
    start: int


def docx_lines(document: Document) -> Iterator[str]:
    """Every paragraph as a line followed by a blank one, tables cell by cell, in reading order."""
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        for paragraph in _paragraphs(block):
            label = numbering.label(paragraph)
            yield from f"{label} {paragraph.text}".strip().splitlines()
            yield ""


def _paragraphs(block: Paragraph | Table) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
        return
    for row in block.rows:
        seen: set[BaseOxmlElement] = set()
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell is listed once per column
                seen.add(cell._tc)
                yield from cell.paragraphs


class _Numbering:
    """The lists of a document and where each stands."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, int], Level] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part.element)

    def _read(self, root: BaseOxmlElement) -> None:
        abstract = {item.get(qn("w:abstractNumId")): item for item in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            definition = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in definition.findall(qn("w:lvl")) if definition is not None else ():
                key = (num.get(qn("w:numId")) or "", int(level.get(qn("w:ilvl")) or 0))
                start = _value(level, "w:start")
                self._levels[key] = Level(
                    _value(level, "w:numFmt"), _value(level, "w:lvlText"), int(start) if start.isdigit() else 1
                )

    def label(self, paragraph: Paragraph) -> str:
        """The number that Word draws before this paragraph, "" for none, "-" for a bullet."""
        properties = paragraph._p.pPr
        holder = properties.find(qn("w:numPr")) if properties is not None else None
        if holder is None:
            return ""
        number, depth = _value(holder, "w:numId"), int(_value(holder, "w:ilvl") or 0)
        level = self._levels.get((number, depth))
        if level is None or not paragraph.text.strip():
            return ""
        if level.format not in _FORMATS:
            return "-"
        counts = self._counts[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        return self._draw(number, level, counts)

    def _draw(self, number: str, level: Level, counts: dict[int, int]) -> str:
        text = level.pattern
        for depth, count in counts.items():
            shown = self._levels.get((number, depth), level)
            text = text.replace(f"%{depth + 1}", _FORMATS.get(shown.format, str)(count))
        return text


def _value(element: BaseOxmlElement, name: str) -> str:
    found = element.find(qn(name))
    return (found.get(qn("w:val")) or "") if found is not None else ""
