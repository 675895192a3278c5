"""What runs beside the conversation: a database that is away is waited out, without a traceback each time."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.rules_index import RulesIndex
from bot.timed import TimedRunner
from campaigns.library import Library, load_library
from models.trouble import DatabaseBusy


class Away:
    """A door behind which nobody is."""

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, asyncio.Event()

    async def read(self, *_args: Any, **_kwargs: Any) -> Any:
        self.asked.set()
        raise self.error

    write = glance = read

    def pressure(self) -> float:
        return 0.0


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(())


@pytest.mark.parametrize("what", ["rules", "timed"])
@pytest.mark.parametrize(("error", "is_foreseen"), [(DatabaseBusy(), True), (RuntimeError("a mistake"), False)])
async def test_only_what_is_not_foreseen_leaves_a_traceback(
    library: Library, what: str, error: Exception, is_foreseen: bool
) -> None:
    structlog.reset_defaults()  # a command tested before may have left only errors to be logged
    door = Away(error)
    work = (
        RulesIndex(door, library).run()
        if what == "rules"
        else TimedRunner(door, library, lambda: datetime.now(UTC)).run()
    )
    with capture_logs() as logs:
        running = asyncio.create_task(work)
        await asyncio.wait_for(door.asked.wait(), 5)
        await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [bool(entry.get("exc_info")) for entry in logs] == [not is_foreseen]
