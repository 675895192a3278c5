"""How often an event of a household's way goes to PostgreSQL and back: each journey is one that somebody waits for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.library import load_library
from models.database import Database, open_database
from models.pipeline import Straight
from tests.conversation import AN_HOA, Person, Town
from tests.models.lanes import until_open

ANSWERS = ("4", "1", "0", "Không có", "1", "Đúng", "2", "đang dùng", "1", "1", "1", "2", "1")
MOST_AT_AN_ANSWER = 2
"""One read and one durable write."""
MOST = {"/start": 3, "begin": 4, "agree": 3, "ward": 4, "send": 3}


@pytest.fixture
def db(postgresql_url: str) -> Iterator[Database]:
    """PostgreSQL, where every journey counts; SQLite is in the process itself."""
    with open_database(postgresql_url) as database:
        yield database


@pytest.fixture
def journeys(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """As many elements as there were journeys."""
    made: list[None] = []

    def counted(name: str) -> None:
        whole = getattr(Straight, name)

        def once_more(*args: object, **kwargs: object) -> object:
            made.append(None)
            return whole(*args, **kwargs)

        monkeypatch.setattr(Straight, name, once_more)

    counted("write")
    counted("send")
    return made


async def _walk(person: Person, journeys: list[None]) -> dict[str, int]:
    """The whole way of a household; what was done → its journeys."""
    taken: dict[str, int] = {}

    async def step(name: str, button: str = "", typed: str = "") -> None:
        journeys.clear()
        if button:
            assert person.screen is not None
            (action,) = {choice.action for choice in person.screen.choices if choice.action.startswith(button)}
            await person.press(action)
        else:
            await person.say(typed)
        taken[name] = len(journeys)

    await step("/start", typed="/start")
    await step("begin", "begin")
    await step("agree", "agree")
    await step("ward", f"ward|{AN_HOA}")
    for number, answer in enumerate(ANSWERS):
        await step(f"{number}: {answer}", typed=answer)
    await step("send", "send")
    return taken


async def test_no_event_of_a_household_s_way_goes_to_the_database_more_often_than_it_must(
    db: Database, tmp_path: Path, journeys: list[None]
) -> None:
    town = Town(db, load_library(), tmp_path)
    town.prepare()
    await until_open(db)
    await _walk(town.person(), journeys)  # the ward's first report of a day looks at its snapshot, too

    taken = await _walk(town.person(), journeys)

    assert len(town.slips()) == 2
    assert {name: count for name, count in taken.items() if count > MOST.get(name, MOST_AT_AN_ANSWER)} == {}, taken
