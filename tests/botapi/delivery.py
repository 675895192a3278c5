"""Delivery: updates wait until they are taken, by a long poll or at a webhook; faults redeliver, reorder, cut off."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

MOST_AT_ONCE = 40
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Faults:
    """How often, 0–1, what goes wrong. `scale`: how long one second of Telegram's is here."""

    again: float = 0.0
    reordered: float = 0.0
    cut: float = 0.0
    delay_s: float = 0.0
    scale: float = 0.02
    random: Random = field(default_factory=lambda: Random(1))

    def hits(self, share: float) -> bool:
        """Whether it happens this time."""
        return share > 0 and self.random.random() < share


@dataclass
class Delivery:
    """The queue of one bot. `calls`: does what stands inside a webhook's answer; `log`: statuses of every delivery."""

    calls: Callable[[str, dict[str, Any]], Any]
    faults: Faults = field(default_factory=Faults)
    url: str = ""
    address: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)
    log: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    _next_id: int = 1_000
    _waiting: list[dict[str, Any]] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[int] = field(default_factory=set)

    def put(self, kind: str, body: dict[str, Any], gap: int = 1) -> int:
        """An update comes in; its id, `gap` after the last."""
        self._next_id += gap
        self._waiting.append({"update_id": self._next_id, kind: body})
        if len(self._waiting) > 1 and self.faults.hits(self.faults.reordered):
            self._waiting[-2:] = reversed(self._waiting[-2:])
        self._arrived.set()
        return self._next_id

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    async def poll(self, offset: int | None, limit: int, timeout_s: float) -> list[dict[str, Any]]:
        """getUpdates: what comes before the offset is confirmed."""
        if offset is not None:
            confirmed = [each for each in self._waiting if each["update_id"] < offset]
            self.taken += [each["update_id"] for each in confirmed]
            self._waiting = [each for each in self._waiting if each["update_id"] >= offset]
            # A confirmation may be lost between Telegram's own machines.
            again = [each for each in confirmed if self.faults.hits(self.faults.again)]
            if again:
                return [*again, *self._waiting][:limit]
        if not self._waiting and timeout_s:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout_s * self.faults.scale * 5)
            except TimeoutError:
                return []
        return self._waiting[:limit]

    async def push(self) -> None:
        """Deliver to the webhook until cancelled: each chat in order, several chats at once."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as session, asyncio.TaskGroup() as group:
            while True:
                for update in self._ready():
                    self._under_way.add(update["update_id"])
                    group.create_task(self._deliver(session, update))
                self._arrived.clear()
                await self._arrived.wait()

    def _ready(self) -> list[dict[str, Any]]:
        """The first waiting update of every chat that has none under way."""
        found: dict[int, dict[str, Any]] = {}
        for update in self._waiting:
            found.setdefault(chat_of(update), update)
        room = MOST_AT_ONCE - len(self._under_way)
        ready = [update for update in found.values() if update["update_id"] not in self._under_way]
        return ready[:room] if self.url and self.address else []

    async def _deliver(self, session: ClientSession, update: dict[str, Any]) -> None:
        if self.faults.delay_s:
            await asyncio.sleep(self.faults.delay_s * self.faults.random.random())
        times = 2 if self.faults.hits(self.faults.again) else 1
        for _time in range(times):
            while not await self._post(session, update):
                await self._pause()
        self._under_way.discard(update["update_id"])
        self._waiting = [each for each in self._waiting if each["update_id"] != update["update_id"]]
        self.taken.append(update["update_id"])
        self._arrived.set()

    async def _pause(self) -> None:
        """As long as Telegram waits before it tries again, to scale."""
        await asyncio.sleep(self.faults.scale * 5)

    async def _post(self, session: ClientSession, update: dict[str, Any]) -> bool:
        try:
            async with session.post(
                self.address + urlsplit(self.url).path, json=update, headers={HEADER: self.secret}
            ) as response:
                body = await response.read()
        except (ClientError, TimeoutError, OSError):
            self.log.append(0)
            return False
        self.log.append(response.status)
        if response.status != 200:
            return False
        if self.faults.hits(self.faults.cut):
            return False  # the answer was lost on its way: Telegram sends the update again
        if body:
            answer = json.loads(body)
            self.calls(answer.pop("method"), answer)
        return True


def chat_of(update: dict[str, Any]) -> int:
    """The chat that an update belongs to."""
    body = next(value for name, value in update.items() if name != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from")
    return int(chat["id"])
