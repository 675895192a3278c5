"""Pipelines: many statements on one journey to PostgreSQL, straight through libpq and past psycopg's cursor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from select import POLLIN, poll
from typing import NamedTuple, TypeAlias, cast

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

_UNPREPARED = {"0A000", "26000"}
"""The server no longer knows the statement, or a migration has changed what it gives."""


class Command(NamedTuple):
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


Sent: TypeAlias = Command | _Preparation | _Statement


class Straight:
    """What a connection needs to speak with the server past psycopg's cursor.

    unsent: what goes with the next statement. foreseen: what queries gave that were sent before they were asked.
    """

    def __init__(self, raw: psycopg.Connection[tuple[object, ...]]) -> None:
        self.transformer: abc.Transformer = Transformer(raw)
        self.unsent: list[Sent] = []
        self.foreseen: Answers = {}
        self._names: dict[str, bytes] = {}
        self._numbers = count()
        self._pg = raw.pgconn
        self._heard: list[PGresult] = []
        self._readable = poll()
        self._readable.register(self._pg.socket, POLLIN)

    def said(self, text: str, parameters: Sequence[object], *, ahead: bool = False) -> list[Sent]:
        """A statement as the server understands it. ahead: it is a query that is sent before it is asked."""
        # As text, not binary: the types follow from the casts in the statement, whatever the size of a number.
        values = self.transformer.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        said: list[Sent] = []
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = b"p%d" % next(self._numbers)
            said.append(_Preparation(text, name))
        said.append(_Statement(text, name, cast("Sequence[abc.Buffer]", values), parameters if ahead else None))
        return said

    def add(self, text: str, parameters: Sequence[object], *, ahead: bool = False) -> None:
        """Send this statement with the next."""
        self.unsent += self.said(text, parameters, ahead=ahead)

    def forget(self) -> None:
        """Send nothing of what is unsent."""
        self.unsaid(self.unsent)
        self.unsent.clear()
        self.foreseen.clear()

    def unsaid(self, never_sent: Iterable[Sent]) -> None:
        """What was new in these is still new."""
        for each in never_sent:
            if isinstance(each, _Preparation):
                self._names.pop(each.text, None)

    def send(self) -> PGresult | None:
        """Send what is unsent and wait for it; the result of the last. Errors: that of the first that failed."""
        sent, self.unsent = self.unsent, []
        pg = self._pg
        if len(sent) <= 1:
            results = [each.execute(pg) for each in sent]
        else:
            pg.enter_pipeline_mode()
            self.write(sent)
            pg.flush()
            while (found := self.read()) is None:
                self.wait()
                pg.consume_input()
            results = found
            pg.exit_pipeline_mode()
        self.check(sent, results)
        self.foreseen.update(answers(sent, results))
        return results[-1] if results else None

    def write(self, sent: Iterable[Sent]) -> None:
        """Send these in a pipeline; they are a transaction of their own unless one is begun in it."""
        for each in sent:
            each.send(self._pg)
        self._pg.pipeline_sync()

    def wait(self) -> None:
        """Wait until the server says something."""
        self._readable.poll()

    def read(self) -> list[PGresult] | None:
        """The results of the oldest `write` that is not answered, once all are there. Errors: none is to come."""
        pg = self._pg
        while not pg.is_busy():
            # Each result is followed by an end mark, and all of them by the mark of the synchronisation.
            result = pg.get_result()
            if result is None:
                if pg.status == ConnStatus.BAD:
                    raise psycopg.OperationalError("the server has gone")
            elif result.status == ExecStatus.PIPELINE_SYNC:
                heard, self._heard = self._heard, []
                return heard
            else:
                self._heard.append(result)
        return None

    def check(self, sent: Sequence[Sent], results: Sequence[PGresult]) -> None:
        """Errors: that of the first that failed."""
        failed: psycopg.Error | None = None
        for each, result in zip(sent, results, strict=False):
            if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                continue
            error = psycopg.errors.error_from_result(result)
            if error.sqlstate in _UNPREPARED and isinstance(each, _Statement):
                self._names.pop(each.text, None)
            self.unsaid([each])
            failed = failed or error
        if failed is not None and failed.sqlstate:
            raise failed
        if failed is not None or len(results) != len(sent):
            # An error that the server has not sent is libpq's: the connection is gone, though it may not say so yet.
            raise psycopg.OperationalError(str(failed or "the server has gone"))


def answers(sent: Iterable[Sent], results: Iterable[PGresult]) -> "Answers":
    """What the queries among these gave that were sent ahead."""
    pairs = zip(sent, results, strict=False)
    return {(at.text, at.asked): given for at, given in pairs if isinstance(at, _Statement) and at.asked is not None}


Answers: TypeAlias = dict[tuple[str, Sequence[object]], PGresult]
"""What statements gave, by their text and values."""


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
