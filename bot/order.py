"""Order: the events of one chat are handled one after another, in the order they came."""

import asyncio
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

    def turn_of(self, chat_id: int) -> "_Turn":
        """Wait for the chat's earlier events, then hold its line until the block ends."""
        return _Turn(self._lines, chat_id)


class _Turn:
    """One event's place in its chat's line. A class, since a generator costs three times as much at every event."""

    def __init__(self, lines: dict[int, _Line], chat_id: int) -> None:
        self._lines, self._chat_id = lines, chat_id
        self._line = lines.get(chat_id) or lines.setdefault(chat_id, _Line())

    async def __aenter__(self) -> None:
        if self._line.waiting >= MOST_WAITING:
            raise TooManyWaiting
        self._line.waiting += 1
        try:
            await self._line.lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_error: object) -> None:
        self._line.lock.release()
        self._leave()

    def _leave(self) -> None:
        self._line.waiting -= 1
        if not self._line.waiting:
            del self._lines[self._chat_id]
