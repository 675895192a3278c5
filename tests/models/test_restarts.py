"""The whole door while PostgreSQL goes away and comes back: nothing acknowledged is lost, nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event as ThreadEvent
from time import monotonic
from typing import TypeVar

import pytest
from sqlmodel import Session

from models import postgres
from models.chats import Event
from models.database import Database, open_database
from models.migrations import migrate
from models.trouble import DatabaseBusy, OutcomeUnknown
from models.upserts import insert_new
from tests.models.cutting import cuttable_line
from tests.models.jobs import PATIENCE_S, keys, put
from tests.postgresql import Server, running_server

R = TypeVar("R")
NOW = datetime(2025, 6, 1, 1, 30, tzinfo=UTC)


def put_once(session: Session, key: str) -> bool:
    """Add a fact unless this event was handled before, as a turn does; whether it was added."""
    is_new = insert_new(session, Event, {"channel": "web", "event_id": key, "at": NOW})
    if is_new:
        put(session, key)
    return is_new


def test_after_an_unknown_outcome_the_event_key_decides(postgresql_url: str, server: Server) -> None:
    with cuttable_line(postgresql_url, server) as (url, line), open_database(url) as database:
        assert database.write_now(put_once, "a")
        line.is_armed.set()
        with pytest.raises(OutcomeUnknown):
            database.write_now(put_once, "b")

        assert database.write_now(put_once, "b") is False
        assert database.read_now(keys) == ["a", "b"]


def once_back(ask: Callable[[], R]) -> R:
    """Ask until the door has noticed that the server is back: after a long absence it looks twice a second."""
    until = monotonic() + PATIENCE_S
    while True:
        try:
            return ask()
        except DatabaseBusy:
            assert monotonic() < until


class Told:
    """What writers were told: by key, and by kind."""

    def __init__(self) -> None:
        self.stored: set[str] = set()
        self.unknown: set[str] = set()
        self.busy: set[str] = set()

    def write(self, database: Database, prefix: str, is_over: ThreadEvent) -> None:
        """Write one key after the other until it is over, and one more."""
        for number in range(1_000_000):
            last, key = is_over.is_set(), f"{prefix}{number:06}"
            try:
                self.stored.add(database.write_now(put, key))
            except OutcomeUnknown:
                self.unknown.add(key)
            except DatabaseBusy:
                self.busy.add(key)
            if last:
                return


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_of_the_server_loses_nothing_that_was_acknowledged(mode: str) -> None:
    told, is_over = Told(), ThreadEvent()
    with running_server(durable=True) as own, ThreadPoolExecutor(6) as threads:
        url = own.create("live")
        migrate(url)
        with open_database(url) as database:
            writing = [threads.submit(told.write, database, prefix, is_over) for prefix in "abcdef"]
            while len(told.stored) < 100:
                once_back(lambda: database.read_now(keys))
            own.stop(mode)
            own.start()
            is_over.set()
            for writer in writing:
                writer.result(PATIENCE_S)
            once_back(lambda: database.write_now(put, "after"))
            kept = set(once_back(lambda: database.read_now(keys)))

    assert told.stored - kept == set()
    assert kept & told.busy == set()
    assert kept - told.stored - told.unknown == {"after"}
    assert len(told.unknown) <= database.writing_hands


def test_while_the_server_is_away_people_are_told_and_once_it_is_back_work_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_S", 0.2)
    told, is_over = Told(), ThreadEvent()
    with running_server() as own:
        url = own.create("live")
        migrate(url)
        with open_database(url) as database, ThreadPoolExecutor(1) as aside:
            database.write_now(put, "a")
            own.stop()
            with pytest.raises(DatabaseBusy):
                database.write_now(put, "b")
            with pytest.raises(DatabaseBusy):
                database.read_now(keys)
            writing = aside.submit(told.write, database, "w", is_over)
            own.start()
            while not told.stored:
                assert not writing.done()
            is_over.set()
            writing.result(PATIENCE_S)
            kept = set(once_back(lambda: database.read_now(keys)))

    assert kept == {"a"} | told.stored
