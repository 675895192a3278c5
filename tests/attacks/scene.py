"""The running application with a household of one ward, and somebody of another who tries things out.

Each attempt begins at the same moment: the database is put back to what it was. What comes of it is what was shown, which
statements were executed and which rows have changed, so that two attempts can be compared in all three.
"""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import BaseTestServer

from bot.program import Program
from bot.settings import Settings
from bot.web.sessions import WebSession
from campaigns.library import Library
from services.invitations import Offer, invite
from services.people import Role
from tests.attacks.household import Victims
from tests.conversation import AN_HOA, START, UNHURRIED, Person, Town

RANDOM = re.compile(r"\b[0-9a-f]{28,64}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
"""Codes just made and what is stored of them: different each time."""
LITERAL = re.compile(r"'(?:[^']|'')*'|x'[0-9A-Fa-f]*'|\b\d+(?:\.\d+)?\b")
NONCE = re.compile(r'name="(nonce|csrf)" value="[^"]*"')
WORK = ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt. shown: all that was answered; gone and new: rows as (table, values)."""

    shown: str
    statements: tuple[str, ...]
    gone: tuple[Row, ...]
    new: tuple[Row, ...]

    def of(self, tried: str) -> "Outcome":
        """The same without what was tried itself, wherever it is repeated."""

        def plain(text: str) -> str:
            return RANDOM.sub("{random}", text.replace(tried, "{it}").replace(f"{tried[:4]} {tried[4:]}", "{it}"))

        gone, new = (tuple(tuple(map(plain, row)) for row in rows) for rows in (self.gone, self.new))
        return Outcome(plain(self.shown), self.statements, gone, new)


@dataclass
class Attacker:
    """Somebody with a chat and a browser, which are one."""

    scene: "Scene"
    person: Person
    client: ClientSession

    def show_cookie(self) -> None:
        """Begin with the session's cookie and no other."""
        response = web.Response()
        self.scene.program.web.tools.cookies.write(response, WebSession(self.person.chat_id, self.person.token))
        cookies = {name: one.value for name, one in response.cookies.items()}
        self.client.cookie_jar.clear()
        self.client.cookie_jar.update_cookies(cookies, self.scene.server.make_url("/"))

    async def press(self, action: str) -> str:
        """Send a button, whether or not any screen shows it."""
        return (await self.person.press(action)).plain

    async def say(self, text: str) -> str:
        """Type something."""
        return (await self.person.say(text)).plain

    async def get(self, path: str, **query: str) -> str:
        """Open an address; what is answered, without what differs each time."""
        async with self.client.get(self.scene.server.make_url(path), params=query) as answer:
            return f"{answer.status} {NONCE.sub('', await answer.text())}"

    async def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form of the office, and follow where the browser is sent."""
        session = WebSession(self.person.chat_id, self.person.token)
        kept = {"csrf": self.scene.program.pages.token_for(session), "nonce": self.scene.town.next_event(), **fields}
        async with self.client.post(self.scene.server.make_url(path), data=kept) as answer:
            return f"{answer.status} {NONCE.sub('', await answer.text())}"


Way = Callable[[Attacker, str], Awaitable[str]]


@dataclass
class Scene:
    """Everything there is. kept: the database as every attempt finds it."""

    program: Program
    server: BaseTestServer
    town: Town
    statements: list[str]
    victims: Victims = field(default_factory=lambda: Victims(""))
    _kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))
    _before: frozenset[Row] = frozenset()

    async def attacker(self, role: Role | None) -> Attacker:
        """Somebody of An Hòa with this role there; None: with no role."""
        person = self.town.person()
        await person.say("/menu")
        if role is not None:
            offer = Offer(role, AN_HOA, self.town.acting().today + timedelta(days=90), "người thử")
            made = self.town.database.write_now(invite, self.town.acting(), offer)
            await person.say("/ma")
            await person.say(made.code)
        return Attacker(self, person, ClientSession(cookie_jar=CookieJar(unsafe=True)))

    def keep(self) -> None:
        """From now on every attempt begins here."""
        with closing(sqlite3.connect(self.town.path)) as raw:
            raw.backup(self._kept)
        self._before = self._rows()

    async def attempt(self, way: Way, attacker: Attacker, tried: str) -> Outcome:
        """Try it, and put everything back."""
        attacker.show_cookie()
        self.statements.clear()
        shown = await way(attacker, tried)
        statements = tuple(LITERAL.sub("?", each) for each in self.statements if each.startswith(WORK))
        after = self._rows()
        if after != self._before:
            self._put_back()
        gone, new = (tuple(sorted(rows)) for rows in (self._before - after, after - self._before))
        return Outcome(shown, statements, gone, new)

    def _rows(self) -> frozenset[Row]:
        found: set[Row] = set()
        with closing(sqlite3.connect(self.town.path)) as raw:
            for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table not in {"events", "sqlite_sequence"}:  # an event leaves a row, whatever it was
                    found |= {(table, *map(str, row)) for row in raw.execute(f"SELECT * FROM {table}")}
        return frozenset(found)

    def _put_back(self) -> None:
        with closing(sqlite3.connect(self.town.path)) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            self._kept.backup(raw)


@contextmanager
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that SQLite is given from now on, in order."""
    from models import sqlite

    statements: list[str] = []
    connect = sqlite._connect

    def listening(path: Path) -> sqlite.RawConnection:
        raw = connect(path)
        raw.set_trace_callback(statements.append)
        return raw

    monkeypatch.setattr(sqlite, "_connect", listening)
    yield statements


def build(library: Library, path: Path) -> Program:
    """The application over this database, which nothing slows down and whose clock stands still."""
    settings = Settings.model_validate({"database_url": f"sqlite:///{path}", "secret_key": "k" * 40, "bot_token": None})
    return Program(settings, library, clock=lambda: START, throttle=UNHURRIED)
