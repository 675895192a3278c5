"""The webhook's door: nothing is read of a stranger, nothing large or slow gets in, nothing uncommitted is acknowledged."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.connections import Connections
from bot.telegram import webhook
from bot.telegram.webhook import HEADER, PATH
from models.trouble import DatabaseBusy
from services.turns import take_turn
from tests.bot.telegram.conftest import House, Served
from tests.bot.telegram.stored import drafts, rows
from tests.bot.telegram.walk import to_the_form

UPDATE = {
    "update_id": 77,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 9, "type": "private"},
        "from": {"id": 9, "is_bot": False, "first_name": "x"},
        "text": "/start",
    },
}


async def post(house: House, body: bytes, secret: str | None, **headers: str) -> tuple[int, bytes]:
    """Deliver something; status and answer."""
    if secret is not None:
        headers[HEADER] = secret
    async with ClientSession() as session, session.post(house.address + PATH, data=body, headers=headers) as answer:
        return answer.status, await answer.read()


def secret_of(house: House) -> str:
    return house.program.settings.webhook_key


@pytest.mark.parametrize("secret", [None, "", "wrong", "ş"])
async def test_a_stranger_gets_401_and_nothing_happens(served: Served, db_path: Path, secret: str | None) -> None:
    async with served("webhook") as house:
        assert (await post(house, json.dumps(UPDATE).encode(), secret))[0] == 401
    assert rows(db_path, "SELECT count(*) FROM events") == [(0,)]


async def answers(house: House, *pieces: bytes) -> list[bytes]:
    """The status of each answer on one connection that is given these pieces, until the other side closes it."""
    host, port = house.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        told = await reader.read()
    writer.close()
    return [part[:3] for part in told.split(b"HTTP/1.1 ")[1:]]


def delivery(*headers: bytes, body: bytes = b"{}") -> bytes:
    """An update as it stands on the wire."""
    lines = (f"POST {PATH} HTTP/1.1".encode(), b"Host: x", *headers, f"Content-Length: {len(body)}".encode())
    return b"\r\n".join((*lines, b"", body))


WRONG = HEADER.encode() + b": wrong"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections that went on to aiohttp."""
    found: list[object] = []
    begin = Connections.begin

    def count(everyone: Connections, transport: asyncio.BaseTransport) -> asyncio.Protocol:
        found.append(transport)
        return begin(everyone, transport)

    monkeypatch.setattr(Connections, "begin", count)
    return found


@pytest.mark.parametrize(
    "headers", [(), (WRONG,), (HEADER.encode() + b": \xff",), (HEADER.encode() + b":",), (b"X-Other: s", WRONG)]
)
async def test_a_stranger_is_turned_away_by_a_look_at_the_first_bytes(
    served: Served, begun: list[object], headers: tuple[bytes, ...]
) -> None:
    async with served("webhook") as house:
        assert await answers(house, delivery(*headers) * 3) == [b"401"]
    assert not begun


@pytest.mark.parametrize("headers", [(WRONG,), (HEADER.encode() + b": \xff",)])
async def test_a_stranger_on_a_kept_connection_loses_it(served: Served, headers: tuple[bytes, ...]) -> None:
    async with served("webhook") as house:
        assert await answers(house, HEALTH, delivery(*headers) + delivery(*headers)) == [b"200", b"401"]


async def test_a_stranger_whose_head_comes_in_pieces_is_turned_away_too(served: Served) -> None:
    async with served("webhook") as house:
        sent = delivery(WRONG)
        assert await answers(house, sent[:30], sent[30:]) == [b"401"]


async def test_of_two_secrets_the_first_counts(served: Served) -> None:
    async with served("webhook") as house:
        right = f"{HEADER}: {secret_of(house)}".encode()
        close = b"Connection: close"
        assert await answers(house, delivery(WRONG, right)) == [b"401"]
        assert await answers(house, HEALTH, delivery(WRONG, right)) == [b"200", b"401"]
        assert await answers(house, delivery(close, right, WRONG)) == [b"200"]


@pytest.mark.parametrize("line", ["{}: {}", "{}:{}", "{}: \t{} "])
async def test_whoever_knows_the_secret_is_let_in_however_it_is_written(served: Served, line: str) -> None:
    async with served("webhook") as house:
        for name in (HEADER, HEADER.lower(), HEADER.upper()):
            right = delivery(line.format(name, secret_of(house)).encode(), b"Connection: close")
            assert await answers(house, right) == [b"200"]
            assert await answers(house, right[:40], right[40:]) == [b"200"]


