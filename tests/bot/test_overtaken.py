"""Two processes at one chat: an event that another process has overtaken is understood once more, not turned back."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from campaigns.library import Library, load_library
from models.database import Database, open_database
from services.people import ViewKey
from services.turns import move_chat, take_turn
from tests.conversation import Person, Town


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


class Overtaking:
    """A door at which another process brings the chat to its screen anew between the look and the write, so many times."""

    def __init__(self, database: Database, other: Database, times: int) -> None:
        self.door, self.other, self.left = database, other, times
        self._write = database.write

    async def write(self, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        if use_case is take_turn and self.left:
            self.left -= 1
            await self.other.write(move_chat, args[0].chat_id, ViewKey("consent"))
        return await self._write(use_case, *args, **kwargs)


@pytest.fixture
def two(postgresql_url: str) -> Iterator[tuple[Database, Database]]:
    with ExitStack() as stack:
        yield stack.enter_context(open_database(postgresql_url)), stack.enter_context(open_database(postgresql_url))


async def at_the_consent(two: tuple[Database, Database], library: Library, path: Path) -> Person:
    """Somebody who is asked for consent."""
    town = Town(two[0], library, path)
    town.prepare()
    person = town.person()
    await person.say("/start")
    await person.tap("Trả lời cho nhà mình")
    return person


async def test_an_event_that_was_overtaken_is_understood_once_more(
    two: tuple[Database, Database], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await at_the_consent(two, library, tmp_path)
    monkeypatch.setattr(two[0], "write", Overtaking(*two, times=1).write)
    await person.tap("Đồng ý")
    assert "Nhà mình ở phường, xã nào?" in person.shown
    assert "Nút vừa bấm là của câu trước" not in person.shown


async def test_an_event_that_is_overtaken_again_and_again_is_turned_back(
    two: tuple[Database, Database], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await at_the_consent(two, library, tmp_path)
    monkeypatch.setattr(two[0], "write", Overtaking(*two, times=5).write)
    await person.tap("Đồng ý")
    assert "Nút vừa bấm là của câu trước" in person.shown
