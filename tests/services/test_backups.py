"""A backup is whole, is one file, and goes back in one piece; what cannot go back changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session, select

from models.database import open_database
from models.facts import Fact
from models.migrations import migrate
from services.backups import BackupUnusable, FileExists, back_up, restore


def keep(session: Session, key: str) -> None:
    session.add(Fact.model_validate({"key": key, "value": "x"}))


def kept(session: Session) -> set[str]:
    return set(session.exec(select(Fact.key)).all())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "live.db"
    migrate(f"sqlite:///{path}")
    return path


def test_backup_of_a_running_database_holds_what_was_acknowledged(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_database(f"sqlite:///{database}") as door:
        door.write_now(keep, "before")
        size = back_up(database, copy)
        door.write_now(keep, "after")
    assert size == copy.stat().st_size > 100_000
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT key FROM facts").fetchall() == [("before",)]
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert {path.name for path in tmp_path.iterdir()} <= {
        "live.db",
        "live.db-turn",
        "live.db-wal",
        "live.db-shm",
        "copy.db",
    }


def test_restore_into_a_running_database_shows_the_old_content_at_once(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_database(f"sqlite:///{database}") as door:
        door.write_now(keep, "before")
        back_up(database, copy)
        door.write_now(keep, "after")
        restore(copy, database, overwrite=True)
        assert door.read_now(kept) == {"before"}
        door.write_now(keep, "later")
        assert door.read_now(kept) == {"before", "later"}


def test_restore_makes_a_database_where_there_is_none(database: Path, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", tmp_path / "new" / "live.db")
    assert not migrate(f"sqlite:///{tmp_path / 'new' / 'live.db'}")
    assert (tmp_path / "new" / "live.db").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten_unasked(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    with pytest.raises(FileExists):
        back_up(database, copy)
    with pytest.raises(FileExists):
        restore(copy, database)
    back_up(database, copy, overwrite=True)


@pytest.mark.parametrize("reason", ["missing", "damaged", "foreign", "newer"])
def test_what_cannot_go_back_changes_nothing(database: Path, tmp_path: Path, reason: str) -> None:
    bad = tmp_path / "bad.db"
    if reason == "damaged":
        bad.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    elif reason == "foreign":
        with closing(sqlite3.connect(bad)) as raw:
            raw.execute("CREATE TABLE mine (x)")
    elif reason == "newer":
        back_up(database, bad)
        with closing(sqlite3.connect(bad)) as raw:
            raw.execute("UPDATE alembic_version SET version_num = '9999'")
            raw.commit()
    with open_database(f"sqlite:///{database}") as door:
        door.write_now(keep, "here")
        with pytest.raises(BackupUnusable) as unusable:
            restore(bad, database, overwrite=True)
        assert unusable.value.reason == reason
        assert door.read_now(kept) == {"here"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
