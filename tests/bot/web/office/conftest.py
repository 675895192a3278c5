"""The officials' pages as served by the real application; only the clock is the test's own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.program import Program
from bot.settings import Settings
from bot.throttle import Throttle
from campaigns.hamlet_names import HouseholdCount
from campaigns.library import Library
from services.periods import open_period
from services.units import set_population
from tests.bot.web.office.officials import House
from tests.conversation import AN_HOA, PERIOD, START, VINH_LAC
from tests.fixtures import empty_database, library

__all__ = ["empty_database", "library"]


@pytest.fixture
async def house(empty_database: Path, library: Library, tmp_path: Path) -> AsyncIterator[House]:
    """The application with an open period."""
    path = Path(shutil.copy(empty_database, tmp_path / "office.db"))
    settings = Settings(database_url=f"sqlite:///{path}", secret_key=SecretStr("k" * 40), bot_token=None)
    now = [START]
    throttle = Throttle(burst=1e9, per_s=1e9, clock_s=monotonic)
    program = Program(settings, library, clock=lambda: now[0], throttle=throttle)
    async with TestServer(program.application()) as server:
        made = House(program, server, now)
        program.database.write_now(open_period, made.desk, PERIOD)
        for unit in (VINH_LAC, AN_HOA):
            program.database.write_now(set_population, unit, HouseholdCount(20, PERIOD.opens_on, "số của phường"))
        yield made
        await made.close()
