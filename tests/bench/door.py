"""What a job costs at the door, by kind and number of waiters: `python -m tests.bench.door [FOLDER]`."""

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable
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


async def measure(ask: Callable[[int], Awaitable[None]], waiters: int) -> tuple[float, float, float, float]:
    """Jobs/s, CPU µs per job, median and p99 in ms, with so many waiters asking again as soon as they are answered."""
    took: list[float] = []
    numbers = iter(range(sys.maxsize))
    until = perf_counter() + SECONDS

    async def wait_again_and_again() -> None:
        while (started := perf_counter()) < until:
            await ask(next(numbers))
            took.append(perf_counter() - started)

    began, cpu = perf_counter(), process_time()
    await asyncio.gather(*(wait_again_and_again() for _ in range(waiters)))
    wall, cpu = perf_counter() - began, process_time() - cpu
    took.sort()
    jobs = len(took)
    return jobs / wall, cpu / jobs * 1e6, took[jobs // 2] * 1e3, took[int(jobs * 0.99)] * 1e3


async def run(database: Database) -> None:
    """Every kind at every number of waiters."""
    await database.write(prepare)
    print(f"{'job':12} {'waiters':>7} {'jobs/s':>8} {'CPU µs':>7} {'p50 ms':>7} {'p99 ms':>7}")
    base = 0
    for work in (one_insert, answer_core, answer_orm, read_chat):
        for waiters in (1, 20, 200):
            gc.collect()
            rate, cpu, p50, p99 = await measure(partial(ask, database, work, base), waiters)
            base += 10_000_000
            print(f"{work.__name__:12} {waiters:7} {rate:8.0f} {cpu:7.0f} {p50:7.2f} {p99:7.2f}")


async def ask(database: Database, work: Callable[[Session, int], object], base: int, number: int) -> None:
    """One job through the door."""
    await (database.read if work is read_chat else database.write)(work, base + number)


def main() -> None:
    """Measure on a fresh file in the folder given, or in the system's temporary one."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        with open_database(url) as database:
            asyncio.run(run(database))


if __name__ == "__main__":
    main()
