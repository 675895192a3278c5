"""`thiduaso run`: everything in one process."""

import argparse
import sys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`run`."""
    parser = subparsers.add_parser("run", help="chạy trợ lý trên trang web / serve the product")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from bot.lean_aiogram import load_aiogram

    load_aiogram()
    import uvloop

    from bot.logs import set_up_logs
    from bot.program import build, serve
    from bot.settings import Settings

    settings = Settings()
    set_up_logs(as_json=settings.log_json)

    def announce(address: str) -> None:
        sys.stdout.write(f"Trợ lý đang chờ tại / the assistant is at: {address}\n")
        sys.stdout.flush()

    uvloop.run(serve(build(settings), announce))
    return 0
