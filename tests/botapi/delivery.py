"""Delivery: updates wait until they are taken, by a long poll or at a webhook; faults redeliver, reorder, cut off."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

MOST_AT_ONCE = 40
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE = 40.0
"""Seconds of Telegram's, to scale."""


@dataclass
class Faults:
    """How often, 0–1, what goes wrong. `scale`: how long one second of Telegram's is here.

    Of deliveries: `again` (though it was taken), `reordered` (overtaken by others; and a chat's taps and messages go
    beside each other, as Telegram keeps them in different queues), `cut` (the answer is lost on its way), `unheard`
    (the call inside the answer fails, and nobody hears of it). Of calls: `flooded` (429), `broken` (500), `dropped`
    (cut off before or after it was done), `hung` (done, but no answer comes for `hung_s`).
    """

    again: float = 0.0
    reordered: float = 0.0
    cut: float = 0.0
    unheard: float = 0.0
    flooded: float = 0.0
    broken: float = 0.0
    dropped: float = 0.0
    hung: float = 0.0
    hung_s: float = 25.0
    delay_s: float = 0.0
    scale: float = 0.02
    random: Random = field(default_factory=lambda: Random(1))

    def hits(self, share: float) -> bool:
        """Whether it happens this time."""
        return share > 0 and self.random.random() < share

    def cease(self) -> None:
        """Nothing goes wrong any more."""
        self.again = self.reordered = self.cut = self.unheard = self.delay_s = 0.0
        self.flooded = self.broken = self.dropped = self.hung = 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery to the webhook. status: 0 where no answer came. Times are of the monotonic clock, in seconds."""

    update_id: int
    put_s: float
    began_s: float
    ended_s: float
    status: int


@dataclass(slots=True)
class _Waiting:
    update: dict[str, Any]
    put_s: float


Lane = tuple[int, bool]
"""A queue of Telegram's: the chat, and whether it is the one of its taps."""


@dataclass
class Delivery:
    """The queue of one bot. `calls`: does what stands inside a webhook's answer; `attempts`: every delivery.

    `settled`: is told the chat of each update that was taken.
    """

    calls: Callable[[str, dict[str, Any], int], Any]
    faults: Faults = field(default_factory=Faults)
    url: str = ""
    address: str = ""
    secret: str = ""
    patience_s: float = 10.0
    allowed: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    settled: Callable[[int, int], None] | None = None
    _next_id: int = 1_000
    _waiting: dict[int, _Waiting] = field(default_factory=dict)
    _lanes: dict[Lane, deque[int]] = field(default_factory=dict)
    _ready: deque[Lane] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    @property
    def log(self) -> list[int]:
        """The statuses of every delivery."""
        return [attempt.status for attempt in self.attempts]

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def put(self, kind: str, body: dict[str, Any], gap: int = 1) -> int:
        """An update comes in; its id, `gap` after the last."""
        self._next_id += gap
        update = {"update_id": self._next_id, kind: body}
        self._waiting[self._next_id] = _Waiting(update, monotonic())
        lane = (chat_of(update), kind == "callback_query" and self.faults.reordered > 0)
        if lane in self._lanes:
            self._lanes[lane].append(self._next_id)
        else:
            self._lanes[lane] = deque([self._next_id])
            self._ready.append(lane)
        self._arrived.set()
        return self._next_id

    def set_webhook(self, url: str, secret: str, most_at_once: int) -> None:
        """From now on updates are pushed to this address."""
        self.url, self.secret = url, secret
        self._room = asyncio.Semaphore(most_at_once)
        self._arrived.set()

    async def poll(self, offset: int | None, limit: int, timeout_s: float) -> list[dict[str, Any]]:
        """getUpdates: what comes before the offset is confirmed."""
        if offset is not None:
            confirmed = [self._waiting.pop(known).update for known in list(self._waiting) if known < offset]
            self.taken += [each["update_id"] for each in confirmed]
            # A confirmation may be lost between Telegram's own machines.
            again = [each for each in confirmed if self.faults.hits(self.faults.again)]
            if again:
                return [*again, *self._updates()][:limit]
        if not self._waiting and timeout_s:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout_s * self.faults.scale * 5)
            except TimeoutError:
                return []
        return self._updates()[:limit]

    def _updates(self) -> list[dict[str, Any]]:
        return [each.update for each in self._waiting.values()]

    async def push(self) -> None:
        """Deliver to the webhook until cancelled: each lane in order, several lanes at once."""
        timeout, connector = ClientTimeout(total=self.patience_s), TCPConnector(limit=0)
        async with ClientSession(timeout=timeout, connector=connector) as session, asyncio.TaskGroup() as group:
            while True:
                while self._ready and self.url and self.address:
                    group.create_task(self._empty(session, self._ready.popleft()))
                self._arrived.clear()
                await self._arrived.wait()

    async def _empty(self, session: ClientSession, lane: Lane) -> None:
        """Deliver what stands in a lane, one after another."""
        line = self._lanes[lane]
        while line:
            if (waiting := self._waiting.get(line[0])) is not None:
                await self._deliver(session, waiting)
                self.taken.append(line[0])
                del self._waiting[line[0]]
            update_id = line.popleft()
            if self.settled is not None:
                self.settled(lane[0], update_id)
        del self._lanes[lane]

    async def _deliver(self, session: ClientSession, waiting: _Waiting) -> None:
        faults = self.faults
        if faults.delay_s or faults.reordered:
            overtaken = 10 * faults.scale if faults.hits(faults.reordered) else 0.0
            await asyncio.sleep((faults.delay_s + overtaken) * faults.random.random())
        left, tries = 2 if faults.hits(faults.again) else 1, 0
        while left:
            async with self._room:
                if await self._post(session, waiting):
                    left -= 1
                else:
                    # Its place is kept meanwhile: whoever fails everybody is tried less often.
                    await self._pause(tries)
                    tries += 1

    async def _pause(self, tries: int) -> None:
        """As long as Telegram waits before it tries again, to scale."""
        await asyncio.sleep(self.faults.scale * min(LONGEST_PAUSE, 5 * 1.5**tries))

    async def _post(self, session: ClientSession, waiting: _Waiting) -> bool:
        began_s, status, body = monotonic(), 0, b""
        try:
            async with session.post(
                self.address + urlsplit(self.url).path, json=waiting.update, headers={HEADER: self.secret}
            ) as response:
                body = await response.read()
                status = response.status
        except (ClientError, TimeoutError, OSError):
            pass
        update_id: int = waiting.update["update_id"]
        self.attempts.append(Attempt(update_id, waiting.put_s, began_s, monotonic(), status))
        if status != 200:
            return False
        if self.faults.hits(self.faults.cut):
            return False  # the answer was lost on its way: Telegram sends the update again
        if body and not self.faults.hits(self.faults.unheard):
            answer = json.loads(body)
            self.calls(answer.pop("method"), answer, update_id)
        return True


def chat_of(update: dict[str, Any]) -> int:
    """The chat that an update belongs to."""
    body = next(value for name, value in update.items() if name != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from")
    return int(chat["id"])
