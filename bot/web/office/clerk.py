"""The clerk: puts a page's facts into its frame and answers with it, or says why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from aiohttp import hdrs, web

from bot.web.drawing import Setting, Where
from bot.web.office.drawing import Frame, Held, draw_office
from bot.web.office.pages import ROOT, Asked, Misfit, Page
from bot.web.pages import Catalogue, Pages
from bot.web.sessions import WebSession
from campaigns.library import Library
from handlers.errors import sentence_for
from handlers.screen import Paragraph
from handlers.words import _, use_locale
from services.office import Entered
from services.people import Mandate, NotYours
from services.turns import Arrival


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody at a page. page: None where there is none of this path; query: what its address asks, as it was sent."""

    session: WebSession
    arrival: Arrival
    page: Page | None
    asked: Asked
    is_large: bool
    query: str = ""

    @property
    def here(self) -> str:
        """Where they are."""
        url = self.page.url if self.page else ROOT
        return f"{url}?{self.query}" if self.query else url


class Clerk:
    """Draws the office's pages."""

    def __init__(self, shared: Pages, library: Library, pages: Sequence[Page]) -> None:
        self.shared, self.library, self.pages = shared, library, pages

    async def draw(
        self,
        call: Call,
        entered: Entered[Any],
        *,
        says: Sequence[Paragraph] = (),
        misfit: Misfit | None = None,
        status: int = HTTPStatus.OK,
    ) -> web.Response:
        """The page; what is said above it; a form again with what was written in it. Nothing for who has no role."""
        locale = entered.acting.actor.locale
        if not entered.held:
            return await self.turn_away(locale, is_large=call.is_large)
        is_sample = await self.shared.shows_sample()
        with use_locale(locale):
            found = call.page if entered.trouble is None else None
            frame = Frame(
                setting=Setting(locale, Catalogue(), Where(""), call.is_large, is_sample),
                page=found,
                menu=[page for page in self.pages if page.in_menu and _opens(entered.held, page)],
                held=[Held(each, self._where(each)) for each in entered.held],
                nonce=uuid4().hex,
                csrf=self.shared.token_for(call.session),
                says=says,
                here=call.here,
                asked=[each for each in parse_qsl(call.query) if found and each[0] != "large"],
            )
            if found is None:
                return self._draw_trouble(frame, entered)
            values = {
                "facts": entered.facts,
                "asked": call.asked,
                "misfit": misfit,
                **found.values(entered.facts, call.asked),
            }
            text = draw_office(found.template, frame, values)
        return _answer(text, HTTPStatus.UNPROCESSABLE_ENTITY if misfit else status)

    async def turn_away(self, locale: str, *, is_large: bool) -> web.Response:
        """Whoever has no role learns how to get one, and nothing else: not even whether there is such a page."""
        is_sample = await self.shared.shows_sample()
        with use_locale(locale):
            frame = Frame(Setting(locale, Catalogue(), Where(""), is_large, is_sample), None, (), (), "", "")
            return _answer(draw_office("closed.html", frame, {}), HTTPStatus.FORBIDDEN)

    def _draw_trouble(self, frame: Frame, entered: Entered[Any]) -> web.Response:
        trouble = entered.trouble or NotYours()
        is_hidden = isinstance(trouble, NotYours)
        sentence = _("There is nothing here, or it lies outside your units.") if is_hidden else sentence_for(trouble)
        status = HTTPStatus.NOT_FOUND if is_hidden else HTTPStatus.CONFLICT
        return _answer(draw_office("trouble.html", frame, {"sentence": sentence}), status)

    def _where(self, held: Mandate) -> str:
        if held.unit is None:
            return _("everywhere")
        return self.library.places.unit(held.unit).label


def _opens(held: Sequence[Mandate], page: Page) -> bool:
    return page.capability is None or any(each.can(page.capability) for each in held)


def _answer(text: str, status: int) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: "no-store", hdrs.VARY: "Cookie"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)
