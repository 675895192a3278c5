"""The command line: finds the command, runs it, and turns expected trouble into one sentence and an exit code.

Exit codes: 0 done · 1 expected trouble, one sentence on stderr · 2 wrong usage · 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
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
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except AppError as error:
        sys.stderr.write(f"{render(error)}\n")
        return 1
    except BrokenPipeError:
        # The reader (`| head`) has left. Python would complain again when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
