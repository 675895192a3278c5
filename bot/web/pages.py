"""Pages: a screen and where the person is, as the HTML that a request asked for."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import hdrs, web
from itsdangerous import BadSignature, Signer

from bot.web.drawing import FRAGMENT_TYPE, LANGUAGES, Exchange, Setting, Where, draw_fragment, draw_page, draw_push
from bot.web.sessions import WebSession
from campaigns.library import Library
from handlers.actions import Go
from handlers.menu import Speak
from handlers.screen import Choice, Screen
from handlers.words import _, current_locale, use_locale
from services.door import DatabaseBusy, Door
from services.people import Acting, Actor
from services.periods import PeriodInfo, current_period

LARGE_COOKIE = "large"
NEWS_COOKIE = "news"
_FRESH_FOR = timedelta(seconds=5)


class Catalogue:
    """The catalogue of the language being spoken, as templates want it."""

    def gettext(self, message: str, /) -> str:
        """The sentence in the language being spoken."""
        return _(message)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to know of its request. session: None for a browser that has none yet."""

    nonce: str
    session: WebSession | None
    is_fragment: bool
    is_large: bool
    said: str | None = None


class Pages:
    """Draws pages and fragments; what is the same for everybody is looked up every few seconds at most."""

    def __init__(self, door: Door, library: Library, key: str, clock: Callable[[], datetime]) -> None:
        self.door, self.library, self.clock = door, library, clock
        self._signer = Signer(key, salt="web-form")
        self._period: PeriodInfo | None = None
        self._looked_at: datetime | None = None

    def token_for(self, session: WebSession | None) -> str:
        """What a form must carry to be taken from this session."""
        return "" if session is None else self._signer.sign(str(session.chat_id)).decode()

    def vouches(self, session: WebSession | None, token: str) -> bool:
        """Whether a form came from a page of this session."""
        if session is None:
            return True
        try:
            return self._signer.unsign(token) == str(session.chat_id).encode()
        except BadSignature:
            return False

    async def answer(self, screen: Screen, visit: Visit, status: int = 200) -> web.Response:
        """The response that shows a screen."""
        period = await self._current_period()
        with use_locale(screen.locale):
            setting = self._setting(screen, period, is_large=visit.is_large)
            exchange = Exchange(visit.nonce, self.token_for(visit.session), "", visit.said)
            draw = draw_fragment if visit.is_fragment else draw_page
            text = draw(screen, exchange, setting)
        kind = FRAGMENT_TYPE if visit.is_fragment else "text/html"
        headers = {hdrs.CACHE_CONTROL: "no-store", hdrs.VARY: "Accept, Cookie"}
        return web.Response(text=text, status=status, content_type=kind, headers=headers)

    def label_of(self, screen: Screen, action: str) -> str | None:
        """The words on the button of this page that does this, if there is one."""
        with use_locale(screen.locale):
            offered = (*screen.choices, *_shortcuts(), *_languages())
        return next((choice.label for choice in offered if choice.action == action), None)

    async def pushed(self, screen: Screen) -> str:
        """A screen for the event stream."""
        period = await self._current_period()
        with use_locale(screen.locale):
            return draw_push(screen, self._setting(screen, period, is_large=False))

    async def shows_sample(self) -> bool:
        """Whether what people see is an invented sample."""
        period = await self._current_period()
        return period is not None and period.is_sample

    def _setting(self, screen: Screen, period: PeriodInfo | None, *, is_large: bool) -> Setting:
        name = self.library.packs[period.campaign].short_name.to(current_locale()) if period else "Thi Đua Số"
        doing = None
        if screen.progress is not None:
            doing = _("Answering for my household")
        where = Where(name, None, doing, _shortcuts())
        return Setting(screen.locale, Catalogue(), where, is_large, period is not None and period.is_sample)

    async def _current_period(self) -> PeriodInfo | None:
        now = self.clock()
        if self._looked_at is None or now - self._looked_at > _FRESH_FOR:
            self._looked_at = now
            # Where the database is away, what stands around a screen may be old: the answer itself is known by now.
            with suppress(DatabaseBusy):
                self._period = await self.door.read(current_period, Acting(NOBODY, now, self.library))
        return self._period


NOBODY = Actor(0, "web", "vi", is_new=True)
"""Whose eyes see only what is public."""


def _languages() -> tuple[Choice, ...]:
    return tuple(Choice(name, Speak(code).pack(), "") for code, name in LANGUAGES.items())


def _shortcuts() -> tuple[Choice, ...]:
    ways = ((_("Menu"), "menu"), (_("Results"), "standing"), (_("My household's data"), "mydata"), (_("Help"), "help"))
    return tuple(Choice(label, Go(view).pack(), "") for label, view in ways)
