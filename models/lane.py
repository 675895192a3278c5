"""A lane: connections to PostgreSQL that the event loop itself speaks over, for jobs that need one journey or two.

To hand a job to a thread and its outcome back costs more than most jobs take. Here a job is run as far as it comes
without an answer of the server; what it wants is sent, and the loop goes on with other things until that is there. A
query is then run once more, with the answers. A write is done once the server has taken what it presumed
(`models.prepared`); one that must know something first is left to the threads, as is whatever goes wrong here.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

import psycopg
from psycopg.pq import ConnStatus
from sqlalchemy import Connection, Engine

from models.jobs import Job, JobQueue, JobSession, settle
from models.libpq import NUMBERED, RawConnection, Result, Sent, requires_one
from models.sqlstates import is_cut_off, trouble
from models.trouble import OutcomeUnknown

OPENED_AGAIN_AFTER_S = 1.0
MOST_WAITING = 200
"""Jobs that may wait for a connection here; the others wait in the threads' queue, which has a limit of its own."""
MOST_JOURNEYS = 3


class Unanswered(BaseException):
    """A job asks what the server has not said yet."""


class _Session(JobSession):
    """A session without a connection that it could wait at."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise Unanswered

    def end(self) -> None:
        """Stay as it is for the next run, unless something but prepared statements was wanted of it."""
        if self.in_transaction():
            super().end()


@dataclass(eq=False)
class _Way:
    """One connection, and the job on its way over it."""

    connection: Connection
    foresees: bool
    job: Job | None = None
    sent: Sequence[Sent] = ()
    journeys: int = 0
    prepares_in = NUMBERED

    def __post_init__(self) -> None:
        raw = cast("RawConnection", self.connection.connection.dbapi_connection)
        self.presumes = not self.foresees
        self.pgconn, self.straight = raw.pgconn, raw.straight
        self.file = raw.pgconn.socket  # asked now: libpq does not say it any more once it has closed it
        self._session = self._new_session()

    def run(self, job: Job) -> None:
        """Run a job with what is known. Errors: `Unanswered`, and the job's own."""
        if self._session.raw is None:
            self._session = self._new_session()
        job.run(self._session)

    def _new_session(self) -> _Session:
        session = _Session(None)
        session.raw, session.dialect = self, self.connection.dialect
        return session

    def send(self) -> None:
        """Send what the job wants. Errors: psycopg's."""
        self.journeys += 1
        self.sent = self.straight.take()
        self.straight.write(self.sent)

    def forget(self) -> None:
        """Be ready for the next job."""
        self.job, self.sent, self.journeys = None, (), 0
        self.straight.forget()

    def is_lost(self, error: BaseException | None = None) -> bool:
        """Whether the connection is of no more use."""
        return self.pgconn.status == ConnStatus.BAD or is_cut_off(error)

    def execute_prepared(self, text: str, parameters: Sequence[object]) -> Result:
        """What a query gave, if it was sent already; a write would have to wait for it."""
        result = self.straight.foreseen.get((text, parameters)) if self.foresees else None
        if result is None:
            self.foresee(text, parameters)
            raise Unanswered
        return Result(result, self.straight.transformer)

    def presume(self, text: str, parameters: Sequence[object]) -> None:
        """A write that is to touch one row."""
        self.straight.add(requires_one(text), parameters)

    def post(self, text: str, parameters: Sequence[object]) -> None:
        """A write that touches whatever it touches."""
        self.straight.add(text, parameters)

    def foresee(self, text: str, parameters: Sequence[object]) -> None:
        """A query that is to go with the others."""
        if (text, parameters) not in self.straight.foreseen:
            self.straight.add(text, parameters, ahead=True)


