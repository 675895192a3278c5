"""The double's queues: Telegram's own order, and what it does when something is reordered, cut off or redelivered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from aiohttp import web

from tests.botapi.delivery import Delivery, Faults

CHAT = {"id": 5, "type": "private"}


@asynccontextmanager
async def delivering(faults: Faults, *, slow: str = "") -> AsyncIterator[tuple[Delivery, list[int]]]:
    """A delivery to a webhook that takes its time over updates of one kind, and the ids in the order they were done."""
    done: list[int] = []

    async def hear(request: web.Request) -> web.Response:
        update = await request.json()
        await asyncio.sleep(0.1 if slow in update else 0)
        done.append(update["update_id"])
        return web.Response()

    application = web.Application()
    application.router.add_post("/telegram", hear)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    delivery = Delivery(lambda _method, _params, _update: None, faults)
    delivery.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    delivery.set_webhook("https://example.invalid/telegram", "s", 40)
    pushing = asyncio.create_task(delivery.push())
    try:
        yield delivery, done
        async with asyncio.timeout(10):
            while not delivery.is_idle:  # noqa: ASYNC110 - the double has no event for it
                await asyncio.sleep(0.01)
    finally:
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)
        await runner.cleanup()


def put(delivery: Delivery, kind: str) -> int:
    return delivery.put(kind, {"chat": CHAT} if kind == "message" else {"message": {"chat": CHAT}})


async def test_a_chats_updates_come_one_after_the_other() -> None:
    async with delivering(Faults(), slow="message") as (delivery, done):
        sent = [put(delivery, kind) for kind in ("message", "callback_query", "message", "callback_query")]
    assert done == sent


async def test_a_tap_may_overtake_a_message_of_its_chat_and_no_other_tap() -> None:
    async with delivering(Faults(reordered=0.01, random=Random(3)), slow="message") as (delivery, done):
        message, *taps = [put(delivery, kind) for kind in ("message", "callback_query", "callback_query")]
    assert done == [*taps, message]


async def test_what_is_delivered_again_is_the_same_and_keeps_its_place() -> None:
    async with delivering(Faults(again=1.0)) as (delivery, done):
        first, second = put(delivery, "message"), put(delivery, "message")
    assert done == [first, first, second, second]
    assert delivery.log == [200] * 4


async def test_an_answer_that_was_lost_brings_its_update_again() -> None:
    faults = Faults(cut=1.0, scale=0.001)
    async with delivering(faults) as (delivery, done):
        update = put(delivery, "message")
        while len(done) < 3:  # noqa: ASYNC110 - the double has no event for it
            await asyncio.sleep(0.005)
        faults.cease()
    assert set(done) == {update}
    assert delivery.taken == [update]
