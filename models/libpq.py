"""Connections to PostgreSQL, and a way past psycopg's cursor: straight through libpq, at a third of what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from select import POLLIN, poll
from typing import TypeAlias, cast

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from campaigns.text import from_json, to_json

# Numbered parameters, which the server understands without the driver having to rewrite the statement.
NUMBERED: Dialect = PGDialect_psycopg(  # type: ignore[no-untyped-call] # SQLAlchemy does not type it
    paramstyle="numeric_dollar", json_serializer=to_json, json_deserializer=from_json, use_native_hstore=False
)

_UNPREPARED = {"0A000", "26000"}
"""The server no longer knows the statement, or a migration has changed what it gives."""
Values: TypeAlias = Sequence[abc.Buffer]
"""Parameters as the server reads them; NULL among them is None, which psycopg's own types leave out."""


class RawConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection whose transactions are begun and ended by the door's own statements only.

    To commit or roll back in another way only leaves a mark, for the same reason as on SQLite.
    """

    meddled = False
    prepares_in = NUMBERED
    _beginning: bytes | None = None

    def commit(self) -> None:
        self.meddled = True

    def rollback(self) -> None:
        self.meddled = True

    def wait(self, gen: abc.PQGen[abc.RV], interval: float = 0.1, timeout: float | None = None) -> abc.RV:
        """What every cursor of this connection passes."""
        self._begin()
        return super().wait(gen, interval, timeout)

    def begin(self, command: bytes) -> None:
        """Begin a transaction with the first statement of it, on the same journey to the server."""
        self._beginning = command

    def end(self, command: bytes) -> None:
        """End it, if it ever had a statement."""
        self._beginning = None
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            self.say(command)

    def say(self, command: bytes) -> None:
        """One command without parameters."""
        _require(self.pgconn.exec_(command))

    def execute_prepared(self, text: str, parameters: Sequence[object]) -> "Result":
        """One of `models.prepared`'s statements, prepared when it first comes to this connection."""
        straight = self._straight
        name, values, is_new = straight.named(text, parameters)
        try:
            if is_new:
                self._begin()
                _require(self.pgconn.prepare(name, text.encode()))
            if self._beginning is None:
                return Result(_require(self.pgconn.exec_prepared(name, values)), straight.transformer)
            beginning, self._beginning = self._beginning, None
            begun, result = straight.both(beginning, name, values)
            _require(begun)
            return Result(_require(result), straight.transformer)
        except psycopg.Error as error:
            if is_new or error.sqlstate in _UNPREPARED:
                straight.names.pop(text, None)
            raise

    @cached_property
    def _straight(self) -> "_Straight":
        """What past psycopg's cursor is needed to speak with the server."""
        return _Straight(self)

    def _begin(self) -> None:
        if self._beginning is not None:
            beginning, self._beginning = self._beginning, None
            self.say(beginning)


class _Straight:
    """What a connection needs to speak with the server past psycopg's cursor. names: statement → what it is called."""

    def __init__(self, raw: RawConnection) -> None:
        self.names: dict[str, bytes] = {}
        self._numbers = count()
        self.transformer: abc.Transformer = Transformer(raw)
        self._pg = raw.pgconn
        self._heard = poll()
        self._heard.register(self._pg.socket, POLLIN)

    def named(self, text: str, parameters: Sequence[object]) -> tuple[bytes, Values, bool]:
        """A statement's name here, its values, and whether it has still to be prepared."""
        # As text, not binary: the types follow from the casts in the statement, whatever the size of a number.
        values = self.transformer.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        name = self.names.get(text)
        if is_new := name is None:
            name = self.names[text] = b"p%d" % next(self._numbers)
        return name, cast("Values", values), is_new

    def both(self, command: bytes, name: bytes, values: Values) -> Sequence[PGresult]:
        """The results of a command and a prepared statement that are sent together."""
        pg = self._pg
        pg.enter_pipeline_mode()
        pg.send_query_params(command, None)
        pg.send_query_prepared(name, values)
        pg.pipeline_sync()
        pg.flush()
        # Each result is followed by an end mark, and all of them by the mark of the synchronisation.
        heard = [self._next() for _ in range(5)]
        pg.exit_pipeline_mode()
        return [result for result in heard[:4] if result is not None]

    def _next(self) -> PGresult | None:
        pg = self._pg
        while pg.is_busy():
            self._heard.poll()
            pg.consume_input()
        return pg.get_result()


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement has given, as a cursor would have it."""

    result: PGresult
    transformer: abc.Transformer

    @property
    def rowcount(self) -> int:
        """How many rows were touched."""
        return self.result.command_tuples or 0

    def fetchall(self) -> Sequence[tuple[object, ...]]:
        """Every row."""
        self.transformer.set_pgresult(self.result)
        return self.transformer.load_rows(0, self.result.ntuples, tuple)


def _require(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        error = psycopg.errors.error_from_result(result)
        # An error that the server has not sent is libpq's: the connection is gone, though it may not say so yet.
        raise error if error.sqlstate else psycopg.OperationalError(str(error))
    return result
