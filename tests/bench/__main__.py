"""`make bench`: ours beside bare aiogram and the documented ways, one after another on the same cores, in one go.

The bot has one core, the crowd and the Bot API the other. Every contestant is measured `--rounds` times in turn, so
that a noisy neighbour hits all alike; only ratios within one run count.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.crowd import Crowd, Move, Say, Tap, Timing

SECRET = "bench-secret"
ECHO: tuple[Move, ...] = (Say("/start"), *(Say(str(n)) for n in range(7)))
SHORT: tuple[Move, ...] = (Say("/start"), *(Tap("yes"),) * 4, Say("4"), Tap("fibre"), Tap("yes"))
# Ours: the whole household journey, typed numbers and buttons as a person mixes them.
OURS: tuple[Move, ...] = (
    Say("/start"), Tap("begin"), Tap("agree"), Tap("ward"), Say("4"), Say("1"), Say("0"), Tap("f|"), Say("1"),
    Tap("f|"), Say("3"), Tap("f|"), Say("2"), Say("2"), Say("1"), Say("4"), Say("3"), Tap("send"),
)  # fmt: skip


@dataclass(slots=True)
class Contestant:
    """One bot: how it is started, what people do with it, and what was measured."""

    name: str
    command: tuple[str, ...]
    script: tuple[Move, ...]
    environment: dict[str, str] = field(default_factory=dict)
    per_s: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    paced_p99_ms: list[float] = field(default_factory=list)
    failed: int = 0
    trouble: str = ""


def contestants(folder: Path, postgres: str | None) -> list[Contestant]:
    """Everyone who takes part."""
    python = (sys.executable, "-m")
    ours = (*python, "bot.cli", "run")
    bots = "tests.bench.contestants"
    echo = (*python, f"{bots}.echo", "{port}", "{api}")
    found = [
        Contestant("aiogram echo, untuned", echo, ECHO),
        Contestant("aiogram echo, tuned", (*echo, "--tuned"), ECHO),
        Contestant("aiogram FSM + SQLModel", (*python, f"{bots}.fsm", "{port}", "{api}", f"{folder}/fsm.db"), SHORT),
        Contestant("python-telegram-bot", (*python, f"{bots}.conversation", "{port}", "{api}", f"{folder}/ptb"), SHORT),
        Contestant("ours on SQLite", ours, OURS, {"THIDUASO_DATABASE_URL": f"sqlite:///{folder}/ours.db"}),
    ]  # fmt: skip
    if postgres:
        found.append(Contestant("ours on PostgreSQL", ours, OURS, {"THIDUASO_DATABASE_URL": postgres}))
    return found


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_s(pid: int) -> float:
    """CPU seconds that a process and its threads have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(contestant: Contestant, port: int, api: int) -> subprocess.Popen[bytes]:
    """Start a bot on the first core and wait until it answers."""
    command = [part.format(port=port, api=api) for part in contestant.command]
    environment = {
        **os.environ,
        "THIDUASO_PORT": str(port),
        "THIDUASO_BOT_TOKEN": "1:bench",
        "THIDUASO_TELEGRAM_API_URL": f"http://127.0.0.1:{api}",
        "THIDUASO_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "THIDUASO_WEBHOOK_SECRET": SECRET,
        **contestant.environment,
    }
    if "THIDUASO_DATABASE_URL" in contestant.environment:
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {0})
    return process


async def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the bot accepts connections. Errors: RuntimeError if it ended instead."""
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the bot ended with {process.returncode}")
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("the bot does not answer")


async def measure(contestant: Contestant, people: int, seconds: float) -> None:
    """One round: saturated, then paced at 180 updates a second."""
    port, api_port = free_port(), free_port()
    crowd = Crowd(port, SECRET, contestant.script)
    api = await crowd.open_api(api_port)
    process = start(contestant, port, api_port)
    try:
        await wait_for(port, process)
        await crowd.walk(people, seconds / 4)
        before = cpu_s(process.pid)
        timing = await crowd.walk(people, seconds)
        used = cpu_s(process.pid) - before
        note(contestant, timing, used)
        paced = await crowd.walk(min(people, 60), seconds, per_s=180)
        contestant.paced_p99_ms.append(paced.at(0.99))
        contestant.failed += paced.failed
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        api.close()


def note(contestant: Contestant, timing: Timing, used_s: float) -> None:
    """Keep what a round gave."""
    contestant.per_s.append(timing.updates / timing.elapsed_s)
    contestant.cpu_ms.append(used_s / max(timing.updates, 1) * 1000)
    contestant.p99_ms.append(timing.at(0.99))
    contestant.failed += timing.failed
    contestant.trouble = timing.trouble


def report(found: Sequence[Contestant]) -> str:
    """The table, with ratios to the untuned echo and to the best documented peer."""
    echo = median(found[0].per_s)
    peer = max(median(each.per_s) for each in found[2:4])
    echo_cpu, peer_cpu = median(found[0].cpu_ms), min(median(each.cpu_ms) for each in found[2:4])
    lines = [
        "bot | updates/s | × echo | × peer | CPU ms | echo CPU ÷ | peer CPU ÷ | p99 ms | p99 at 180/s | failed",
        "--- |" * 10,
    ]
    for each in found:
        per_s, cpu = median(each.per_s), median(each.cpu_ms)
        spread = f"{min(each.per_s):.0f}-{max(each.per_s):.0f}"
        lines.append(
            f"{each.name} | {per_s:.0f} ({spread}) | {per_s / echo:.2f} | {per_s / peer:.2f} | {cpu:.3f} | {echo_cpu / cpu:.2f} | "
            f"{peer_cpu / cpu:.2f} | {median(each.p99_ms):.0f} | {median(each.paced_p99_ms):.1f} | {each.failed}"
        )
    return "\n".join(lines)


async def run(people: int, seconds: float, rounds: int, only: str) -> str:
    """Every contestant, `rounds` times in turn."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as folder:
        found = contestants(Path(folder), os.environ.get("THIDUASO_BENCH_POSTGRES"))
        for number in range(rounds):
            for each in found:
                if only in each.name or each.name.startswith("aiogram echo, untuned"):
                    await measure(each, people, seconds)
                    print(
                        f"round {number + 1}: {each.name}: {each.per_s[-1]:.0f}/s, {each.cpu_ms[-1]:.3f} ms {each.trouble}",
                        flush=True,
                    )
        return report([each for each in found if each.per_s]) if not only else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="part of a name; the untuned echo always runs beside it")
    arguments = parser.parse_args()
    began = time.perf_counter()
    print(asyncio.run(run(arguments.people, arguments.seconds, arguments.rounds, arguments.only)))
    print(f"took {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
