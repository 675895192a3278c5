"""Order: the events of one chat are handled one after another, in the order they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from campaigns.errors import AppError

MOST_WAITING = 16


class TooManyWaiting(AppError):
    """More events of one chat are waiting than a person can have meant."""

    code: ClassVar[str] = "too_many_waiting"


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class ChatOrder:
    """One first-in-first-out line per chat, kept only while somebody stands in it. Errors: `too_many_waiting`."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def turn_of(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's earlier events, then hold its line until the block ends."""
        line = self._lines.setdefault(chat_id, _Line())
        if line.waiting >= MOST_WAITING:
            raise TooManyWaiting
        line.waiting += 1
        try:
            async with line.lock:
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[chat_id]
