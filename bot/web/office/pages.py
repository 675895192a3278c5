"""A page of the office as a value: who may see it, what it loads, how it is drawn, what can be done on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from campaigns.errors import AppError
from campaigns.text import tidy
from campaigns.units import UnitKey, UnitKeyError
from handlers.screen import Paragraph, Screen, Tone, say
from services.people import Capability
from services.trail import Trace

ROOT = "/can-bo"
LONGEST_VALUE = 8_000
LARGEST_NUMBER = 2**63
CENTURY = range(2000, 2100)


@dataclass(eq=False)
class Misfit(Exception):
    """Something in a form cannot be taken; the page is drawn again with it. field: which; code: why, for the page."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address or a form says: field → text, tidied. address: of the site, such as "https://thi.dua"."""

    values: Mapping[str, str]
    address: str = ""

    def text(self, name: str) -> str:
        """What was written, "" for nothing."""
        return tidy(self.values.get(name, "")[:LONGEST_VALUE])

    def lines(self, name: str) -> list[str]:
        """What stands on each line, empty ones left out."""
        lines = (tidy(line) for line in self.values.get(name, "")[:LONGEST_VALUE].splitlines())
        return [line for line in lines if line]

    def number(self, name: str) -> int | None:
        """A whole number from 0 up that a database can hold, None for anything else."""
        text = self.text(name)
        found = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else LARGEST_NUMBER
        return found if found < LARGEST_NUMBER else None

    def id(self, name: str) -> int:
        """The number of the one thing that a form is about. Errors: `Misfit`."""
        found = self.number(name)
        if found is None:
            raise Misfit(name, "unreadable")
        return found

    def unit(self, name: str) -> UnitKey:
        """A unit chosen from a list. Errors: `Misfit`."""
        try:
            return UnitKey.parse(self.text(name))
        except UnitKeyError as error:
            raise Misfit(name, "choose") from error

    def day(self, name: str) -> date | None:
        """A day of this century as browsers send it (2025-11-30) or people write it (30/11/2025); else None."""
        text = self.text(name)
        parts = text.split("-") if "-" in text else text.split("/")[::-1]
        try:
            year, month, day = (int(part) for part in parts)
            return date(year, month, day) if year in CENTURY else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Then:
    """What follows something done: where the browser goes, None for the same page, and what it reads there once."""

    path: str | None
    says: Sequence[Paragraph] = ()
    leaves: bool = False
    """Whether this browser's session is over with it."""


def nothing_asked(_asked: Asked) -> tuple[object, ...]:
    """The arguments of a query that takes none."""
    return ()


def its_number(asked: Asked) -> tuple[object, ...]:
    """The arguments of a use-case that takes the number of one thing, which the form carries as "so"."""
    return (asked.id("so"),)


def told(path: str | None, sentence: str, **holes: object) -> Then:
    """Go there and read this once."""
    return Then(path, (say(sentence, Tone.NOTICE, **holes),))


def as_in_chat(screen: Screen) -> dict[str, object]:
    """A thing as the chat shows it, for a template: its heading, and what is told under it."""
    heading, *rest = screen.blocks
    return {"heading": heading, "told": rest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something that can be done: a form posts it under its name.

    reads: the form as the use-case's arguments; raises `Misfit`. then: is given the result. misfits: code of an error
    of the use-case → the field that it is about.
    """

    capability: Capability | None
    use_case: Callable[..., Any]
    reads: Callable[[Asked], tuple[object, ...]] = nothing_asked
    then: Callable[[Any, Asked], Then]
    misfits: Mapping[str, Misfit] = field(default_factory=dict)
    misfit_of: Callable[[AppError], Misfit | None] = lambda _error: None
    """The same for errors that name the field themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. path: under the office, "" for the first. capability: None where any role opens it.

    load: the query, given what `asks` reads from the address. values: what the template is given beside `facts`.
    """

    path: str
    capability: Capability | None
    title: Callable[[], str]
    template: str
    load: Callable[..., Any]
    asks: Callable[[Asked], tuple[object, ...]] = nothing_asked
    values: Callable[[Any, Asked], Mapping[str, object]] = lambda _facts, _asked: {}
    posts: Mapping[str, Post] = field(default_factory=dict)
    trace: Callable[[Any], Trace | None] = lambda _facts: None
    in_menu: bool = True

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{ROOT}/{self.path}" if self.path else ROOT

    def when_done(self, title: Callable[[], str], load: Callable[..., Any]) -> "Page":
        """The list of what is done, behind this list of what is open: drawn alike, for the same people."""

        def values(facts: Any, asked: Asked) -> Mapping[str, object]:
            return {**self.values(facts, asked), "is_done": True}

        behind = f"{self.path}/da-xong"
        return replace(self, path=behind, title=title, load=load, values=values, posts={}, in_menu=False)
