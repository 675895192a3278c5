"""A command line at a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.cli import main

Said = tuple[int, str, str]
"""Exit code, stdout, stderr."""


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what commands keep between runs, instead of the user's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _cache_apart(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the settings name; nothing is there yet. The working directory is the test's own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "try.db"
    monkeypatch.setenv("THIDUASO_DATABASE_URL", f"sqlite:///{path}")
    yield path
    structlog.reset_defaults()


@pytest.fixture
def thiduaso(database: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run one command."""

    def run(*argv: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(each) for each in argv])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
