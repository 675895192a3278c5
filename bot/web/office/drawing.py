"""The office's pages, drawn on the server: a template and its facts in, HTML out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.web.drawing import LANGUAGES, Setting, environment, sentences
from handlers.role_words import role_words
from handlers.screen import Block
from handlers.words import clock, day, number, percent
from services.people import Mandate

if TYPE_CHECKING:
    from bot.web.office.pages import Page


@dataclass(frozen=True, slots=True)
class Held:
    """A role as the header shows it. unit: its label."""

    mandate: Mandate
    unit: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. says: read once, above it. nonce, csrf: what its forms carry.

    here: the page with what was asked of it, where its forms go, so that one comes back to the same thing; asked: that
    same, name and value.
    """

    setting: Setting
    page: "Page | None"
    menu: Sequence["Page"]
    held: Sequence[Held]
    nonce: str
    csrf: str
    says: Sequence[Block] = ()
    here: str = ""
    asked: Sequence[tuple[str, str]] = ()


def draw_office(template: str, frame: Frame, values: Mapping[str, object]) -> str:
    """A whole page of the office; none of it needs a script."""
    return (
        environment()
        .get_template(f"office/{template}")
        .render(
            _=sentences(frame.setting.words),
            frame=frame,
            setting=frame.setting,
            languages={code: name for code, name in LANGUAGES.items() if code != frame.setting.locale},
            lead=None,
            described_by="",
            role_words=role_words,
            day=day,
            clock=clock,
            figure=number,
            percent=percent,
            **values,
        )
    )
