"""Fixtures of the tests that talk with the assistant; the folders that need them import them in their conftest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.library import Library, load_library
from models.database import open_database
from models.migrations import migrate
from tests.conversation import Town


@pytest.fixture(scope="session")
def library() -> Library:
    """Every definition that comes with the program."""
    return load_library()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated database, made once and copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def bare_town(empty_database: Path, library: Library, tmp_path: Path) -> Iterator[Town]:
    """A town where no period was ever opened."""
    path = Path(shutil.copy(empty_database, tmp_path / "town.db"))
    with open_database(f"sqlite:///{path}") as database:
        yield Town(database, library, path)


@pytest.fixture
def town(bare_town: Town) -> Town:
    """A town with an open period."""
    bare_town.prepare()
    return bare_town
