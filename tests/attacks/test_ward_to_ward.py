"""An official of one ward learns nothing about a household of another: by no way, and not from how long an answer takes.

What is tried with the real number of something is tried with one that nobody has. Both must be answered in the same
words, after the same statements in the same order, and leave the same behind.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from campaigns.library import Library
from services.people import Role
from tests.attacks.household import settle_in
from tests.attacks.scene import Attacker, Outcome, Scene, build, traced
from tests.attacks.ways import FAMILIES
from tests.conversation import Town
from tests.fixtures import empty_database, library

__all__ = ["empty_database", "library"]
OPENS = {"typed at slip_entry"}
"""A slip number opens its own answers to whoever holds it (docs/decisions/slip-opens-answers.md): it is not tried here."""
TRAIL = "page nhat-ky"
"""Who keeps the assistant in order reads what officials of every ward did: still nothing of a household."""
TYPED = ("typed ", "command ", "word ")
OTHER_LETTERS = str.maketrans("abcdef", "bcdefa")


@pytest.fixture
async def scene(
    empty_database: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """The application, and a household with everything."""
    for limit in ("OF_A_SESSION", "OF_AN_ADDRESS", "OF_ALL_STRANGERS"):
        monkeypatch.setattr(f"bot.web.gate.{limit}", (1e9, 1e9))
    path = Path(shutil.copy(empty_database, tmp_path / "town.db"))
    with traced(monkeypatch) as statements:
        program = build(library, path)
        application = program.application()
        application.cleanup_ctx.clear()  # nothing runs beside: every statement is of what is tried
        town = Town(program.database, library, path)
        town.prepare()
        async with TestServer(application) as server:
            made = Scene(program, server, town, statements)
            made.victims, _person = await settle_in(town)
            yield made
        program.database.close()


async def walk(scene: Scene, attacker: Attacker, role: Role | None) -> list[str]:
    """Everything that somebody could learn or change, by every way."""
    found: list[str] = []
    everyone = scene.victims.names
    for name, way in (each for family in FAMILIES for each in family()):
        known: dict[str, Outcome] = {}
        is_trail = role is Role.OPERATOR and name.startswith(TRAIL)
        scene.victims.names = everyone - scene.victims.officials if is_trail else everyone
        real = [scene.victims.slip, *sorted(scene.victims.ids)]
        # What is typed is a slip number, a telephone number or words; ids stand in buttons and addresses.
        for tried in real[:1] if name.startswith(TYPED) else real:
            if name in OPENS and tried == scene.victims.slip:
                continue
            nobodys = like(tried)
            if nobodys not in known:
                if not known:  # what is looked up once and remembered is remembered before anything is compared
                    await scene.attempt(way, attacker, nobodys)
                known[nobodys] = (await scene.attempt(way, attacker, nobodys)).of(nobodys)
            outcome = await scene.attempt(way, attacker, tried)
            found += [f"{name} {tried}: {what}" for what in told(scene, attacker, outcome, tried)]
            if not is_trail:
                found += [f"{name} {tried}: {what}" for what in differs(outcome.of(tried), known[nobodys])]
    return found


def like(tried: str) -> str:
    """Something of the same shape that nobody has: as many digits, or an id with other letters at the same places."""
    return "7" * len(tried) if tried.isdigit() else tried.translate(OTHER_LETTERS)


def told(scene: Scene, attacker: Attacker, outcome: Outcome, tried: str) -> list[str]:
    """What names the household, and what of it was touched."""
    shown = outcome.of(tried).shown
    found = [f"shows {name}" for name in scene.victims.names if name in shown]
    found += [f"changes {row}" for row in outcome.gone if str(attacker.person.chat_id) not in row]
    deeds = [row for row in outcome.new if row[0] == "audit"]
    found += [f"writes {row}" for row in deeds for name in scene.victims.names | {tried} if name in row]
    return found


def differs(one: Outcome, other: Outcome) -> list[str]:
    """In what two outcomes can be told apart."""
    return [name for name in ("shown", "statements", "gone", "new") if getattr(one, name) != getattr(other, name)]


@pytest.mark.timeout(600)  # some three thousand attempts
@pytest.mark.thorough
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.value if role else "citizen")
async def test_of_another_wards_household_nothing_is_learned(scene: Scene, role: Role | None) -> None:
    attacker = await scene.attacker(role)
    scene.keep()
    try:
        assert await walk(scene, attacker, role) == []
    finally:
        await attacker.client.close()
