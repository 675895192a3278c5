"""What a migration needs of PostgreSQL: the stored version, and a transaction under an advisory lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from psycopg.errors import UndefinedTable
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from models.libpq import RawConnection
from models.postgres import open_engine
from models.sqlstates import trouble
from models.trouble import DatabaseBusy

_LOCK = 0x7468_6964  # any number, as long as it stays: one database holds one program
_LOCK_TIMEOUT = "60s"


def stored_version(url: str) -> str | None:
    with _connected(url) as (_connection, raw):
        try:
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        except UndefinedTable:
            return None
        return str(row[0]) if row else None


@contextmanager
def locked(url: str) -> Iterator[Connection]:
    """A transaction under a lock that ends with it, also when this process is killed."""
    with _connected(url) as (connection, raw):
        raw.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        try:
            connection.begin()  # no statement; tells alembic that the transaction is not its own
            # Other processes answer people meanwhile: a table that one of them holds is waited for, but not for ever.
            raw.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection
            raw.execute("COMMIT")
        except DBAPIError as error:
            raise trouble(error) from error.orig
        finally:
            if not raw.closed and raw.info.transaction_status != TransactionStatus.IDLE:
                raw.execute("ROLLBACK")


@contextmanager
def _connected(url: str) -> Iterator[tuple[Connection, RawConnection]]:
    engine = open_engine(url)
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise DatabaseBusy from error
    with connection:
        yield connection, cast("RawConnection", connection.connection.dbapi_connection)
