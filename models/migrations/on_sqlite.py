"""What a migration needs of SQLite: the stored version, and the one write transaction with foreign keys off."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection

from models.sqlite import RawConnection, open_engine, sqlite_path

_LOCK_TIMEOUT_MS = 60_000


def stored_version(url: str) -> str | None:
    path = sqlite_path(url)
    if not path.exists():
        return None
    raw = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_MS / 1000)
    try:
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    finally:
        raw.close()
    return str(row[0]) if row else None


@contextmanager
def locked(url: str) -> Iterator[Connection]:
    """The one write transaction that SQLite allows.

    Its foreign keys are off, since changing a table there means copying it; they are checked as a whole before COMMIT.
    """
    with open_engine(sqlite_path(url)).connect() as connection:
        raw = cast("RawConnection", connection.connection.dbapi_connection)
        raw.execute(f"PRAGMA busy_timeout={_LOCK_TIMEOUT_MS}")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN IMMEDIATE")
        try:
            connection.begin()  # no statement; tells alembic that the transaction is not its own
            yield connection
            if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"rows without what they refer to: {broken[:5]}")
            raw.execute("COMMIT")
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
