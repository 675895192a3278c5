"""What a job costs at the door, by database, kind and number of waiters: `python -m tests.bench.door [FOLDER]`.

CPU is this process's own; PostgreSQL's stands beside it, as the sum over the server's processes.
"""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import structlog
from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col

from models.chats import Chat, Event
from models.database import Database, open_database
from models.drafts import Draft
from models.migrations import migrate
from tests.postgresql import Server, running_server

CHATS = 500
SECONDS = 3.0
NOW = datetime(2025, 6, 1, 1, 30, tzinfo=UTC)

ADD_EVENT = insert(Event)
MOVE_CHAT = (
    update(Chat).where(col(Chat.id) == bindparam("chat")).values(view=bindparam("new_view"), seq=bindparam("new_seq"))
)
MOVE_DRAFT = (
    update(Draft)
    .where(col(Draft.id) == bindparam("draft"))
    .values(body=bindparam("new_body"), seq=bindparam("new_seq"))
)


def prepare(session: Session) -> None:
    """Chats with a draft each."""
    for number in range(1, CHATS + 1):
        key = {"id": number, "channel": "web", "peer": str(number)}
        session.add(Chat.model_validate({**key, "created_at": NOW, "seen_at": NOW}))
    session.flush()
    for number in range(1, CHATS + 1):
        form = {"form_id": "household", "form_version": 1, "campaign": "rach-gia"}
        times = {"created_at": NOW, "updated_at": NOW}
        session.add(Draft.model_validate({"id": number, "chat_id": number, **form, **times}))


def one_insert(session: Session, number: int) -> None:
    """The least: one Core statement."""
    session.connection().execute(ADD_EVENT, {"channel": "web", "event_id": str(number), "at": NOW})


def answer_core(session: Session, number: int) -> None:
    """What an answer needs, as Core statements: event key, chat view, draft body."""
    execute, chat = session.connection().execute, number % CHATS + 1
    body = {"so_nguoi": number, "duoi_15": 1, "dien_thoai": 2, "ho_dien_thoai": True}
    execute(ADD_EVENT, {"channel": "web", "event_id": str(number), "at": NOW})
    execute(
        MOVE_CHAT, {"chat": chat, "new_view": {"id": "form", "args": ["household", "dien_thoai"]}, "new_seq": number}
    )
    execute(MOVE_DRAFT, {"draft": chat, "new_body": body, "new_seq": number})


def answer_orm(session: Session, number: int) -> None:
    """The same with objects: two loads, one insert, two updates."""
    chat = session.get_one(Chat, number % CHATS + 1)
    draft = session.get_one(Draft, chat.id)
    session.add(Event(channel="web", event_id=str(number), at=NOW))
    chat.view, chat.seq = {"id": "form", "args": ["household", "dien_thoai"]}, number
    draft.body, draft.seq = {"so_nguoi": number, "duoi_15": 1, "dien_thoai": 2, "ho_dien_thoai": True}, number


def read_chat(session: Session, number: int) -> int:
    """One look-up by key with an object."""
    return session.get_one(Chat, number % CHATS + 1).seq


@dataclass(frozen=True, slots=True)
class Measured:
    """What one kind of job cost: jobs/s, CPU µs per job here and at the server, median and p99 in ms."""

    rate: float
    cpu_us: float
    server_us: float
    p50_ms: float
    p99_ms: float


async def measure(ask: Callable[[int], Awaitable[None]], waiters: int, server_cpu_s: Callable[[], float]) -> Measured:
    """Let so many waiters ask, each again as soon as it is answered."""
    took: list[float] = []
    numbers = iter(range(sys.maxsize))
    until = perf_counter() + SECONDS

    async def wait_again_and_again() -> None:
        while (started := perf_counter()) < until:
            await ask(next(numbers))
            took.append(perf_counter() - started)

    began, cpu, server = perf_counter(), process_time(), server_cpu_s()
    await asyncio.gather(*(wait_again_and_again() for _ in range(waiters)))
    wall, cpu, server = perf_counter() - began, process_time() - cpu, server_cpu_s() - server
    took.sort()
    jobs = len(took)
    return Measured(
        rate=jobs / wall,
        cpu_us=cpu / jobs * 1e6,
        server_us=server / jobs * 1e6,
        p50_ms=took[jobs // 2] * 1e3,
        p99_ms=took[int(jobs * 0.99)] * 1e3,
    )


def cpu_of(server: Server) -> float:
    """Seconds of processor that a server's processes have used, those that are over included."""
    postmaster = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            pid, fields = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            if pid == postmaster:
                used += sum(map(int, fields[11:15]))
            elif fields[1] == postmaster:
                used += sum(map(int, fields[11:13]))
    return used / os.sysconf("SC_CLK_TCK")


async def run(kind: str, database: Database, server_cpu_s: Callable[[], float]) -> None:
    """Every kind of job at every number of waiters."""
    await database.write(prepare)
    base = 0
    for work in (one_insert, answer_core, answer_orm, read_chat):
        for waiters in (1, 20, 200):
            gc.collect()
            found = await measure(partial(ask, database, work, base), waiters, server_cpu_s)
            base += 10_000_000
            print(
                f"{kind:10} {work.__name__:12} {waiters:7} {found.rate:8.0f} {found.cpu_us:7.0f} "
                f"{found.server_us:9.0f} {found.p50_ms:7.2f} {found.p99_ms:7.2f}"
            )


async def ask(database: Database, work: Callable[[Session, int], object], base: int, number: int) -> None:
    """One job through the door."""
    await (database.read if work is read_chat else database.write)(work, base + number)


def main() -> None:
    """Measure on fresh databases in the folder given, or in the system's temporary one. Both write to disk."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parent = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print("database   job          waiters   jobs/s  CPU µs server µs  p50 ms  p99 ms")
    with TemporaryDirectory(dir=parent) as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        with open_database(url) as database:
            asyncio.run(run("sqlite", database, lambda: 0.0))
    with running_server(durable=True, parent=parent) as server:
        url = server.create("bench")
        migrate(url)
        with open_database(url) as database:
            asyncio.run(run("postgresql", database, partial(cpu_of, server)))


if __name__ == "__main__":
    main()
