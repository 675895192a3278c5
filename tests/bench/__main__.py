"""`make bench`: ours beside bare aiohttp, bare aiogram and the documented ways, in turn on the same cores, in one go.

The bot has one core; the crowd, the Bot API and PostgreSQL have the other. Every contestant is measured `--rounds` times
in turn, so that a noisy neighbour hits all alike; only ratios within one run count.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from tests.bench.bots import SECRET, Contestant, Running, documented, free_port, open_survey, ours, peers, running
from tests.bench.crowd import Crowd, Timing
from tests.bench.report import tables
from tests.bench.stored import count_wrong
from tests.postgresql import NoPostgresql, Server, running_server

PACE_PER_S = 180
WARM_PEOPLE = 40
DOUBLED_PEOPLE = 40


async def measure(contestant: Contestant, people: int, seconds: float) -> None:
    """One round: warm, saturated, paced; then, where there are several processes, every update to each of them."""
    api_port = free_port()
    with running(contestant, api_port) as bot:
        crowd = Crowd(bot.ports, SECRET, contestant.script)
        api = await crowd.open_api(api_port)
        try:
            await bot.ready()
            started = bot.cpu_s
            note(contestant, await crowd.saturate(WARM_PEOPLE, 0))
            before = bot.cpu_s
            timing = await crowd.saturate(min(people, enough(before - started, seconds)), seconds)
            used_s = bot.cpu_s - before
            note(contestant, timing)
            contestant.per_s.append(timing.updates / timing.elapsed_s)
            contestant.cpu_ms.append(used_s / max(timing.updates, 1) * 1000)
            contestant.p50_ms.append(timing.at(0.5))
            contestant.p99_ms.append(timing.at(0.99))
            paced = await crowd.pace(PACE_PER_S, seconds)
            note(contestant, paced)
            contestant.paced_ms.append(paced.at(0.99))
            if contestant.processes > 1:
                note(contestant, await crowd.walk_doubled(DOUBLED_PEOPLE))
            contestant.memory_mb = bot.memory_mb
            check(contestant, bot, crowd)
        finally:
            api.close()


def enough(warm_s: float, seconds: float) -> int:
    """How many people's walks take twice the time, by the CPU that warming took.

    Any number of people keeps a bot busy; a smaller crowd only lets a slow one finish all walks within the time.
    """
    return max(WARM_PEOPLE, round(2 * seconds * WARM_PEOPLE / max(warm_s, 0.01)))


def note(contestant: Contestant, timing: Timing) -> None:
    """Keep what went wrong, if anything did."""
    contestant.walks += timing.walks
    contestant.broken += timing.broken
    contestant.trouble = contestant.trouble or timing.trouble


def check(contestant: Contestant, bot: Running, crowd: Crowd) -> None:
    """Compare what everybody who came to the end gave with what ours has stored."""
    if contestant.is_ours and bot.url is not None:
        contestant.wrong = (contestant.wrong or 0) + count_wrong(bot.url, crowd.finished)


def line_up(stack: ExitStack) -> list[Contestant]:
    """Everyone; ours on PostgreSQL too where it is installed."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    template = folder / "survey.db"
    open_survey(f"sqlite:///{template}")

    def on_sqlite(place: Path) -> str:
        return f"sqlite:///{shutil.copy(template, place / 'ours.db')}"

    found = [*peers(), ours("ours on SQLite", on_sqlite)]
    try:
        server: Server = stack.enter_context(running_server(durable=True))
    except NoPostgresql as error:
        print(f"Ours on PostgreSQL is not measured: {error}")
        return found
    open_survey(server.create("survey"))
    numbers = count(1)

    def on_postgresql(_place: Path) -> str:
        return server.create(f"bench{next(numbers)}", "survey")

    return [
        *found,
        documented(
            "aiogram FSM + SQLModel on PostgreSQL",
            lambda place: on_postgresql(place).replace("postgresql:", "postgresql+psycopg:"),
        ),
        ours("ours on PostgreSQL", on_postgresql),
        ours("ours on PostgreSQL, two processes", on_postgresql, processes=2),
    ]


def run(people: int, seconds: float, rounds: int, only: Sequence[str]) -> str:
    """Every contestant, `rounds` times in turn; the tables."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    with ExitStack() as stack:
        found = [each for each in line_up(stack) if not only or any(part in each.name for part in only)]
        for number in range(rounds):
            for each in found:
                asyncio.run(measure(each, people, seconds))
                told = f"{each.per_s[-1]:.0f}/s, {each.cpu_ms[-1]:.3f} ms of CPU an update, broken off {each.broken}"
                print(f"round {number + 1}: {each.name}: {told} {each.trouble}", flush=True)
        return tables(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--people", type=int, default=600, help="of the crowd; fewer are not fast enough to fill a core"
    )
    parser.add_argument("--seconds", type=float, default=4, help="of each phase")
    parser.add_argument("--rounds", type=int, default=1, help="everything so many times in turn; medians")
    parser.add_argument("--only", action="append", default=[], help="part of a name; may be given several times")
    arguments = parser.parse_args()
    began = time.perf_counter()
    print("\n" + run(arguments.people, arguments.seconds, arguments.rounds, arguments.only))
    print(f"\ntook {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
