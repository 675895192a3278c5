"""The command line: finds the command, runs it, and turns expected trouble into one sentence and an exit code.

Exit codes: 0 done · 1 expected trouble, one sentence on stderr · 2 wrong usage · 130 interrupted.
"""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from bot import VERSION
from bot.commands import NAMES
from campaigns.errors import AppError

Render = Callable[[AppError], str]


def render_code(error: AppError) -> str:
    """The code and its parameters: what is left to say where no sentence is at hand."""
    params = ", ".join(f"{name}={value}" for name, value in error.params().items())
    return f"{error.code} ({params})" if params else error.code


def render_in_words(error: AppError) -> str:
    """The sentence, or the list of problems. The words are only loaded when something went wrong."""
    render: Render = import_module("bot.commands.error_words").render_words
    return render(error)


def build_parser(names: Sequence[str] = NAMES) -> argparse.ArgumentParser:
    """The parser with every command of `names`, modules of `bot.commands`."""
    parser = argparse.ArgumentParser(
        prog="thiduaso", description="Thi Đua Số: trợ lý phong trào thi đua chuyển đổi số."
    )
    parser.add_argument("--version", action="version", version=f"thiduaso {VERSION}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in names:
        import_module(f"bot.commands.{name}").add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None, render: Render = render_in_words, names: Sequence[str] = NAMES) -> int:
    """Run one command and return its exit code; an AppError becomes the words that `render` gives."""
    arguments = build_parser(names).parse_args(argv)
    try:
        with _little_collecting():
            code: int = arguments.run(arguments)
        sys.stdout.flush()
    except AppError as error:
        sys.stderr.write(f"{render(error)}\n")
        return 1
    except BrokenPipeError:
        # The reader (`| head`) has left. Python would complain again when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        # No room, no permission, no such folder: the system's own words say what and where.
        sys.stderr.write(f"Không làm được: {error}\n")
        return 1
    except ValueError as error:
        sys.stderr.write(f"{_unusable_settings(error)}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


@contextmanager
def _little_collecting() -> Iterator[None]:
    """Look for rubbish seldom, and not at all at the end: nearly all that a command makes is modules, which stay.

    Looking through them again and again is a quarter of what a command costs. `run` has a way of its own once it serves
    (`bot.memory.tune_collector`).
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _unusable_settings(error: ValueError) -> str:
    """Each setting that cannot be used, without its value, which may be a secret; any other error is raised again."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        raise error
    wrong = error.errors(include_input=False, include_url=False, include_context=False)
    lines = (f"THIDUASO_{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in wrong)
    return "\n".join((*lines, "Sửa những cài đặt này rồi chạy lại."))


if __name__ == "__main__":
    sys.exit(main())
