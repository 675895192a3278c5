"""The webhook: one path on the web application, for whoever knows the secret. Nothing is read of anybody else."""

import asyncio
import json
from hmac import compare_digest
from time import monotonic

import msgspec
import structlog
from aiohttp import web

from bot.redelivery import Unfinished
from bot.telegram.api import encode
from bot.telegram.channel import TelegramChannel, read
from bot.telegram.events import Event

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 256 * 1024
"""Telegram's largest update is far smaller."""
SLOWEST_BODY_S = 5.0
MOST_AT_ONCE = 1_000
TELL_EVERY_S = 60.0
_BEGINNING, _SECRET_LINE = f"POST {PATH} HTTP/1.1\r\n".encode(), f"\r\n{HEADER}:".lower().encode()
_REFUSED = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
log = structlog.get_logger()


class Webhook:
    """Answers Telegram: 200 after the commit, with the answer inside; 5xx where the update has to come again."""

    def __init__(self, channel: TelegramChannel, secret: str) -> None:
        self.channel = channel
        self._secret = secret.encode()
        self._under_way = 0
        self._strangers, self._told_at = 0, float("-inf")

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.post(PATH, self.hear)]

    def look(self, first: bytes) -> bytes | None:
        """The refusal of a connection that begins with an update and a wrong secret; None: let it in, and `hear` it.

        Whatever is not plainly one goes on. A stranger has no claim to a connection that is kept, and to take the next
        one costs less than to read what this one would send after all.
        """
        if not first.startswith(_BEGINNING) or (end := first.find(b"\r\n\r\n")) < 0:
            return None
        if compare_digest(_stated(first[: end + 2]), self._secret):
            return None
        self._count_stranger()
        return _REFUSED

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """One update."""
        if not compare_digest(request.headers.get(HEADER, "").encode(errors="surrogateescape"), self._secret):
            self._count_stranger()
            response = web.Response(status=401)
            response.force_close()
            return response
        if self._under_way >= MOST_AT_ONCE:
            return web.Response(status=503)
        self._under_way += 1
        try:
            return await self._take(request)
        finally:
            self._under_way -= 1

    async def _take(self, request: web.Request) -> web.StreamResponse:
        try:
            event = await _read_event(request)
        except web.HTTPException as refused:
            return web.Response(status=refused.status)
        if event is None:
            return web.Response()
        try:
            inside = await self.channel.take(event, inside=True)
        except Unfinished:
            return web.Response(status=503)
        except Exception:
            log.exception("update_failed", update=event.update_id)
            return web.Response(status=500)
        if inside is None:
            return web.Response()
        return web.Response(body=encode(inside), content_type="application/json")

    def _count_stranger(self) -> None:
        """A flood of them is one line a minute."""
        self._strangers += 1
        if (now := monotonic()) - self._told_at > TELL_EVERY_S:
            log.warning("webhook_strangers", count=self._strangers)
            self._strangers, self._told_at = 0, now


def _stated(head: bytes) -> bytes:
    """The secret that a request's head states, as aiohttp would read it."""
    _before, _name, after = head.lower().partition(_SECRET_LINE)
    length = after.find(b"\r\n")
    start = len(head) - len(after)
    return head[start : start + max(length, 0)].strip(b" \t")


async def _read_event(request: web.Request) -> Event | None:
    try:
        raw = _decoded(await _read(request))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except ValueError:
        raise web.HTTPBadRequest from None
    return read(raw) if isinstance(raw, dict) else None


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return json.loads(body)  # half a letter outside the first plane, which JSON allows, is cut out later


async def _read(request: web.Request) -> bytes:
    """The body, up to the bound."""
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    if request.content.is_eof():
        body = request.content.read_nowait()  # nearly always all has come by now, and nothing has to be waited for
    else:
        async with asyncio.timeout(SLOWEST_BODY_S):
            body = await _read_on(request)
    if len(body) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
    return body


async def _read_on(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body)
