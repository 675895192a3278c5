"""The door with its threads: waiters, cancellation, overload, shutdown, kill, and a second process."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import perf_counter, thread_time

import pytest
import structlog
from sqlmodel import Session
from structlog.testing import capture_logs

from models.database import Database, open_database
from models.jobs import JobsClosedError
from services.door import Door, Overloaded
from tests.models.jobs import PATIENCE_S, held, keys, put, put_then_fail

ROOT = Path(__file__).parents[2]


async def begin(*works: "asyncio.Task[str]") -> None:
    """Let tasks run until each waits at the door."""
    await asyncio.sleep(0)
    assert not any(work.done() for work in works)


async def test_a_failed_write_is_told_to_its_waiter_only(db: Database) -> None:
    door: Door = db
    with held(db):
        writes = [
            asyncio.create_task(door.write(put, "a", "1")),
            asyncio.create_task(door.write(put_then_fail, "b")),
            asyncio.create_task(door.write(put, key="c")),
        ]
        await begin(*writes)

    first, failed, last = await asyncio.gather(*writes, return_exceptions=True)

    assert (first, last) == ("a", "c")
    assert isinstance(failed, ValueError)
    assert await door.read(keys) == ["a", "c"]


async def test_a_batch_wakes_the_loop_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    wakings: list[object] = []
    wake = loop.call_soon_threadsafe

    def counted(callback: Callable[[object], object], waiting: object) -> asyncio.Handle:
        wakings.append(waiting)
        return wake(callback, waiting)

    with open_database(f"sqlite:///{path}") as db:
        with held(db):
            writes = [asyncio.create_task(db.write(put, str(n))) for n in range(20)]
            await begin(*writes)
            monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
        await asyncio.gather(*writes)

    assert len(wakings) == 1


async def test_a_cancelled_waiter_hurts_nobody_and_its_work_is_done(db: Database) -> None:
    with held(db):
        cancelled, other = (asyncio.create_task(db.write(put, key)) for key in ("cancelled", "other"))
        await begin(cancelled, other)
        cancelled.cancel()

    assert await other == "other"
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert await db.read(keys) == ["cancelled", "other"]


async def test_stop_iteration_from_a_use_case_does_not_hang_its_waiter(db: Database) -> None:
    def run_dry(_session: Session) -> str:
        return next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await db.write(run_dry)


def test_waiters_of_a_loop_that_is_gone_hurt_nobody(db: Database) -> None:
    async def leave() -> None:
        waiting = asyncio.create_task(db.write(put, "left"))
        await begin(waiting)

    with held(db):
        asyncio.run(leave())
        stays = db.submit(put, "stays")

    assert stays.result(PATIENCE_S) == "stays"
    assert db.read_now(keys) == ["left", "stays"]


def test_what_was_accepted_is_finished_at_shutdown_and_nothing_more_is_taken(database_url: str) -> None:
    database = open_database(database_url)
    closing = Event()

    def close() -> None:
        closing.set()
        database.close()

    with ThreadPoolExecutor(1) as aside:
        with held(database):
            accepted = [database.submit(put, str(n)) for n in range(9)]
            closed = aside.submit(close)
            assert closing.wait(PATIENCE_S)
        closed.result(PATIENCE_S)

    assert [write.result(0) for write in accepted] == [str(n) for n in range(9)]
    with pytest.raises(JobsClosedError):
        database.write_now(put, "late")
    database.close()
    with open_database(database_url) as again:
        assert again.read_now(keys) == [str(n) for n in range(9)]


def test_a_closed_file_leaves_nothing_beside_it(path: Path) -> None:
    with open_database(f"sqlite:///{path}") as database:
        database.write_now(put, "a")

    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}-turn"}


async def test_past_the_limit_writes_are_refused_and_those_waiting_go_on(database_url: str) -> None:
    with open_database(database_url, queue_limit=2) as database:
        with held(database):
            writes = [asyncio.create_task(database.write(put, key)) for key in "ab"]
            await begin(*writes)
            assert database.pressure() == 1.0
            with pytest.raises(Overloaded) as refused:
                await database.write(put, "c")
            assert refused.value.waiting == 2
            assert await database.read(keys) == []

        assert await asyncio.gather(*writes) == ["a", "b"]
        assert database.pressure() == 0.0
        assert await database.write(put, "c") == "c"


def test_a_reader_sees_nothing_before_the_commit(db: Database) -> None:
    written, go = Event(), Event()

    def put_and_hold(session: Session) -> None:
        put(session, "a")
        session.flush()
        written.set()
        assert go.wait(PATIENCE_S)

    holding = db.submit(put_and_hold)
    assert written.wait(PATIENCE_S)
    before = db.read_now(keys)
    go.set()
    holding.result(PATIENCE_S)

    assert (before, db.read_now(keys)) == ([], ["a"])


def spend(seconds: float) -> None:
    """Keep the processor busy for the while."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        pass


