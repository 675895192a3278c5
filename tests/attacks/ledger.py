"""A ledger beside the program: which rows an attempt has changed, and putting them back.

It has a connection of its own and a copy of every table. It reads the tables that the program's statements may have
changed, since to read all of them each time takes longer than the attempt; whether that missed anything is asked at the
end of a walk, of all of them.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
import sqlalchemy

from models.columns import Table

Row = tuple[str, ...]
"""A table's name and the values of one of its rows."""
Rows = Mapping[str, frozenset[tuple[object, ...]]]
TOUCHES = re.compile(
    r"(?:WITH held AS [^;]*? FOR NO KEY UPDATE\)\s+)?"
    r'(?:INSERT(?: OR [A-Z]+)? INTO|REPLACE INTO|UPDATE(?: OR [A-Z]+)?) "?([a-z_]+)'
)
"""A statement that changes one table and no other; the rows that it holds meanwhile stay as they are."""
READS = re.compile("SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|--")
LEFT = "events"
"""An event leaves a row, whatever it was; its key is a digest of a random number, and nobody else ever looks for it."""


class Ledger(Protocol):
    """Beside one database."""

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """One statement, past triggers and foreign keys; its rows."""
        ...

    def keep(self) -> None:
        """From now on everything is put back to how it is at this moment."""
        ...

    def settle(self, statements: Iterable[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The rows that are gone and those that are new after these statements; then all is as it was kept."""
        ...

    def is_settled(self) -> bool:
        """Whether every table is as it was kept, whatever any statement said."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def tables() -> Mapping[str, sqlalchemy.Table]:
    """Every table of the program."""
    import models.tables  # noqa: F401 (all of them, so that the list is whole)

    return Table.metadata.tables


def touched(statements: Iterable[str]) -> set[str]:
    """The tables that these statements may have changed: all of them where it takes more than a look to know."""
    found: set[str] = set()
    for statement in statements:
        if (one := TOUCHES.match(statement)) is not None:
            found.add(one[1])
        elif not READS.match(statement):
            return set(tables())  # to delete may take rows of other tables along
    return found & set(tables())


class _Ledger:
    """What is the same beside both kinds of database. `kept` holds a copy of every table."""

    def __init__(self) -> None:
        self._before: Rows = {}

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        raise NotImplementedError

    def settle(self, statements: Iterable[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        names = touched(statements) - {LEFT}
        if not names:
            return (), ()
        after = self._read(names)
        changed = [table for table in names if after[table] != self._before[table]]
        self._put_back(changed)
        gone, new = (
            tuple(sorted((table, *map(str, row)) for table in changed for row in one[table] - other[table]))
            for one, other in ((self._before, after), (after, self._before))
        )
        return gone, new

    def is_settled(self) -> bool:
        return self._read(set(tables()) - {LEFT}) == self._before

    def _read(self, names: Iterable[str]) -> Rows:
        raise NotImplementedError

    def _put_back(self, names: Iterable[str]) -> None:
        raise NotImplementedError

    def _copy_back(self, names: Iterable[str]) -> None:
        for table in names:
            written = ", ".join(f'"{column.name}"' for column in tables()[table].columns if column.computed is None)
            self.execute(f"DELETE FROM {table}")
            self.execute(f"INSERT INTO {table} ({written}) SELECT {written} FROM kept.{table}")


class SqliteLedger(_Ledger):
    """Beside a file, with the copy in another."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        # The trail refuses to be changed, by triggers; who changes it all the same is found by what has changed.
        for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self.execute(f"DROP TRIGGER {name}")

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        return self._raw.execute(statement).fetchall()

    def keep(self) -> None:
        copy = self._path.with_name("kept.db")
        with closing(sqlite3.connect(copy)) as kept:
            self._raw.backup(kept)
        self.execute("PRAGMA synchronous=OFF")
        self.execute(f"ATTACH '{copy}' AS kept")
        self._before = self._read(set(tables()) - {LEFT})

    def close(self) -> None:
        self._raw.close()

    def _read(self, names: Iterable[str]) -> Rows:
        return {table: frozenset(self.execute(f"SELECT * FROM main.{table}")) for table in names}

    def _put_back(self, names: Iterable[str]) -> None:
        if names:
            self.execute("BEGIN IMMEDIATE")
            self._copy_back(names)
            self.execute("DELETE FROM sqlite_sequence")
            self.execute("INSERT INTO sqlite_sequence SELECT * FROM kept.sqlite_sequence")
            self.execute("COMMIT")


class PostgresqlLedger(_Ledger):
    """Beside a database on a server, with the copy in a schema of its own."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._raw = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        # Neither triggers nor foreign keys for this connection.
        self._raw.execute("SET session_replication_role = replica; SET TIME ZONE 'UTC'")
        self._sequences = ""

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        cursor = self._raw.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    def keep(self) -> None:
        self.execute("CREATE SCHEMA kept")
        for table in tables():
            self.execute(f"CREATE TABLE kept.{table} AS TABLE public.{table}")
        found = self.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        values = (f"setval('{name}', {value or 1}, {'false' if value is None else 'true'})" for name, value in found)
        self._sequences = f"SELECT {', '.join(values)}"
        self._before = self._read(set(tables()) - {LEFT})

    def close(self) -> None:
        self._raw.close()

    def _read(self, names: Iterable[str]) -> Rows:
        every = " UNION ALL ".join(f"SELECT '{table}', to_jsonb(t) FROM {table} t" for table in sorted(names))
        found: dict[str, set[tuple[object, ...]]] = {table: set() for table in names}
        for table, row in self.execute(every):
            assert isinstance(row, dict)
            found[str(table)].add(tuple(map(str, row.values())))
        return {table: frozenset(rows) for table, rows in found.items()}

    def _put_back(self, names: Iterable[str]) -> None:
        # A number that was taken is not given back by a transaction that came to nothing.
        with self._raw.transaction():
            self._copy_back(names)
            self.execute(self._sequences)


def open_ledger(url: str) -> Ledger:
    """Beside the database that a setting names."""
    if url.startswith("sqlite"):
        return SqliteLedger(Path(url.removeprefix("sqlite:///")))
    return PostgresqlLedger(url)
