"""Polling: our own getUpdates loop, for where there is no public address.

The offset moves only past updates that were taken: whoever is killed in between is given them again. Updates of one
chat are taken in their order, different chats beside each other. Ids may have gaps, and start anew after a quiet week:
the offset is forgotten as soon as everything is confirmed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from random import uniform

import structlog
from pydantic import JsonValue

from bot.redelivery import Unfinished
from bot.telegram.api import BotApiError, Refused, objects
from bot.telegram.channel import TelegramChannel, read
from bot.telegram.events import ALLOWED_UPDATES, Event

LONG_POLL_S = 25
LOOK_AGAIN_S = 0.2
"""While something is under way the server answers at once with what it has told before: look no more often."""
MOST_AT_ONCE = 64
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
log = structlog.get_logger()


class Polling:
    """Runs until cancelled. Cancelled in the middle of an update, it confirms nothing that was not taken."""

    def __init__(self, channel: TelegramChannel, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.channel, self.api, self.sleep = channel, channel.api, sleep
        self._pending: set[int] = set()
        self._known: set[int] = set()
        self._lines: dict[int, deque[Event]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def run(self) -> None:
        """Ask for updates and take them."""
        pause_s = FIRST_PAUSE_S
        await self._drop_webhook()
        try:
            while True:
                try:
                    await self._round()
                    pause_s = FIRST_PAUSE_S
                except BotApiError as error:
                    log.warning("poll_failed", error=str(error), pause_s=round(pause_s, 1))
                    await self.sleep(_pause_after(error, pause_s))
                    pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
                except Exception:
                    log.exception("poll_broken")
                    await self.sleep(LONGEST_PAUSE_S)
        finally:
            await self._stop()

    async def _round(self) -> None:
        for raw in await self._ask():
            update_id = raw.get("update_id")
            if isinstance(update_id, int) and update_id not in self._known:
                self._known.add(update_id)
                event = read(raw)
                if event is not None:
                    self._begin(event)
        if self._workers:
            await asyncio.wait(self._workers, timeout=LOOK_AGAIN_S)

    async def _ask(self) -> Sequence[dict[str, JsonValue]]:
        params: dict[str, object] = {
            "timeout": 0 if self._pending else LONG_POLL_S,
            "limit": 100,
            "allowed_updates": ALLOWED_UPDATES,
        }
        offset = self._offset()
        if offset is not None:
            params["offset"] = offset
        updates = objects(await self.api.call("getUpdates", params, timeout_s=LONG_POLL_S + 15))
        if offset is not None:
            # What lies before the offset is confirmed now and will not come again.
            self._known = {known for known in self._known if known >= offset}
        return updates

    def _offset(self) -> int | None:
        """Up to where everything is taken; None when there is nothing to confirm."""
        if self._pending:
            return min(self._pending)
        return max(self._known) + 1 if self._known else None

    def _begin(self, event: Event) -> None:
        self._pending.add(event.update_id)
        line = self._lines.get(event.chat_id)
        if line is not None:
            line.append(event)
            return
        self._lines[event.chat_id] = deque([event])
        worker = asyncio.get_running_loop().create_task(self._work(event.chat_id))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, chat_id: int) -> None:
        """Take a chat's updates in their order until none is left."""
        line = self._lines[chat_id]
        try:
            while line:
                async with self._room:
                    await self._take(line[0])
                self._pending.discard(line.popleft().update_id)
        finally:
            del self._lines[chat_id]

    async def _take(self, event: Event) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                await self.channel.take(event, inside=False)
                return
            except Unfinished:
                # The event stays first in its chat's line, so that nothing overtakes it.
                log.warning("update_unfinished", update=event.update_id)
                await self.sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
            except Exception:
                log.exception("update_failed", update=event.update_id)
                return

    async def _drop_webhook(self) -> None:
        """Telegram gives nothing to a poll while an address is set; what waits there is kept."""
        with suppress(BotApiError):
            await self.api.call("deleteWebhook", {"drop_pending_updates": False})

    async def _stop(self) -> None:
        for worker in self._workers:
            worker.cancel()
        if self._workers:
            await asyncio.wait(self._workers)


def _pause_after(error: BotApiError, pause_s: float) -> float:
    if isinstance(error, Refused):
        if error.retry_after_s is not None:
            return float(error.retry_after_s)
        if error.code in (401, 404):
            return LONGEST_PAUSE_S  # the token is no good: a person has to look
    return pause_s * uniform(0.8, 1.2)  # noqa: S311 - spreads retries, no secret
