"""SIGKILL on Telegram: whatever the double accepted as told is stored, and nothing is stored twice."""

import asyncio
import os
import shutil
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from campaigns.library import load_library
from models.database import open_database
from models.migrations import migrate
from services.people import Acting, Actor
from services.samples import begin_sample
from tests.bot.telegram.stored import drafts, reports, rows
from tests.bot.telegram.walk import ANSWERS, STORED, TO_THE_FORM, insists
from tests.botapi.delivery import Faults
from tests.botapi.server import TOKEN, BotApiDouble
from tests.conftest import ROOT

if TYPE_CHECKING:
    from asyncio.subprocess import Process

PACE_S = 0.36
"""A little slower than the throttle lets one person be."""


class Run:
    """The program as a process that can be killed and started again on the same database and port."""

    def __init__(self, database: Path, double: BotApiDouble, *, webhook: bool) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = database.with_suffix(".log")
        self.environment = os.environ | {
            "THIDUASO_DATABASE_URL": f"sqlite:///{database}",
            "THIDUASO_PORT": str(self.port),
            "THIDUASO_BOT_TOKEN": TOKEN,
            "THIDUASO_TELEGRAM_API_URL": double.url,
            "THIDUASO_WEBHOOK_URL": "https://example.invalid" if webhook else "",
            "THIDUASO_SECRET_KEY": "k" * 32,
            "PYTHONPATH": str(ROOT),
        }
        double.points_at(f"http://127.0.0.1:{self.port}")
        self.process: Process | None = None

    async def start(self) -> None:
        """Start; returns once it answers."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.cli",
                "run",
                cwd=self.log.parent,
                env=self.environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            assert b"http" in await self.process.stdout.readline(), self.log.read_text()

    async def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "kills.db"
    migrate(f"sqlite:///{path}")
    with open_database(f"sqlite:///{path}") as opened:
        maker = Acting(Actor(0, "command-line", "vi"), datetime.now(UTC), load_library(()))
        opened.write_now(begin_sample, maker)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_what_was_told_is_stored_through_kills(database: Path, webhook: bool) -> None:
    async with BotApiDouble(Faults(again=0.2, random=Random(5))).served() as double:
        run = Run(database, double, webhook=webhook)
        await run.start()
        person = double.person(740)
        await person.says("/start xa-63-30745")
        for label in TO_THE_FORM:
            await insists(person, f". {label}]".lower(), label)
        for number, (words, answer) in enumerate(ANSWERS):
            await asyncio.sleep(PACE_S)
            if number in {2, 6, 11}:
                # The person answers while nobody is there, and is killed again before the answer may be out.
                await run.kill()
                told = number - 1
                assert len(drafts(database)[0]) >= told - 2  # two of the steps are confirmations
                shutil.copy(database, database.with_suffix(f".{number}"))
                starting = asyncio.create_task(run.start())
                await insists(person, words, answer)
                await starting
            else:
                await insists(person, words, answer)
        await insists(person, "gửi]", "Gửi")
        await person.waits_for("Số phiếu")
        await run.kill()

    assert reports(database) == [STORED]
    assert rows(database, "SELECT count(*) FROM households") == [(1,)]
    assert rows(database, "SELECT sum(reports) FROM unit_progress") == [(1,)]
    assert TOKEN.partition(":")[2] not in run.log.read_text()
