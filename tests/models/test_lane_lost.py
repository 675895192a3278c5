"""The lane at PostgreSQL when its connections are lost, its rows held, or its time over."""

import asyncio
from collections.abc import Iterator
from threading import get_ident

import pytest
from sqlalchemy import make_url, text
from sqlmodel import Session

from models.database import Database, open_database
from models.jobs import JobsClosedError
from models.trouble import DatabaseBusy, OutcomeUnknown
from tests.models.jobs import keys
from tests.models.lanes import PATIENCE_S, change, put, terminate, until_open, value_of, where
from tests.postgresql import Server


@pytest.fixture
def db(postgresql_url: str) -> Iterator[Database]:
    """One whose lane opens with the first job."""
    with open_database(postgresql_url) as database:
        yield database


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
