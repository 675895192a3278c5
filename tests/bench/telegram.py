"""CPU per update on the webhook: ours, everything on, beside a bare aiogram echo: `python -m tests.bench.telegram`.

Virtual people walk the household's form by what the answers offer. CPU is the server process's own, all threads; people
and the double of the Bot API are in this one.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from tests.bench.telegram_server import PATH

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": "s", "Content-Type": "application/json"}
_ids = count(1)
LABELS = ("1. Trả lời", "1. Đồng ý", "30745", "Minh An")
TYPED = ("4", "1", "0", "", "1", "", "3", "", "2", "2", "1", "3", "2", "")


@dataclass
class Walker:
    """One virtual person: what to do next follows from the last answer."""

    session: ClientSession
    url: str
    chat_id: int
    took_s: list[float] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)

    async def walk(self) -> None:
        """The form, to the review."""
        await self.says("/start 63-30745")
        for choice in (0, 0, 0, 0):
            await self.presses(choice)
        for text in TYPED:
            await (self.says(text) if text else self.presses(0))

    async def says(self, text: str) -> None:
        """Type."""
        message = {"message_id": 5, "date": 1, "chat": self._chat, "from": self._account, "text": text}
        await self._post({"message": message})

    async def presses(self, choice: int) -> None:
        """Press a button of the last answer."""
        rows = self.answer.get("reply_markup", {}).get("inline_keyboard", [[{"callback_data": "go|menu|"}]])
        data = [button["callback_data"] for row in rows for button in row][choice]
        message = {"message_id": 5, "date": 1, "chat": self._chat, "text": self.answer.get("text", "-")}
        query = {"id": "1", "from": self._account, "chat_instance": "1", "data": data, "message": message}
        await self._post({"callback_query": query})

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": "private", "first_name": "Tư"}

    @property
    def _account(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "Tư", "language_code": "vi"}

    async def _post(self, body: dict[str, Any]) -> None:
        begun = perf_counter()
        update = {"update_id": next(_ids), **body}
        async with self.session.post(self.url, data=json.dumps(update), headers=HEADERS) as response:
            content = await response.read()
            assert response.status == 200, response.status
        self.took_s.append(perf_counter() - begun)
        if content.startswith(b"{"):
            self.answer = json.loads(content)


def cpu_s(pid: int) -> float:
    """CPU that a process has used, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def server(what: str, api_url: str, database: str) -> AsyncIterator[tuple[Process, int]]:
    """A server as a process of its own: (process, port)."""
    command = (sys.executable, "-m", "tests.bench.telegram_server", what, api_url, database)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=DEVNULL)
    assert process.stdout is not None
    while not (line := await process.stdout.readline()).strip().isdigit():
        assert line, "the server died"
    try:
        yield process, int(line)
    finally:
        process.terminate()
        await process.wait()


async def measure(what: str, people: int, api_url: str, database: str) -> tuple[float, float, float, str]:
    """(updates a second, CPU ms per update, p99 ms, the last thing somebody saw)."""
    async with (
        server(what, api_url, database) as (process, port),
        ClientSession(connector=TCPConnector(limit=0)) as session,
    ):
        warm = Walker(session, f"http://127.0.0.1:{port}{PATH}", 1)
        await warm.walk()
        walkers = [Walker(session, warm.url, 1000 + number) for number in range(people)]
        room = asyncio.Semaphore(100)

        async def one(walker: Walker) -> None:
            async with room:
                await walker.walk()

        spy = os.environ.get("BENCH_SPY")
        if spy and what == "ours":
            await asyncio.create_subprocess_exec(
                "py-spy", "record", "-d", "12", "-f", "raw", "-r", "200", "-o", spy, "-p", str(process.pid)
            )
            await asyncio.sleep(1)
        begun, before = perf_counter(), cpu_s(process.pid)
        await asyncio.gather(*map(one, walkers))
        took, used = perf_counter() - begun, cpu_s(process.pid) - before
        times = sorted(each for walker in walkers for each in walker.took_s)
        p99 = statistics.quantiles(times, n=100)[98]
        return len(times) / took, used / len(times) * 1000, p99 * 1000, str(walkers[-1].answer.get("text", ""))[:60]


@asynccontextmanager
async def bot_api() -> AsyncIterator[str]:
    """A Bot API that says yes."""

    async def yes(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "result": {}})

    application = web.Application()
    application.router.add_post("/{anything:.*}", yes)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def fresh(folder: Path) -> str:
    """A database with an open period."""
    from bot.program import utc_now
    from campaigns.library import load_library
    from models.database import open_database
    from models.migrations import migrate
    from services.people import Acting, Actor
    from services.samples import begin_sample

    url = f"sqlite:///{folder / 'bench.db'}"
    shutil.rmtree(folder, ignore_errors=True)
    migrate(url)
    with open_database(url) as database:
        database.write_now(begin_sample, Acting(Actor(0, "command-line", "vi"), utc_now(), load_library(())))
    return url


async def main(people: int, rounds: int, only: str) -> None:
    """Side by side, in turns."""
    whats = [what for what in ("echo", "echo-tuned", "ours") if not only or what == only]
    with TemporaryDirectory() as folder:
        async with bot_api() as api_url:
            for _round in range(rounds):
                for what in whats:
                    database = fresh(Path(folder) / "db") if what == "ours" else "-"
                    rate, cpu_ms, p99_ms, last = await measure(what, people, api_url, database)
                    print(
                        f"{what:11} {rate:7.0f} updates/s  {cpu_ms:6.3f} ms CPU/update  p99 {p99_ms:6.1f} ms  {last!r}"
                    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.people, chosen.rounds, chosen.only))
