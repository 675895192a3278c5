"""The bots that are measured, each a process of its own on the first core."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.crowd import Say, Script, Tap
from tests.bench.household import moves

SECRET = "bench-secret"
_BOTS = "tests.bench.contestants"
ECHO = (Say("/start"), *(Say(str(n)) for n in range(7)))
SHORT = (Say("/start"), *(Tap("yes"),) * 4, Say("4"), Tap("fibre"), Tap("yes"))


@dataclass(slots=True)
class Contestant:
    """One bot: how it is started, what people do with it, and what was measured.

    command: `{port}`, `{api}`, `{folder}` and `{url}` are filled in. prepare: the url of a fresh database in this folder.
    """

    name: str
    command: tuple[str, ...]
    script: Script
    processes: int = 1
    prepare: Callable[[Path], str] | None = None
    is_ours: bool = False
    per_s: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    paced_ms: list[float] = field(default_factory=list)
    memory_mb: float = 0.0
    walks: int = 0
    broken: int = 0
    wrong: int | None = None
    trouble: str = ""


def peers() -> list[Contestant]:
    """Everyone but ours."""
    places = ("{port}", "{api}")
    return [
        Contestant("bare aiohttp", ("-m", f"{_BOTS}.bare", *places), lambda _chat: ECHO),
        Contestant("echo, untuned", ("-m", f"{_BOTS}.echo", *places), lambda _chat: ECHO),
        Contestant("echo, tuned", ("-m", f"{_BOTS}.echo", *places, "--tuned"), lambda _chat: ECHO),
        documented("aiogram FSM + SQLModel", lambda folder: f"sqlite+aiosqlite:///{folder / 'fsm.db'}"),
        Contestant("PTB conversation", ("-m", f"{_BOTS}.conversation", *places, "{folder}/ptb"), lambda _chat: SHORT),
    ]


def documented(name: str, prepare: Callable[[Path], str]) -> Contestant:
    """The documented way of aiogram and SQLModel, on this database."""
    return Contestant(name, ("-m", f"{_BOTS}.fsm", "{port}", "{api}", "{url}"), lambda _chat: SHORT, prepare=prepare)


def ours(name: str, prepare: Callable[[Path], str], processes: int = 1) -> Contestant:
    """The whole program, with nothing switched off."""
    return Contestant(name, ("-m", "bot.cli", "run"), moves, processes, prepare, is_ours=True)


def open_survey(url: str) -> str:
    """Make a database in which the sample's survey is open; its url."""
    from campaigns.library import load_library
    from models.database import open_database
    from models.migrations import migrate
    from services.people import Acting, Actor
    from services.samples import begin_sample

    migrate(url)
    with open_database(url) as database:
        database.write_now(begin_sample, Acting(Actor(0, "command-line", "vi"), datetime.now(UTC), load_library(())))
    return url


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Running:
    """A bot's processes, and where they listen. url: its database, if it has one of ours."""

    processes: Sequence["subprocess.Popen[bytes]"]
    ports: Sequence[int]
    folder: Path
    url: str | None

    @property
    def cpu_s(self) -> float:
        """CPU seconds that all of them have used, threads included."""
        return sum(cpu_s(process.pid) for process in self.processes)

    @property
    def log_bytes(self) -> int:
        """How much they have logged."""
        return sum((self.folder / f"{port}.log").stat().st_size for port in self.ports)

    @property
    def memory_mb(self) -> float:
        """Resident memory of all of them."""
        status = [Path(f"/proc/{process.pid}/statm").read_text().split()[1] for process in self.processes]
        return sum(map(int, status)) * os.sysconf("SC_PAGE_SIZE") / 1e6

    async def ready(self) -> None:
        """Wait until every process accepts connections and its start is over: what it still builds then is no answer.

        Errors: RuntimeError if one ended instead.
        """
        await self._listening()
        for _try in range(60):
            before = self.cpu_s
            await asyncio.sleep(0.5)
            if self.cpu_s - before < 0.02 * len(self.processes):
                break

    async def _listening(self) -> None:
        for process, port in zip(self.processes, self.ports, strict=True):
            for _try in range(600):
                if process.poll() is not None:
                    raise RuntimeError((self.folder / f"{port}.log").read_text("utf-8"))
                with suppress(OSError):
                    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.05)
            else:
                raise RuntimeError("the bot does not answer")


@contextmanager
def running(contestant: Contestant, api_port: int, extra: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start a bot on the first core, in a folder of its own; end it and throw that away afterwards."""
    folder = Path(mkdtemp(prefix="thiduaso-bench-"))
    ports = [free_port() for _process in range(contestant.processes)]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        url = contestant.prepare(folder) if contestant.prepare else None
        for port in ports:
            words = [word.format(port=port, api=api_port, folder=folder, url=url) for word in contestant.command]
            processes.append(
                _start(words, _environment(port, api_port, url) | dict(extra or {}), folder / f"{port}.log")
            )
        yield Running(processes, ports, folder, url)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _start(words: Sequence[str], environment: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as sink:
        process = subprocess.Popen([sys.executable, *words], env=dict(environment), stdout=sink, stderr=sink)
    with suppress(OSError):
        os.sched_setaffinity(process.pid, {0})
    return process


def _environment(port: int, api_port: int, url: str | None) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUASO_")}
    return own | {
        "THIDUASO_PORT": str(port),
        "THIDUASO_BOT_TOKEN": "1:bench",
        "THIDUASO_SECRET_KEY": "b" * 32,
        "THIDUASO_TELEGRAM_API_URL": f"http://127.0.0.1:{api_port}",
        "THIDUASO_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "THIDUASO_WEBHOOK_SECRET": SECRET,
        **({"THIDUASO_DATABASE_URL": url} if url else {}),
    }


def cpu_s(pid: int) -> float:
    """CPU seconds that a process and its threads have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
