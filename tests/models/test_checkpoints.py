"""The log of a SQLite file is emptied beside the commits."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlmodel import Session
from structlog.testing import capture_logs

from models.checkpoints import EVERY
from models.sqlite import Turn, Writer, open_engine
from tests.models.jobs import no_file_may_grow, put, run_batch

PATIENCE_S = 10
ROW = "x" * 2_000


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    """The one that writes."""
    with closing(Writer(open_engine(path), Turn(path))) as hand:
        yield hand


def commit(writer: Writer, times: int, name: str) -> None:
    """Commit so often, a row each."""
    for number in range(times):

        def put_one(session: Session, key: str = f"{name}{number}") -> object:
            return put(session, key, ROW)

        run_batch(writer, put_one)


def wait_until(happened: Callable[[], object]) -> None:
    """Wait for another thread, but not for ever."""
    until = monotonic() + PATIENCE_S
    while not happened() and monotonic() < until:
        sleep(0.01)


def test_the_log_is_emptied_beside_the_commits(writer: Writer, path: Path) -> None:
    commit(writer, 1, "a")
    whole = path.stat().st_size + (EVERY - 1) * len(ROW)
    commit(writer, EVERY - 1, "b")
    wait_until(lambda: path.stat().st_size >= whole)

    # No commit did it: left to itself the log is emptied at its thousandth page.
    assert path.stat().st_size >= whole


def test_what_a_checkpoint_could_not_do_the_next_one_does(writer: Writer, path: Path) -> None:
    run_batch(writer, lambda session: put(session, "big", "x" * 2_000_000))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    before = path.stat().st_size
    with capture_logs() as told, no_file_may_grow(before):  # the log is shorter than the file, so it may grow
        commit(writer, EVERY - 1, "a")
        wait_until(lambda: told)
    assert [entry["event"] for entry in told] == ["checkpoint_failed"]
    commit(writer, EVERY, "b")
    wait_until(lambda: path.stat().st_size > before)

    assert path.stat().st_size > before
