"""The web page, drawn on the server: a screen in, HTML out. Nothing here knows of requests, cookies or tables."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.web.assets import static_url
from bot.web.shapes import bar_of, block_runs, choice_runs, pad_numbers
from handlers.screen import Choice, Paragraph, Screen, Tone
from handlers.words import capital

FRAGMENT_TYPE = "text/vnd.thiduaso.fragment"
"""What the script asks for in `Accept`, and the content type of `draw_fragment` and `draw_push`."""

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
"""Languages of the interface, each under its own name."""


class Words(Protocol):
    """Where interface sentences come from in the reader's language; `gettext` catalogues fit."""

    def gettext(self, message: str, /) -> str:
        """The sentence in the reader's language, holes like `{step}` still open."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where the person is: shown beside the conversation on a wide screen, in the menu on a phone.

    shortcuts: choices that fit at any time; they are pressed through the form of the current screen.
    """

    campaign: str
    unit: str | None = None
    doing: str | None = None
    shortcuts: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is drawn for one person. `sample` marks invented data on every page and on paper."""

    locale: str
    words: Words
    where: Where
    large: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the conversation as the form carries it.

    nonce: the event id that the next reply will have, the same however often it is sent. seen: names the view shown, so
    that a late reply is known as such. said: what the person just said or pressed, in their words.
    """

    nonce: str
    csrf: str
    seen: str
    said: str | None = None


def draw_page(screen: Screen, exchange: Exchange, setting: Setting) -> str:
    """The whole page; works without JavaScript."""
    return _draw("page.html", screen, setting, exchange)


def draw_fragment(screen: Screen, exchange: Exchange, setting: Setting) -> str:
    """The parts of the page that change with a turn; the script puts each in place of the element with the same id."""
    return _draw("fragment.html", screen, setting, exchange)


def draw_push(screen: Screen, setting: Setting) -> str:
    """A screen that came in between, for the event stream: its choices post through the form of the current screen.

    They carry no number, since a typed number belongs to the question that is open.
    """
    return _draw("push.html", screen, setting, None)


def _draw(template: str, screen: Screen, setting: Setting, exchange: Exchange | None) -> str:
    lead = None if exchange is None else _lead(screen)
    return (
        environment()
        .get_template(template)
        .render(
            _=sentences(setting.words),
            screen=screen,
            exchange=exchange,
            setting=setting,
            where=setting.where,
            title=_title(screen),
            lead=lead,
            described_by=" ".join(("aside",) * bool(screen.aside) + ("lead",) * (lead is not None)),
            languages={code: name for code, name in LANGUAGES.items() if code != setting.locale},
        )
    )


def _title(screen: Screen) -> str | None:
    """The first heading, which also names the window."""
    headings = (block for block in screen.blocks if isinstance(block, Paragraph) and block.tone is Tone.HEADING)
    first = next(headings, None)
    return None if first is None else first.plain


def _lead(screen: Screen) -> Paragraph | None:
    """The first words under the heading: they describe it to a screen reader when it takes the focus."""
    described = (Tone.PLAIN, Tone.NOTICE, Tone.QUOTE)
    words = (block for block in screen.blocks if isinstance(block, Paragraph) and block.tone in described)
    return next(words, None)


def sentences(words: Words) -> Callable[..., str]:
    """`_` as templates call it: a whole sentence, its holes filled by name; the result is escaped like any text."""

    def sentence(message: str, **values: object) -> str:
        found = words.gettext(message)
        return found.format_map(values) if values else found

    return sentence


def _file_url(reference: str) -> str:
    return "/files/" + quote(reference, safe="")


def _number(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


@cache
def environment() -> Environment:
    """Where templates come from, and what they may call."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        static_url=static_url,
        file_url=_file_url,
        block_runs=block_runs,
        choice_runs=choice_runs,
        pad_numbers=pad_numbers,
        bar_of=bar_of,
        number=_number,
    )
    environment.filters["upperfirst"] = capital
    return environment
