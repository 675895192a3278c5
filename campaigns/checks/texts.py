"""Texts must be there, tidy and short enough for a chat."""

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from campaigns.checks.places import found
from campaigns.format import Pack
from campaigns.localized import Localized
from campaigns.pack_problems import Problem, Rule
from campaigns.text import tidy

LONGEST: Final = 200
"""Letters of one text of a pack; two of them fit on a small screen without scrolling."""


def check(pack: Pack) -> list[Problem]:
    """Every text that is empty, untidy or too long."""
    return [
        problem
        for name in type(pack).model_fields
        for path, text in localized_texts(getattr(pack, name), name)
        for problem in _problems(pack, path, text)
    ]


def localized_texts(value: object, path: str) -> Iterator[tuple[str, Localized]]:
    """(path, text) of every text below a value of a pack, list items named by their id."""
    if isinstance(value, Localized):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from localized_texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from localized_texts(item, f"{path}[{getattr(item, 'id', number)}]")


def _problems(pack: Pack, path: str, text: Localized) -> Iterator[Problem]:
    for locale, words in (("vi", text.vi), ("en", text.en)):
        if words is None:
            continue
        if not words.strip():
            yield found(pack, f"{path}.{locale}", Rule.EMPTY_TEXT)
        elif tidy(words) != words or "\n" in words:
            yield found(pack, f"{path}.{locale}", Rule.TEXT_UNTIDY)
        if len(words) > LONGEST:
            yield found(pack, f"{path}.{locale}", Rule.TEXT_TOO_LONG, length=len(words), longest=LONGEST)
