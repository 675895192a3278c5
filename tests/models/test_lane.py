"""The lane at PostgreSQL: what the event loop does by itself, and all that it leaves to the threads."""

import asyncio
from collections.abc import Iterator
from threading import get_ident

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from models import lane
from models.database import Database, open_database
from models.facts import Fact
from models.upserts import insert_new
from tests.models.jobs import keys, put_flushed
from tests.models.lanes import PUT, change, put, until_open, value_of, where


@pytest.fixture
def db(postgresql_url: str) -> Iterator[Database]:
    """One whose lane opens with the first job."""
    with open_database(postgresql_url) as database:
        yield database


async def test_many_jobs_are_under_way_at_once_and_each_is_answered(db: Database) -> None:
    await until_open(db)

    wrote = await asyncio.gather(*(db.write(where, lambda s, n=n: put(s, str(n), str(n * n))) for n in range(60)))
    found = await asyncio.gather(*(db.glance(where, lambda s, n=n: value_of(s, str(n))) for n in range(61)))

    assert {(*outcome,) for outcome in wrote} == {(True, get_ident())}
    assert [value for value, _thread in found] == [*(str(n * n) for n in range(60)), None]
    assert {thread for _value, thread in found} == {get_ident()}


async def test_what_is_more_than_a_lane_takes_goes_to_the_threads(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await until_open(db)
    await db.write(put, "a", "one")
    monkeypatch.setattr(lane, "MOST_UNDER_WAY", 3)

    found = await asyncio.gather(*(db.glance(where, lambda s: value_of(s, "a")) for _ in range(10)))

    assert {value for value, _thread in found} == {"one"}
    assert [thread for _value, thread in found].count(get_ident()) == 3


async def test_a_query_may_ask_one_thing_after_another(db: Database) -> None:
    await until_open(db)
    for key, value in (("a", "b"), ("b", "c"), ("c", "here")):
        await db.write(put, key, value)

    def follow(session: Session) -> str:
        key: str | None = "a"
        for _ in range(3):
            key = value_of(session, key or "")
        return f"{key}"

    assert await db.glance(where, follow) == ("here", get_ident())


async def test_a_query_that_asks_on_and_on_is_left_to_the_threads(db: Database) -> None:
    await until_open(db)

    def all_of_them(session: Session) -> int:
        return sum(value_of(session, str(n)) is None for n in range(50))

    nones, thread = await db.glance(where, all_of_them)
    assert (nones, thread == get_ident()) == (50, False)


async def test_a_glance_that_asks_otherwise_is_left_to_the_threads(db: Database) -> None:
    await until_open(db)
    await db.write(put, "a", "one")

    assert await db.glance(keys) == ["a"]
    assert await db.glance(lambda session: (value_of(session, "a"), keys(session))) == ("one", ["a"])


async def test_what_a_query_raises_is_raised(db: Database) -> None:
    await until_open(db)

    def fail(session: Session) -> None:
        raise LookupError(value_of(session, "a"))

    with pytest.raises(LookupError):
        await db.glance(fail)


async def test_a_write_that_must_know_something_is_done_once_by_a_thread(db: Database) -> None:
    await until_open(db)

    def look_and_put(session: Session) -> str | None:
        put(session, "a", "one")
        return value_of(session, "a")

    assert await db.write(look_and_put) == "one"
    assert await db.write(put_flushed, "b") == "b"
    assert await db.read(keys) == ["a", "b"]


async def test_what_was_presumed_wrongly_is_undone_and_known_the_second_time(db: Database) -> None:
    await until_open(db)

    def change_or_put(session: Session) -> str:
        put(session, "beside")
        return "changed" if change(session, "a", "two") else f"put {put(session, 'a', 'one')}"

    assert await db.write(change_or_put) == "put True"
    assert await db.read(keys) == ["a", "beside"]


async def test_what_is_raised_on_a_presumption_is_raised_only_where_that_was_right(db: Database) -> None:
    await until_open(db)

    def put_and_fail(session: Session, key: str) -> None:
        raise LookupError if insert_new(session, Fact, {"key": key, "value": ""}) else KeyError

    await db.write(put, "a")
    for key, error in (("a", KeyError), ("b", LookupError)):
        with pytest.raises(error):
            await db.write(put_and_fail, key)
    assert await db.read(keys) == ["a"]


async def test_what_the_server_refuses_is_told_and_takes_nothing_else_with_it(db: Database) -> None:
    await until_open(db)
    await db.write(put, "a")

    outcomes = await asyncio.gather(*(db.write(put, key) for key in ("b", "a", "c", "a\x00")), return_exceptions=True)

    assert [outcomes[0], outcomes[2]] == [True, True]
    assert isinstance(outcomes[1], IntegrityError)
    assert isinstance(outcomes[3], DBAPIError)
    assert await db.read(keys) == ["a", "b", "c"]


async def test_a_glance_cannot_write(db: Database) -> None:
    await until_open(db)

    with pytest.raises(DBAPIError, match="read-only"):
        await db.glance(lambda session: PUT.change(session, {"fact_key": "a", "fact_value": ""}))
    assert await db.read(keys) == []


async def test_whoever_has_gone_away_does_not_stop_what_was_accepted(db: Database) -> None:
    await until_open(db)
    leaving = asyncio.ensure_future(db.write(put, "a"))
    await asyncio.sleep(0)
    leaving.cancel()

    for _ in range(500):
        if await db.glance(value_of, "a") is not None:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("not done")
