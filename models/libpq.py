"""Connections to PostgreSQL, and a way past psycopg's cursor: straight through libpq, at a third of what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from select import POLLIN, poll
from typing import NamedTuple, TypeAlias, cast

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from campaigns.text import from_json, to_json

# Numbered parameters, which the server understands without the driver having to rewrite the statement.
NUMBERED: Dialect = PGDialect_psycopg(  # type: ignore[no-untyped-call] # SQLAlchemy does not type it
    paramstyle="numeric_dollar", json_serializer=to_json, json_deserializer=from_json, use_native_hstore=False
)

_UNPREPARED = {"0A000", "26000"}
"""The server no longer knows the statement, or a migration has changed what it gives."""


class RawConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection whose transactions are begun and ended by the door's own statements only.

    To commit or roll back in another way only leaves a mark, for the same reason as on SQLite. What need not be known
    at once travels with the next statement that must be, on one journey to the server.
    """

    meddled = False
    prepares_in = NUMBERED
    presumes = False
    """Whether a write is taken to touch the one row that it is to touch, until it is sent."""
    has_presumed = False
    """Whether something of the transaction may fail later than where the use-case wanted it."""
    foresees = False
    """Whether a query may be sent before it is known to be needed; only where nothing is written."""

    def commit(self) -> None:
        self.meddled = True

    def rollback(self) -> None:
        self.meddled = True

    def wait(self, gen: abc.PQGen[abc.RV], interval: float = 0.1, timeout: float | None = None) -> abc.RV:
        """What every cursor of this connection passes."""
        self.straight.send()
        return super().wait(gen, interval, timeout)

    def begin(self, command: bytes, *, presumes: bool = False) -> None:
        """Begin a transaction, once it has a statement."""
        self.presumes, self.has_presumed = presumes, False
        self.straight.unsent.append(_Command(command))

    def end(self) -> None:
        """Commit it together with what is unsent; nothing where it never had a statement."""
        if self.pgconn.transaction_status != TransactionStatus.IDLE or len(self.straight.unsent) > 1:
            self.say(b"COMMIT")
        self.straight.forget()

    def undo(self) -> None:
        """Roll it back, if anything of it was sent."""
        self.straight.forget()
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            self.say(b"ROLLBACK")

    def say(self, command: bytes) -> None:
        """One command without parameters."""
        self.straight.unsent.append(_Command(command))
        self.straight.send()

    def execute_prepared(self, text: str, parameters: Sequence[object]) -> "Result":
        """One of `models.prepared`'s statements, prepared when it first comes to this connection."""
        straight = self.straight
        result = straight.foreseen.pop((text, parameters), None) if straight.foreseen else None
        if result is None:
            straight.add(text, parameters)
            result = straight.send()
        return Result(result, straight.transformer)

    def presume(self, text: str, parameters: Sequence[object]) -> None:
        """A write that is to touch one row. If it does not, what it is sent with fails, at the latest the commit."""
        self.has_presumed = True
        self.straight.add(requires_one(text), parameters)

    def post(self, text: str, parameters: Sequence[object]) -> None:
        """A write that touches whatever it touches, sent with what comes next."""
        self.has_presumed = True
        self.straight.add(text, parameters)

    def foresee(self, text: str, parameters: Sequence[object]) -> None:
        """A query that will probably be asked with these values, so that its rows come with the next statement's."""
        self.straight.add(text, parameters, ahead=True)

    @cached_property
    def straight(self) -> "Straight":
        """What past psycopg's cursor is needed to speak with the server."""
        return Straight(self)


@lru_cache(maxsize=64)
def requires_one(text: str) -> str:
    """The same write, as a statement that fails unless it touches exactly one row."""
    return (
        f"WITH touched AS ({text} RETURNING 1) SELECT CASE count(*) WHEN 1 THEN 1"  # noqa: S608 (a statement of ours)
        " ELSE ('not the one row that was presumed but ' || count(*))::int END FROM touched"
    )


class _Command(NamedTuple):
    """Something without parameters, which is not worth preparing."""

    text: bytes

    def send(self, pg: PGconn) -> None:
        """Send it in a pipeline."""
        pg.send_query_params(self.text, None)

    def execute(self, pg: PGconn) -> PGresult:
        """Send it alone and wait for its result."""
        return pg.exec_(self.text)


class _Preparation(NamedTuple):
    """A statement that is new to the connection, and what it is called from now on."""

    text: str
    name: bytes

    def send(self, pg: PGconn) -> None:
        """Send it in a pipeline."""
        pg.send_prepare(self.name, self.text.encode())

    def execute(self, pg: PGconn) -> PGresult:
        """Send it alone and wait for its result."""
        return pg.prepare(self.name, self.text.encode())


