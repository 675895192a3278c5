"""The lane: glances asked of PostgreSQL by the event loop itself, without a thread, many people's on one journey.

Handed to a thread, a query of two rows by their keys costs several times what it does: two switches of threads and a
journey for each of its statements. A query is a plain function and cannot wait in the loop, so it is run from its start
until it asks for rows that are not here yet, and again once they are: it does little between its few statements.

The lane does only what goes well. A server that is away, an error of any kind, anything but prepared statements: the
query goes the long way then, through the hands of `models.postgres`, which know how to wait, run again and tell.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import cast

import psycopg
import structlog
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from models.jobs import Job
from models.libpq import RawConnection, Result, Wanted

MOST_WAITING = 500
"""How many statements may be under way; whoever comes then takes the long way, where the queue has its own bound."""
MOST_ASKED = 8
"""How many statements a glance may ask."""
_TRY_AGAIN_S = 0.5
_PATIENCE_S = 10.0
# One connection carries everybody's statements, so none may hold it up for long; the hands have more patience.
_BRIEF = "SET lock_timeout = '1s'; SET default_transaction_read_only = on"
_log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class _Sent:
    """What was sent and has not been heard of. heard: none for what only prepares the statement of this text."""

    text: str
    heard: "asyncio.Future[PGresult | None] | None"
    result: PGresult | None = None

    def tell(self) -> None:
        """Give what was heard to whoever waits; nothing where it failed."""
        if self.heard is not None and not self.heard.done():
            self.heard.set_result(self.result)


class Lane:
    """One connection, read and written by one event loop; opened when it is first wanted, and anew after a loss."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._opening: Thread | None = None
        self._connection: Connection | None = None
        self._pg: PGconn | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sent: deque[_Sent] = deque()
        self._is_flushing = False
        self._socket = -1
        self._tried_at = -_TRY_AGAIN_S

    async def run(self, job: Job) -> bool:
        """Run a glance to its outcome or its own error; False where it has to take the long way."""
        told: list[Result] = []
        for _again in range(MOST_ASKED):
            if (connection := self._opened_for(asyncio.get_running_loop())) is None:
                return False
            wanted = _replayed(job, connection, told)
            if not isinstance(wanted, Wanted):
                return wanted
            if (result := await self._ask(_raw(connection), wanted)) is None:
                return False
            told.append(result)
        return False

    async def _ask(self, raw: RawConnection, statement: Wanted) -> Result | None:
        """What the statement has given, None where it failed."""
        pg, loop = self._pg, self._loop
        if pg is None or loop is None or len(self._sent) >= MOST_WAITING:
            return None
        heard: asyncio.Future[PGresult | None] = loop.create_future()
        try:
            name, values, is_new = raw.straight.named(statement.text, statement.parameters)
            if is_new:
                pg.send_prepare(name, statement.text.encode())
                self._follow(pg, _Sent(statement.text, None))
            pg.send_query_prepared(name, values)
            self._follow(pg, _Sent(statement.text, heard))
            if not self._is_flushing:
                # With whatever else this round of the loop brings.
                self._is_flushing = True
                loop.call_soon(self._flush)
        except psycopg.Error as error:
            self._lose(error)
            return None
        result = await heard
        return None if result is None else Result(result, raw.straight.transformer)

    def _follow(self, pg: PGconn, sent: _Sent) -> None:
        """Each statement is a transaction of its own, so that one which fails takes no other with it."""
        self._sent.append(sent)
        pg.pipeline_sync()

    def _flush(self) -> None:
        self._is_flushing = False
        if self._pg is None or self._loop is None:
            return
        try:
            if self._pg.flush():
                self._is_flushing = True
                self._loop.add_writer(self._socket, self._flush_on)
        except psycopg.Error as error:
            self._lose(error)

    def _flush_on(self) -> None:
        if self._loop is not None:
            self._loop.remove_writer(self._socket)
        self._flush()

    def _read(self) -> None:
        """Take in what the server has sent."""
        if (pg := self._pg) is None:
            return
        try:
            pg.consume_input()
            between = 0
            while self._sent and not pg.is_busy() and between < 2:
                result = pg.get_result()
                # After each result stands an end mark; two of them mean that nothing more has come.
                between = between + 1 if result is None else 0
                if result is not None:
                    self._take(result)
        except psycopg.Error as error:
            self._lose(error)

    def _take(self, result: PGresult) -> None:
        sent = self._sent[0]
        match result.status:
            case ExecStatus.PIPELINE_SYNC:
                self._sent.popleft()
                sent.tell()
            case ExecStatus.TUPLES_OK | ExecStatus.COMMAND_OK:
                sent.result = result
            case _:
                # A statement that the server no longer knows, or whose tables a migration has changed, is made anew.
                if self._connection is not None:
                    _raw(self._connection).straight.names.pop(sent.text, None)

    def _opened_for(self, loop: asyncio.AbstractEventLoop) -> Connection | None:
        """The connection; None while a thread makes it, just after that was in vain, and where it is another loop's."""
        if self._pg is not None and self._loop is loop:
            return self._connection
        if self._loop is not None and self._loop.is_closed():
            self.close()
        if self._loop is None and monotonic() - self._tried_at >= _TRY_AGAIN_S:
            self._tried_at = monotonic()
            self._loop = loop
            self._opening = Thread(target=self._connect, args=(loop,), name="database-lane", daemon=True)
            self._opening.start()
        return None

    def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._connection = self._engine.connect()
            _raw(self._connection).execute(_BRIEF)
        except Exception as error:  # an edge: the hands find the same, and say it
            _log.info("lane_not_opened", error=str(getattr(error, "orig", error)).strip())
        with suppress(RuntimeError):  # the loop has ended; whoever closes the lane finds the connection
            loop.call_soon_threadsafe(self._opened)

    def _opened(self) -> None:
        if self._opening is None or self._loop is None:
            return  # closed meanwhile
        if self._connection is None or (raw := _raw(self._connection)).closed:
            self.close()
            return
        self._opening, self._pg = None, raw.pgconn
        raw.pgconn.nonblocking = 1
        raw.pgconn.enter_pipeline_mode()
        self._socket = raw.pgconn.socket
        self._loop.add_reader(self._socket, self._read)

    def _lose(self, error: Exception) -> None:
        _log.warning("lane_lost", error=str(error).strip(), under_way=len(self._sent))
        self.close()

    def close(self) -> None:
        """Give the connection back; whoever still waits goes the long way. In the loop's thread, or after its end."""
        if self._opening is not None:
            self._opening.join()
        pg, connection, loop, sent = self._pg, self._connection, self._loop, self._sent
        self._pg = self._connection = self._loop = self._opening = None
        self._sent, self._is_flushing = deque(), False
        if loop is not None and not loop.is_closed():
            if pg is not None:
                # By the number that was remembered, since a connection that is lost no longer knows it.
                loop.remove_reader(self._socket)
                loop.remove_writer(self._socket)
            for each in sent:
                each.result = None
                each.tell()
        if connection is not None:
            connection.close()

    def close_safely(self) -> None:
        """`close` from any thread."""
        loop = self._loop
        if loop is None or not loop.is_running() or loop is _running_loop():
            self.close()
            return
        closed = Event()

        def close() -> None:
            self.close()
            closed.set()

        loop.call_soon_threadsafe(close)
        closed.wait(_PATIENCE_S)


def _replayed(job: Job, connection: Connection, told: Sequence[Result]) -> Wanted | bool:
    """Run the glance once more from its start: whether that was all, or the statement it lacks; False for a detour."""
    try:
        with _raw(connection).replay(told):
            job.run(connection)
    except Wanted as statement:
        return statement
    except Exception as error:  # an edge: whatever a query raises belongs to its waiter
        if isinstance(error, psycopg.Error | DBAPIError):
            return False
        job.fail(error)
    return True


def _raw(connection: Connection) -> RawConnection:
    return cast("RawConnection", connection.connection.dbapi_connection)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    with suppress(RuntimeError):
        return asyncio.get_running_loop()
    return None
