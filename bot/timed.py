"""The runner of timed work: looks for what is due, claims it, does it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import structlog

from bot.redelivery import WAITED_OUT
from campaigns.library import Library
from services.door import Door
from services.people import Acting, Actor
from services.timed import claim_due, do_piece, plan_housekeeping

LOOK_EVERY_S = 15.0
CLOCKWORK = Actor(0, "timed", "vi")
log = structlog.get_logger()


class TimedRunner:
    """Runs in every process; a lease keeps two from doing the same."""

    def __init__(self, door: Door, library: Library, clock: Callable[[], datetime]) -> None:
        self.door, self.library, self.clock = door, library, clock
        self.worker = uuid4().hex[:12]

    async def catch_up(self) -> None:
        """Plan the daily work and do all that is due now."""
        await self.door.write(plan_housekeeping, self._acting())
        while (piece := await self.door.write(claim_due, self._acting(), self.worker)) is not None:
            while await self.door.write(do_piece, self._acting(), piece):
                pass

    async def run(self) -> None:
        """Look for due work until cancelled; trouble is logged and tried again."""
        while True:
            try:
                await self.catch_up()
            except WAITED_OUT as error:
                log.info("timed_work_waits", code=getattr(error, "code", "closing"))
            except Exception:
                log.exception("timed_work")
            await asyncio.sleep(LOOK_EVERY_S)

    def _acting(self) -> Acting:
        return Acting(CLOCKWORK, self.clock(), self.library)