async def test_a_strangers_body_is_not_waited_for(served: Served) -> None:
    async with served("webhook") as house:
        host, port = house.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{{".encode())
        async with asyncio.timeout(2):
            assert (await reader.readline()).split()[1] == b"401"
        writer.close()


async def test_the_answer_stands_inside_the_response(served: Served) -> None:
    async with served("webhook") as house:
        status, answer = await post(house, json.dumps(UPDATE).encode(), secret_of(house))
    assert status == 200
    assert json.loads(answer)["method"] == "sendMessage"
    assert json.loads(answer)["chat_id"] == 9


async def test_the_same_update_again_is_answered_again_and_stored_once(served: Served, db_path: Path) -> None:
    async with served("webhook") as house:
        first = await post(house, json.dumps(UPDATE).encode(), secret_of(house))
        assert await post(house, json.dumps(UPDATE).encode(), secret_of(house)) == first
    assert rows(db_path, "SELECT event_id FROM events") == [("77",)]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * 300_000, {}, 413),
        (gzip.compress(b" " * 5_000_000), {"Content-Encoding": "gzip"}, 415),
        (b"{", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[]", {}, 200),
        (b'{"update_id": "x"}', {}, 200),
        (b'{"update_id": 5}', {}, 200),
        (b'{"update_id": 5, "message": {"chat": {"id": 3, "type": "private"}}}', {}, 200),
        (b'{"update_id": 5, "channel_post": {"chat": {"id": -3, "type": "channel"}}}', {}, 200),
        (b'{"update_id": 5, "inline_query": {"id": "1"}}', {}, 200),
        (b'{"update_id": 5, "callback_query": {"id": "1", "from": {"id": 2}}}', {}, 200),
    ],
)
async def test_what_is_no_update_of_ours_does_no_harm(
    served: Served, body: bytes, headers: dict[str, str], status: int
) -> None:
    async with served("webhook") as house:
        assert (await post(house, body, secret_of(house), **headers))[0] == status
        assert (await post(house, json.dumps(UPDATE).encode(), secret_of(house)))[0] == 200


async def test_a_slow_body_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "SLOWEST_BODY_S", 0.2)
    async with served("webhook") as house:
        host, port = house.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret_of(house)}\r\nContent-Length: 100\r\n\r\n{{"
        writer.write(head.encode())
        async with asyncio.timeout(5):
            assert (await reader.readline()).split()[1] == b"408"
        writer.close()


async def test_while_polling_there_is_no_such_address(served: Served) -> None:
    async with served("polling") as house:
        assert (await post(house, json.dumps(UPDATE).encode(), secret_of(house)))[0] in {404, 405}


class Stubborn:
    """A door at which what people do fails so many times before it is done; work beside it is let in."""

    def __init__(self, house: House, times: int) -> None:
        self.door, self.left = house.program.database, times
        self._write = self.door.write

    async def write(self, *args: Any, **kwargs: Any) -> Any:
        if self.left and args[0] is take_turn:
            self.left -= 1
            raise DatabaseBusy
        return await self._write(*args, **kwargs)


async def test_what_was_not_stored_comes_again_until_it_is(
    house: House, db_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = house.double.person(730)
    await to_the_form(person)
    monkeypatch.setattr(house.program.database, "write", Stubborn(house, 2).write)

    assert "Câu 2/11" in await person.says("4")
    assert drafts(db_path) == [{"so_nguoi": 4}]
    if house.double.delivery.url:
        assert house.double.delivery.log.count(503) == 2


async def test_when_it_stays_so_the_person_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = house.double.person(731)
    await to_the_form(person)
    monkeypatch.setattr(house.program.database, "write", Stubborn(house, 4).write)

    seen = await person.says("4")

    assert "chưa lưu được" in seen.lower()
    assert "Câu 1/11" in seen


async def test_with_no_room_left_newcomers_are_asked_to_come_later_and_others_go_on(
    house: House, db_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = house.double.person(732)
    await to_the_form(person)
    monkeypatch.setattr(house.program.database, "pressure", lambda: 0.9)

    assert "đông" in await house.double.person(733).says("/start")
    assert "Câu 2/11" in await person.says("4")
    assert rows(db_path, "SELECT count(*) FROM chats WHERE id = 733") == [(0,)]
