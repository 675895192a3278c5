"""The running application with a household of one ward, and people of another who try things out.

Each attempt begins at the same moment: what it changed is put back. What comes of it is what was shown, which statements
were executed and which rows have changed, so that two attempts can be compared in all three.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import BaseTestServer
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.program import Program
from bot.settings import Settings
from bot.web.sessions import WebSession
from campaigns.library import Library
from models import postgres, sqlite
from models.pipeline import Sent, Straight
from services.invitations import Offer, invite
from services.people import Role
from tests.attacks.household import Victims
from tests.attacks.ledger import Ledger, Row
from tests.attacks.numbering import WARDS
from tests.conversation import AN_HOA, START, UNHURRIED, Person, Town

RANDOM = re.compile(r"\b[0-9a-f]{28,64}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
"""Codes just made and what is stored of them: different each time."""
LITERAL = re.compile(r"'(?:[^']|'')*'|x'[0-9A-Fa-f]*'|\b\d+(?:\.\d+)?\b")
NONCE = re.compile(r'name="(nonce|csrf)" value="[^"]*"')
WORK = ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt. shown: all that was answered; gone and new: rows as (table, values)."""

    tried: str
    shown: str
    statements: tuple[str, ...]
    gone: tuple[Row, ...]
    new: tuple[Row, ...]

    @cached_property
    def answer(self) -> str:
        """What was shown, without what was tried itself, however it is repeated."""
        return self._without(self.shown)

    @cached_property
    def rows(self) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """What has changed, without the same."""
        gone, new = (tuple(tuple(map(self._without, row)) for row in rows) for rows in (self.gone, self.new))
        return gone, new

    def differs(self, other: "Outcome") -> list[str]:
        """In what two outcomes can be told apart."""
        # What is random or only differs in values is looked for where the rest is not the same: this takes long.
        found = []
        if self.answer != other.answer and _plain_text(self.answer) != _plain_text(other.answer):
            found.append("shown")
        if self.statements != other.statements and _plain_all(self.statements) != _plain_all(other.statements):
            found.append("statements")
        if self.rows != other.rows and _plain_rows(self.rows) != _plain_rows(other.rows):
            found.append("rows")
        return found

    def _without(self, text: str) -> str:
        for name in WARDS:
            text = text.replace(name, "{ward}")
        return text.replace(self.tried, "{it}").replace(f"{self.tried[:4]} {self.tried[4:]}", "{it}")


def _plain_text(text: str) -> str:
    return RANDOM.sub("{random}", text)


