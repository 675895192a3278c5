"""The lane at PostgreSQL: what the event loop does by itself, and all that it leaves to the threads."""

import asyncio
from collections.abc import Callable, Iterator
from threading import get_ident
from typing import TypeVar

import pytest
from sqlalchemy import bindparam, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col

from models.database import Database, open_database
from models.facts import Fact
from models.jobs import JobsClosedError
from models.prepared import Prepared, Query
from models.trouble import DatabaseBusy, OutcomeUnknown
from models.upserts import insert_new
from tests.models.jobs import keys, put_flushed
from tests.postgresql import Server

T = TypeVar("T")
PUT = Prepared(insert(Fact).values(key=bindparam("fact_key"), value=bindparam("fact_value")))
CHANGE = Prepared(update(Fact).where(col(Fact.key) == bindparam("fact_key")).values(value=bindparam("fact_value")))
VALUE = Query(select(col(Fact.value)).where(col(Fact.key) == bindparam("fact_key")), str)
PATIENCE_S = 30


@pytest.fixture
def db(postgresql_url: str) -> Iterator[Database]:
    """One whose lane opens with the first job."""
    with open_database(postgresql_url) as database:
        yield database


def value_of(session: Session, key: str) -> str | None:
    """What is stored."""
    return VALUE.first(session, {"fact_key": key})


def put(session: Session, key: str, value: str = "") -> bool:
    """Insert a fact that is taken to be new."""
    return PUT.presume(session, {"fact_key": key, "fact_value": value})


def change(session: Session, key: str, value: str) -> bool:
    """Change a fact that is taken to be there."""
    return CHANGE.presume(session, {"fact_key": key, "fact_value": value})


def where(_session: Session, work: Callable[[Session], T]) -> tuple[T, int]:
    """What the work gives, and in which thread."""
    return work(_session), get_ident()


def nothing(_session: Session) -> None:
    """Nothing is wanted."""


async def until_open(db: Database) -> None:
    """Wait until the loop does both kinds of jobs by itself; the first go to the threads."""
    for _ in range(500):
        _none, read_in = await db.glance(where, lambda session: value_of(session, ""))
        _none, wrote_in = await db.write(where, nothing)
        if {read_in, wrote_in} == {get_ident()}:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the lane does not open")


def terminate(server: Server, url: str) -> None:
    """End every connection that there is to this database."""
    name = make_url(url).database
    server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


async def test_many_jobs_are_under_way_at_once_and_each_is_answered(db: Database) -> None:
    await until_open(db)

    wrote = await asyncio.gather(*(db.write(where, lambda s, n=n: put(s, str(n), str(n * n))) for n in range(60)))
    found = await asyncio.gather(*(db.glance(where, lambda s, n=n: value_of(s, str(n))) for n in range(61)))

    assert {(*outcome,) for outcome in wrote} == {(True, get_ident())}
    assert [value for value, _thread in found] == [*(str(n * n) for n in range(60)), None]
    assert {thread for _value, thread in found} == {get_ident()}


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


async def test_a_lost_connection_is_made_anew(db: Database, server: Server, postgresql_url: str) -> None:
    await until_open(db)
    terminate(server, postgresql_url)

    await asyncio.sleep(0.1)
    assert await asyncio.wait_for(db.glance(value_of, "a"), PATIENCE_S) is None
    assert await asyncio.wait_for(db.write(put, "a", "one"), PATIENCE_S)
    await until_open(db)
    assert await db.glance(value_of, "a") == "one"


async def test_a_write_whose_answer_never_came_is_uncertain_and_a_glance_is_asked_again(
    db: Database, server: Server, postgresql_url: str
) -> None:
    await until_open(db)
    await db.write(put, "a")
    name = make_url(postgresql_url).database or ""
    held = asyncio.Event()

    def hold(session: Session) -> None:
        session.connection().execute(text("LOCK TABLE facts IN ACCESS EXCLUSIVE MODE"))
        loop.call_soon_threadsafe(held.set)
        session.connection().execute(text("SELECT pg_sleep(1)"))

    loop = asyncio.get_running_loop()
    holding = asyncio.ensure_future(db.write(hold))
    await held.wait()
    write = asyncio.ensure_future(db.write(change, "a", "two"))
    glance = asyncio.ensure_future(db.glance(value_of, "a"))
    await asyncio.sleep(0.2)
    server.execute(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"
    )

    with pytest.raises(OutcomeUnknown):
        await asyncio.wait_for(write, PATIENCE_S)
    assert await asyncio.wait_for(glance, PATIENCE_S) == ""
    await holding


async def test_a_row_that_somebody_holds_too_long_is_told_as_busy(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.postgres._WRITES", b"SET lock_timeout = '100ms'")
    await until_open(db)
    await db.write(put, "a")
    held, go = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(session: Session) -> None:
        change(session, "a", "held")
        value_of(session, "a")
        loop.call_soon_threadsafe(held.set)
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(PATIENCE_S)

    holding = asyncio.ensure_future(db.write(hold))
    await held.wait()
    with pytest.raises(DatabaseBusy):
        await asyncio.wait_for(db.write(change, "a", "two"), PATIENCE_S)
    go.set()
    await holding
    assert await db.glance(value_of, "a") == "held"


async def test_closing_finishes_what_was_accepted(postgresql_url: str) -> None:
    with open_database(postgresql_url) as db:
        await until_open(db)
        asked = [asyncio.ensure_future(db.write(put, str(n))) for n in range(30)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*asked) == [True] * 30
    with open_database(postgresql_url) as again:
        assert len(again.read_now(keys)) == 30


async def test_it_closes_from_another_thread_while_people_are_answered(postgresql_url: str) -> None:
    db = open_database(postgresql_url)
    await until_open(db)
    asked = [asyncio.ensure_future(db.write(put, str(n))) for n in range(30)]
    looked = [asyncio.ensure_future(db.glance(value_of, str(n))) for n in range(30)]
    await asyncio.sleep(0)

    await asyncio.wait_for(asyncio.to_thread(db.close), PATIENCE_S)

    assert await asyncio.gather(*asked) == [True] * 30
    assert len(await asyncio.gather(*looked)) == 30
    with pytest.raises(JobsClosedError):
        await db.glance(value_of, "a")


async def test_it_closes_while_the_server_is_away(postgresql_url: str, server: Server) -> None:
    db = open_database(postgresql_url)
    await until_open(db)
    terminate(server, postgresql_url)
    asked = [asyncio.ensure_future(db.write(put, str(n))) for n in range(5)]
    await asyncio.sleep(0)

    await asyncio.wait_for(asyncio.to_thread(db.close), PATIENCE_S)
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        assert outcome is True or isinstance(outcome, OutcomeUnknown)


def test_another_event_loop_has_the_threads(db: Database) -> None:
    asyncio.run(until_open(db))

    async def put_one() -> tuple[bool, int]:
        return await db.write(where, lambda session: put(session, "a"))

    wrote, thread = asyncio.run(put_one())
    assert (wrote, thread == get_ident()) == (True, False)
