"""Floods at the door while people go on answering: `python -m tests.bench.flood`.

wrk, a compiled generator, offers more than 5,000 requests a second; people walk their form on Telegram and on the page.
"""

import argparse
import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.bench.bots import SECRET, Running, free_port, open_survey, ours, running
from tests.bench.crowd import SECRET_HEADER, Crowd, Timing
from tests.bench.household import moves
from tests.e2e.visitor import FORM, Visitor

PEOPLE = 12
CONNECTIONS, EVERY_MS = 500, 50
"""Together 10,000 requests a second, if each were answered at once: wrk sends the next one of a connection only then."""
LOOK_EVERY_S = 0.3
Work = Callable[[], Awaitable[float | None]]
"""What goes on meanwhile; it may tell its rate a second."""


class NoWrk(RuntimeError):
    """There is no wrk on this machine."""


def find_wrk() -> str:
    """The program. Errors: NoWrk."""
    found = shutil.which("wrk")
    if found is None:
        raise NoWrk("no wrk here; `scripts/environment.sh wrk` installs it or says how")
    return found


@dataclass(frozen=True, slots=True)
class Flood:
    """One kind of unwanted request. at_once: so many behind one another on a connection, without waiting for answers."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    at_once: int = 1

    @property
    def script(self) -> str:
        """For wrk: each connection waits a moment between its requests, so that together they reach the rate.

        Many at once are sent as fast as the first of them is answered.
        """
        lines = [f'wrk.method = "{self.method}"']
        if self.at_once == 1:
            lines.append(f"function delay() return {EVERY_MS} end")
        else:
            lines.append(f"function init() all = string.rep(wrk.format(), {self.at_once}) end")
            lines.append("function request() return all end")
        lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in self.headers]
        if self.body:
            lines.append(f'wrk.body = "{self.body}"')
        return "\n".join(lines)


JSON, CLOSE = ("Content-Type", "application/json"), ("Connection", "close")
WRONG = (SECRET_HEADER, "wrong")
FLOODS = (
    Flood("wrong secrets", "POST", "/telegram", (JSON, WRONG), "a" * 400),
    Flood("wrong secrets, 16 at once", "POST", "/telegram", (JSON, WRONG), "a" * 400, at_once=16),
    Flood("wrong secrets, a connection each", "POST", "/telegram", (JSON, WRONG, CLOSE), "a" * 400),
    Flood("the page", "GET", "/"),
    Flood("posts to the page", "POST", "/", (("Content-Type", FORM),), "text=4&nonce=x&csrf=forged"),
    Flood("unreadable requests", "GET", "/", (("X-Long", "x" * 9_000),)),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a flood did. p99_ms: of the people; unwell: how many of their steps failed."""

    name: str
    per_s: float
    steps: int
    p99_ms: float
    unwell: int
    cpu: float
    memory_mb: float
    log_bytes: int
    trouble: str = ""

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.per_s:,.0f} | {self.cpu:.2f} | {self.steps} | {self.p99_ms:.0f} | {self.unwell} "
            f"| {self.memory_mb:+.0f} | {self.log_bytes:,} |"
        )


HEAD = "| flood | requests/s | CPU of one core | people's steps | their p99 ms | failed | memory MB | bytes logged |"


class Town:
    """Our program, and people who go on answering whatever else happens to it."""

    def __init__(self, bot: Running) -> None:
        self.bot = bot
        self.timing = Timing()
        self.is_over = False

    async def attack(self, flood: Flood, seconds: float) -> Found:
        """Let one flood run, and see how people fare."""
        return await self.meanwhile(flood.name, lambda: self.pour(flood, seconds))

    async def pour(self, flood: Flood, seconds: float) -> float:
        """One flood; how many requests a second were answered."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(flood.script)
            script.flush()
            address = f"http://127.0.0.1:{self.bot.ports[0]}{flood.path}"
            words = ("-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", script.name, address)
            process = await asyncio.create_subprocess_exec(find_wrk(), *words, stdout=asyncio.subprocess.PIPE)
            told, _nothing = await process.communicate()
        found = re.search(rb"Requests/sec:\s*([\d.]+)", told)
        return float(found[1]) if found else 0.0

    async def meanwhile(self, name: str, work: Work) -> Found:
        """How people fare while something else goes on; it may tell its rate."""
        self.timing = timing = Timing()
        cpu, memory, log, began = self.bot.cpu_s, self.bot.memory_mb, self.bot.log_bytes, perf_counter()
        rate = await work()
        took_s = perf_counter() - began
        return Found(
            name=name,
            per_s=rate or 0.0,
            steps=timing.updates,
            p99_ms=timing.at(0.99),
            unwell=timing.broken,
            cpu=(self.bot.cpu_s - cpu) / took_s,
            memory_mb=self.bot.memory_mb - memory,
            log_bytes=self.bot.log_bytes - log,
            trouble=timing.trouble,
        )

    async def look_again_and_again(self) -> None:
        """Somebody with a session reloads the page."""
        visitor = Visitor(self.bot.ports[0], timeout_s=20)
        await asyncio.to_thread(visitor.press, "Trả lời cho nhà mình")
        while not self.is_over:
            await asyncio.sleep(LOOK_EVERY_S)
            sent, timing = perf_counter(), self.timing
            reply = await asyncio.to_thread(visitor.ask, "GET", "/")
            if reply.status == 200:
                timing.latencies_s.append(perf_counter() - sent)
            else:
                timing.broken += 1
                timing.trouble = f"the page said {reply.status}"


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """The program with an open survey and people in it."""
    survey = open_survey(f"sqlite:///{folder / 'town.db'}")
    api_port = free_port()
    # Everybody here comes from one machine; who states no other address is a stranger of the attacker's.
    extra = {"THIDUASO_TRUST_PROXY": "true", "THIDUASO_LOG_JSON": "true"}
    with running(ours("ours", lambda _place: survey), api_port, extra) as bot:
        crowd = Crowd(bot.ports, SECRET, moves)
        api = await crowd.open_api(api_port)
        await bot.ready()
        here = Town(bot)
        people = [
            asyncio.create_task(crowd.stroll(PEOPLE, lambda: here.timing, lambda: here.is_over)),
            asyncio.create_task(here.look_again_and_again()),
        ]
        try:
            await here.meanwhile("settling", lambda: asyncio.sleep(3))
            yield here
        finally:
            here.is_over = True
            await asyncio.gather(*people)
            api.close()


async def measure(seconds: float, rounds: int, only: str) -> None:
    """Every flood in turn, and the quiet before them."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})  # with wrk and the people; the first core is the program's
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder)) as here:
            print(HEAD + "\n" + "| --- " * 8 + "|")
            for _round in range(rounds):
                print(await here.meanwhile("none", lambda: asyncio.sleep(seconds)))
                for flood in FLOODS:
                    if only in flood.name:
                        print(await here.attack(flood, seconds), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="", help="part of a flood's name")
    asyncio.run(measure(**vars(parser.parse_args())))
