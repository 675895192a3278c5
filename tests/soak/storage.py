"""What is stored, read past the program with plain SQL, as of one moment; from a SQLite file or a PostgreSQL server."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

import psycopg
from psycopg import IsolationLevel

from tests.postgresql import Server
from tests.soak.reading import Value

Rows = list[tuple[Any, ...]]
Answers = Mapping[str, Value]


class Place(NamedTuple):
    """Where households report."""

    campaign: str
    period: str
    epoch: str
    code: str


class Figure(NamedTuple):
    """Reports, numerator, denominator, unknown."""

    reports: int
    num: int
    den: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A form under way."""

    household: str
    seq: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was sent; the current one, or history."""

    household: str
    place: Place
    answers: Answers
    is_current: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything that was said, as it is kept. links: (chat, household); consents: (chat, purpose)."""

    slips: Mapping[str, str]
    links: tuple[tuple[int, str], ...]
    consents: tuple[tuple[int, str], ...]
    drafts: tuple[Draft, ...]
    reports: tuple[Report, ...]
    tallies: Mapping[tuple[Place, str], Figure]
    retained: Mapping[tuple[Place, str], Figure]
    progress: Mapping[Place, int]
    events: tuple[str, ...]


class Frozen(Protocol):
    """What was stored at one moment, whatever happens afterwards."""

    def read(self) -> Stored:
        """All of it; takes a while."""
        ...


class Storage(Protocol):
    """A database of either kind."""

    @property
    def url(self) -> str:
        """As the program takes it."""
        ...

    def freeze(self) -> Frozen:
        """Hold this moment fast; takes milliseconds."""
        ...


@dataclass(frozen=True)
class SqliteStorage:
    """A file. It may be frozen only while no program has it open, and then as the last one left it."""

    path: Path

    @property
    def url(self) -> str:
        """As the program takes it."""
        return f"sqlite:///{self.path}"

    def freeze(self) -> "FrozenFile":
        """Copy the file with its log: opening it here would do the program's own recovery for it."""
        folder = TemporaryDirectory(prefix="soak-")
        for suffix in ("", "-wal"):
            origin = self.path.with_name(self.path.name + suffix)
            if origin.exists():
                shutil.copy(origin, folder.name)
        return FrozenFile(folder, self.path.name)


@dataclass(frozen=True)
class FrozenFile:
    """A copy."""

    folder: "TemporaryDirectory[str]"
    name: str

    def read(self) -> Stored:
        """Read the copy, and throw it away."""
        with self.folder as folder, closing(sqlite3.connect(Path(folder) / self.name)) as raw:
            return _read(lambda query: raw.execute(query).fetchall())


@dataclass(frozen=True)
class PostgresStorage:
    """A database on a server of the tests' own."""

    server: Server
    url: str

    def freeze(self) -> "FrozenView":
        """Begin a transaction that sees what is committed now. Errors: psycopg.OperationalError while it is away."""
        raw: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(self.url, connect_timeout=5)
        raw.isolation_level = IsolationLevel.REPEATABLE_READ
        raw.execute("SELECT 1 FROM reports LIMIT 1")
        return FrozenView(raw)


@dataclass(frozen=True)
class FrozenView:
    """A transaction that sees one moment."""

    raw: "psycopg.Connection[tuple[Any, ...]]"

    def read(self) -> Stored:
        """Read what it sees, and end it. Errors: psycopg.OperationalError when the server went away."""
        with self.raw as raw:
            return _read(lambda query: raw.execute(query).fetchall())


def _read(fetch: Callable[[str], Rows]) -> Stored:
    place = "campaign, period_id, unit_epoch, unit_code"
    figures = f"SELECT {place}, indicator_id, reports, num, den, unknown FROM"
    reports = (
        f"SELECT subject_id, {place}, answers, superseded_at IS NULL FROM reports WHERE subject_kind = 'household'"
    )
    return Stored(
        slips=dict(fetch("SELECT id, slip FROM households")),
        links=tuple(fetch("SELECT chat_id, household_id FROM chat_households")),
        consents=tuple(fetch("SELECT chat_id, purpose FROM consents WHERE withdrawn_at IS NULL")),
        drafts=tuple(
            Draft(household, seq, _json(body).get("answers", {}))
            for household, seq, body in fetch("SELECT household_id, seq, body FROM drafts")
        ),
        reports=tuple(
            Report(household, Place(*where), _json(answers), bool(is_current))
            for household, *where, answers, is_current in fetch(reports)
        ),
        tallies=_figures(fetch(f"{figures} tallies")),
        retained=_figures(fetch(f"{figures} retained")),
        progress={Place(*where): count for *where, count in fetch(f"SELECT {place}, reports FROM unit_progress")},
        events=tuple(event for (event,) in fetch("SELECT event_id FROM events WHERE channel = 'telegram'")),
    )


def _json(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _figures(rows: Rows) -> dict[tuple[Place, str], Figure]:
    found = {
        (Place(*where), indicator): Figure(*counts)
        for *where, indicator, r, n, d, u in rows
        for counts in [(r, n, d, u)]
    }
    return {key: figure for key, figure in found.items() if any(figure)}
