"""The index of the plans: what questions are answered from, built anew in every process when an import changes it."""

import asyncio

import structlog

from bot.redelivery import WAITED_OUT
from campaigns.library import Library
from services.clauses import read_clauses, rules_generation
from services.door import Door

LOOK_EVERY_S = 1.0
log = structlog.get_logger()


class RulesIndex:
    """Keeps a library's answering in step with the database."""

    def __init__(self, door: Door, library: Library) -> None:
        self.door, self.library = door, library
        self._generation: int | None = None

    async def refresh(self) -> bool:
        """Build the index if what it is made of has changed; True when it had. The old one answers meanwhile."""
        # The number first: an import in between is then seen as a change, never missed.
        generation = await self.door.read(rules_generation)
        if generation == self._generation:
            return False
        clauses = await self.door.read(read_clauses)
        await asyncio.to_thread(self.library.answer_from, clauses)
        self._generation = generation
        log.info("rules_index", generation=generation, clauses=sum(map(len, clauses.values())))
        return True

    async def run(self) -> None:
        """Look once a second until cancelled; trouble is logged and tried again."""
        while True:
            try:
                await self.refresh()
            except WAITED_OUT as error:
                log.info("rules_index_waits", code=getattr(error, "code", "closing"))
            except Exception:
                log.exception("rules_index")
            await asyncio.sleep(LOOK_EVERY_S)
