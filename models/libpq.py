"""Connections to PostgreSQL, and a way past psycopg's cursor: straight through libpq, at a third of what that costs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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

Values: TypeAlias = Sequence[abc.Buffer]
"""Parameters as the server reads them; NULL among them is None, which psycopg's own types leave out."""


class Wanted(BaseException):
    """A replayed query has come to a statement whose rows are not here yet; only who runs it may catch this."""

    def __init__(self, text: str, parameters: Sequence[object]) -> None:
        super().__init__()
        self.text, self.parameters = text, parameters


class RawConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection whose transactions are begun and ended by the door's own statements only.

    To commit or roll back in another way only leaves a mark, for the same reason as on SQLite.
    """

    meddled = False
    prepares_in = NUMBERED
    _beginning: bytes | None = None
    _straight: "_Straight | None" = None
    _told: "Iterator[Result] | None" = None

    def commit(self) -> None:
        self.meddled = True

    def rollback(self) -> None:
        self.meddled = True

    def wait(self, gen: abc.PQGen[abc.RV], interval: float = 0.1, timeout: float | None = None) -> abc.RV:
        """What every cursor of this connection passes."""
        if self._told is not None:
            raise psycopg.NotSupportedError("only prepared statements are replayed")
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
        """One of `models.prepared`'s statements. Raises `Wanted` in a replay that has no rows for it yet."""
        straight = self._straight
        if straight is None:
            straight = self._straight = _Straight(self)
        if self._told is not None:
            if (told := next(self._told, None)) is not None:
                return told
            raise Wanted(text, parameters)
        if text not in straight.names:
            self._begin()
        statement = straight.prepare(text, parameters)
        if self._beginning is None:
            return Result(_require(self.pgconn.exec_prepared(*statement)), straight.transformer)
        beginning, self._beginning = self._beginning, None
        begun, result = straight.send((beginning,), (statement,))
        _require(begun)
        return Result(_require(result), straight.transformer)

    @contextmanager
    def replay(self, told: Sequence["Result"]) -> Iterator[None]:
        """Give these results to the statements of the block, one after the other, and ask the server for nothing."""
        self._told = iter(told)
        try:
            yield
        finally:
            self._told = None

    def fetch(self, wanted: Sequence["Wanted"]) -> Sequence["Result | None"]:
        """What several statements have given that went on one journey, each by itself; None for one that failed."""
        straight = self._straight
        if straight is None:
            return [None for _ in wanted]
        results = straight.send((), [straight.prepare(each.text, each.parameters) for each in wanted])
        return [Result(each, straight.transformer) if _is_good(each) else None for each in results]

    def _begin(self) -> None:
        if self._beginning is not None:
            beginning, self._beginning = self._beginning, None
            self.say(beginning)


class _Straight:
    """What a connection needs to speak with the server past psycopg's cursor."""

    def __init__(self, raw: RawConnection) -> None:
        self.names: dict[str, bytes] = {}
        self.transformer: abc.Transformer = Transformer(raw)
        self._pg = raw.pgconn
        self._heard = poll()
        self._heard.register(self._pg.socket, POLLIN)

    def prepare(self, text: str, parameters: Sequence[object]) -> tuple[bytes, Values]:
        """The name and the values of a statement, which is prepared when it first comes to this connection."""
        if (name := self.names.get(text)) is None:
            name = b"p%d" % len(self.names)
            _require(self._pg.prepare(name, text.encode()))
            self.names[text] = name
        # As text, not binary: the types follow from the casts in the statement, whatever the size of a number.
        values = self.transformer.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        return name, cast("Values", values)

    def send(self, commands: Sequence[bytes], statements: Sequence[tuple[bytes, Values]]) -> Sequence[PGresult]:
        """The results of commands and prepared statements that are sent together, in order.

        Outside of a transaction each of the statements is one by itself; after a command all are in one.
        """
        pg = self._pg
        pg.enter_pipeline_mode()
        for command in commands:
            pg.send_query_params(command, None)
        for statement in statements:
            pg.send_query_prepared(*statement)
            pg.pipeline_sync()
        pg.flush()
        wanted = len(commands) + len(statements)
        # Between the results stand end marks, and a mark after each synchronisation.
        results: list[PGresult] = []
        synchronised = 0
        while synchronised < len(statements):
            result = self._next()
            if result is None:
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                synchronised += 1
            else:
                results.append(result)
        pg.exit_pipeline_mode()
        if len(results) != wanted:
            raise psycopg.OperationalError("the server has answered something else than was asked")
        return results

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


def _is_good(result: PGresult) -> bool:
    return result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


def _require(result: PGresult) -> PGresult:
    if not _is_good(result):
        error = psycopg.errors.error_from_result(result)
        # An error that the server has not sent is libpq's: the connection is gone, though it may not say so yet.
        raise error if error.sqlstate else psycopg.OperationalError(str(error))
    return result
