"""Push: what came in between, over server-sent events, from the inbox in SQL with Last-Event-ID."""

import asyncio
from contextlib import suppress

from aiohttp import hdrs, web

from bot.web.pages import NEWS_COOKIE, Pages
from handlers.news import draw_news
from handlers.words import use_locale
from services.door import Door
from services.inbox import Message, messages_after, newest_message
from services.people import Actor

POLL_S = 1.0
BEAT_S = 20.0
MOST_STREAMS = 2_000


class Push:
    """One look at the inbox a second for all streams together; a stream reads its own when there are new ones."""

    def __init__(self, door: Door, pages: Pages) -> None:
        self.door, self.pages = door, pages
        self._newest = 0
        self._streams: dict[asyncio.Event, tuple[int, asyncio.BaseTransport | None]] = {}
        self._watcher: asyncio.Task[None] | None = None
        self._is_over = False

    async def start(self) -> None:
        """Begin watching the inbox."""
        self._newest = await self.door.read(newest_message)
        self._watcher = asyncio.create_task(self._watch())

    async def end_streams(self, _application: web.Application | None = None) -> None:
        """Let open streams end by themselves; a server that is stopping would else wait for them."""
        self._is_over = True
        self.wake("")

    async def stop(self) -> None:
        """Stop watching."""
        await self.end_streams()
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher

    def wake(self, chat: str) -> None:
        """Let a chat's streams read at once; "" for every chat."""
        for woken, (chat_id, _transport) in self._streams.items():
            if chat in ("", str(chat_id)):
                woken.set()

    async def news_for(self, chat_id: int, after: int) -> list[Message]:
        """A chat's messages after an id, oldest first."""
        return list(await self.door.read(messages_after, chat_id, after))

    async def stream(self, request: web.Request, actor: Actor) -> web.StreamResponse:
        """Send an actor's messages as they come, until the browser or the server leaves."""
        if len(self._streams) >= MOST_STREAMS:
            return web.Response(status=204)
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", hdrs.CACHE_CONTROL: "no-store"})
        await response.prepare(request)
        woken = asyncio.Event()
        self._streams[woken] = actor.chat_id, request.transport
        try:
            await self._send(response, actor, woken, last_seen(request))
        except ConnectionResetError:
            pass  # the browser left
        finally:
            del self._streams[woken]
        return response

    async def _send(self, response: web.StreamResponse, actor: Actor, woken: asyncio.Event, after: int) -> None:
        while not self._is_over and not _has_left(self._streams[woken][1]):
            woken.clear()
            for message in await self.news_for(actor.chat_id, after):
                with use_locale(actor.locale):
                    html = await self.pages.pushed(draw_news(message))
                lines = "".join(f"data: {line}\n" for line in html.splitlines())
                await response.write(f"id: {message.id}\nevent: screen\n{lines}\n".encode())
                after = message.id
            try:
                await asyncio.wait_for(woken.wait(), BEAT_S)
            except TimeoutError:
                await response.write(b": here\n\n")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            for woken, (_chat_id, transport) in self._streams.items():
                if _has_left(transport):
                    woken.set()
            newest = await self.door.read(newest_message) if self._streams else self._newest
            if newest != self._newest:
                self._newest = newest
                self.wake("")


def _has_left(transport: asyncio.BaseTransport | None) -> bool:
    """Whether the browser has closed the connection, which aiohttp tells a handler only when it writes."""
    return transport is None or transport.is_closing()


def last_seen(request: web.Request) -> int:
    """The id of the last message that this browser has shown."""
    for written in (request.headers.get("Last-Event-ID", ""), request.cookies.get(NEWS_COOKIE, "")):
        if written.isascii() and written.isdigit() and len(written) < 19:
            return int(written)
    return 0
