"""Jobs: a use-case waiting for its turn at the database, the session it gets, and the way its outcome goes back."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock
from time import perf_counter, thread_time
from typing import Any, NoReturn

import structlog
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from models.trouble import Overloaded

SLOW_S = 0.02
_SPARE = "spare session"
_log = structlog.get_logger(__name__)


class NotYourTransactionError(RuntimeError):
    """A use-case tried to end the transaction, which is the door's: a mistake in the program."""


class SwallowedFlushError(RuntimeError):
    """A use-case caught the error of a flush: a mistake; `begin_nested` or ON CONFLICT is the way to try something."""


class JobSession(Session):
    """The session of one job, bound to a connection whose transaction is the door's. Useless once the job is over."""

    can_wait = True

    def __init__(self, connection: Connection | None) -> None:
        super().__init__(connection, expire_on_commit=False, close_resets_only=False)
        self.door: Connection | None = connection
        self.raw: object = None
        self.dialect: Dialect | None = None
        # A session holds what it has loaded only weakly, so a row that a use-case looked at and let go of would be read
        # from the database again; a job is short, and its rows are few.
        self.loaded: list[object] = []

    def commit(self) -> NoReturn:
        raise NotYourTransactionError("a use-case never commits: the door does, once it has returned")

    def rollback(self) -> NoReturn:
        raise NotYourTransactionError("a use-case never rolls back: raise, and the door undoes all of it")

    def close(self) -> NoReturn:
        raise NotYourTransactionError("a use-case never closes its session: the door does, once it has returned")

    def reset(self) -> NoReturn:
        raise NotYourTransactionError("a use-case never resets its session")

    def begin(self, nested: bool = False) -> SessionTransaction:
        if not nested:
            raise NotYourTransactionError("a use-case begins no transaction: it is in one")
        return super().begin(nested)

    @classmethod
    def for_job(cls, connection: Connection) -> "JobSession":
        """A session that nothing was done in yet: a new one, or one whose job had no use for it beyond its connection.

        Most jobs are a few prepared statements, and to make and close a session costs more than they do.
        """
        spare: JobSession | None = connection.info.pop(_SPARE, None)
        session = spare or cls(connection)
        session.door = connection
        session.raw, session.dialect = connection.connection.dbapi_connection, connection.dialect
        return session

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine | Connection:
        if self.door is None:
            raise InvalidRequestError("the session of a use-case that has returned is permanently closed")
        return self.door

    def end(self) -> None:
        """Let go of everything, without touching the connection's transaction."""
        connection, self.door, self.raw = self.door, None, None
        if connection is None or connection.invalidated or self.is_used:
            self.loaded.clear()
            super().close()
        else:
            connection.info[_SPARE] = self

    @property
    def is_used(self) -> bool:
        """Whether something was done in it beyond prepared statements."""
        return self.in_transaction()


def dialect_of(session: Session) -> Dialect:
    """Which database's words a session speaks."""
    dialect = session.dialect if isinstance(session, JobSession) else None
    return dialect or session.get_bind().dialect


@event.listens_for(JobSession, "loaded_as_persistent")
def _hold(session: Session, row: object) -> None:
    if isinstance(session, JobSession):
        session.loaded.append(row)


@dataclass(slots=True, eq=False)
class Job:
    """One use-case with its arguments. `outcome` or `error` is set when it has run; `future` hears when it is final.

    No future where whoever runs it looks at the outcome at once. is_glance: a read whose statements need not all be as
    of one moment. presumes: its writes may be taken to do what they nearly always do (`models.prepared`).
    """

    work: Callable[[Session], object]
    name: str
    future: asyncio.Future[object] | Future[object] | None
    is_glance: bool = False
    presumes: bool = True
    outcome: object = None
    error: BaseException | None = None

    def run(self, session: JobSession) -> None:
        """Do the work in a session of its own, flush and end it. Raises what the work raises."""
        # Where nothing is waited for, the thread's own time, which takes 2 µs to ask for, is no better.
        clock = thread_time if session.can_wait and not self.is_glance else perf_counter
        started = clock()
        try:
            self.outcome = self.work(session)
            if session.is_used:
                session.flush()
                if not session.is_active:
                    raise SwallowedFlushError("a use-case went on after a flush that failed: half of it would be kept")
        finally:
            session.end()
            took = clock() - started
            if took > SLOW_S:
                _log.warning("slow_job", use_case=self.name, took_ms=round(took * 1000))

    def fail(self, error: BaseException) -> None:
        """Replace the outcome by an error."""
        self.outcome, self.error = None, error


class JobsClosedError(RuntimeError):
    """The database is shutting down and takes nothing more."""


@dataclass(eq=False)
class JobQueue:
    """Jobs in the order of their coming, at most `limit` of them waiting."""

    limit: int
    _jobs: "SimpleQueue[Job | None]" = field(default_factory=SimpleQueue)
    _door: Lock = field(default_factory=Lock)
    _closed: bool = False
    _together: list[Job] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None

    def put(self, job: Job) -> None:
        """Accept a job, or raise `Overloaded` or `JobsClosedError`."""
        with self._door:
            self._check()
            self._jobs.put(job)

    def put_soon(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        """`put`, together with all that comes in the same round of this loop.

        A thread that is woken for each job takes the processor from the loop each time, and commits for each.
        """
        with self._door:
            self._check()
            if self._together and self._loop is not loop:
                self._hand_over()
            if not self._together:
                self._loop = loop
                loop.call_soon(self._round_is_over)
            self._together.append(job)

    def _check(self) -> None:
        if self._closed:
            raise JobsClosedError
        if (waiting := self._waiting()) >= self.limit:
            raise Overloaded(waiting)

    def _waiting(self) -> int:
        return self._jobs.qsize() + len(self._together)

    def _round_is_over(self) -> None:
        with self._door:
            self._hand_over()

    def _hand_over(self) -> None:
        for job in self._together:
            self._jobs.put(job)
        self._together.clear()

    def take(self, most: int) -> "deque[Job]":
        """Wait for a job and take it with whatever else waits, `most` in all; empty once closed and nothing is left."""
        taken: deque[Job] = deque()
        if (first := self._jobs.get()) is None:
            self._jobs.put(None)
            return taken
        taken.append(first)
        while len(taken) < most:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            taken.append(job)
        return taken

    def close(self) -> None:
        """Accept nothing more. What was accepted stands before the end mark and is still done."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._hand_over()
                self._jobs.put(None)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is accepted any more."""
        return self._closed

    def fullness(self) -> float:
        """Share of the limit that is waiting, 0–1."""
        return min(1.0, self._waiting() / self.limit)


def deliver(jobs: Iterable[Job]) -> None:
    """Tell each waiter; a loop is woken once for all of its waiters."""
    at_loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        if job.future is None:
            continue
        if isinstance(job.future, asyncio.Future):
            at_loops.setdefault(job.future.get_loop(), []).append(job)
        else:
            settle([job])
    for loop, theirs in at_loops.items():
        try:
            loop.call_soon_threadsafe(settle, theirs)
        except RuntimeError:
            _log.info("loop_closed", unheard=len(theirs))


def settle(jobs: Iterable[Job]) -> None:
    """Tell each waiter, in the thread of its loop."""
    for job in jobs:
        if job.future is None or job.future.done():  # cancelled while it ran: the work is done all the same
            continue
        if job.error is None:
            job.future.set_result(job.outcome)
        elif isinstance(job.error, StopIteration):  # no future may carry one
            job.future.set_exception(RuntimeError("use-case raised StopIteration"))
        else:
            job.future.set_exception(job.error)