def _plain_all(statements: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(LITERAL.sub("?", each) for each in statements)


def _plain_rows(rows: tuple[tuple[Row, ...], tuple[Row, ...]]) -> object:
    return [sorted(tuple(map(_plain_text, row)) for row in some) for some in rows]


@dataclass
class Attacker:
    """Somebody with a chat and a browser, which are one."""

    scene: "Scene"
    person: Person

    async def press(self, action: str) -> str:
        """Send a button, whether or not any screen shows it."""
        return (await self.person.press(action)).plain

    async def say(self, text: str) -> str:
        """Type something."""
        return (await self.person.say(text)).plain

    @property
    def has_moved(self) -> bool:
        """Whether the chat is at another view than when everything began."""
        return self._view() != self.began_at

    @cached_property
    def began_at(self) -> object:
        """The view that the chat is at whenever an attempt begins."""
        return self._view()

    def _view(self) -> object:
        return self.scene.ledger.execute(f'SELECT "view" FROM chats WHERE id = {self.person.chat_id}')

    async def get(self, path: str, **query: str) -> str:
        """Open an address; what is answered, without what differs each time."""
        self._show_cookie()
        async with self.scene.client.get(self.scene.server.make_url(path), params=query) as answer:
            return f"{answer.status} {NONCE.sub('', await answer.text())}"

    async def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form of the office, and follow where the browser is sent."""
        self._show_cookie()
        session = WebSession(self.person.chat_id, self.person.token)
        kept = {"csrf": self.scene.program.pages.token_for(session), "nonce": self.scene.town.next_event(), **fields}
        async with self.scene.client.post(self.scene.server.make_url(path), data=kept) as answer:
            return f"{answer.status} {NONCE.sub('', await answer.text())}"

    @cached_property
    def _cookies(self) -> dict[str, str]:
        response = web.Response()
        self.scene.program.web.tools.cookies.write(response, WebSession(self.person.chat_id, self.person.token))
        return {name: one.value for name, one in response.cookies.items()}

    def _show_cookie(self) -> None:
        """Begin with the session's cookie and no other."""
        self.scene.client.cookie_jar.clear()
        self.scene.client.cookie_jar.update_cookies(self._cookies, self.scene.server.make_url("/"))


Attempt = Callable[[Attacker, str], Awaitable[str]]


@dataclass
class Scene:
    """Everything there is. attackers: somebody of each role of another ward, and a citizen. tries: how many there were."""

    program: Program
    server: BaseTestServer
    client: ClientSession
    town: Town
    ledger: Ledger
    statements: list[str]
    victims: Victims
    attackers: dict[Role | None, Attacker] = field(default_factory=dict)
    tries: int = 0

    async def begin(self) -> None:
        """Let the attackers come, and remember how everything is: every attempt begins here."""
        for role in (*Role, None):
            attacker = self.attackers[role] = Attacker(self, await self._official(role))
            assert attacker.began_at
        self.ledger.keep()

    async def _official(self, role: Role | None) -> Person:
        """Somebody of An Hòa with this role there; None: with no role."""
        person = self.town.person()
        await person.say("/menu")
        if role is not None:
            offer = Offer(role, AN_HOA, self.town.acting().today + timedelta(days=90), "người thử")
            made = self.town.database.write_now(invite, self.town.acting(), offer)
            await person.say("/ma")
            await person.say(made.code)
        return person

    async def attempt(self, way: Attempt, attacker: Attacker, tried: str) -> Outcome:
        """Try it, and put everything back."""
        self.tries += 1
        self.statements.clear()
        shown = await way(attacker, tried)
        statements = tuple(each for each in self.statements if each.startswith(WORK))
        gone, new = self.ledger.settle(statements)
        return Outcome(tried, shown, statements, gone, new)


@contextmanager
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that the program gives to its database from now on, in order."""
    statements: list[str] = []
    connect, settle = sqlite._connect, postgres._settle

    class Heard(psycopg.Cursor[tuple[object, ...]]):
        def execute(
            self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
        ) -> Self:
            statements.append(str(query))
            return super().execute(query, params, prepare=prepare, binary=binary)

        def executemany(self, query: Any, params_seq: Any, *, returning: bool = False) -> None:
            statements.append(str(query))
            super().executemany(query, params_seq, returning=returning)

    def listening(path: Path) -> sqlite.RawConnection:
        raw = connect(path)
        raw.execute("PRAGMA synchronous=OFF")
        raw.set_trace_callback(statements.append)
        return raw

    def settled(raw: DBAPIConnection, record: object) -> None:
        settle(raw, record)
        raw.cursor_factory = Heard

    said = Straight.said

    def heard(straight: Straight, text: str, parameters: Sequence[object], *, ahead: bool = False) -> list[Sent]:
        statements.append(text)
        return said(straight, text, parameters, ahead=ahead)

    monkeypatch.setattr(Straight, "said", heard)
    monkeypatch.setattr(sqlite, "_connect", listening)
    monkeypatch.setattr(postgres, "_settle", settled)
    yield statements


def build(library: Library, url: str) -> Program:
    """The application over this database, which nothing slows down and whose clock stands still."""
    settings = Settings.model_validate({"database_url": url, "secret_key": "k" * 40, "bot_token": None})
    return Program(settings, library, clock=lambda: START, throttle=UNHURRIED)
