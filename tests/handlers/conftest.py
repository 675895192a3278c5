"""A conversation for each test; definitions are read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.library import Library, load_library
from models.database import open_database
from models.migrations import migrate
from tests.fixtures import bare_town, empty_database, library, town
from tests.handlers.talk import Talk, converse

__all__ = ["bare_town", "definitions", "empty_database", "library", "talk", "town"]


@pytest.fixture(scope="session")
def definitions() -> Library:
    """Every definition that comes with the product."""
    return load_library()


@pytest.fixture
def talk(definitions: Library, tmp_path: Path) -> Iterator[Talk]:
    """Somebody new, on a database of their own with the survey of Rạch Giá open."""
    url = f"sqlite:///{tmp_path}/talk.db"
    migrate(url)
    with open_database(url) as database:
        somebody = Talk(converse(database, definitions))
        somebody.open_survey()
        yield somebody
