"""Paging: a long list, a page at a time, by the number that a button carries."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
LONGEST_NUMBER = 3


def page_number(written: str) -> int:
    """The page that a view's argument names, counted from 0; the first for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER else 0


def page_of(items: Sequence[T], written: str, size: int) -> tuple[Sequence[T], int, int]:
    """What stands on the page, the page, and how many there are; the last page for one behind it."""
    pages = max(1, -(-len(items) // size))
    at = min(page_number(written), pages - 1)
    return items[at * size : (at + 1) * size], at, pages
