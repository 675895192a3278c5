"""The office on the web: a GET draws a page, a POST does one thing once and sends the browser on to a page."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from aiohttp import hdrs, web

from bot.web.office.clerk import Call, Clerk
from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then
from bot.web.office.said import Said
from bot.web.office.table import COMMON, PAGES
from bot.web.pages import LARGE_COOKIE
from bot.web.server import WebChannel, is_same_origin
from bot.web.sessions import LIFE_S, WebSession
from campaigns.errors import AppError
from handlers.errors import sentence_for
from handlers.screen import Paragraph, Tone, say
from handlers.views import nothing
from handlers.words import use_locale
from services.office import Entered, act, enter
from services.people import NotYours
from services.trail import record_look
from services.turns import AlreadyDone, SessionEnded

MOST_REMEMBERED = 200


class Office:
    """Answers for everything under /can-bo; who has no role learns only how to get one."""

    def __init__(self, channel: WebChannel, pages: Sequence[Page] = PAGES) -> None:
        self.channel, self.tools = channel, channel.tools
        self.door, self.library = channel.tools.conversation.door, channel.tools.conversation.library
        self.pages = {page.path: page for page in pages}
        self._clerk = Clerk(self.tools.pages, self.library, pages)
        self._said = Said(self.tools.digest_key, https=self.tools.cookies.https)
        # What was answered lately: who presses twice is shown the code that the first press made.
        self._answered: OrderedDict[str, Then] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        """Everything the office answers."""
        paths = (ROOT, ROOT + "/{path:.*}")
        return [*(web.get(path, self.show) for path in paths), *(web.post(path, self.hear) for path in paths)]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A page, as this person may see it."""
        large = request.query.get("large")
        if large in {"0", "1"}:
            return _with_text_size(request, large)
        session = self.tools.cookies.read(request)
        if session is None:
            return await self._clerk.turn_away("vi", is_large=_is_large(request))
        call = self._call(request, session, request.query)
        try:
            entered = await self._enter(call)
        except SessionEnded as ended:
            return await self.channel.ended(ended, request)
        if entered.facts is not None and call.page is not None and (trace := call.page.trace(entered.facts)):
            looked = (trace.action, trace.object_kind, trace.object_id, *trace.fields)
            await self.door.write(record_look, entered.acting, *looked)
        response = await self._clerk.draw(call, entered, says=self._said.read(request, session))
        self._said.forget(response)
        return response

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """Something done, once; then the browser is sent on."""
        session = self.tools.cookies.read(request)
        posted = await self.channel.bodies.read(request, None)
        if session is None:
            return await self._clerk.turn_away("vi", is_large=_is_large(request))
        if not (is_same_origin(request) and self.tools.pages.vouches(session, posted.get("csrf", ""))):
            raise web.HTTPForbidden
        call = self._call(request, session, posted)
        try:
            return await self._do(call, posted.get("do", ""))
        except SessionEnded as ended:
            return await self.channel.ended(ended, request)

    async def _do(self, call: Call, name: str) -> web.StreamResponse:
        """Do it and send the browser on; or draw the page again, with why not and with what was written."""
        post = {**COMMON, **call.page.posts}.get(name) if call.page else None
        if post is None:
            return await self._clerk.draw(call, await self._enter(replace(call, page=None)))
        try:
            return self._send_on(call, await self._once(call, post))
        except Misfit as misfit:
            return await self._clerk.draw(call, await self._enter(call), misfit=misfit)
        except NotYours:
            return await self._clerk.draw(call, await self._enter(replace(call, page=None)))
        except SessionEnded:
            raise
        except AppError as trouble:
            entered = await self._enter(call)
            with use_locale(entered.acting.actor.locale):
                return await self._clerk.draw(call, entered, says=[_told(trouble)], status=409)

    async def _once(self, call: Call, post: Post) -> Then:
        event = call.arrival.event_id
        try:
            args = post.reads(call.asked)
            done = await self.door.write(act, call.arrival, self.library, post.capability, post.use_case, *args)
        except AppError as error:
            if error.code in post.misfits:
                raise post.misfits[error.code] from error
            if (misfit := post.misfit_of(error)) is not None:
                raise misfit from error
            if not isinstance(error, AlreadyDone):
                raise
            return self._answered.get(event) or Then(None, (_told(error),))
        with use_locale(done.acting.actor.locale):
            then = post.then(done.result, call.asked)
        self._answered[event] = then
        if len(self._answered) > MOST_REMEMBERED:
            self._answered.popitem(last=False)
        return then

    async def _enter(self, call: Call) -> Entered[Any]:
        if call.page is None:
            entered = await self.door.read(enter, call.arrival, self.library, None, nothing)
            return replace(entered, trouble=NotYours())
        args = call.page.asks(call.asked)
        return await self.door.read(enter, call.arrival, self.library, call.page.capability, call.page.load, *args)

    def _send_on(self, call: Call, then: Then) -> web.StreamResponse:
        response = web.Response(status=303, headers={hdrs.LOCATION: call.here if then.path is None else then.path})
        if then.leaves:
            self.tools.cookies.forget(response)
        elif then.says:
            self._said.write(response, call.session, then.says)
        return response

    def _call(self, request: web.Request, session: WebSession, values: Mapping[str, str]) -> Call:
        page = self.pages.get(request.match_info.get("path", ""))
        arrival = self.channel.arrival(request, session, _event(values))
        asked, query = Asked(values, self._address(request)), request.rel_url.raw_query_string
        return Call(session, arrival, page, asked, _is_large(request), query)

    def _address(self, request: web.Request) -> str:
        scheme = "https" if self.tools.cookies.https else request.scheme
        return f"{scheme}://{request.host}"


def _event(posted: Mapping[str, str]) -> str:
    """What a form's event is known by: its nonce and all it says; to go back and write something else is another."""
    written = "\n".join(f"{name}={value}" for name, value in sorted(posted.items()) if name != "csrf")
    return blake2b(written.encode(), digest_size=16).hexdigest()


def _told(error: AppError) -> Paragraph:
    return say("{sentence}", Tone.NOTICE, sentence=sentence_for(error))


def _is_large(request: web.Request) -> bool:
    return request.cookies.get(LARGE_COOKIE) == "1"


def _with_text_size(request: web.Request, large: str) -> web.StreamResponse:
    rest = {name: value for name, value in request.query.items() if name != "large"}
    response = web.Response(status=303, headers={hdrs.LOCATION: str(request.rel_url.with_query(rest))})
    response.set_cookie(LARGE_COOKIE, large, max_age=LIFE_S, samesite="Lax", path="/")
    return response
