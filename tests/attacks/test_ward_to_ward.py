"""An official of one ward learns nothing about a household of another: by no way, and not from how long an answer takes.

What is tried with the real number of something is tried with one that nobody has. Both must be answered in the same
words, after the same statements in the same order, and leave the same behind. Every role, and a citizen, goes every way
with a number of every kind: the newest thing of each, the slip, an id, the ward itself. What else there is of the same
kinds is tried, by every way too, by those who may do something with such things (`TRY_OLDER`).

Nothing is left out, but what would be the same attempt is made once: the things of the ward share their numbers
(`numbering`), a way in which no number stands is gone once, where the program means the same by every number, or by
none, one is tried for all, and where somebody is not let in they are still where they were.
"""

import gc
import logging
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import structlog
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from bot.memory import tune_collector
from campaigns.library import Library
from services.people import Role
from tests.attacks.household import settle_in, settle_like
from tests.attacks.ledger import open_ledger
from tests.attacks.numbering import EMPTY_WARD, NEWEST, NOBODYS, NOBODYS_ID, SLIP, TRIED, name_alike, name_of
from tests.attacks.scene import Attacker, Outcome, Scene, build, traced
from tests.attacks.ways import FAMILIES, Way
from tests.conversation import VINH_LAC, Town
from tests.fixtures import empty_database, library

if TYPE_CHECKING:
    from tests.postgresql import Server

__all__ = ["empty_database", "library"]
EVERYBODY = (*Role, None)
REAL: Mapping[str, tuple[str, ...]] = {
    NOBODYS: (str(NEWEST), SLIP),
    NOBODYS_ID: (name_of(0),),
    str(EMPTY_WARD): (str(VINH_LAC),),
}
"""What nobody has → what is tried beside it by everybody: numbers and ids that differ in the last signs, and the ward."""
OLDER: Mapping[str, tuple[str, ...]] = {
    NOBODYS: tuple(str(NEWEST - place) for place in range(1, TRIED)),
    NOBODYS_ID: (name_of(1),),
}
"""What else the ward has of the same kinds: tickets, requests, roles … of another sort."""
TRY_OLDER = {Role.LEADER, Role.VERIFIER}
"""Who tries those too: between them they may do whatever can be done with any of them in a ward of their own."""
OPENS = {"typed at slip_entry"}
"""A slip number opens its own answers to whoever holds it (docs/decisions/slip-opens-answers.md): it is not tried here."""
TRAIL = "page nhat-ky"
"""Who keeps the assistant in order reads what officials of every ward did: still nothing of a household."""
PAIRS = 3
"""How often two attempts must differ: what is looked up once and remembered makes a difference only the first time."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(
    request: pytest.FixtureRequest, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """The application, a household with everything, and everybody who tries."""
    path = tmp_path_factory.mktemp("wards") / "town.db"
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_database"), path)
        url = f"sqlite:///{path}"
    else:
        server: Server = request.getfixturevalue("server")
        url = server.create("wards", "empty")
    thresholds = gc.get_threshold()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    )
    with pytest.MonkeyPatch.context() as patched, traced(patched) as statements:
        for limit in ("OF_A_SESSION", "OF_AN_ADDRESS", "OF_ALL_STRANGERS"):
            patched.setattr(f"bot.web.gate.{limit}", (1e9, 1e9))
        # What a plan answers is worked out without any database: once for each question is enough.
        patched.setattr(library.answering, "answer", cache(library.answering.answer))
        name_alike(patched)
        program = build(library, url)
        application = program.application()
        application.cleanup_ctx.clear()  # nothing runs beside: every statement is of what is tried
        town = Town(program.database, library, path)
        town.prepare()
        settle_like(town, EMPTY_WARD)
        ledger = open_ledger(url)
        async with TestServer(application) as running, ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            made = Scene(program, running, client, town, ledger, statements, await settle_in(town, ledger))
            await made.begin()
            tune_collector()
            yield made
            gc.unfreeze()
            gc.set_threshold(*thresholds)
        program.database.close()
        ledger.close()
    structlog.reset_defaults()


async def walk(scene: Scene, role: Role | None, *, older: bool) -> list[str]:
    """Everything that somebody could learn or change, by every way. older: whether they try older things too."""
    found: list[str] = []
    attacker = scene.attackers[role]
    for way in (each for family in FAMILIES for each in family()):
        is_trail = role is Role.OPERATOR and way.name.startswith(TRAIL)
        hidden = scene.victims.names - scene.victims.in_trail if is_trail else scene.victims.names
        trial = Trial(scene, attacker, way)
        for nobodys, newest in REAL.items():
            real = newest + (OLDER.get(nobodys, ()) if older else ())
            for tried in chosen(way, nobodys, real):
                outcome = await trial.of(tried)
                learned = told(attacker, outcome, hidden)
                if way.varies and not is_trail:
                    learned += await trial.differences(outcome, nobodys)
                found += [f"{way.name} {tried}: {what}" for what in learned]
            if not way.varies:
                break
    assert scene.ledger.is_settled()
    return found


@dataclass
class Trial:
    """Somebody goes one way with one number after another. known: what came of it with those that nobody has."""

    scene: Scene
    attacker: Attacker
    way: Way
    known: dict[str, Outcome] = field(default_factory=dict)

    async def of(self, tried: str) -> Outcome:
        """What comes of it with this one."""
        return await self.scene.attempt(self.way.attempt, self.attacker, tried)

    async def differences(self, outcome: Outcome, nobodys: str) -> list[str]:
        """In what an outcome can be told apart from that with what nobody has, time and again."""
        if nobodys not in self.known:
            self.known[nobodys] = await self.of(nobodys)
        found = outcome.differs(self.known[nobodys])
        for _again in range(1, PAIRS):
            if not found:
                break
            self.known[nobodys] = await self.of(nobodys)
            found = (await self.of(outcome.tried)).differs(self.known[nobodys])
        return found


def chosen(way: Way, nobodys: str, real: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the real numbers with which this way is another attempt than with the first."""
    if not way.varies or all(way.meant(each) == way.meant(nobodys) for each in real):
        return real[:1]
    return tuple(each for each in real if not (way.name in OPENS and each == SLIP))


def told(attacker: Attacker, outcome: Outcome, hidden: set[str]) -> list[str]:
    """What names the household, and what of it was touched."""
    found = [f"shows {name}" for name in hidden if name in outcome.answer]
    found += [f"changes {row}" for row in outcome.gone if str(attacker.person.chat_id) not in row]
    deeds = [row for row in outcome.new if row[0] == "audit"]
    found += [f"writes {row}" for row in deeds for name in {*hidden, outcome.tried} if name in row]
    return found


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role.value if role else "citizen")
@pytest.mark.parametrize("scene", ["sqlite"], indirect=True, scope="module")
async def test_of_another_wards_household_nothing_is_learned(scene: Scene, role: Role | None) -> None:
    learned = await walk(scene, role, older=role in TRY_OLDER)
    assert not learned, "\n".join(learned)


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("scene", ["postgresql"], indirect=True, scope="module")
async def test_on_postgresql_neither(scene: Scene) -> None:
    """Whoever may do most of all tries it there; what the roles may do is decided by the same lines on both."""
    learned = await walk(scene, Role.LEADER, older=False)
    assert not learned, "\n".join(learned)
