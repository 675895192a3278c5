"""Migrations equal the tables, go up and down, and run safely when several processes start at once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from models import migrations
from models.columns import Table
from models.migrations import HEAD, locked, migrate
from models.sqlite import open_engine

ROOT = Path(__file__).parents[2]


def config() -> Config:
    """Alembic's own way to the migrations."""
    made = Config()
    made.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return made


def schema(path: Path) -> dict[str, list[str]]:
    """Name → lines of the statement, in no order, of everything a database is made of but alembic's own table."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: sorted(line.strip(" \t,") for line in sql.splitlines())
        for name, sql in rows
        if not name.startswith(("alembic", "sqlite_"))
    }


def test_migrations_equal_the_tables(path: Path, tmp_path: Path) -> None:
    created = tmp_path / "created.db"
    engine = create_engine(f"sqlite:///{created}")
    Table.metadata.create_all(engine)
    engine.dispose()

    assert schema(path) == schema(created)


def test_alembic_finds_nothing_to_add(path: Path) -> None:
    with open_engine(path).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_migrations_go_up_down_up(path: Path) -> None:
    first = schema(path)
    made = config()
    with locked(open_engine(path)) as made.attributes["connection"]:
        command.downgrade(made, "base")
    assert schema(path) == {}

    assert migrate(f"sqlite:///{path}")
    assert schema(path) == first


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


def test_a_migrated_database_starts_without_alembic(path: Path) -> None:
    program = "import sys; from models.migrations import migrate; print(migrate(sys.argv[1]), 'alembic' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{path}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["False", "False"]


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    program = "import sys; from models.migrations import migrate; sys.stdin.read(); print(migrate(sys.argv[1]))"
    url = f"sqlite:///{tmp_path}/new/fresh.db"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.close()
        start.stdin = None
    answers = [start.communicate()[0].strip() for start in starts]

    assert sorted(answers) == ["False", "False", "False", "True"]


def test_a_failed_migration_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "HEAD", "9999")
    with pytest.raises(RuntimeError, match="knows up to 9999"):
        migrate(f"sqlite:///{tmp_path}/new.db")
    assert schema(tmp_path / "new.db") == {}


def test_a_database_of_a_newer_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RuntimeError, match="the database is at 9999"):
        migrate(f"sqlite:///{path}")