@dataclass(eq=False)
class Lane:
    """A few connections for one event loop, all for queries or all for writes. first: what is said on each."""

    engine: Engine
    queue: JobQueue
    size: int
    first: bytes
    only_reads: bool
    _loop: asyncio.AbstractEventLoop | None = None
    _idle: list[_Way] = field(default_factory=list)
    _busy: set[_Way] = field(default_factory=set)
    _jobs: deque[Job] = field(default_factory=deque)

    def put_soon(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        """Accept a job, here or in the threads' queue. Errors: those of `JobQueue.put_soon`."""
        if self._loop is None:
            self._loop = loop
            for _each in range(self.size):
                self._open()
        is_open = loop is self._loop and not self.queue.is_closed and bool(self._idle or self._busy)
        if is_open and len(self._jobs) < MOST_WAITING:
            self._jobs.append(job)
            self._go_on()
        else:
            self.queue.put_soon(job, loop)

    def close(self) -> None:
        """Finish what is under way; the rest is left to the threads, whose queue must still be open."""
        while self._jobs:
            self._leave(self._jobs.popleft())
        while self._busy:
            way = next(iter(self._busy))
            way.straight.wait()
            self._hear(way)
        while self._idle:
            self._drop(self._idle.pop())
        self._loop = None

    def _go_on(self) -> None:
        while self._jobs and self._idle:
            way = self._idle.pop()
            way.job = self._jobs.popleft()
            self._busy.add(way)
            self._run(way, way.job)

    def _run(self, way: _Way, job: Job) -> None:
        """Run a job as far as it comes, and send what it wants."""
        is_for_threads = False
        try:
            way.run(job)
        except Unanswered:
            is_for_threads = not self.only_reads or way.journeys == MOST_JOURNEYS
        except Exception as error:  # an edge: whatever a use-case raises belongs to its waiter
            job.fail(error)
            # What it presumed may be wrong, and so would be what it raised.
            is_for_threads = bool(way.straight.unsent)
        if is_for_threads:
            self._leave(job)
        elif way.straight.unsent:
            try:
                way.send()
            except psycopg.Error as error:
                self._fail(way, error)
            return
        else:
            settle([job])
        self._free(way)

    def _hear(self, way: _Way) -> None:
        """Take in what the server has said."""
        try:
            if way.job is None:
                way.pgconn.consume_input()
                return
            results = way.straight.read()
            if results is None:
                return
            way.straight.conclude(way.sent, results)
        except psycopg.Error as error:
            self._fail(way, error)
        else:
            if self.only_reads:
                self._run(way, way.job)
            else:
                settle([way.job])
                self._free(way)
        self._go_on()

    def _fail(self, way: _Way, error: psycopg.Error) -> None:
        """What the server refused is undone as a whole; of a write that it has not answered nobody knows."""
        job, is_lost = way.job, way.is_lost(error)
        if job is not None:
            told = OutcomeUnknown() if is_lost and not self.only_reads else trouble(error)
            if told is error:
                job.presumes = False
                self._leave(job)
            else:
                told.__cause__ = error
                job.fail(told)
                settle([job])
        if is_lost:
            self._idle = [each for each in self._idle if each is not way]
            self._busy.discard(way)
            self._drop(way)
            self._open_later()
        else:
            self._free(way)

    def _free(self, way: _Way) -> None:
        way.forget()
        self._busy.discard(way)
        self._idle.append(way)

    def _leave(self, job: Job) -> None:
        """Leave a job to the threads, which run it from its start."""
        job.outcome = job.error = None
        try:
            self.queue.put(job)
        except Exception as error:  # an edge: it is not accepted
            job.fail(error)
            settle([job])

    def _drop(self, way: _Way) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(way.file)
        way.connection.close()

    def _open(self) -> None:
        """Connect in a thread, since that may take long."""
        if self._loop is not None and not self._loop.is_closed() and not self.queue.is_closed:
            self._loop.run_in_executor(None, self._connect).add_done_callback(self._opened)

    def _open_later(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_later(OPENED_AGAIN_AFTER_S, self._open)

    def _connect(self) -> Connection:
        connection = self.engine.connect()
        cast("RawConnection", connection.connection.dbapi_connection).say(self.first)
        return connection

    def _opened(self, opening: "asyncio.Future[Connection]") -> None:
        if opening.cancelled() or opening.exception() is not None:
            self._open_later()
        elif self._loop is None or self.queue.is_closed:
            opening.result().close()
        else:
            way = _Way(opening.result(), self.only_reads)
            self._loop.add_reader(way.file, self._hear, way)
            self._idle.append(way)
            self._go_on()
