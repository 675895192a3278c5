"""The command line's own rules: exit codes, one sentence for expected trouble, a quick --help."""

import argparse
import gc
import subprocess
import sys
import time
from dataclasses import dataclass
from types import ModuleType

import pytest

from bot import VERSION
from bot.cli import main
from campaigns.errors import AppError


@dataclass(eq=False)
class TooManyError(AppError):
    """Trouble with a parameter."""

    code = "too_many"
    count: int


class Sample(ModuleType):
    """A command module as `bot.commands` describes it."""

    def add_parser(self, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Add the command `sample COUNT`."""
        parser = subparsers.add_parser("sample")
        parser.add_argument("count", type=int)
        parser.set_defaults(run=self.run)

    def run(self, arguments: argparse.Namespace) -> int:
        """Fail as expected above five, be interrupted at zero."""
        if arguments.count > 5:
            raise TooManyError(arguments.count)
        if arguments.count == 0:
            raise KeyboardInterrupt
        sys.stdout.write("đã xong\n")
        return 0


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.commands.sample", Sample("bot.commands.sample"))


@pytest.mark.parametrize(
    ("count", "code", "out", "err"),
    [
        ("3", 0, "đã xong\n", ""),
        ("9", 1, "", "too_many (count=9)\n"),
        ("0", 130, "", ""),
    ],
)
def test_exit_code_and_one_sentence(
    count: str, code: int, out: str, err: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", count], names=["sample"]) == code
    assert capsys.readouterr() == (out, err)


def test_render_hook_gives_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "9"], render=lambda error: f"Có lỗi: {error.code}", names=["sample"]) == 1
    assert capsys.readouterr().err == "Có lỗi: too_many\n"


@pytest.mark.parametrize("argv", [[], ["nothing-of-ours"], ["sample"], ["sample", "một"]])
def test_wrong_usage_is_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv, names=["sample"])
    assert stop.value.code == 2
    assert "usage: thiduaso" in capsys.readouterr().err


def test_reader_that_leaves_is_no_traceback() -> None:
    program = (
        "import sys; from bot.cli import main; from tests.bot.test_cli import Sample; "
        "sys.modules['bot.commands.sample'] = Sample('bot.commands.sample'); "
        "sys.exit(main(['sample', '1'], names=['sample']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.parametrize("count", ["3", "9", "0"])
def test_rubbish_is_looked_for_seldom_while_a_command_runs_and_as_before_afterwards(
    count: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int, int]] = []

    def run(_sample: Sample, arguments: argparse.Namespace) -> int:
        seen.append(gc.get_threshold())
        return whole(_sample, arguments)

    whole, before = Sample.run, gc.get_threshold()
    monkeypatch.setattr(Sample, "run", run)
    main(["sample", count], names=["sample"])
    assert seen[0][0] >= 100_000
    assert gc.get_threshold() == before


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"thiduaso {VERSION}\n"


def test_help_answers_in_a_third_of_a_second() -> None:
    best = min(_help_seconds() for _ in range(3))
    assert best < 0.3


def test_help_loads_nothing_heavy() -> None:
    heavy = {"aiogram", "aiohttp", "sqlalchemy", "sqlmodel", "pydantic", "babel", "jinja2", "openpyxl"}
    program = "import sys, bot.cli; bot.cli.build_parser(); print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert set(loaded) & heavy == set()


def _help_seconds() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot.cli", "--help"], check=True, capture_output=True)
    return time.perf_counter() - begun
