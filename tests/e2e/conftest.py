"""The running product, for tests that look at it from outside."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sample import MAKER
from campaigns.library import Library, load_library
from models.database import open_database
from models.migrations import migrate
from services.people import Acting
from services.samples import begin_sample
from tests.bench.bots import open_survey
from tests.conftest import ROOT
from tests.e2e.process import Program, command
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from tests.postgresql import Server

Launch = Callable[..., Program]
SECRET = "limits-secret"
# A Bot API that nobody serves: what is sent to it is lost, what comes in at the webhook is taken all the same.
WEBHOOK = {
    "THIDUASO_BOT_TOKEN": "1:limits",
    "THIDUASO_TELEGRAM_API_URL": "http://127.0.0.1:9",
    "THIDUASO_WEBHOOK_URL": "https://example.invalid",
    "THIDUASO_WEBHOOK_SECRET": SECRET,
}


@pytest.fixture(scope="session")
def library() -> Library:
    """The definitions that the program serves."""
    return load_library()


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A database with an open survey that nobody has answered yet."""
    path = tmp_path_factory.mktemp("survey") / "survey.db"
    migrate(f"sqlite:///{path}")
    with open_database(f"sqlite:///{path}") as database:
        database.write_now(begin_sample, Acting(MAKER, datetime.now(UTC), library))
    return path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the whole sample, made by the command that people use."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    made = command(path, "demo")
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Starts the program on a copy of a database; ends it with the test."""
    running: list[Program] = []

    def start(origin: Path, extra: Mapping[str, str] | None = None) -> Program:
        path = tmp_path / f"{len(running)}.db"
        copy_database(origin, path)
        program = Program(path, extra or {})
        running.append(program)
        return program.start()

    yield start
    for program in running:
        program.kill()


@pytest.fixture(scope="module")
def program(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with the whole sample, one for all tests of a module."""
    path = tmp_path_factory.mktemp("program") / "sample.db"
    copy_database(demo, path)
    running = Program(path).start()
    yield running
    running.kill()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def besieged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One program for all bad input, on each database: whatever one test does to it, the next still finds it well."""
    path = tmp_path_factory.mktemp("limits") / "limits.db"
    # Everybody here comes from one machine; the address that counts is the one each visitor states.
    extra = {"THIDUASO_TRUST_PROXY": "true", **WEBHOOK}
    if request.param == "sqlite":
        copy_database(request.getfixturevalue("survey"), path)
    else:
        server: Server = request.getfixturevalue("server")
        extra["THIDUASO_DATABASE_URL"] = open_survey(server.create("limits"))
    running = Program(path, extra).start()
    yield running
    assert running.is_alive
    told = running.told
    running.kill()
    assert "Traceback" not in told
    assert "incident" not in told
    assert "update_failed" not in told
    assert "Set-Cookie" not in told


@pytest.fixture
def visitor(besieged: Program) -> Visitor:
    """Somebody at the first question of the form."""
    someone = Visitor(besieged.port)
    someone.press("Trả lời cho nhà mình")
    someone.press("Đồng ý")
    someone.say("an hoa")
    someone.press("phường An Hòa")
    assert someone.heading.startswith("Câu 1/11.")
    return someone


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where pictures are kept for people to look at."""
    folder = ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder


def copy_database(origin: Path, path: Path) -> None:
    """A copy of a whole SQLite database, what still lies in its log included; and of the key beside it, if any."""
    with closing(sqlite3.connect(origin)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    key = origin.with_name("secret_key")
    if key.exists():
        shutil.copy(key, path.with_name("secret_key"))
