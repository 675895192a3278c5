"""PostgreSQL: a few hands that write, one job in one transaction, and readers beside; each may lose its connection.

Jobs of several transactions wait for each other's rows, so every use-case takes them in one order: the chat
(`services.turns.take_turn`), the period (shared), household, draft and report, inboxes by chat id, and last what many
share: unit progress and tallies by key. Where that does not hold PostgreSQL finds the deadlock and the job runs again.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from random import random
from time import monotonic, sleep
from typing import cast

import psycopg
import structlog
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from campaigns.text import from_json, to_json
from models.jobs import Job, JobQueue, JobSession, NotYourTransactionError, SwallowedFlushError
from models.lane import Lane
from models.libpq import RawConnection
from models.sqlstates import is_cut_off, may_run_again, trouble
from models.trouble import DatabaseBusy, OutcomeUnknown

WRITERS = 4
READERS = 3
LANE_WRITERS = 4
LANE_READERS = 1
"""Connections of the event loop itself. A query is short, and those of one round cost least on one journey; a commit
waits for the disk, and the next on its connection with it.
"""
PATIENCE_S = 5.0
"""How long a job waits for a lock or for a server that is away, before its person is told to try again."""
RERUNS = 20
"""How often a job that took rows crosswise with others is run again."""

# A peer that is gone without a word is noticed within seconds; what the url says goes before.
_CONNECT = {
    "application_name": "thiduaso",
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
# A process that hangs gives its locks back in the end, and nobody's server makes commits that a crash can undo.
_SETTINGS = (
    f"SET lock_timeout = '{PATIENCE_S:.0f}s'; SET idle_in_transaction_session_timeout = '30s'; SET TIME ZONE 'UTC'; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
_BEGIN_WRITE = b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_ONLY_READS = b"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
_WRITES = b"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"
_BEGIN_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_log = structlog.get_logger(__name__)


def open_engine(url: str) -> Engine:
    """An engine on which SQLAlchemy itself never begins, commits or rolls back: the hands do.

    url: `postgresql://user:password@host:port/name`, or `postgresql:///name?host=/folder` for a socket. Nothing is
    connected yet. Errors: ValueError.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql" or not parsed.database:
        raise ValueError(f"not a PostgreSQL database that is known here: {parsed.render_as_string()}")
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        json_serializer=to_json,
        json_deserializer=from_json,
        use_native_hstore=False,
        connect_args={name: value for name, value in _CONNECT.items() if name not in parsed.query},
    )
    event.listen(engine, "do_connect", lambda _d, _r, cargs, cparams: RawConnection.connect(*cargs, **cparams))
    event.listen(engine, "connect", _settle)
    return engine


def _settle(raw: DBAPIConnection, _record: object) -> None:
    cast("RawConnection", raw).execute(_SETTINGS)


class Line:
    """A connection that is made when it is needed, and made anew after it was lost. first: what is said on each."""

    def __init__(self, engine: Engine, first: bytes | None = None) -> None:
        self._engine, self._first = engine, first
        self._connection: Connection | None = None
        self._away_since: float | None = None
        self._tried_at = 0.0

    def connect(self) -> Connection:
        """The connection; at most a moment old when the server was away. Errors: those of the driver."""
        if self._connection is None:
            self._tried_at = monotonic()
            self._connection = self._engine.connect()
            if self._first:
                self.raw.say(self._first)
            if self._away_since is not None:
                _log.info("database_back", away_s=round(monotonic() - self._away_since, 1))
            self._away_since = None
        return self._connection

    @property
    def raw(self) -> RawConnection:
        """What SQLAlchemy's connection is made of."""
        return cast("RawConnection", self.connect().connection.dbapi_connection)

    def is_lost(self) -> bool:
        """Whether there is no connection, or one that has broken."""
        connection = self._connection
        return connection is None or connection.invalidated or self.raw.closed

    def lose(self, error: BaseException) -> None:
        """Let go of a connection that is of no more use."""
        if self._away_since is None:
            self._away_since = monotonic()
            _log.warning("database_away", error=str(getattr(error, "orig", error)).strip())
        self.close()

    def wait(self) -> bool:
        """Pause before the next attempt; False when it has been away so long that waiters had better be told.

        Then too the server is tried again, once in a while, so that the first job after its return finds it.
        """
        if self._away_since is None or monotonic() - self._away_since < PATIENCE_S:
            sleep(0.02 + 0.08 * random())  # noqa: S311 (spreads attempts, guards nothing)
            return True
        return False

    def may_try(self) -> bool:
        """False right after a vain attempt at a server that has been away for long: each may take seconds."""
        if self._connection is not None or self._away_since is None:
            return True
        now = monotonic()
        return now - self._away_since < PATIENCE_S or now - self._tried_at > 0.5

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


