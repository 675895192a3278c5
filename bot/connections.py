"""Connections: bounded in number, and in the time that a request may take to arrive. aiohttp itself bounds neither.

Somebody who opens hundreds of them and sends a byte now and then is given up after a while. When there is room for no
more, those give way that wait: first the idle, then those whose request has been arriving longest. Nobody who is being
answered is ever cut off.

What a new connection says first may be turned away here, by a look at the bytes alone; aiohttp's own protocol is made
for the others only, since it costs more than all the rest of a refusal.
"""

import asyncio
import os
import resource
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from socket import socket
from typing import cast

from aiohttp import web

MOST = 4_000
SPARE_FILES = 300
"""Files beside connections: databases, logs, calls to Telegram."""
HEAD_S = 10.0
"""How long the head of a request may take, from the connection or its first byte."""
IDLE_S = 75.0
"""How long an answered connection is kept for the next request."""
LOOK_EVERY_S = 1.0
BACKLOG = MOST
"""Connections that may wait to be let in: one too many is not refused but silently asked to try again in a second."""
LET_IN_AT_ONCE = 16
"""Connections let in in one round of the loop. uvloop lets in one a round and listener, and with hundreds of requests
in flight a round is long: newcomers waited for seconds while whoever was in went on."""
FirstLook = Callable[[bytes], bytes | None]
"""What is answered to a connection's first bytes before it is closed; None for those who go in."""


class Connections:
    """All connections of one server, in the order in which they have begun to wait."""

    def __init__(self, runner: web.AppRunner, most: int = MOST, look: FirstLook = lambda _first: None) -> None:
        self._runner, self.most, self.look = runner, most, look
        self._arriving: dict[Connection, float] = {}
        self._idle: dict[Connection, float] = {}
        self._by_transport: dict[asyncio.BaseTransport, Connection] = {}

    def __call__(self) -> asyncio.Protocol:
        """A protocol for a connection that is being accepted."""
        return Connection(self)

    def begin(self, transport: asyncio.BaseTransport) -> asyncio.Protocol:
        """aiohttp's protocol, for a connection that has begun to speak."""
        server = self._runner.server
        if server is None:
            raise RuntimeError("set the runner up first")
        inner = server()
        inner.connection_made(transport)
        return inner

    def admit(self, connection: "Connection", transport: asyncio.BaseTransport) -> bool:
        """Take a new connection in, for another that waits if need be; False when everybody is being answered."""
        if len(self._by_transport) >= self.most and not self._let_one_go():
            return False
        self._by_transport[transport] = connection
        self._wait(connection, self._arriving)
        return True

    def forget(self, connection: "Connection", transport: asyncio.BaseTransport) -> None:
        """It is closed."""
        self._by_transport.pop(transport, None)
        self._stop_waiting(connection)

    def end_silent(self) -> None:
        """Give up those who have not said anything yet, before there is no server for them any more."""
        for connection in [each for each in self._arriving if each.is_silent]:
            self._give_up(self._arriving, connection)

    def hears(self, connection: "Connection") -> None:
        """Bytes came in: if it was idle, a request has begun to arrive."""
        if connection in self._idle:
            self._wait(connection, self._arriving)

    @contextmanager
    def answering(self, transport: asyncio.BaseTransport | None) -> Iterator[None]:
        """While the request is being answered, its own bounds hold."""
        connection = self._by_transport.get(transport) if transport is not None else None
        if connection is None:
            yield
            return
        self._stop_waiting(connection)
        try:
            yield
        finally:
            if transport in self._by_transport:
                self._wait(connection, self._idle)

    async def watch(self) -> None:
        """Give up whoever has waited too long, until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for waiting, most_s in ((self._arriving, HEAD_S), (self._idle, IDLE_S)):
                # In the order of waiting: the first that may stay ends it.
                while waiting and clock() - next(iter(waiting.values())) > most_s:
                    self._give_up(waiting, next(iter(waiting)))

    def _let_one_go(self) -> bool:
        for waiting in (self._idle, self._arriving):
            if waiting:
                self._give_up(waiting, next(iter(waiting)))
                return True
        return False

    def _give_up(self, waiting: MutableMapping["Connection", float], connection: "Connection") -> None:
        del waiting[connection]
        if connection.transport is not None:
            self._by_transport.pop(connection.transport, None)
            connection.transport.abort()

    def _wait(self, connection: "Connection", where: dict["Connection", float]) -> None:
        self._stop_waiting(connection)
        where[connection] = asyncio.get_running_loop().time()

    def _stop_waiting(self, connection: "Connection") -> None:
        self._arriving.pop(connection, None)
        self._idle.pop(connection, None)


class Connection(asyncio.Protocol):
    """What lies between a socket and aiohttp's own protocol: passes everything on, and says that it did."""

    __slots__ = ("_all", "_inner", "transport")

    def __init__(self, everyone: Connections) -> None:
        self._all = everyone
        self._inner: asyncio.Protocol | None = None
        self.transport: asyncio.Transport | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing has come in that goes any further."""
        return self._inner is None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._all.admit(self, transport):
            transport.close()
            return
        self.transport = cast("asyncio.Transport", transport)  # what uvloop gives is one without saying so

    def data_received(self, data: bytes) -> None:
        if self.transport is None:
            return
        if self._inner is None:
            if (answer := self._all.look(data)) is not None:
                self.transport.write(answer)
                self.transport.close()
                return
            self._inner = self._all.begin(self.transport)
        else:
            self._all.hears(self)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner is not None else None

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.transport is not None:
            self._all.forget(self, self.transport)
        if self._inner is not None:
            self._inner.connection_lost(exc)


class Site(web.BaseSite):
    """Listens at an address, as `web.TCPSite` does, with bounded connections."""

    def __init__(self, runner: web.AppRunner, connections: Connections, host: str, port: int) -> None:
        super().__init__(runner, backlog=BACKLOG)
        self._connections, self._host, self._port = connections, host, port
        self._more: list[asyncio.Server] = []

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        await super().start()
        loop = asyncio.get_running_loop()
        first = await loop.create_server(self._connections, self._host, self._port, backlog=self._backlog)
        self._server = first
        for listening in first.sockets * (LET_IN_AT_ONCE - 1):
            again = socket(fileno=os.dup(listening.fileno()))
            self._more.append(await loop.create_server(self._connections, sock=again, backlog=self._backlog))

    async def stop(self) -> None:
        await super().stop()
        while self._more:
            self._more.pop().close()
        self._connections.end_silent()


def room_for_connections() -> int:
    """How many connections this process may hold, its limit of open files raised as far as it is allowed to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if soft == resource.RLIM_INFINITY else max(50, min(MOST, soft - SPARE_FILES))


def turned_away(request: web.Request, response: web.Response) -> web.Response:
    """The answer to a request of which nothing more is read.

    What has come in whole costs nothing to let pass, and a connection kept is cheaper than the next one; but nobody's
    unsent body is waited for.
    """
    if not request.content.is_eof():
        response.force_close()
    return response
