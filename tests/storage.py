"""A migrated database of its own for each test, on SQLite and on PostgreSQL.

`db` and `database_url` run a test once on each. `path` and `postgresql_url` are for what only one of them has.
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from models.database import Database, open_database
from models.migrations import migrate
from tests.postgresql import NoPostgresql, Server, running_server

_EMPTY = "empty"
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite database, made once."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """The file of this test's SQLite database."""
    return Path(shutil.copy(template, tmp_path / "test.db"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server with an empty migrated database to copy, started once."""
    try:
        with running_server() as running:
            migrate(running.create(_EMPTY))
            yield running
    except NoPostgresql as error:
        pytest.skip(str(error))


@pytest.fixture
def postgresql_url(server: Server) -> Iterator[str]:
    """This test's PostgreSQL database."""
    name = f"test{next(_NUMBERS)}"
    yield server.create(name, _EMPTY)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """This test's database."""
    if database_kind == "sqlite":
        return f"sqlite:///{request.getfixturevalue('path')}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def fresh_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it; on SQLite not even a file."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/new/fresh.db"
        return
    server: Server = request.getfixturevalue("server")
    name = f"fresh{next(_NUMBERS)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """This test's database, open."""
    with open_database(database_url) as database:
        yield database
