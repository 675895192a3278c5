"""A migrated database of its own for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database, open_database
from models.migrations import migrate


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated database, made once."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """The file of this test's database."""
    return Path(shutil.copy(template, tmp_path / "test.db"))


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """This test's database, open."""
    with open_database(f"sqlite:///{path}") as database:
        yield database
