"""`make soak`: ten minutes on each database; ends with 1 when anything does not hold that must."""

import argparse
import asyncio
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgresql import NoPostgresql, running_server
from tests.soak.report import Outcome
from tests.soak.run import Size, prepare, soak
from tests.soak.storage import PostgresStorage, SqliteStorage


def on_sqlite(size: Size) -> Outcome:
    """One run on a file."""
    with TemporaryDirectory(prefix="soak-") as folder:
        storage = SqliteStorage(Path(folder) / "soak.db")
        prepare(storage)
        return asyncio.run(soak(storage, size, Path(folder)))[0]


def on_postgresql(size: Size) -> Outcome:
    """One run on a server of its own, whose commits reach the disk. Errors: `NoPostgresql`."""
    with TemporaryDirectory(prefix="soak-") as folder, running_server(durable=True) as server:
        storage = PostgresStorage(server, server.create("soak"))
        prepare(storage)
        return asyncio.run(soak(storage, size, Path(folder), server))[0]


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--kill-every", type=float, default=20, metavar="S")
    parser.add_argument("--stop-every", type=float, default=45, metavar="S", help="of the PostgreSQL server")
    parser.add_argument("--per-second", type=float, default=150, help="updates, about")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    chosen = parser.parse_args()
    size = Size(
        people=chosen.people,
        seconds=chosen.minutes * 60,
        kill_every_s=chosen.kill_every,
        stop_every_s=chosen.stop_every,
        think_s=chosen.people / chosen.per_second,
        patience_s=60,
        seed=chosen.seed,
    )
    print(f"seed {size.seed}", flush=True)
    good = True
    for name, run in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        if chosen.database not in (name, "both"):
            continue
        try:
            outcome = run(size)
        except NoPostgresql as error:
            print(error)
            good = good and chosen.database == "both"
            continue
        print(outcome.text(), flush=True)
        good = good and outcome.is_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
