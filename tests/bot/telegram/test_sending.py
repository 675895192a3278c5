"""What each refusal of the Bot API leads to, and that the token never shows."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.telegram.api import BotApi, Refused, Uncertain, Unsent
from bot.telegram.sending import Call, Holds, Sender
from services.reach import Why
from tests.botapi.person import Person
from tests.botapi.server import TOKEN, BotApiDouble


class Told:
    """Remembers whom the sender has given up, and how long it slept."""

    def __init__(self) -> None:
        self.lost: list[tuple[int, Why, int | None]] = []
        self.slept: list[float] = []

    async def lose(self, chat_id: int, why: Why, moved_to: int | None) -> None:
        self.lost.append((chat_id, why, moved_to))

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(seconds / 20)


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble().served() as double:
        yield double


@pytest.fixture
async def api(double: BotApiDouble) -> AsyncIterator[BotApi]:
    api = BotApi(SecretStr(TOKEN), double.url)
    yield api
    await api.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def sender(api: BotApi, told: Told) -> Sender:
    return Sender(api, told.lose, sleep=told.sleep)


@pytest.fixture
def person(double: BotApiDouble) -> Person:
    return double.person(5)


def message(text: str = "chào", chat_id: int = 5) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text}, chat_id)


async def test_retry_after_is_waited_out(double: BotApiDouble, sender: Sender, told: Told, person: Person) -> None:
    double.methods.flood_for[5] = 1

    await sender.send([message()])

    assert person.chat.told == ["chào"]
    assert told.slept[0] == pytest.approx(1, abs=0.1)


def test_two_chats_refused_at_once_hold_everybody() -> None:
    now = 100.0
    holds = Holds(lambda: now)

    holds.hold(1, 30)
    assert (holds.left_s(1), holds.left_s(2) > 0) == (30, False)
    holds.hold(2, 10)
    assert (holds.left_s(1), holds.left_s(2), holds.left_s(3)) == (30, 10, 10)


async def test_a_message_that_is_gone_is_sent_anew(sender: Sender, person: Person) -> None:
    await sender.send([Call("editMessageText", {"chat_id": 5, "message_id": 99, "text": "chào"}, 5)])

    assert [shown.text for shown in person.chat.shown] == ["chào"]


async def test_a_drawing_that_changes_nothing_is_no_trouble(sender: Sender, told: Told, person: Person) -> None:
    await sender.send([message()])
    edit = Call("editMessageText", {"chat_id": 5, "message_id": person.newest.message_id, "text": "chào"}, 5)

    await sender.send([edit, message("sau")])

    assert person.chat.told == ["chào", "sau"]
    assert told.lost == []


@pytest.mark.parametrize(
    ("description", "why"),
    [
        ("bot was blocked by the user", Why.BLOCKED),
        ("user is deactivated", Why.DEACTIVATED),
        ("bot was kicked", Why.LEFT),
    ],
)
async def test_who_cannot_be_written_to_is_given_up(
    sender: Sender, told: Told, person: Person, description: str, why: Why
) -> None:
    person.chat.blocked_with = description

    await sender.send([message("một"), message("hai")])

    assert told.lost == [(5, why, None)]


async def test_moved_and_unknown_chats_are_told_apart(sender: Sender, told: Told, person: Person) -> None:
    person.chat.moved_to = -100
    await sender.send([message()])
    await sender.send([message(chat_id=6)])

    assert told.lost == [(5, Why.MOVED, -100), (6, Why.NOT_FOUND, None)]


async def test_a_call_that_may_have_arrived_is_not_repeated(
    double: BotApiDouble, sender: Sender, told: Told, person: Person
) -> None:
    double.drop_calls = 1

    await sender.send([message("một"), message("hai")])

    assert person.chat.told == []
    assert told.slept == []


async def test_without_a_connection_it_is_tried_again(told: Told) -> None:
    api = BotApi(SecretStr(TOKEN), "http://127.0.0.1:1")
    await Sender(api, told.lose, sleep=told.sleep).send([message()])
    await api.close()

    assert told.slept == [0.5, 2.0]


async def test_the_token_shows_nowhere(api: BotApi, double: BotApiDouble, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[BaseException] = []
    for broken in (BotApi(SecretStr(TOKEN), "http://127.0.0.1:1"), BotApi(SecretStr(TOKEN), "http://bad host:x"), api):
        double.drop_calls = 1
        with pytest.raises((Unsent, Uncertain, Refused)) as caught:
            await broken.call("sendMessage", {"chat_id": 5, "text": "x"}, timeout_s=2)
        errors.append(caught.value)
        await broken.close()

    shown = "".join(f"{error!r} {error} {error.__cause__!r}" for error in errors) + repr(api) + caplog.text
    assert "secret" not in shown
    assert TOKEN not in shown
