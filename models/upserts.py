"""Writes that depend on what is there, decided by the database itself and the same on SQLite and PostgreSQL."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.columns import Table
from models.jobs import dialect_of
from models.prepared import Prepared


def insert_new(session: Session, table: type[Table], values: Mapping[str, object]) -> bool:
    """Insert a row that nearly always is new, unless one with the same key is there; True when it was inserted.

    values: every column that may not be NULL, since defaults of the class are not applied. It is how an event key says
    "already done": an error from a unique constraint would end the whole transaction on PostgreSQL.
    """
    return _insert_new(table, dialect_of(session).name, tuple(values)).presume(session, values)


def insert_missing(session: Session, table: type[Table], values: Mapping[str, object]) -> None:
    """`insert_new` for a row that may well be there, where nobody asks which it was."""
    _insert_new(table, dialect_of(session).name, tuple(values)).post(session, values)


def insert_where(table: type[Table], names: tuple[str, ...], *conditions: ColumnElement[bool]) -> Prepared:
    """An insert of one row where all of this holds, and else of none. names: the columns that it is given values for.

    The conditions may ask for those values, and for more, as `bindparam`.
    """
    columns = table.core().c
    row = select(*(bindparam(name, type_=columns[name].type).label(name) for name in names)).where(*conditions)
    return Prepared(insert(table.core()).from_select(names, row, include_defaults=False))


def add_counts(session: Session, table: type[Table], key: Mapping[str, object], counts: Mapping[str, int]) -> None:
    """Add to the counts of the row with this key, which is made when missing.

    key: column → value, the whole primary key and whatever else a new row needs. counts: column → what to add, negative
    to take away; the table's own CHECK refuses a result below 0. Not an upsert: both databases check the row proposed
    for insertion, so that taking away would be refused even where the result is right.
    """
    deltas = {f"delta_{name}": count for name, count in counts.items()}
    keys = {f"key_{column.key}": key[column.key] for column in table.core().primary_key}
    statement = _add_counts(table, tuple(counts))
    if statement.presume(session, {**keys, **deltas}) or insert_new(session, table, {**key, **counts}):
        return
    # Another transaction has made the row in between.
    statement.change(session, {**keys, **deltas})


@lru_cache(maxsize=64)
def _insert_new(table: type[Table], dialect: str, names: tuple[str, ...]) -> Prepared:
    kind = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return Prepared(kind(table.core()).values(values).on_conflict_do_nothing().inline())


@lru_cache(maxsize=64)
def _add_counts(table: type[Table], names: tuple[str, ...]) -> Prepared:
    columns = table.core().c
    key = [column == bindparam(f"key_{column.key}") for column in table.core().primary_key]
    added = {name: columns[name] + bindparam(f"delta_{name}") for name in names}
    return Prepared(update(table.core()).where(*key).values(added))
