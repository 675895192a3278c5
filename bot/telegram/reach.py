"""The reach book: what Telegram tells of chats that block, leave, move or come back, handed to the use-cases."""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.telegram.events import Event
from campaigns.library import Library
from services.door import Door
from services.people import Acting, Actor
from services.reach import Why, record_group, record_in_reach, record_out_of_reach
from services.turns import Arrival

GONE = frozenset({"kicked", "left"})
_GROUPS = frozenset({"group", "supergroup"})
MOST_REMEMBERED = 100_000
log = structlog.get_logger()


class ReachBook:
    """Writes only when something has changed; remembers whom it wrote down, so that a word from them clears it."""

    def __init__(self, door: Door, library: Library, clock: Callable[[], datetime]) -> None:
        self.door, self.library, self.clock = door, library, clock
        self._lost: set[int] = set()

    async def lost(self, chat_id: int, why: Why, moved_to: int | None = None) -> None:
        """A chat cannot be written to any more."""
        if len(self._lost) < MOST_REMEMBERED:
            self._lost.add(chat_id)
        log.info("chat_lost", why=why.value)
        moved = None if moved_to is None else str(moved_to)
        await self.door.write(record_out_of_reach, self._acting(chat_id), why, moved)

    async def heard_from(self, arrival: Arrival) -> None:
        """Whoever writes can be written to."""
        if arrival.chat_id in self._lost:
            self._lost.discard(arrival.chat_id)
            await self.door.write(record_in_reach, self._acting(arrival.chat_id))

    async def note_membership(self, event: Event) -> None:
        """Somebody blocked or unblocked the assistant, or a group took it in or threw it out."""
        member, chat = event.body.get("new_chat_member"), event.body.get("chat")
        status = member.get("status") if isinstance(member, dict) else None
        is_group = isinstance(chat, dict) and chat.get("type") in _GROUPS
        if status in GONE:
            await self.lost(event.chat_id, Why.LEFT if is_group else Why.BLOCKED)
            return
        self._lost.discard(event.chat_id)
        await self.door.write(record_group if is_group else record_in_reach, self._acting(event.chat_id))

    async def note_move(self, event: Event) -> None:
        """A group became a supergroup and has a new id."""
        moved_to = event.body.get("migrate_to_chat_id")
        if isinstance(moved_to, int):
            await self.lost(event.chat_id, Why.MOVED, moved_to)
            await self.door.write(record_group, self._acting(moved_to))

    def _acting(self, chat_id: int) -> Acting:
        return Acting(Actor(chat_id, "telegram", "vi"), self.clock(), self.library)
