"""SQLite: one writer that commits once for all who wait, and readers beside it."""

import fcntl
import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import cast

from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from campaigns.text import from_json, to_json
from models.jobs import Job, JobQueue, JobSession, NotYourTransactionError
from models.trouble import DatabaseBusy, OutcomeUnknown, StorageFull

BUSY_TIMEOUT_S = 5
READERS = 3
BATCH = 200
# A transaction that has run this long is committed, and the rest of the batch goes into the next one.
_TRANSACTION_S = 0.05


class RawConnection(sqlite3.Connection):
    """A connection whose transactions are begun and ended by the door's own statements only.

    To commit or roll back in another way only leaves a mark. Raising there was tried: SQLAlchemy's own connection
    object is unusable afterwards, and so for every job to come.
    """

    meddled = False
    execute_prepared = sqlite3.Connection.execute

    def commit(self) -> None:
        self.meddled = True

    def rollback(self) -> None:
        self.meddled = True


def sqlite_path(url: str) -> Path:
    """The file that `sqlite:///path` names. Errors: ValueError."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ValueError(f"not a file database that is known here: {parsed.render_as_string()}")
    return Path(parsed.database)


def open_engine(path: Path) -> Engine:
    """An engine on which SQLAlchemy itself never begins, commits or rolls back.

    After a failed flush a Session rolls back the connection's transaction, which here holds other people's jobs. With
    AUTOCOMMIT and `skip_autocommit_rollback` that is no statement at all, and the savepoint undoes exactly one job.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        # Never opened when it is there: closing it would drop the locks that SQLite holds on it in this process.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return create_engine(
        "sqlite://",
        creator=partial(_connect, path),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        json_serializer=to_json,
        json_deserializer=from_json,
    )


def _connect(path: Path) -> RawConnection:
    raw = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        factory=RawConnection,
        cached_statements=256,
    )
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def trouble(error: BaseException, *, at_commit: bool = False) -> BaseException:
    """The error to give to a waiter: what a person can be told where we know it, else the error itself."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        return error
    code = getattr(cause, "sqlite_errorcode", 0)
    known: Exception | None = None
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        known = StorageFull()
    elif code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        known = DatabaseBusy()
    elif at_commit and code & 0xFF == sqlite3.SQLITE_IOERR:
        known = OutcomeUnknown()
    if known is None:
        return error
    known.__cause__ = error
    return known


class Turn:
    """Whose turn it is to begin writing, held beside the database file while a process waits for SQLite's own lock.

    SQLite wakes nobody: who waits looks again now and then, and a process that writes without a pause is always faster.
    Here the next in turn holds the turn while it waits, so that whoever has just written cannot begin before it.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path.with_name(f"{path.name}-turn"), os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Wait for the turn, at most as long as for SQLite's lock, and hold it. Errors: `DatabaseBusy`."""
        until = monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > until:
                    raise DatabaseBusy from None
                sleep(0.001)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


class _Hand:
    def __init__(self, engine: Engine) -> None:
        self._connection: Connection = engine.connect()
        self._raw: RawConnection = cast("RawConnection", self._connection.connection.dbapi_connection)

    def close(self) -> None:
        self._connection.close()


class Writer(_Hand):
    """Runs many jobs in one transaction, each in a savepoint of its own, and commits once for all of them."""

    def __init__(self, engine: Engine, turn: Turn) -> None:
        super().__init__(engine)
        self._turn = turn

    def close(self) -> None:
        super().close()
        self._turn.close()

    def run(self, jobs: deque[Job]) -> Sequence[Job]:
        done: list[Job] = []
        try:
            with self._turn():
                self._raw.execute("BEGIN IMMEDIATE")
        except (sqlite3.Error, DatabaseBusy) as error:
            done += jobs
            jobs.clear()
            self._give_up(done, trouble(error))
            return done
        until = perf_counter() + _TRANSACTION_S
        while jobs and perf_counter() < until:
            job = jobs.popleft()
            done.append(job)
            self._run(job)
            if job.error is not None and not self._raw.in_transaction:
                # SQLite itself gave up the whole transaction, as it may when the disk is full.
                self._give_up(done, job.error)
                return done
        self._commit(done)
        return done

    def _run(self, job: Job) -> None:
        execute = self._raw.execute
        execute("SAVEPOINT job")
        self._raw.meddled = False
        try:
            job.run(JobSession.for_job(self._connection))
            if self._raw.meddled:
                raise NotYourTransactionError("a use-case ended its connection's transaction")
            execute("RELEASE job")
        except BaseException as error:  # an edge: whatever a use-case raises belongs to its waiter
            job.fail(trouble(error))
            if self._raw.in_transaction:
                execute("ROLLBACK TO job")
                execute("RELEASE job")

    def _commit(self, done: list[Job]) -> None:
        try:
            self._raw.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(done, trouble(error, at_commit=True))

    def _give_up(self, done: list[Job], error: BaseException) -> None:
        """Nothing of this transaction is kept: its jobs fail, those that had failed by themselves keep their error."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        for job in done:
            job.fail(job.error or error)


class Reader(_Hand):
    """Runs one query on a view of the committed data as of one moment; a glance without that, see `Door.glance`."""

    def __init__(self, engine: Engine, *, patience_ms: int = BUSY_TIMEOUT_S * 1000) -> None:
        super().__init__(engine)
        self._raw.execute("PRAGMA query_only=ON")
        self._raw.execute(f"PRAGMA busy_timeout={patience_ms}")

    def run(self, jobs: deque[Job]) -> Sequence[Job]:
        job = jobs.popleft()
        try:
            if not job.is_glance:
                self._raw.execute("BEGIN")
            job.run(JobSession.for_job(self._connection))
        except BaseException as error:  # an edge: whatever a query raises belongs to its waiter
            job.fail(trouble(error))
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        return [job]


class SqliteStore:
    """One file: one writer, since SQLite has one at a time anyway, and a few readers."""

    batch = BATCH

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = open_engine(path)

    def open_writers(self) -> Sequence[Writer]:
        return [Writer(self._engine, Turn(self._path))]

    def open_readers(self) -> Sequence[Reader]:
        return [Reader(self._engine) for _ in range(READERS)]

    def open_lane(self, _queue: JobQueue, *, only_reads: bool) -> None:
        """The threads share their commits, and a glance is as short as can be."""

    def open_glance(self) -> Reader:
        return Reader(self._engine, patience_ms=0)