def test_a_long_batch_is_committed_in_parts(db: Database) -> None:
    told = Event()
    with held(db):
        first = db.submit(lambda _session: spend(0.06))
        last = db.submit(lambda _session: told.wait(PATIENCE_S))
    first.result(PATIENCE_S)
    told.set()

    assert last.result(PATIENCE_S)


def test_a_slow_job_is_logged_by_the_name_of_its_use_case_only(db: Database) -> None:
    def linger(_session: Session, _secret: str) -> None:
        until = thread_time() + 0.025  # its own time: what others take on a busy machine is not its fault
        while thread_time() < until:
            pass

    structlog.reset_defaults()  # a command tested before may have left only errors to be logged
    db.write_now(put, "warm")
    with capture_logs() as logs:
        db.write_now(linger, "0912345678")

    (entry,) = (log for log in logs if log["event"] == "slow_job")
    assert entry["use_case"].endswith("linger")
    assert entry["took_ms"] >= 25
    assert "0912345678" not in str(logs)


WRITER = """
import sys
import structlog
from models.database import open_database
from tests.models.jobs import put

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))

url, prefix, count, under_way = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with open_database(url) as database:
    print("open", flush=True)
    sys.stdin.readline()
    waiting = []
    for number in range(count):
        waiting.append(database.submit(put, f"{prefix}{number:06}"))
        if len(waiting) == under_way:
            print(waiting.pop(0).result(), flush=True)
    for write in waiting:
        print(write.result(), flush=True)
"""


def start_writer(url: str, prefix: str, count: int, under_way: int) -> "subprocess.Popen[str]":
    """Another process that writes as soon as it is sent a line, and prints each key once it was told it is stored."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, url, prefix, str(count), str(under_way)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("acknowledged_at_least", [1, 50, 333])
def test_a_killed_process_keeps_every_acknowledged_write(database_url: str, acknowledged_at_least: int) -> None:
    process = start_writer(database_url, "k", 1_000_000, under_way=32)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        told = [process.stdout.readline().strip() for _ in range(acknowledged_at_least)]
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout if line.endswith("\n")]

    with open_database(database_url) as database:
        kept = database.read_now(keys)
        assert kept[: len(told)] == told
        assert database.write_now(put, "after") == "after"


def test_a_process_that_never_pauses_leaves_another_its_turn(database_url: str) -> None:
    process = start_writer(database_url, "theirs", 100, under_way=1)
    with process, open_database(database_url) as database, ThreadPoolExecutor(1) as aside:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        ours = [database.submit(put, f"ours{number:06}") for number in range(50)]
        ours[0].result(PATIENCE_S)
        them = aside.submit(process.communicate, "go\n")
        for answered in ours:
            answered.result(PATIENCE_S)
            if not them.done():
                ours.append(database.submit(put, f"ours{len(ours):06}"))
        told = them.result(PATIENCE_S)[0].split()

        assert process.returncode == 0
        assert len(told) == 100
        assert sorted([*told, *(write.result() for write in ours)]) == database.read_now(keys)
