"""A lane: connections to PostgreSQL that the event loop itself speaks over, for jobs that need one journey or two.

To hand a job to a thread and its outcome back costs more than most jobs take. Here a job is run as far as it comes
without an answer of the server; what it wants goes out at the end of the round, with what others want, and the loop
goes on with other things until the answers are there. A query is then run once more, with them. A write is done once
the server has taken what it presumed (`models.prepared`); one that must know something first is left to the threads, as
is whatever goes wrong here.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, get_ident
from typing import Any, NoReturn, cast

import psycopg
from sqlalchemy import Connection, Engine

from models.jobs import Job, JobQueue, JobSession, settle
from models.libpq import NUMBERED, RawConnection, requires_one
from models.pipeline import Answers, Result, Sent, answers
from models.sqlstates import is_cut_off, trouble
from models.trouble import OutcomeUnknown

OPENED_AGAIN_AFTER_S = 1.0
MOST_UNDER_WAY = 1_000
"""Jobs that a lane may have under way; more wait in the threads' queue, which has a limit of its own."""
MOST_JOURNEYS = 4


class Unanswered(BaseException):
    """A job asks what the server has not said yet."""


class _Session(JobSession):
    """A session without a connection that it could wait at."""

    can_wait = False

    def get_bind(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise Unanswered

    def end(self) -> None:
        """Stay as it is for the next job, unless something but prepared statements was wanted of it."""
        if self.in_transaction():
            super().end()


@dataclass(eq=False)
class _Way:
    """One connection, and what is under way on it: groups of jobs whose statements are one transaction each."""

    connection: Connection
    going: "list[_Trip]" = field(default_factory=list)
    groups: "deque[Sequence[_Trip]]" = field(default_factory=deque)
    pending: int = 0

    def __post_init__(self) -> None:
        raw = cast("RawConnection", self.connection.connection.dbapi_connection)
        self.straight, self.pgconn = raw.straight, raw.pgconn
        self.file = raw.pgconn.socket  # asked now: libpq does not say it any more once it has closed it
        raw.pgconn.enter_pipeline_mode()


@dataclass(eq=False)
class _Trip:
    """A job on a way: what it wants of the server, and what that has said so far."""

    job: Job
    way: _Way
    foresees: bool
    wanted: list[Sent] = field(default_factory=list)
    known: Answers = field(default_factory=dict)
    journeys: int = 0
    prepares_in = NUMBERED

    @property
    def presumes(self) -> bool:
        return not self.foresees

    def execute_prepared(self, text: str, parameters: Sequence[object]) -> Result:
        """What a query gave, if it was sent already; a write would have to wait for it."""
        result = self.known.get((text, parameters)) if self.foresees else None
        if result is None:
            self.foresee(text, parameters)
            raise Unanswered
        return Result(result, self.way.straight.transformer)

    def presume(self, text: str, parameters: Sequence[object]) -> None:
        """A write that is to touch one row."""
        self.wanted += self.way.straight.said(requires_one(text), parameters)

    def post(self, text: str, parameters: Sequence[object]) -> None:
        """A write that touches whatever it touches."""
        self.wanted += self.way.straight.said(text, parameters)

    def foresee(self, text: str, parameters: Sequence[object]) -> None:
        """A query that is to go with the others."""
        if (text, parameters) not in self.known:
            self.wanted += self.way.straight.said(text, parameters, ahead=True)


@dataclass(eq=False)
class Lane:
    """A few connections for one event loop, all for queries or all for writes. first: what is said on each."""

    engine: Engine
    queue: JobQueue
    size: int
    first: bytes
    only_reads: bool
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: int = 0
    _ways: list[_Way] = field(default_factory=list)
    _session: _Session | None = None
    _is_going: bool = False
    _is_closed: bool = False

    def put_soon(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        """Accept a job, here or in the threads' queue. Errors: those of `JobQueue.put_soon`."""
        if self._loop is None and not self._is_closed:
            self._loop, self._thread = loop, get_ident()
            for _each in range(self.size):
                self._open()
        way = min(self._ways, key=lambda way: way.pending, default=None)
        if way is None or way.pending * self.size >= MOST_UNDER_WAY or loop is not self._loop or self._is_closed:
            self.queue.put_soon(job, loop)
        else:
            way.pending += 1
            self._run(_Trip(job, way, self.only_reads))

    def close(self) -> None:
        """Finish what is under way, from whichever thread; the threads' queue must still be open."""
        closed, loop = Event(), self._loop
        if loop is None or not loop.is_running() or get_ident() == self._thread:
            self._close(closed)
            return
        with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits any more
            loop.call_soon_threadsafe(self._close, closed)
            closed.wait()

    def _close(self, closed: Event) -> None:
        self._is_closed = True
        try:
            while busy := [way for way in self._ways if way.going or way.groups]:
                self._go()
                for way in busy:
                    if way.groups:
                        way.straight.wait()
                        self._hear(way)
            while self._ways:
                self._drop(self._ways.pop())
        finally:
            closed.set()

    def _run(self, trip: _Trip) -> None:
        """Run a job as far as it comes; what it wants goes out with what the others want."""
        job, is_for_threads = trip.job, False
        session = self._session or _Session(None)
        session.raw, session.dialect = trip, self.engine.dialect
        try:
            job.run(session)
        except Unanswered:
            # Without anything wanted it is something that only a thread can ask.
            is_for_threads = not self.only_reads or not trip.wanted or trip.journeys == MOST_JOURNEYS
        except Exception as error:  # an edge: whatever a use-case raises belongs to its waiter
            job.fail(error)
            # What it presumed may be wrong, and so would be what it raised.
            is_for_threads = bool(trip.wanted)
        self._session = session if session.raw is trip else None
        if is_for_threads:
            trip.way.straight.unsaid(trip.wanted)
            self._leave(trip)
        elif trip.wanted:
            trip.way.going.append(trip)
            self._go_soon()
        else:
            self._tell(trip)

    def _go_soon(self) -> None:
        if not self._is_going and self._loop is not None:
            self._is_going = True
            self._loop.call_soon(self._go)

    def _go(self) -> None:
        """Send what was wanted in this round. Queries go together; each write is a transaction of its own."""
        self._is_going = False
        for way in [way for way in self._ways if way.going]:
            going, way.going = way.going, []
            groups = [going] if self.only_reads else [[trip] for trip in going]
            way.groups += groups
            try:
                for group in groups:
                    way.straight.write(each for trip in group for each in trip.wanted)
            except psycopg.Error as error:
                self._lose(way, error)

    def _hear(self, way: _Way) -> None:
        """Take in what the server has said."""
        try:
            way.pgconn.consume_input()
            while way.groups and (results := way.straight.read()) is not None:
                group = way.groups.popleft()
                sent = [each for trip in group for each in trip.wanted]
                try:
                    way.straight.check(sent, results)
                except psycopg.Error as error:
                    for trip in group:
                        self._refused(trip, error)
                    if is_cut_off(error):
                        raise
                else:
                    self._answered(group, answers(sent, results))
        except psycopg.Error as error:
            self._lose(way, error)

    def _answered(self, group: Sequence[_Trip], given: Answers) -> None:
        for trip in group:
            if self.only_reads:
                trip.known, trip.wanted = {**trip.known, **given}, []
                trip.journeys += 1
                self._run(trip)
            else:
                self._tell(trip)

    def _refused(self, trip: _Trip, error: psycopg.Error) -> None:
        """What the server refused it has undone as a whole; of a write that it has not answered nobody knows."""
        told = OutcomeUnknown() if is_cut_off(error) and not self.only_reads else trouble(error)
        if told is error:
            trip.job.presumes = False
            self._leave(trip)
        else:
            told.__cause__ = error
            trip.job.fail(told)
            self._tell(trip)

    def _tell(self, trip: _Trip) -> None:
        trip.way.pending -= 1
        settle([trip.job])

    def _leave(self, trip: _Trip) -> None:
        """Leave a job to the threads, which run it from its start."""
        trip.job.outcome = trip.job.error = None
        try:
            self.queue.put(trip.job)
        except Exception as error:  # an edge: it is not accepted
            trip.job.fail(error)
            self._tell(trip)
        else:
            trip.way.pending -= 1

    def _lose(self, way: _Way, error: psycopg.Error) -> None:
        """A connection is gone, and with it the answers to what was under way."""
        self._ways = [each for each in self._ways if each is not way]
        self._drop(way)
        gone = psycopg.OperationalError(str(error))
        for group in way.groups:
            for trip in group:
                self._refused(trip, gone)
        for trip in way.going:
            self._leave(trip)
        way.groups.clear()
        way.going.clear()
        self._open_later()

    def _drop(self, way: _Way) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(way.file)
        way.connection.close()

    def _open(self) -> None:
        """Connect in a thread, since that may take long."""
        if self._loop is not None and not self._loop.is_closed() and not self._is_closed:
            self._loop.run_in_executor(None, self._connect).add_done_callback(self._opened)

    def _open_later(self) -> None:
        if self._loop is not None and not self._loop.is_closed() and not self._is_closed:
            self._loop.call_later(OPENED_AGAIN_AFTER_S, self._open)

    def _connect(self) -> _Way:
        connection = self.engine.connect()
        cast("RawConnection", connection.connection.dbapi_connection).say(self.first)
        return _Way(connection)

    def _opened(self, opening: "asyncio.Future[_Way]") -> None:
        if opening.cancelled() or opening.exception() is not None:
            self._open_later()
        elif self._loop is None or self._is_closed:
            opening.result().connection.close()
        else:
            way = opening.result()
            self._ways.append(way)
            self._loop.add_reader(way.file, self._hear, way)
