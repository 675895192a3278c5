"""The edge of the web: every address is sent with the same protection, nothing inline runs, cookies are out of reach."""

import re
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlmodel import Session

from bot.program import Program
from bot.routes import VIEWS
from bot.settings import Settings
from bot.web.assets import HEADERS, PREFIX, static_files
from bot.web.office.table import PAGES
from campaigns.library import Library
from handlers.actions import Go
from handlers.privacy import EXPORT
from models.chats import Chat
from models.database import open_database
from services.code_entry import CodeLocked, use_code
from services.households import SlipLocked, open_slip
from services.lockouts import MISSES_PER_CHAT
from services.people import START as START_VIEW
from services.people import Acting, Actor, Role
from services.periods import open_period
from tests.bot.web.office.officials import House
from tests.conversation import PERIOD, START, UNHURRIED, VINH_LAC
from tests.fixtures import empty_database, library

__all__ = ["empty_database", "library"]
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\s(style|on[a-z]+)=\"|javascript:")


@pytest.fixture
async def house(
    empty_database: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """The application as it runs behind https, with an open period."""
    monkeypatch.setattr("bot.web.gate.OF_A_SESSION", (1e9, 1e9))
    path = Path(shutil.copy(empty_database, tmp_path / "edge.db"))
    given = {"database_url": f"sqlite:///{path}", "secret_key": "k" * 40, "bot_token": None, "https": True}
    now = [START]
    program = Program(Settings.model_validate(given), library, clock=lambda: now[0], throttle=UNHURRIED)
    async with TestServer(program.application()) as server:
        made = House(program, server, now)
        program.database.write_now(open_period, made.desk, PERIOD)
        yield made
        await made.close()


def addresses() -> list[str]:
    """Everything that can be opened, and what is not there."""
    pages = [page.url for page in PAGES]
    return ["/", "/?large=1", "/can-bo?large=1", "/nothing", "/healthz", f"/files/{EXPORT}", *pages, "/can-bo/khong-co"]


async def look(house: House, client: ClientSession, path: str) -> list[str]:
    """What is wrong with what an address answers."""
    async with client.get(house.url(path), allow_redirects=False) as answer:
        html = await answer.text() if "html" in answer.content_type else ""
        wrong = [f"{path}: no {name}" for name, value in HEADERS.items() if answer.headers.get(name) != value]
        return wrong + [f"{path}: {found.group()}" for found in INLINE.finditer(html)]


async def test_every_address_is_sent_with_the_same_protection_and_nothing_inline(house: House) -> None:
    visitor, official = house.visitor(), house.official(Role.LEADER, VINH_LAC)
    files = [PREFIX + name for name in static_files()]
    wrong = [each for path in files for each in await look(house, visitor.client, path)]
    for person in (visitor, official):
        wrong += [each for path in addresses() for each in await look(house, person.client, path)]
    assert wrong == []


async def test_every_screen_is_a_page_with_nothing_inline(house: House) -> None:
    person = house.official(Role.LEADER, VINH_LAC)
    for number, view in enumerate(VIEWS):
        fields = {"action": Go(view).pack(), "csrf": person.token, "nonce": f"n{number}"}
        async with person.client.post(house.url("/"), data=fields) as answer:
            assert answer.status == 200, view
            assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
            assert not INLINE.findall(await answer.text()), view


def test_policy_lets_nothing_run_but_our_own_files() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)


async def test_every_cookie_of_a_session_is_for_the_server_only(house: House) -> None:
    async with (
        ClientSession() as client,
        client.post(house.url("/"), data={"text": "/menu"}, headers={"Sec-Fetch-Site": "same-origin"}) as answer,
    ):
        cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= {part.strip() for part in cookie.split(";")}
    person = house.official(Role.LEADER, VINH_LAC)
    fields = {"do": "link", "csrf": person.token, "nonce": "1"}
    async with person.client.post(house.url("/can-bo/thiet-bi"), data=fields, allow_redirects=False) as answer:
        (said,) = answer.headers.getall("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= {part.strip() for part in said.split(";")}


@pytest.mark.parametrize("what", ["code", "slip"])
def test_guesses_through_two_processes_are_counted_together(database_url: str, library: Library, what: str) -> None:
    """Each `Database` is what a process has; they know of each other only what is stored."""
    acting = Acting(Actor(2**53, "web", "vi", origin="0a1b2c3d4e5f60718293a4b5"), START, library)
    with ExitStack() as stack:
        two = [stack.enter_context(open_database(database_url)) for _each in range(2)]
        two[0].write_now(_begin)

        def guess(number: int) -> object:
            database = two[number % 2]
            if what == "code":
                return database.write_now(
                    use_code, acting, f"AAAA-BBBB-CC{number:02}".replace("0", "D").replace("1", "E")
                )
            return database.write_now(open_slip, acting, f"111122{number:02}", START_VIEW)

        with ThreadPoolExecutor(8) as hands:
            found = list(hands.map(guess, range(20)))
    locked = [each for each in found if isinstance(each, CodeLocked | SlipLocked)]
    # The miss that locks says so itself.
    assert len(found) - len(locked) == MISSES_PER_CHAT - 1


def _begin(session: Session) -> None:
    chat = {"id": 2**53, "channel": "web", "peer": "-", "created_at": START, "seen_at": START}
    session.add(Chat.model_validate(chat))
