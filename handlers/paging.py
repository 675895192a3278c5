"""Paging: blocks under headings, laid out on pages that a phone shows without much scrolling."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.screen import Paragraph, say
from handlers.words import _

BODY_CHARS = 900
"""Characters of a page, its title and choices not counted; the whole screen stays around 1,500."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one heading. Each row is kept whole: a statement with what belongs to it."""

    title: str
    rows: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. groups: titles of the groups that begin on it."""

    blocks: tuple[Paragraph, ...]
    groups: tuple[str, ...]


def lay_out(groups: Sequence[Group], room: int = BODY_CHARS) -> tuple[Page, ...]:
    """The groups on as few pages as hold them, in order. A group that goes on repeats its title."""
    pages: list[Page] = []
    blocks: list[Paragraph] = []
    begun: list[str] = []
    for group in groups:
        heading = _heading(group.title)
        for index, row in enumerate(group.rows):
            lead = (heading,) if index == 0 or not blocks else ()
            if blocks and _length((*blocks, *lead, *row)) > room:
                pages.append(Page(tuple(blocks), tuple(begun)))
                blocks, begun = [], []
                lead = (heading,) if index == 0 else (_heading(_("{title} (continued)").format(title=group.title)),)
            blocks += (*lead, *row)
            begun += [group.title] if index == 0 else []
    return (*pages, Page(tuple(blocks), tuple(begun)))


def _heading(title: str) -> Paragraph:
    return say("*{title}*", title=title)


def _length(blocks: Sequence[Paragraph]) -> int:
    return sum(len(block.plain) + 1 for block in blocks)


def turn_to(pages: Sequence[Page], page: int) -> int:
    """The page that is shown when this one is asked for."""
    return max(0, min(page, len(pages) - 1))
