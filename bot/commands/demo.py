"""`thiduaso demo`: a database with a marked sample."""

import argparse
import sys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`demo`."""
    parser = subparsers.add_parser("demo", help="nạp dữ liệu mẫu (đánh dấu rõ là mẫu) / fill in a marked sample")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Fill the database with the sample, unless it holds one that is still open."""
    import logging

    from bot.logs import set_up_logs
    from bot.sample import fill_sample
    from bot.settings import Settings

    settings = Settings()
    set_up_logs(as_json=False, least=logging.ERROR)
    count = fill_sample(settings)
    done = f"Đã nạp {count} phiếu mẫu (hộ và cán bộ)" if count else "Dữ liệu mẫu đã có sẵn"
    # Not the whole address: it may hold a password.
    place = settings.database_url.rpartition("@")[2].removeprefix("sqlite:///")
    sys.stdout.write(f"{done} / sample ready: {place}\n")
    return 0
