"""The database behind the door: queues, threads and shutdown. What differs is in `sqlite.py` and `postgres.py`."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, Self, TypeVar, cast

import structlog
from sqlalchemy import make_url
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from models.jobs import Job, JobQueue, deliver
from models.trouble import DatabaseBusy

if TYPE_CHECKING:
    from models.lane import Lane  # its driver is not loaded where the database is a file

P = ParamSpec("P")
R = TypeVar("R")
_log = structlog.get_logger(__name__)

QUEUE_LIMIT = 2_000
"""Writes that may wait: about half a second of work."""


class Hand(Protocol):
    """One connection, used by one thread."""

    def run(self, jobs: deque[Job]) -> Sequence[Job]:
        """Take one or more jobs from the left, run them to their final outcome and return them. Raises nothing."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class Store(Protocol):
    """A kind of database: how many hands write and read, and how many jobs a writing hand is given at once."""

    batch: int

    def open_writers(self) -> Sequence[Hand]: ...

    def open_readers(self) -> Sequence[Hand]: ...

    def open_glance(self) -> Hand | None:
        """A reading hand so quick that the event loop may wait for it; None where every read is a journey."""
        ...

    def open_lane(self, queue: JobQueue, *, only_reads: bool) -> "Lane | None":
        """A shorter way than the threads for jobs of an event loop, which are put into the queue otherwise."""
        ...


class Database:
    """The door (`services.door.Door`), with a synchronous form for the command line.

    Every way in takes a use-case and its arguments; see the protocol for what a use-case may do and for errors.
    """

    def __init__(self, store: Store, *, queue_limit: int = QUEUE_LIMIT) -> None:
        self._writes = JobQueue(queue_limit)
        self._reads = JobQueue(queue_limit)
        self._glance, self._glancing = store.open_glance(), Lock()
        self._write_lane = store.open_lane(self._writes, only_reads=False)
        self._glance_lane = store.open_lane(self._reads, only_reads=True)
        writers = store.open_writers()
        self.writing_hands = len(writers)
        self._threads = [
            *(self._start("write", hand, self._writes, store.batch) for hand in writers),
            *(self._start("read", hand, self._reads, 1) for hand in store.open_readers()),
        ]

    def _start(self, name: str, hand: Hand, queue: JobQueue, most: int) -> Thread:
        # Daemon, since a program that dies without closing must not hang on a thread that waits for work.
        thread = Thread(target=_serve, args=(hand, queue, most), name=f"database-{name}", daemon=True)
        thread.start()
        return thread

    async def write(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await _ask(self._write_lane or self._writes, use_case, *args, **kwargs)

    async def glance(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self._glance is not None and not self._reads.is_closed:
            # Handing so short a query to a thread and its answer back costs several times what it takes.
            job = Job(lambda session: query(session, *args, **kwargs), _name(query), None, is_glance=True)
            with self._glancing:
                self._glance.run(deque((job,)))
            if job.error is None:
                return cast("R", job.outcome)
            if not isinstance(job.error, DatabaseBusy):
                raise job.error
        way = self._glance_lane or self._reads
        return cast("R", await _wait(way, lambda session: query(session, *args, **kwargs), _name(query), True))

    async def read(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await _ask(self._reads, query, *args, **kwargs)

    def write_now(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`write` for code without an event loop: blocks until the changes are durable."""
        return self.submit(use_case, *args, **kwargs).result()

    def read_now(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`read` for code without an event loop."""
        return _put(self._reads, query, *args, **kwargs).result()

    def submit(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """`write_now` that does not wait; so that a command can keep many writes under way."""
        return _put(self._writes, use_case, *args, **kwargs)

    def pressure(self) -> float:
        """How full the queue of writes is, 0–1."""
        return self._writes.fullness()

    def close(self) -> None:
        """Accept nothing more, finish what was accepted, let go of the files. Blocks until that is done."""
        for lane in (self._write_lane, self._glance_lane):
            if lane is not None:
                lane.close()
        self._writes.close()
        self._reads.close()
        for thread in self._threads:
            thread.join()
        if self._glance is not None:
            with self._glancing:
                self._glance.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.close()


async def _ask(
    way: "JobQueue | Lane", work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    return cast("R", await _wait(way, lambda session: work(session, *args, **kwargs), _name(work)))


async def _wait(
    way: "JobQueue | Lane", work: Callable[[Session], object], name: str, is_glance: bool = False
) -> object:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[object] = loop.create_future()
    way.put_soon(Job(work, name, future, is_glance), loop)
    return await future


def _put(queue: JobQueue, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
    future: Future[object] = Future()
    queue.put(Job(lambda session: work(session, *args, **kwargs), _name(work), future))
    return cast("Future[R]", future)


def _name(work: Callable[..., object]) -> str:
    return getattr(work, "__qualname__", type(work).__name__)


def _serve(hand: Hand, queue: JobQueue, most: int) -> None:
    while jobs := queue.take(most):
        while jobs:
            before = list(jobs)
            try:
                done = hand.run(jobs)
            except BaseException as error:  # an edge: whatever happens, nobody is left waiting and the thread lives on
                _log.exception("database_thread")
                done = before
                jobs.clear()
                for job in done:
                    job.fail(error)
            deliver(done)
    hand.close()


def open_database(url: str, *, queue_limit: int = QUEUE_LIMIT) -> Database:
    """Open the database that a setting names, with its threads started; the tables are `migrate`'s.

    `sqlite:///path`: file and folder are made when missing, the file for its owner only. `postgresql://…`: connects at
    the first job, and again whenever the server comes back. Errors: ValueError for any other url.
    """
    import models.tables  # noqa: F401 (every table, so that what refers to what is known from the first flush)

    configure_mappers()
    return Database(_store(url), queue_limit=queue_limit)


def _store(url: str) -> Store:
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        from models.sqlite import SqliteStore, sqlite_path

        return SqliteStore(sqlite_path(url))
    if kind == "postgresql":
        from models.postgres import PostgresStore

        return PostgresStore(url)
    raise ValueError(f"no store for {kind}: sqlite:///path and postgresql://host/name are known")
