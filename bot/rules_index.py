"""The index of the plans: what questions are answered from, built anew in every process when it changes."""

import asyncio

import structlog

from bot.redelivery import WAITED_OUT
from campaigns.library import Library
from services.clauses import read_clauses, rules_generation
from services.curation import read_curation
from services.door import Door

LOOK_EVERY_S = 0.25
"""An addition is to take effect within a second; building takes up to half of one."""
log = structlog.get_logger()


class RulesIndex:
    """Keeps a library's answering in step with the database."""

    def __init__(self, door: Door, library: Library) -> None:
        self.door, self.library = door, library
        self._generation: int | None = None

    async def refresh(self) -> bool:
        """Build the index if what it is made of has changed; True when it had. The old one answers meanwhile."""
        # The number first: a change in between is then seen as one, never missed.
        generation = await self.door.read(rules_generation)
        if generation == self._generation:
            return False
        clauses = await self.door.read(read_clauses)
        curation = await self.door.read(read_curation)
        await asyncio.to_thread(self.library.answer_from, clauses, curation)
        self._generation = generation
        added = len(curation.words) + len(curation.answers)
        log.info("rules_index", generation=generation, clauses=sum(map(len, clauses.values())), added=added)
        return True

    async def run(self) -> None:
        """Look now and then until cancelled; trouble is logged and tried again."""
        while True:
            try:
                await self.refresh()
            except WAITED_OUT as error:
                log.info("rules_index_waits", code=getattr(error, "code", "closing"))
            except Exception:
                log.exception("rules_index")
            await asyncio.sleep(LOOK_EVERY_S)
