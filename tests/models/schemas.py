"""What a database is made of, as text that can be compared, on SQLite and on PostgreSQL."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from models.columns import Table

_NEXT_COLUMN = re.compile(r", (?=[a-z_]+ [A-Z])")
# One row per thing: its name, and what PostgreSQL itself would write to make it.
_POSTGRESQL = """
SELECT c.oid::regclass || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
UNION ALL SELECT conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'
"""


def schema(url: str) -> dict[str, list[str]]:
    """Name → lines of the statement, in no order, of everything a database is made of but alembic's own table."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(Path(url.removeprefix("sqlite:///")))) as raw:
            rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    else:
        with psycopg.connect(url) as connection:
            rows = connection.execute(_POSTGRESQL).fetchall()
    return {name: _lines(sql) for name, sql in rows if not name.startswith(("alembic", "sqlite_"))}


def _lines(sql: str) -> list[str]:
    # SQLite writes an added column on the line of the last one, or after the last line but before the bracket, and puts
    # the name of a table made anew in quotes.
    plain = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql)
    closed = plain.removesuffix(")") + "\n)" if plain.startswith("CREATE TABLE") else plain
    parts = (part.strip(" \t,") for line in closed.splitlines() for part in _NEXT_COLUMN.split(line))
    return sorted(part for part in parts if part)


def table_names(url: str) -> set[str]:
    """The tables of ours that are there."""
    return {name.split(".")[0] for name in schema(url)} & set(Table.metadata.tables)
