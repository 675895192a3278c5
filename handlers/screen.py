"""What is said: a frozen screen that any channel can draw, and the choices on it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import overload

from handlers.actions import ACTION_BYTES
from handlers.words import current_locale, use_locale


class Wait(StrEnum):
    """What a screen waits for; a channel chooses its keyboard by it."""

    NOTHING = "nothing"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    QUESTION = "question"
    """Anything in people's own words; what leads nowhere else is a question about the plan."""
    PLACE = "place"
    PHOTO = "photo"
    MESSAGE = "message"
    """What a person of the unit is to read: everything that is no command and no choice, questions too."""


class Tone(StrEnum):
    """What a block is, for channels that can show it: never the only bearer of meaning."""

    PLAIN = "plain"
    HEADING = "heading"
    QUOTE = "quote"
    NOTICE = "notice"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, bold or not. The text is shown as it is: no markup is ever read from it."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text."""

    spans: tuple[Span, ...]
    tone: Tone = Tone.PLAIN

    @property
    def plain(self) -> str:
        """The text without emphasis."""
        return "".join(span.text for span in self.spans)


class Standing(StrEnum):
    """How a figure stands against its target; `COLLECTING` gives no verdict."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"
    MISSING = "missing"
    COLLECTING = "collecting"


@dataclass(frozen=True, slots=True)
class Meter:
    """A figure with its bar. `lines` say everything in words, so a channel without pictures loses nothing.

    Shares are exact fractions 0–1; `low` and `high` bound the share when some answers are unknown. `share` is None
    where there is nothing to show yet.
    """

    label: str
    lines: tuple[Paragraph, ...]
    standing: Standing
    share: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    target: Fraction | None = None


Block = Paragraph | Meter


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a person can do next.

    `key` is what may be typed for it: a number 0–99 or, where digits are the value, one capital letter. `action` is
    packed and at most 64 bytes. `secondary` choices (a way out, an explanation) may be drawn smaller.
    """

    label: str
    action: str
    key: str
    secondary: bool = False

    def __post_init__(self) -> None:
        if len(self.action.encode()) > ACTION_BYTES:
            raise ValueError(f"action over {ACTION_BYTES} bytes: {self.action}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document offered with a screen: a lazy reference that the channel resolves when a person asks for it."""

    label: str
    reference: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the program's own that goes with a screen; only a channel that is a web page can offer it."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one is in a form: question `step` of `total`, both counted from 1."""

    step: int
    total: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range a typed number may have, for the keyboard and the input field; checked again by the form engine.

    `before`: a packed action that only lacks the number at its end, "" where a number can only be typed.
    """

    low: int
    high: int
    before: str = ""

    def action(self, value: int) -> str:
        """The packed action of choosing this number: it does what typing it on this very screen does."""
        return f"{self.before}{value}"


Answered = tuple[tuple[str, str], ...]


class AnsweredSoFar(Sequence[tuple[str, str]]):
    """(question, answer) pairs that are put into words only where a channel shows them."""

    def __init__(self, tell: Callable[[], Answered]) -> None:
        """tell: called once at most, while the language of now is spoken."""
        self._tell, self._locale = tell, current_locale()
        self._told: Answered | None = None

    @property
    def _pairs(self) -> Answered:
        if self._told is None:
            with use_locale(self._locale):
                self._told = self._tell()
        return self._told

    @overload
    def __getitem__(self, at: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, at: slice) -> Answered: ...
    def __getitem__(self, at: int | slice) -> tuple[str, str] | Answered:
        return self._pairs[at]

    def __len__(self) -> int:
        return len(self._pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._pairs == tuple(other)

    def __hash__(self) -> int:
        return hash(self._pairs)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person is shown after an event. Length limits are the channel's business: it splits, never cuts.

    blocks: in reading order. choices: in order of their keys. `replaces`: the channel may draw it over the last screen
    of this kind; a screen that answered something in between stays where it is.
    `aside`: blocks that answer something asked in between, drawn before the rest. `answered`: (question, answer) pairs
    already given in the form that is under way, for a channel that can show them on reload. `locale`: the language it is in.
    """

    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    waits_for: Wait = Wait.CHOICE
    replaces: bool = False
    aside: tuple[Block, ...] = ()
    documents: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    progress: Progress | None = None
    bounds: Bounds | None = None
    answered: Sequence[tuple[str, str]] = ()
    locale: str = field(default_factory=current_locale)

    def with_aside(self, *blocks: Block) -> "Screen":
        """The same screen with something said before it (an answer in between, a note about an old button)."""
        return replace(self, aside=(*blocks, *self.aside))

    def with_choice(self, choice: Choice) -> "Screen":
        """The same screen with one more thing that can be done."""
        return replace(self, choices=(*self.choices, choice))

    @property
    def plain(self) -> str:
        """The whole screen as plain numbered text: what a channel without buttons sends."""
        lines = [line for block in (*self.aside, *self.blocks) for line in block_lines(block)]
        keys = [f"{choice.key}. {choice.label}" for choice in self.choices]
        return "\n".join([*lines, *keys])


def block_lines(block: Block) -> list[str]:
    """A block as lines of plain text."""
    if isinstance(block, Paragraph):
        return [block.plain]
    return [block.label, *(line.plain for line in block.lines)]


_MARK = re.compile(r"\*([^*]+)\*")
_HOLE = re.compile(r"\{(\w+)\}")


def say(template: str, /, tone: Tone = Tone.PLAIN, **values: object) -> Paragraph:
    """A paragraph from one of our own sentences: `*bold*` in the template is read, `{name}` is filled in afterwards.

    Values are put in as they are, so nothing that came from a person can become markup.
    """
    return Paragraph(tuple(Span(_fill(parts, values), bold) for parts, bold in _parse(template)), tone)


@lru_cache(maxsize=1024)
def _parse(template: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """(parts, bold) of each span; parts are literal text and, at odd places, the names of holes."""
    pieces = _MARK.split(template)
    return tuple((tuple(_HOLE.split(piece)), bool(place % 2)) for place, piece in enumerate(pieces) if piece)


def _fill(parts: tuple[str, ...], values: Mapping[str, object]) -> str:
    if len(parts) == 1:
        return parts[0]
    return "".join([str(values[part]) if place % 2 else part for place, part in enumerate(parts)])
