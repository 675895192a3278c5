"""Prepared statements: what is asked at every answer, put into words once and then handed straight to the driver.

SQLAlchemy's own way to execute costs ten times what SQLite needs for such a statement. What a column's type does to
values on their way in and out is done here too, so that a moment is aware and a JSON column is a value as everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable
from sqlmodel import Session

from models.jobs import JobSession, dialect_of

T = TypeVar("T")
_Process = Callable[[Any], Any]


class _Cursor(Protocol):
    """What both drivers give back."""

    @property
    def rowcount(self) -> int: ...

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


_Execute = Callable[[str, Any], _Cursor]


class _Raw(Protocol):
    """What both drivers' connections can do."""

    def execute(self, statement: str, parameters: Any, /) -> _Cursor: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in the words of one dialect. names: its values in order; several places may want the same one."""

    text: str
    names: tuple[str, ...]
    is_positional: bool
    fixed: Mapping[str, object]
    inward: Mapping[str, _Process]
    outward: tuple[tuple[int, _Process], ...]

    def parameters(self, values: Mapping[str, object]) -> object:
        known = {**self.fixed, **values}
        for name, process in self.inward.items():
            known[name] = process(known[name])
        return tuple([known[name] for name in self.names]) if self.is_positional else known

    def row(self, stored: Sequence[Any]) -> Sequence[Any]:
        if not self.outward:
            return stored
        row = list(stored)
        for place, process in self.outward:
            row[place] = process(row[place])
        return row


class Prepared:
    """One Core statement with `bindparam` for what changes. `IN` with a list that varies in length is not for here."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def change(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute a write; how many rows it has touched."""
        return self._execute(session, values)[1].rowcount

    def presume(self, session: Session, values: Mapping[str, object]) -> bool:
        """Execute a write that touches one row, or none in rare cases; whether it has.

        On PostgreSQL that is taken for granted, and the write is sent with a later statement or the commit. Where it
        was wrong nothing of the job is kept, and the job runs again with answers that are known.
        """
        raw, dialect, ready = self._at(session)
        if not getattr(raw, "presumes", False):
            return self.change(session, values) == 1
        _send(ready, dialect, raw.presume, values)
        return True

    def post(self, session: Session, values: Mapping[str, object]) -> None:
        """Execute a write of which nobody asks how many rows it touches; sent later where `presume` is."""
        raw, dialect, ready = self._at(session)
        if getattr(raw, "presumes", False):
            _send(ready, dialect, raw.post, values)
        else:
            self.change(session, values)

    def _execute(self, session: Session, values: Mapping[str, object]) -> tuple[_Ready, _Cursor]:
        raw, dialect, ready = self._at(session)
        execute: _Execute = getattr(raw, "execute_prepared", None) or cast("_Raw", raw).execute
        return ready, _send(ready, dialect, execute, values)

    def _at(self, session: Session) -> tuple[Any, Dialect, _Ready]:
        """The session's connection, its dialect, and the statement as it is said there."""
        if session.in_transaction():
            # What the use-case has only put into its session so far comes first.
            session.flush()
        raw, dialect = (session.raw if isinstance(session, JobSession) else None), dialect_of(session)
        if raw is None:
            raw = session.connection().connection.dbapi_connection
        # The door's connections to PostgreSQL take prepared statements on a shorter way, in words of their own.
        said_in = getattr(raw, "prepares_in", dialect)
        ready = self._ready.get(said_in.paramstyle)
        if ready is None:
            # Each dialect here writes its parameters in a way of its own.
            self._ready[said_in.paramstyle] = ready = _make_ready(self._statement, said_in)
        return raw, dialect, ready


class Query(Prepared, Generic[T]):
    """A prepared SELECT whose rows are made into values: `make` is given a row's columns in their order."""

    def __init__(self, statement: Executable, make: Callable[..., T]) -> None:
        super().__init__(statement)
        self._make = make

    def all(self, session: Session, values: Mapping[str, object]) -> list[T]:
        """Every row."""
        ready, cursor = self._execute(session, values)
        return [self._make(*ready.row(stored)) for stored in cursor.fetchall()]

    def first(self, session: Session, values: Mapping[str, object]) -> T | None:
        """The first row, if there is one."""
        found = self.all(session, values)
        return found[0] if found else None

    def foresee(self, session: Session, values: Mapping[str, object]) -> None:
        """Say that these rows will probably be asked for: on PostgreSQL they then come with the next statement's."""
        raw, dialect, ready = self._at(session)
        if getattr(raw, "foresees", False):
            _send(ready, dialect, raw.foresee, values)


def _send(ready: _Ready, dialect: Dialect, way: Callable[[str, Any], T], values: Mapping[str, object]) -> T:
    """Hand a statement to the driver. Errors: DBAPIError, as SQLAlchemy has them."""
    try:
        return way(ready.text, ready.parameters(values))
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            ready.text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error


def _make_ready(statement: Any, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    inward = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    columns = [column.type for column in getattr(statement, "selected_columns", ())]
    outward = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in columns]
    return _Ready(
        text=compiled.string,
        names=tuple(compiled.positiontup or binds),
        is_positional=bool(compiled.positional),
        fixed={name: bind.value for name, bind in binds.items() if not bind.required},
        inward={name: process for name, process in inward.items() if process is not None},
        outward=tuple((place, process) for place, process in enumerate(outward) if process is not None),
    )
