"""Connections to PostgreSQL, and a way past psycopg's cursor, at a third of what that costs."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import psycopg
from psycopg import abc
from psycopg.pq import TransactionStatus
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from campaigns.text import from_json, to_json
from models.pipeline import Command, Result, Straight

# Numbered parameters, which the server understands without the driver having to rewrite the statement.
NUMBERED: Dialect = PGDialect_psycopg(  # type: ignore[no-untyped-call] # SQLAlchemy does not type it
    paramstyle="numeric_dollar", json_serializer=to_json, json_deserializer=from_json, use_native_hstore=False
)


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
        self.straight.unsent.append(Command(command))

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
        self.straight.unsent.append(Command(command))
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
