"""Signals: heard after the commit only, by every process, and again after the connection was lost."""

from queue import Queue
from threading import Event

from sqlmodel import Session

from models.database import Database, open_database
from models.signals import GENERATIONS, INBOX, Listener, notify
from tests.models.jobs import PATIENCE_S, put
from tests.postgresql import Server


def tell(session: Session, payload: str) -> None:
    """Change something and say so."""
    put(session, payload)
    notify(session, INBOX, payload)


def test_a_signal_is_sent_with_the_change_on_either_database(db: Database) -> None:
    db.write_now(tell, "1")


def test_a_signal_is_heard_after_the_commit_only(postgresql_url: str) -> None:
    heard: Queue[tuple[str, str]] = Queue()
    told, go = Event(), Event()

    def tell_and_hold(session: Session) -> None:
        tell(session, "held")
        session.flush()
        told.set()
        assert go.wait(PATIENCE_S)

    def tell_and_fail(session: Session) -> None:
        tell(session, "undone")
        raise ValueError

    with (
        open_database(postgresql_url) as database,
        Listener(postgresql_url, (INBOX, GENERATIONS), lambda *signal: heard.put(signal)),
    ):
        assert [heard.get(timeout=PATIENCE_S) for _ in range(2)] == [(INBOX, ""), (GENERATIONS, "")]
        holding = database.submit(tell_and_hold)
        assert told.wait(PATIENCE_S)
        undone = database.submit(tell_and_fail)
        assert isinstance(undone.exception(PATIENCE_S), ValueError)
        database.write_now(tell, "first")
        assert heard.get(timeout=PATIENCE_S) == (INBOX, "first")
        assert heard.empty()
        go.set()
        holding.result(PATIENCE_S)
        assert heard.get(timeout=PATIENCE_S) == (INBOX, "held")


def test_a_listener_that_lost_its_connection_says_that_it_may_have_missed_something(
    postgresql_url: str, server: Server
) -> None:
    heard: Queue[tuple[str, str]] = Queue()
    name = postgresql_url.split("/")[3].split("?", maxsplit=1)[0]
    with (
        open_database(postgresql_url) as database,
        Listener(postgresql_url, (INBOX,), lambda *signal: heard.put(signal)),
    ):
        assert heard.get(timeout=PATIENCE_S) == (INBOX, "")
        server.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
        assert heard.get(timeout=PATIENCE_S) == (INBOX, "")
        database.write_now(tell, "1")
        assert heard.get(timeout=PATIENCE_S) == (INBOX, "1")


def test_a_listener_on_sqlite_hears_nothing_and_closes(path: str) -> None:
    heard: list[tuple[str, str]] = []
    with Listener(f"sqlite:///{path}", (INBOX,), lambda *signal: heard.append(signal)):
        pass
    assert heard == []