class _Hand:
    def __init__(self, engine: Engine, first: bytes | None = None) -> None:
        self._line = Line(engine, first)

    def close(self) -> None:
        self._line.close()

    def run(self, jobs: deque[Job]) -> Sequence[Job]:
        job = jobs.popleft()
        for _again in self._attempts(job):
            job.outcome = job.error = None
            try:
                self._attempt(job)
                break
            except BaseException as error:  # an edge: whatever a use-case raises belongs to its waiter
                job.fail(error)
        return [job]

    def _attempts(self, job: Job) -> Iterator[None]:
        """One attempt after the other, as long as the last one failed in a way that the next may not."""
        reruns = 0
        while self._line.may_try() and reruns <= RERUNS:
            yield
            error = job.error or RuntimeError("an attempt without an outcome")
            if self._line.is_lost() or is_cut_off(error):
                self._line.lose(error)
                if not self._line.wait():
                    break
                continue
            has_presumed = job.presumes and self._line.raw.has_presumed
            self._undo()
            if may_run_again(error):
                reruns += 1
                sleep(reruns * 0.002 * random())  # noqa: S311 (spreads attempts, guards nothing)
            elif has_presumed:
                job.presumes = False
            else:
                job.fail(trouble(error))
                return
        busy = DatabaseBusy()
        busy.__cause__ = job.error
        job.fail(busy)

    def _attempt(self, job: Job) -> None:
        raise NotImplementedError

    def _undo(self) -> None:
        """Keep nothing of the transaction; a server that is not there to be told has kept nothing either."""
        try:
            self._line.raw.undo()
        except psycopg.Error as error:
            self._line.lose(error)


class Writer(_Hand):
    """Runs one job in one transaction; again from the start when rows were taken crosswise or the connection broke."""

    def _attempt(self, job: Job) -> None:
        connection, raw = self._line.connect(), self._line.raw
        raw.begin(_BEGIN_WRITE, presumes=job.presumes)
        raw.meddled = False
        job.run(JobSession.for_job(connection))
        if raw.meddled:
            raise NotYourTransactionError("a use-case ended its connection's transaction")
        if raw.info.transaction_status == TransactionStatus.INERROR:
            # COMMIT would answer ROLLBACK, and not as an error.
            raise SwallowedFlushError("a use-case went on after a statement that failed")
        try:
            raw.end()
        except psycopg.Error as error:
            if not raw.closed and not is_cut_off(error):
                raise
            unknown = OutcomeUnknown()
            unknown.__cause__ = error
            job.fail(unknown)
            self._line.lose(error)


class Reader(_Hand):
    """Runs one query on a view of the committed data as of one moment; a glance without that, see `Door.glance`."""

    def _attempt(self, job: Job) -> None:
        connection, raw = self._line.connect(), self._line.raw
        raw.foresees = True
        if not job.is_glance:
            raw.begin(_BEGIN_READ)
        job.run(JobSession.for_job(connection))
        self._undo()


class PostgresStore:
    """One database on a server: hands that write and hands that read, each with a connection of its own."""

    batch = 1

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def open_writers(self) -> Sequence[Writer]:
        return [Writer(self._engine) for _ in range(WRITERS)]

    def open_readers(self) -> Sequence[Reader]:
        return [Reader(self._engine, _ONLY_READS) for _ in range(READERS)]

    def open_glance(self) -> None:
        """The server is elsewhere, even where it is not far."""

    def open_lane(self, queue: JobQueue, *, only_reads: bool) -> Lane:
        if only_reads:
            return Lane(self._engine, queue, LANE_READERS, _ONLY_READS, only_reads=True)
        return Lane(self._engine, queue, LANE_WRITERS, _WRITES, only_reads=False)
