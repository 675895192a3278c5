"""Migrations: run in the process at start, under a lock, all or nothing. They only expand."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

HEAD = "0014"
"""The newest revision, so that a start on a migrated database need not import alembic to know.

This module imports nothing heavy at the top: commands read HEAD without SQLAlchemy.
"""


def migrate(url: str) -> bool:
    """Bring the database to the newest tables; True when there was something to do.

    Safe when several processes start at once (one migrates, the others wait and find it done) and when killed midway
    (nothing is kept). Errors: ValueError for an unknown url; RuntimeError when the database is newer than this program;
    `database_busy` when the lock or the server cannot be had.
    """
    if stored_version(url) == HEAD:
        return False
    with locked(url) as connection:
        return _upgrade(connection)


def stored_version(url: str) -> str | None:
    """The revision that a database is at, None when it is empty or not there."""
    if _is_postgresql(url):
        from models.migrations import on_postgresql

        return on_postgresql.stored_version(url)
    from models.migrations import on_sqlite

    return on_sqlite.stored_version(url)


def locked(url: str) -> "AbstractContextManager[Connection]":
    """A connection inside a transaction that only one process at a time can be in, committed when all went well."""
    if _is_postgresql(url):
        from models.migrations import on_postgresql

        return on_postgresql.locked(url)
    from models.migrations import on_sqlite

    return on_sqlite.locked(url)


def _is_postgresql(url: str) -> bool:
    from sqlalchemy import make_url

    return make_url(url).get_backend_name() == "postgresql"


def _upgrade(connection: "Connection") -> bool:
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
