"""A run: people, chaos and checker put together, on one database."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic

from campaigns.library import load_library
from models.database import open_database
from models.migrations import migrate
from services.people import Acting, Actor
from services.samples import begin_sample
from tests.botapi.delivery import Faults
from tests.botapi.ledger import ChatLedger
from tests.botapi.server import BotApiDouble
from tests.postgresql import Server
from tests.soak.account import Book
from tests.soak.chaos import Chaos, Lives
from tests.soak.checker import Finding, Kind, check
from tests.soak.people import Days, Walker
from tests.soak.report import Outcome
from tests.soak.storage import Storage, Stored

FIRST_CHAT = 10_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything. think_s: how long a person looks at a screen, on average; patience_s: how long
    nobody gets any further before those who are left count as stuck."""

    people: int
    seconds: float
    kill_every_s: float
    stop_every_s: float
    think_s: float
    patience_s: float
    seed: int


def faults(seed: int) -> Faults:
    """Everything that Telegram's side does wrong, each now and then."""
    return Faults(
        again=0.03,
        reordered=0.1,
        cut=0.02,
        unheard=0.01,
        flooded=0.01,
        broken=0.01,
        dropped=0.01,
        hung=0.002,
        delay_s=0.05,
        random=Random(seed),
    )


def prepare(storage: Storage) -> None:
    """Tables, an open survey, and nobody who has answered."""
    migrate(storage.url)
    with open_database(storage.url) as database:
        acting = Acting(Actor(0, "command-line", "vi"), datetime.now(UTC), load_library(()))
        database.write_now(begin_sample, acting)


async def soak(
    storage: Storage, size: Size, folder: Path, server: Server | None = None
) -> tuple[Outcome, Stored, Book]:
    """Let people answer while everything breaks; what came of it, what is stored, and what everybody was told."""
    random = Random(size.seed)
    double = BotApiDouble(faults(size.seed))
    double.methods.accepted = deque(maxlen=1_000)
    double.delivery.patience_s = 30.0
    book, days = Book(), Days(size.think_s)
    async with double.served():
        lives = Lives(folder, storage, double.url)
        double.points_at(f"http://127.0.0.1:{lives.port}")
        chaos = Chaos(lives, storage, book, random, server)
        walkers = [_walker(double, book, days, Random(f"{size.seed}-{n}"), n) for n in range(size.people)]
        try:
            await lives.start()
            walks = [asyncio.create_task(walker.walk()) for walker in walkers]
            began = monotonic()
            await chaos.run(began + size.seconds, size.kill_every_s, size.stop_every_s)
            await asyncio.sleep(max(0.0, began + size.seconds - monotonic()))
            ended = monotonic()
            double.delivery.faults.cease()
            days.is_over.set()
            await _finish(walks, book, size.patience_s)
            await lives.stop()
        finally:
            lives.kill()
    stored = storage.freeze().read()
    findings = [*chaos.findings, *check(book.freeze(), stored), *map(_stuck, (w for w in walkers if not w.is_done))]
    findings += [Finding(Kind.BROKEN, line) for line in lives.complaints()]
    outcome = Outcome(
        database=storage.url.partition(":")[0],
        seed=size.seed,
        people=size.people,
        done=sum(walker.is_done for walker in walkers),
        began_s=began,
        ended_s=ended,
        attempts=double.delivery.attempts,
        outages=chaos.outages,
        checks=chaos.checks + 1,
        unchecked=chaos.unchecked,
        compared=chaos.compared + sum(len(account.known) for account in book.accounts.values()),
        failed_starts=lives.failed_starts,
        reports=len(stored.reports),
        findings=list(dict.fromkeys(findings)),
    )
    return outcome, stored, book


async def _finish(walks: "list[asyncio.Task[None]]", book: Book, patience_s: float) -> None:
    """Wait for everybody, as long as somebody gets on; an error in a person is the soak's own and is raised."""
    pending, before = set(walks), -1
    while pending and before < (now := _progress(book)):
        before = now
        _done, pending = await asyncio.wait(pending, timeout=patience_s)
    for walk in pending:
        walk.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for walk in set(walks) - pending:
        walk.result()


def _progress(book: Book) -> int:
    """How far all people have come; grows only with what they have answered and sent."""
    return sum(len(account.known) + len(account.received) for account in book.accounts.values())


def _walker(double: BotApiDouble, book: Book, days: Days, random: Random, number: int) -> Walker:
    chat = ChatLedger(FIRST_CHAT + number, told=deque(maxlen=5))
    double.methods.chats[chat.chat_id] = chat
    book.begin(chat)

    def settled(chat_id: int, update_id: int) -> None:
        book.is_taken(chat_id, update_id)
        double.methods.chats[chat_id].changed.set()

    double.delivery.settled = settled
    return Walker(double.person(chat.chat_id), book, days, random)


def _stuck(walker: Walker) -> Finding:
    chat = walker.person.chat
    last = chat.latest.text if chat.latest else "nothing"
    return Finding(Kind.STUCK, f"still at: {last[:120]!r}", chat.chat_id)
