"""The program on Telegram's double, in this process: by polling and by webhook."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Literal

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.connections import Site
from bot.program import Program
from bot.settings import Settings
from bot.throttle import Throttle
from campaigns.library import Library, load_library
from models.database import open_database
from models.migrations import migrate
from services.people import Acting, Actor
from services.samples import begin_sample
from tests.botapi.delivery import Faults
from tests.botapi.server import TOKEN, BotApiDouble

Mode = Literal["polling", "webhook"]


@pytest.fixture(scope="session")
def library() -> Library:
    found = load_library(())
    found.tree("rach-gia")
    return found


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A database with an open period and hamlets, and nobody who answered."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    migrate(f"sqlite:///{path}")
    with open_database(f"sqlite:///{path}") as database:
        database.write_now(begin_sample, Acting(Actor(0, "command-line", "vi"), datetime.now(UTC), library))
    return path


@pytest.fixture
def db_path(sample_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_db, tmp_path / "test.db"))


@pytest.fixture
def no_env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own settings reach a test."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> Mode:
    found: Mode = request.param
    return found


class House:
    """The running program with the double that it talks to."""

    def __init__(self, program: Program, double: BotApiDouble, address: str) -> None:
        self.program, self.double, self.address = program, double, address


Served = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def served(db_path: Path, library: Library, no_env: None) -> Served:
    """Serve the program in a mode, with faults: `async with served("webhook") as house`."""

    @asynccontextmanager
    async def serve(mode: Mode, faults: Faults | None = None) -> AsyncIterator[House]:
        async with BotApiDouble(faults).served() as double:
            settings = Settings(
                database_url=f"sqlite:///{db_path}",
                bot_token=SecretStr(TOKEN),
                telegram_api_url=double.url,
                webhook_url="https://example.invalid" if mode == "webhook" else "",
                secret_key=SecretStr("k" * 32),
            )
            # People in tests are faster than people.
            program = Program(settings, library, throttle=Throttle(burst=1e9, per_s=1e9, clock_s=monotonic))
            runner = web.AppRunner(program.application(), access_log=None, lingering_time=1, shutdown_timeout=0.5)
            await runner.setup()
            await Site(runner, program.bound(runner), "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            double.points_at(address)
            try:
                yield House(program, double, address)
            finally:
                await runner.cleanup()

    return serve


@pytest.fixture
async def house(served: Served, mode: Mode) -> AsyncIterator[House]:
    """The program, once by polling and once by webhook."""
    async with served(mode) as house:
        yield house
