"""Backups: the whole SQLite file copied while the program runs, and put back."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from campaigns.errors import AppError
from models.migrations import migrate


@dataclass(eq=False)
class FileExists(AppError):
    """A file of this name is there already, and nobody said that it may be replaced."""

    code: ClassVar[str] = "file_exists"
    file: str


@dataclass(eq=False)
class BackupUnusable(AppError):
    """A file that cannot be put back. reason: missing, damaged, foreign (not ours) or newer (than this program)."""

    code: ClassVar[str] = "backup_unusable"
    file: str
    reason: str


def back_up(database: Path, to: Path, *, overwrite: bool = False) -> int:
    """Copy the database as of one moment into one file, readable by its owner only; its size in bytes.

    Others go on reading and writing meanwhile. Effects: the file appears whole or not at all. Errors: `file_exists`;
    `backup_unusable` where there is no database, or where the copy does not pass SQLite's own check.
    """
    if not database.is_file():
        raise BackupUnusable(database.name, "missing")
    if to.exists() and not overwrite:
        raise FileExists(to.name)
    with _beside(to) as copy:
        _copy(database, copy)
        with closing(sqlite3.connect(copy)) as raw:
            # One file by itself: without this, whoever opens it would find two more beside it.
            raw.execute("PRAGMA journal_mode=DELETE")
        _require_whole(copy, database.name)
        _flush(copy)
        copy.replace(to)
    return to.stat().st_size


def restore(copy: Path, database: Path, *, overwrite: bool = False) -> None:
    """Put a backup back, brought to the newest tables.

    Into a database that is in use it goes in one transaction: who reads sees the old content or the new one. Errors:
    `file_exists` unless it may be overwritten; `backup_unusable`, in which case nothing was changed.
    """
    if database.exists() and not overwrite:
        raise FileExists(database.name)
    if not copy.is_file():
        raise BackupUnusable(copy.name, "missing")
    database.parent.mkdir(parents=True, exist_ok=True)
    with _beside(database) as ready:
        try:
            _copy(copy, ready)
            _require_whole(ready, copy.name)
        except sqlite3.DatabaseError as error:
            raise BackupUnusable(copy.name, "damaged") from error
        try:
            migrate(f"sqlite:///{ready}")
        except RuntimeError as error:
            raise BackupUnusable(copy.name, "newer") from error
        _copy(ready, database)
        database.chmod(0o600)


def _copy(source: Path, target: Path) -> None:
    """Everything in one step: in several, each write of somebody else would begin the copy anew."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as origin,
        closing(sqlite3.connect(target, timeout=5)) as destination,
    ):
        origin.backup(destination, pages=-1)


def _require_whole(copy: Path, name: str) -> None:
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as raw:
        if raw.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BackupUnusable(name, "damaged")
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"alembic_version", "periods", "reports"} <= tables:
            raise BackupUnusable(name, "foreign")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, for its owner only, gone afterwards with whatever SQLite laid beside it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        draft.unlink()
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
    finally:
        for suffix in ("", "-wal", "-shm", "-journal", "-turn"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
