"""Migrations: run in the process at start, under a lock, all or nothing. They only expand."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine

from models.sqlite import RawConnection, open_engine, sqlite_path

HEAD = "0003"
"""The newest revision, so that a start on a migrated database need not import alembic to know."""

_LOCK_TIMEOUT_MS = 60_000


def migrate(url: str) -> bool:
    """Bring the database to the newest tables; True when there was something to do.

    Safe when several processes start at once (one migrates, the others wait and find it done) and when killed midway
    (nothing is kept). Errors: ValueError for an unknown url; RuntimeError when the database is newer than this program.
    """
    path = sqlite_path(url)
    if path.exists() and _version(path) == HEAD:
        return False
    with locked(open_engine(path)) as connection:
        return _upgrade(connection)


def _version(path: Path) -> str | None:
    raw = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_MS / 1000)
    try:
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    finally:
        raw.close()
    return str(row[0]) if row else None


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """A connection inside the one write transaction that SQLite allows, committed when all went well.

    Its foreign keys are off, since changing a table there means copying it; they are checked as a whole before COMMIT.
    """
    with engine.connect() as connection:
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


def _upgrade(connection: Connection) -> bool:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.util.exc import CommandError

    before = MigrationContext.configure(connection).get_current_revision()
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise RuntimeError(f"the database is at {before}, this program knows up to {HEAD}") from error
    return before != HEAD
