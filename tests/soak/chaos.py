"""Chaos: the program is killed and started again, the database server stops and crashes; each moment is checked."""

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

import psycopg

from tests.botapi.server import TOKEN
from tests.e2e.process import NotServing, Program
from tests.postgresql import Server
from tests.soak.account import Account, Book
from tests.soak.checker import Finding, check
from tests.soak.storage import Frozen, Storage


@dataclass
class Outage:
    """Something was taken away. up_s: when it was there again, whether or not it had answered anybody yet."""

    what: str
    began_s: float
    up_s: float = 0.0


class Lives:
    """The program, one life after the other: each a process of its own on the same port and database."""

    def __init__(self, folder: Path, storage: Storage, api_url: str) -> None:
        self.port = _free_port()
        self.folder, self.count, self.failed_starts = folder, 0, list[str]()
        self.environment = {
            "THIDUASO_DATABASE_URL": storage.url,
            "THIDUASO_PORT": str(self.port),
            "THIDUASO_BOT_TOKEN": TOKEN,
            "THIDUASO_TELEGRAM_API_URL": api_url,
            "THIDUASO_WEBHOOK_URL": "https://example.invalid",
            "THIDUASO_SECRET_KEY": "k" * 32,
        }
        self.program: Program | None = None

    async def start(self) -> None:
        """Start the program; again, as a supervisor would, where it ends, since its database is away."""
        while True:
            self.count += 1
            program = Program(self.folder / f"life-{self.count}", self.environment)
            try:
                self.program = await asyncio.to_thread(program.start)
                return
            except NotServing as error:
                self.failed_starts.append((str(error).strip().splitlines() or ["nothing said"])[-1])
                await asyncio.sleep(0.2)

    def kill(self) -> None:
        """SIGKILL; back when nothing is left of it."""
        if self.program is not None:
            self.program.kill()

    async def stop(self) -> None:
        """End it in the ordinary way."""
        assert self.program is not None
        await asyncio.to_thread(self.program.stop)

    def complaints(self) -> list[str]:
        """What the program's own log says of trouble that it did not foresee."""
        marks = ("incident", "Traceback", "update_failed", "update_unreadable", "answer_refused", "database_thread")
        found = []
        for log in sorted(self.folder.glob("life-*.log")):
            lines = log.read_text("utf-8", errors="replace").splitlines()
            if "the assistant is at:" in log.read_text("utf-8", errors="replace"):
                found += [f"{log.name}: {line.strip()[:300]}" for line in lines if any(mark in line for mark in marks)]
        return found


@dataclass
class Chaos:
    """What is done to the program and to its server, and what was found each time.

    compared: how many acknowledged answers were looked for in what is stored, over all moments.
    """

    lives: Lives
    storage: Storage
    book: Book
    random: Random
    server: Server | None = None
    outages: list[Outage] = field(default_factory=list)
    findings: dict[Finding, float] = field(default_factory=dict)
    checks: int = 0
    unchecked: int = 0
    compared: int = 0
    _away: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, until_s: float, kill_every_s: float, stop_every_s: float) -> None:
        """Break things until then; everything is up again when it ends."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kill_now_and_then(until_s, kill_every_s))
            if self.server is not None:
                group.create_task(self._stop_now_and_then(until_s, stop_every_s))

    async def _kill_now_and_then(self, until_s: float, every_s: float) -> None:
        while monotonic() + every_s < until_s:
            await asyncio.sleep(every_s * self.random.uniform(0.8, 1.2))
            outage = Outage("kill", monotonic())
            self.outages.append(outage)
            self.lives.kill()
            moment = self._freeze()
            starting = asyncio.create_task(self.lives.start())
            await self._check(moment)
            await starting
            outage.up_s = monotonic()

    async def _stop_now_and_then(self, until_s: float, every_s: float) -> None:
        assert self.server is not None
        modes = ("immediate", "fast")
        while monotonic() + every_s < until_s:
            await asyncio.sleep(every_s * self.random.uniform(0.8, 1.2))
            mode = modes[len(self.outages) % 2]
            outage = Outage(f"server, {mode}", monotonic())
            self.outages.append(outage)
            async with self._away:
                await asyncio.to_thread(self.server.stop, mode)
                await asyncio.sleep(self.random.uniform(0, 2.0))
                await asyncio.to_thread(self.server.start)
            outage.up_s = monotonic()
            await self._check(self._freeze())

    def _freeze(self) -> tuple[Frozen, Mapping[int, Account]] | None:
        """What is stored now, and what everybody was told by now; nothing may happen in between."""
        if self._away.locked():
            return None
        try:
            return self.storage.freeze(), self.book.freeze()
        except psycopg.OperationalError:
            return None

    async def _check(self, moment: tuple[Frozen, Mapping[int, Account]] | None) -> None:
        try:
            found = await asyncio.to_thread(_compare, *moment) if moment is not None else None
        except psycopg.OperationalError:
            found = None
        if found is None:
            self.unchecked += 1
            return
        self.checks += 1
        self.compared += sum(len(account.known) for account in moment[1].values()) if moment is not None else 0
        for finding in found:
            self.findings.setdefault(finding, monotonic())


def _free_port() -> int:
    """A port that is free and stays so while nobody listens: no outgoing connection is given one below 32768."""
    for port in range(20_000 + os.getpid() % 5_000, 32_768):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port below 32768")


def _compare(frozen: Frozen, accounts: Mapping[int, Account]) -> list[Finding]:
    return check(accounts, frozen.read())
