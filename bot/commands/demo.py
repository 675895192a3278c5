"""`thiduaso demo`: a database with a marked sample."""

import argparse
import sys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`demo`."""
    parser = subparsers.add_parser("demo", help="nạp dữ liệu mẫu (đánh dấu rõ là mẫu) / fill in a marked sample")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Fill the database with the sample, unless it holds one that is still open."""
    from bot.sample import fill_sample
    from bot.settings import Settings

    settings = Settings()
    count = fill_sample(settings)
    done = f"Đã nạp {count} hộ mẫu" if count else "Dữ liệu mẫu đã có sẵn"
    sys.stdout.write(f"{done} / sample ready: {settings.database_url}\n")
    return 0
