"""The bounds on connections: who gives way when there is room for no more, and who is never cut off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from socket import create_connection

import pytest
import uvloop
from aiohttp import web

from bot import connections
from bot.connections import Connections, FirstLook, Site

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
OPENED: list[asyncio.StreamWriter] = []
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@asynccontextmanager
async def served(most: int, hold: asyncio.Event, look: FirstLook = lambda _first: None) -> AsyncIterator[int]:
    """A server whose answers wait for `hold`; its port."""
    application, everyone = web.Application(), list[Connections]()

    async def answer(request: web.Request) -> web.Response:
        with everyone[0].answering(request.transport):
            await hold.wait()
            return web.Response(text="well")

    application.add_routes([web.get("/", answer)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    everyone.append(Connections(runner, most, look))
    await Site(runner, everyone[0], "127.0.0.1", 0).start()
    watching = asyncio.create_task(everyone[0].watch())
    try:
        yield runner.addresses[0][1]
    finally:
        hold.set()
        watching.cancel()
        await runner.cleanup()


@pytest.fixture(autouse=True)
async def opened(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[asyncio.StreamWriter]]:
    """Everything that a test has opened, closed after it."""
    writers: list[asyncio.StreamWriter] = []
    monkeypatch.setattr(f"{__name__}.OPENED", writers)
    yield writers
    for writer in writers:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def connect(port: int, sent: bytes = b"") -> Streams:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    OPENED.append(writer)
    writer.write(sent)
    await asyncio.sleep(0.02)
    return reader, writer


async def is_closed(streams: Streams, within_s: float = 0.3) -> bool:
    try:
        async with asyncio.timeout(within_s):
            return await streams[0].read() == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


async def answer_of(streams: Streams) -> bytes:
    async with asyncio.timeout(5):
        return await streams[0].readuntil(b"well")


async def test_idle_gives_way_first_then_who_has_been_sending_longest() -> None:
    hold = asyncio.Event()
    hold.set()
    async with served(3, hold) as port:
        idle = await connect(port, GET)
        assert (await answer_of(idle)).startswith(b"HTTP/1.1 200")
        slow, later = await connect(port, b"GET / "), await connect(port, b"GET / ")
        fourth = await connect(port, GET)
        assert (await answer_of(fourth)).startswith(b"HTTP/1.1 200")
        assert await is_closed(idle)
        # The fourth is idle now, so it is the next to go; then the one who began to send first.
        for _more in range(2):
            await connect(port, b"GET / ")
        assert await is_closed(fourth)
        assert await is_closed(slow)
        assert not await is_closed(later)


async def test_who_is_being_answered_is_never_cut_off() -> None:
    hold = asyncio.Event()
    async with served(2, hold) as port:
        one, two = await connect(port, GET), await connect(port, GET)
        assert await is_closed(await connect(port, GET))
        hold.set()
        for each in (one, two):
            assert (await answer_of(each)).startswith(b"HTTP/1.1 200")


async def test_heads_that_drip_and_idle_connections_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_S", "IDLE_S", "LOOK_EVERY_S"):
        monkeypatch.setattr(connections, name, 0.1)
    hold = asyncio.Event()
    async with served(9, hold) as port:
        silent, dripping, answered = await connect(port), await connect(port, b"GET / HTT"), await connect(port, GET)
        for each in (silent, dripping):
            assert await is_closed(each, 3)
        hold.set()
        assert (await answer_of(answered)).startswith(b"HTTP/1.1 200")
        assert await is_closed(answered, 3)


async def test_whoever_is_turned_away_by_a_look_is_answered_and_closed_and_others_go_in() -> None:
    hold = asyncio.Event()
    hold.set()
    async with served(9, hold, lambda first: b"no" if first.startswith(b"BAD") else None) as port:
        bad, good = await connect(port, b"BAD" * 9), await connect(port, GET)
        async with asyncio.timeout(5):
            assert await bad[0].read() == b"no"
        assert (await answer_of(good)).startswith(b"HTTP/1.1 200")
        # Only what a connection says first is looked at: what comes later is somebody's body, or aiohttp's to judge.
        good[1].write(b"BAD" * 9)
        async with asyncio.timeout(5):
            assert b"400" in await good[0].readline()


async def test_a_stop_gives_up_those_who_have_said_nothing() -> None:
    async with served(9, asyncio.Event()) as port:
        silent = await connect(port)
    assert await is_closed(silent)


def test_a_crowd_of_newcomers_is_let_in_within_a_few_rounds_of_a_busy_loop() -> None:
    """On the loop that the program runs on: by itself it lets in one a round, whose length is what all others take."""
    newcomers = 3 * connections.LET_IN_AT_ONCE
    assert uvloop.run(_rounds_until_let_in(newcomers)) <= 8


async def _rounds_until_let_in(newcomers: int) -> int:
    loop, rounds, let_in = asyncio.get_running_loop(), 0, list[int]()

    def go_round() -> None:
        nonlocal rounds
        rounds += 1
        if not is_over.is_set():
            loop.call_soon(go_round)

    is_over = asyncio.Event()

    def look(_first: bytes) -> bytes:
        let_in.append(rounds)
        if len(let_in) == newcomers:
            is_over.set()
        return b"HTTP/1.1 401 Unauthorized\r\n\r\n"

    async with served(newcomers, asyncio.Event(), look) as port:
        with ExitStack() as opened:
            for _each in range(newcomers):
                # They are in the system's queue, with what they say, before the loop has its next round.
                opened.enter_context(create_connection(("127.0.0.1", port))).sendall(GET)
            loop.call_soon(go_round)
            async with asyncio.timeout(5):
                await is_over.wait()
    return let_in[-1]
