"""The web channel's server: a POST is answered with the screen, a GET shows the current one, events only push."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import count
from urllib.parse import urlsplit
from uuid import uuid4

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from aiohttp import hdrs, web

from bot.conversation import Conversation
from bot.files import make_file
from bot.throttle import Throttle
from bot.web.assets import CACHE_CONTROL, PREFIX, static_files
from bot.web.bodies import Bodies
from bot.web.drawing import FRAGMENT_TYPE
from bot.web.pages import LARGE_COOKIE, NEWS_COOKIE, Pages, Visit
from bot.web.push import Push, last_seen
from bot.web.sessions import LIFE_S, Cookies, WebSession, new_session
from campaigns.errors import AppError
from handlers.errors import explain, too_fast
from handlers.news import draw_news
from handlers.screen import Screen
from services.door import DatabaseBusy
from services.turns import Arrival, SessionEnded, arrive

CHANNEL = "web"
LONGEST_NONCE = 64
STREAMS_OF_ONE, STREAMS_OF_AN_ADDRESS = 8, 300


@dataclass(frozen=True, slots=True)
class Tools:
    """What the channel works with. clock: aware, UTC. trust_proxy: the address stands in X-Forwarded-For."""

    conversation: Conversation
    cookies: Cookies
    pages: Pages
    push: Push
    newcomers: Throttle
    clock: Callable[[], datetime]
    digest_key: bytes
    trust_proxy: bool = False


class WebChannel:
    """Turns requests into updates for the one conversation, and screens into pages."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._update_ids = count(1)
        self.bodies = Bodies()
        self._streams: Counter[Hashable] = Counter()
        # aiogram wants a bot beside each update; this one has no network and sends nothing.
        self._bot = Bot(token="1:web")  # noqa: S106

    def routes(self) -> list[web.RouteDef]:
        """Everything the channel answers."""
        return [
            web.get("/", self.show),
            web.post("/", self.hear),
            web.get("/events", self.stream),
            web.get("/files/{reference}", self.export),
            web.get(PREFIX + "{name}", static),
            web.get("/healthz", health),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The screen that this browser's chat is at; a newcomer's greeting, of whom nothing is stored."""
        large = request.query.get("large")
        if large in {"0", "1"}:
            return _remember(LARGE_COOKIE, large)
        session = self.tools.cookies.read(request)
        visit = self._visit(request, session)
        try:
            arrival = self.arrival(request, session or new_session(), "")
            screen = await self.tools.conversation.current(arrival, request.query.get("xa", "")[:LONGEST_NONCE])
        except SessionEnded as ended:
            return await self.ended(ended, request)
        return await self._with_news(request, screen, visit)

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """What the person chose or typed, answered with the next screen."""
        session = self.tools.cookies.read(request)
        posted = await self.bodies.read(request)
        if not self._is_ours(request, session, posted["csrf"]):
            raise web.HTTPForbidden
        if session is None and not self.tools.newcomers.admits(self.origin(request)):
            return await self.tools.pages.answer(too_fast("vi"), self._visit(request, None), status=429)
        visit = self._visit(request, session, said=posted["text"] or None)
        if posted["action"] and not visit.is_fragment:
            visit = replace(visit, said=await self._label(request, session, posted["action"]))
        return await self._answer(request, visit, posted)

    def _is_ours(self, request: web.Request, session: WebSession | None, token: str) -> bool:
        """Whether the form was filled in on a page of this session.

        The greeting is drawn before there is a session, so its form has no token; whoever reloads it or goes back to it
        later sends none, which is taken where the browser itself vouches that the form is ours.
        """
        if not token and request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        return is_same_origin(request) and self.tools.pages.vouches(session, token)

    async def _label(self, request: web.Request, session: WebSession | None, action: str) -> str | None:
        """The words on the button that was pressed, as the screen it stands on has them; None for an old one.

        The script knows them already; a page without it is drawn anew and has to be told.
        """
        arrival = self.arrival(request, session or new_session(), "")
        try:
            screen = await self.tools.conversation.current(arrival)
        except AppError:
            return None  # whatever is wrong will be said by whoever handles the event
        return self.tools.pages.label_of(screen, action)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """What comes in between. 204 tells a browser without a session not to ask again."""
        session = self.tools.cookies.read(request)
        if session is None:
            return web.Response(status=204)
        conversation = self.tools.conversation
        try:
            found = await conversation.door.read(arrive, self.arrival(request, session, ""), conversation.library)
        except SessionEnded:
            return web.Response(status=204)
        places = ((session.chat_id, STREAMS_OF_ONE), (self.origin(request), STREAMS_OF_AN_ADDRESS))
        if any(self._streams[key] >= most for key, most in places):
            return web.Response(status=204)
        keys = [key for key, _most in places]
        self._streams.update(keys)
        try:
            return await self.tools.push.stream(request, found.actor)
        finally:
            self._streams.subtract(keys)
            for key in keys:
                if not self._streams[key]:
                    del self._streams[key]

    async def export(self, request: web.Request) -> web.StreamResponse:
        """Everything that is kept of the actor, as the file that was asked for."""
        session = self.tools.cookies.read(request)
        if session is None:
            raise web.HTTPNotFound
        conversation = self.tools.conversation
        arrival = self.arrival(request, session, "")
        try:
            file = await make_file(conversation.door, conversation.library, arrival, request.match_info["reference"])
        except SessionEnded as ended:
            return await self.ended(ended, request)
        if file is None:
            raise web.HTTPNotFound
        headers = {hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file.name}"', hdrs.CACHE_CONTROL: "no-store"}
        return web.Response(body=file.content, content_type=file.content_type, charset="utf-8", headers=headers)

    async def _answer(self, request: web.Request, visit: Visit, posted: dict[str, str]) -> web.StreamResponse:
        session = visit.session or new_session()
        arrival = self.arrival(request, session, posted["nonce"])
        update = self._update(session, posted["action"], posted["text"])
        try:
            screen = await self.tools.conversation.hear(self._bot, update, arrival)
        except SessionEnded as ended:
            return await self.ended(ended, request)
        visit = replace(visit, session=session)
        if visit.is_fragment:
            response: web.StreamResponse = await self.tools.pages.answer(screen, visit)
        else:
            response = await self._with_news(request, screen, visit)
        self.tools.cookies.write(response, session)
        return response

    async def _with_news(self, request: web.Request, screen: Screen, visit: Visit) -> web.StreamResponse:
        """A whole page also shows what came in between, for browsers whose script does not run."""
        if visit.session is None:
            return await self.tools.pages.answer(screen, visit)
        try:
            news = await self.tools.push.news_for(visit.session.chat_id, last_seen(request))
        except DatabaseBusy:
            news = []  # they come later; what was stored just now must not be told as if it were not
        for message in news:
            screen = screen.with_aside(*draw_news(message).blocks)
        response = await self.tools.pages.answer(screen, visit)
        if news:
            response.set_cookie(NEWS_COOKIE, str(news[-1].id), max_age=LIFE_S, samesite="Lax", path="/")
        return response

    async def ended(self, ended: SessionEnded, request: web.Request) -> web.StreamResponse:
        """The cookie is no good any more: say so, take it back, and be ready to begin anew."""
        visit = replace(self._visit(request, None), is_fragment=False)
        response = await self.tools.pages.answer(explain(ended, "vi"), visit, status=409)
        self.tools.cookies.forget(response)
        return response

    def _update(self, session: WebSession, action: str, text: str) -> Update:
        """The request as the one dispatcher knows events: a button, or else a message."""
        sender = User(id=session.chat_id, is_bot=False, first_name="-")
        number = next(self._update_ids)
        if action:
            pressed = CallbackQuery(id=str(number), from_user=sender, chat_instance=CHANNEL, data=action)
            return Update(update_id=number, callback_query=pressed).as_(self._bot)
        chat = Chat(id=session.chat_id, type="private")
        message = Message(message_id=number, date=self.tools.clock(), chat=chat, from_user=sender, text=text)
        # An update that knows its bot is not taken apart and validated again by the dispatcher.
        return Update(update_id=number, message=message).as_(self._bot)

    def arrival(self, request: web.Request, session: WebSession, nonce: str) -> Arrival:
        """The request as an event; it is the same one whenever the nonce is."""
        # The chat stands in the key, so that nobody can use up another one's nonce.
        kept = nonce if 0 < len(nonce) <= LONGEST_NONCE and nonce.isascii() else uuid4().hex
        return Arrival(
            channel=CHANNEL,
            event_id=event_key(session.chat_id, kept),
            chat_id=session.chat_id,
            peer=str(session.chat_id),
            at=self.tools.clock(),
            token=session.token,
            origin=self.origin(request),
        )

    def _visit(self, request: web.Request, session: WebSession | None, said: str | None = None) -> Visit:
        return Visit(
            nonce=uuid4().hex,
            session=session,
            is_fragment=FRAGMENT_TYPE in request.headers.get(hdrs.ACCEPT, ""),
            is_large=request.cookies.get(LARGE_COOKIE) == "1",
            said=said,
        )

    def visitor(self, request: web.Request) -> tuple[Hashable, bool]:
        """Who sends a request, and whether they have a session of ours."""
        session = self.tools.cookies.read(request)
        return (self.origin(request), False) if session is None else (session.chat_id, True)

    def origin(self, request: web.Request) -> str:
        """The sender's address as a keyed digest: good for counting misses, not for finding anybody."""
        address = request.remote or ""
        if self.tools.trust_proxy:
            address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
        return blake2b(address.encode(), key=self.tools.digest_key, digest_size=12).hexdigest()


async def static(request: web.Request) -> web.StreamResponse:
    """A static file under its hashed name."""
    found = static_files().get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    body, kind = found
    headers = {hdrs.CONTENT_TYPE: kind, hdrs.CACHE_CONTROL: CACHE_CONTROL}
    return web.Response(body=body, headers=headers)


async def health(_request: web.Request) -> web.StreamResponse:
    """Up and serving."""
    return web.Response(text="ok\n")


def event_key(chat_id: int, nonce: str) -> str:
    """What an event is known by: a digest, so that the key outlives a deleted chat without leading back to it."""
    return blake2b(f"{chat_id}:{nonce}".encode(), digest_size=16).hexdigest()


def _remember(cookie: str, value: str) -> web.StreamResponse:
    back = web.HTTPSeeOther("/")
    back.set_cookie(cookie, value, max_age=LIFE_S, samesite="Lax", path="/")
    raise back


def is_same_origin(request: web.Request) -> bool:
    """Whether the browser says that the form came from our own page; browsers that say nothing have no other site to
    come from that our cookie would follow (SameSite=Lax)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get(hdrs.ORIGIN)
    return origin is None or urlsplit(origin).netloc == request.host
