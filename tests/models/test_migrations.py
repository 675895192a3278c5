"""Migrations equal the tables, go up and down, and run safely when several processes start at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from models import migrations
from models.columns import Table
from models.database import open_database
from models.migrations import HEAD, locked, migrate
from models.trouble import DatabaseBusy
from tests.models.schemas import schema
from tests.postgresql import Server

ROOT = Path(__file__).parents[2]


def config() -> Config:
    """Alembic's own way to the migrations."""
    made = Config()
    made.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return made


def test_migrations_equal_the_tables(database_url: str, fresh_url: str) -> None:
    Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(fresh_url.replace("postgresql:", "postgresql+psycopg:"))
    Table.metadata.create_all(engine)
    engine.dispose()

    assert schema(database_url) == schema(fresh_url)


def test_alembic_finds_nothing_to_add(database_url: str) -> None:
    with locked(database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_migrations_go_up_down_up(database_url: str) -> None:
    first = schema(database_url)
    made = config()
    with locked(database_url) as made.attributes["connection"]:
        command.downgrade(made, "base")
    assert schema(database_url) == {}

    assert migrate(database_url)
    assert schema(database_url) == first


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


def test_a_migrated_database_starts_without_alembic(database_url: str) -> None:
    program = "import sys; from models.migrations import migrate; print(migrate(sys.argv[1]), 'alembic' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", program, database_url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["False", "False"]


def test_nothing_of_postgresql_is_imported_on_sqlite(path: Path) -> None:
    program = """
import sys
from models.database import open_database
from models.migrations import migrate
from models.signals import INBOX, Listener
migrate(sys.argv[1])
with open_database(sys.argv[1]) as database, Listener(sys.argv[1], (INBOX,), print):
    database.write_now(lambda session: None)
print("psycopg" in sys.modules)
"""
    out = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{path}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["False"]


def test_processes_that_start_at_once_migrate_once(fresh_url: str) -> None:
    program = "import sys; from models.migrations import migrate; sys.stdin.read(); print(migrate(sys.argv[1]))"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, fresh_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.close()
        start.stdin = None
    answers = [start.communicate()[0].strip() for start in starts]

    assert sorted(answers) == ["False", "False", "False", "True"]


def test_a_failed_migration_keeps_nothing(fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "HEAD", "9999")
    with pytest.raises(RuntimeError, match="knows up to 9999"):
        migrate(fresh_url)
    assert schema(fresh_url) == {}


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    with open_database(database_url) as database:
        database.write_now(
            lambda session: (
                session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'")).rowcount
            )
        )
    with pytest.raises(RuntimeError, match="the database is at 9999"):
        migrate(database_url)


def test_a_server_that_is_not_there_is_told_as_busy(server: Server) -> None:
    with pytest.raises(DatabaseBusy):
        migrate(f"postgresql://nobody@/nothing?host={server.folder}/nowhere")