class _Statement(NamedTuple):
    """A prepared statement with its values.

    text: what it was prepared from. values: as the server reads them; NULL among them is None, which psycopg's own
    types leave out. asked: the values as they will be asked with, where the statement is sent before it is.
    """

    text: str
    name: bytes
    values: Sequence[abc.Buffer]
    asked: Sequence[object] | None = None

    def send(self, pg: PGconn) -> None:
        """Send it in a pipeline."""
        pg.send_query_prepared(self.name, self.values)

    def execute(self, pg: PGconn) -> PGresult:
        """Send it alone and wait for its result."""
        return pg.exec_prepared(self.name, self.values)


Sent: TypeAlias = _Command | _Preparation | _Statement


class Straight:
    """What a connection needs to speak with the server past psycopg's cursor.

    unsent: what goes with the next statement. foreseen: what queries gave that were sent before they were asked.
    """

    def __init__(self, raw: psycopg.Connection[tuple[object, ...]]) -> None:
        self.transformer: abc.Transformer = Transformer(raw)
        self.unsent: list[Sent] = []
        self.foreseen: dict[tuple[str, Sequence[object]], PGresult] = {}
        self._names: dict[str, bytes] = {}
        self._numbers = count()
        self._pg = raw.pgconn
        self._heard: list[PGresult] = []
        self._readable = poll()
        self._readable.register(self._pg.socket, POLLIN)

    def forget(self) -> None:
        """Send nothing of what is unsent."""
        for each in self.unsent:
            if isinstance(each, _Preparation):
                self._names.pop(each.text, None)
        self.unsent.clear()
        self.foreseen.clear()

    def add(self, text: str, parameters: Sequence[object], *, ahead: bool = False) -> None:
        """Send this statement with the next. ahead: keep what it gives until it is asked."""
        # As text, not binary: the types follow from the casts in the statement, whatever the size of a number.
        values = self.transformer.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = b"p%d" % next(self._numbers)
            self.unsent.append(_Preparation(text, name))
        asked = parameters if ahead else None
        self.unsent.append(_Statement(text, name, cast("Sequence[abc.Buffer]", values), asked))

    def send(self) -> PGresult | None:
        """Send what is unsent and wait for it; the result of the last. Errors: that of the first that failed."""
        sent = self.take()
        if len(sent) <= 1:
            return self.conclude(sent, [each.execute(self._pg) for each in sent])
        self.write(sent)
        self.wait()
        while (results := self.read()) is None:
            self.wait()
        return self.conclude(sent, results)

    def take(self) -> list[Sent]:
        """What is unsent, which is somebody else's to send now."""
        sent, self.unsent = self.unsent, []
        return sent

    def write(self, sent: Sequence[Sent]) -> None:
        """Send these on one journey; a transaction of its own unless one is begun in it."""
        pg = self._pg
        pg.enter_pipeline_mode()
        for each in sent:
            each.send(pg)
        pg.pipeline_sync()
        pg.flush()

    def wait(self) -> None:
        """Wait until the server says something."""
        self._readable.poll()

    def read(self) -> Sequence[PGresult] | None:
        """Take in what has come back; all results once the last is there. Errors: the connection is gone."""
        pg = self._pg
        pg.consume_input()
        while not pg.is_busy():
            # Each result is followed by an end mark, and all of them by the mark of the synchronisation.
            result = pg.get_result()
            if result is None:
                if pg.status == ConnStatus.BAD:
                    break
            elif result.status == ExecStatus.PIPELINE_SYNC:
                break
            else:
                self._heard.append(result)
        else:
            return None
        pg.exit_pipeline_mode()
        results, self._heard = self._heard, []
        return results

    def conclude(self, sent: Sequence[Sent], results: Sequence[PGresult]) -> PGresult | None:
        """The last result, where all went well. Errors: that of the first that failed."""
        failed = None
        for each, result in zip(sent, results, strict=False):
            if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                if isinstance(each, _Statement) and each.asked is not None:
                    self.foreseen[each.text, each.asked] = result
                continue
            error = psycopg.errors.error_from_result(result)
            if not isinstance(each, _Command) and (isinstance(each, _Preparation) or error.sqlstate in _UNPREPARED):
                self._names.pop(each.text, None)
            failed = failed or error
        if failed is None and len(results) == len(sent):
            return results[-1] if results else None
        # An error that the server has not sent is libpq's: the connection is gone, though it may not say so yet.
        raise failed if failed and failed.sqlstate else psycopg.OperationalError(str(failed or "the server has gone"))


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement has given, as a cursor would have it."""

    result: PGresult | None
    transformer: abc.Transformer

    @property
    def rowcount(self) -> int:
        """How many rows were touched."""
        return 0 if self.result is None else self.result.command_tuples or 0

    def fetchall(self) -> Sequence[tuple[object, ...]]:
        """Every row."""
        if self.result is None:
            return ()
        self.transformer.set_pgresult(self.result)
        return self.transformer.load_rows(0, self.result.ntuples, tuple)
