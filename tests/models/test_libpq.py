"""Prepared statements on their way past psycopg's cursor: the same transactions, the same errors, the same values."""

from contextlib import closing

import psycopg
import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, NotSupportedError
from sqlmodel import Session, col

from models.facts import Fact
from models.libpq import RawConnection
from models.pipeline import Straight
from models.postgres import Reader, Writer, open_engine
from models.prepared import Prepared, Query
from tests.models.jobs import kinds, put_flushed, run_batch, stored
from tests.models.lanes import terminate
from tests.postgresql import Server

PUT = Prepared(insert(Fact).values(key=bindparam("fact_key"), value=bindparam("fact_value")))
CHANGE = Prepared(update(Fact).where(col(Fact.key) == bindparam("fact_key")).values(value=bindparam("fact_value")))
VALUE = Query(select(col(Fact.value)).where(col(Fact.key) == bindparam("fact_key")), str)


def put(session: Session, key: str, value: str = "") -> int:
    """Insert a fact."""
    return PUT.change(session, {"fact_key": key, "fact_value": value})


def value_of(session: Session, key: str) -> str | None:
    """What is stored."""
    return VALUE.first(session, {"fact_key": key})


def status_of(session: Session) -> str:
    """Whether a transaction is open, as the connection knows it."""
    raw = session.connection().connection.dbapi_connection
    return str(raw.info.transaction_status.name)  # type: ignore[union-attr] # psycopg's own


def test_a_transaction_begins_with_its_first_statement_whichever_way_that_goes(writer: Writer, reader: Reader) -> None:
    def fail(session: Session, key: str) -> None:
        put(session, key)
        raise ValueError(key)

    outcomes = run_batch(
        writer,
        status_of,
        lambda s: (put(s, "a"), status_of(s)),
        lambda s: (put_flushed(s, "b"), status_of(s)),
        lambda s: fail(s, "c"),
        lambda s: (put(s, "d"), put_flushed(s, "e")),
        status_of,
    )

    assert kinds(outcomes) == ["IDLE", (1, "INTRANS"), ("b", "INTRANS"), ValueError, (1, "e"), "IDLE"]
    assert stored(reader) == ["a", "b", "d", "e"]


def test_a_statement_that_fails_is_undone_alone_and_works_again(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(
        writer,
        lambda s: put(s, "a"),
        lambda s: (put(s, "b"), put(s, "a")),
        lambda s: put(s, "c"),
        lambda s: put(s, "d"),
    )

    assert kinds(outcomes) == [1, IntegrityError, 1, 1]
    assert stored(reader) == ["a", "c", "d"]


def test_a_value_that_no_database_takes_spoils_nothing_for_the_next(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(writer, lambda s: put(s, "a\x00b"), lambda s: put(s, "a"))

    assert isinstance(outcomes[0], DBAPIError)
    assert outcomes[1] == 1
    assert stored(reader) == ["a"]


def test_a_query_cannot_write(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(reader, lambda s: put(s, "a"), lambda s: value_of(s, "a"))

    assert isinstance(outcomes[0], DBAPIError)
    assert outcomes[1] is None
    assert run_batch(writer, lambda s: put(s, "a", "here")) == [1]
    assert run_batch(reader, lambda s: value_of(s, "a")) == ["here"]


@pytest.mark.parametrize("value", ["", "NULL", "'; DROP TABLE facts; --", "Vĩnh Lạc\n\t😀", "\\x00", "x" * 100_000])
def test_values_come_back_as_they_went(writer: Writer, reader: Reader, value: str) -> None:
    assert run_batch(writer, lambda s: put(s, value[:50], value)) == [1]
    assert run_batch(reader, lambda s: value_of(s, value[:50])) == [value]


def test_a_statement_that_gives_something_else_since_is_prepared_anew(writer: Writer) -> None:
    change = text("ALTER TABLE facts ALTER COLUMN value TYPE varchar(200)")
    outcomes = run_batch(
        writer,
        lambda s: (put(s, "a", "one"), value_of(s, "a"))[1],
        lambda s: s.connection().execute(change).rowcount,
        lambda s: value_of(s, "a"),
        lambda s: value_of(s, "a"),
    )

    assert kinds(outcomes) == ["one", -1, NotSupportedError, "one"]


def presume(session: Session, key: str, value: str = "") -> bool:
    """Insert a fact that is taken to be new."""
    return PUT.presume(session, {"fact_key": key, "fact_value": value})


def test_what_is_presumed_goes_with_the_commit_and_whatever_follows_sees_it(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(
        writer,
        lambda s: (presume(s, "a", "one"), status_of(s)),
        lambda s: (presume(s, "b", "two"), value_of(s, "b"), put_flushed(s, "c"), value_of(s, "c")),
    )

    assert kinds(outcomes) == [(True, "IDLE"), (True, "two", "c", "")]
    assert stored(reader) == ["a", "b", "c"]


def test_a_job_that_presumed_wrongly_runs_again_and_is_told(writer: Writer, reader: Reader) -> None:
    runs: list[bool] = []

    def change_or_put(session: Session) -> str:
        PUT.post(session, {"fact_key": "beside", "fact_value": ""})
        runs.append(CHANGE.presume(session, {"fact_key": "a", "fact_value": "two"}))
        return "changed" if runs[-1] else f"put {put(session, 'a', 'one')}"

    assert run_batch(writer, change_or_put, lambda s: value_of(s, "a")) == ["put 1", "one"]
    assert runs == [True, False]
    assert stored(reader) == ["a", "beside"]


def test_a_server_that_goes_between_a_wrong_presumption_and_its_undoing_is_waited_for(
    server: Server, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = RawConnection.connect
    refused: list[str] = []
    tries: list[bool] = []

    def refuse_twice(*args: str, **kwargs: str) -> RawConnection:
        if tries and len(refused) < 2:
            refused.append("the server is starting")
            raise psycopg.OperationalError(refused[-1])
        return connect(*args, **kwargs)  # type: ignore[arg-type] # as it is given them

    def change_while_it_goes(session: Session) -> bool:
        is_changed = CHANGE.presume(session, {"fact_key": "a", "fact_value": "two"})
        tries.append(is_changed)
        try:
            assert value_of(session, "a") is None
        except DBAPIError:
            terminate(server, postgresql_url)
            raise
        return is_changed

    monkeypatch.setattr(RawConnection, "connect", refuse_twice)
    with closing(Writer(open_engine(postgresql_url))) as writer:
        assert run_batch(writer, change_while_it_goes) == [False]
    assert (tries, len(refused)) == ([True, False], 2)


def test_what_fails_late_is_told_as_what_fails_at_once(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(
        writer,
        lambda s: presume(s, "a"),
        lambda s: presume(s, "a"),
        lambda s: PUT.post(s, {"fact_key": "a", "fact_value": ""}),
        lambda s: (presume(s, "b"), presume(s, "b\x00")),
        lambda s: (presume(s, "a"), value_of(s, "never"), presume(s, "c")),
        lambda s: presume(s, "d"),
    )

    assert kinds(outcomes[:3]) == [True, IntegrityError, IntegrityError]
    assert isinstance(outcomes[3], DBAPIError)
    assert kinds(outcomes[4:]) == [IntegrityError, True]
    assert stored(reader) == ["a", "d"]


def test_a_statement_that_is_new_in_a_pipeline_that_fails_is_not_taken_for_known(writer: Writer) -> None:
    never_used = Query(
        select(col(Fact.value)).where(col(Fact.key) == bindparam("fact_key"), col(Fact.value) == ""), str
    )
    outcomes = run_batch(
        writer,
        lambda s: put(s, "a"),
        lambda s: (presume(s, "a"), never_used.first(s, {"fact_key": "a"})),
        lambda s: never_used.first(s, {"fact_key": "a"}),
    )

    assert kinds(outcomes) == [1, IntegrityError, ""]


def test_what_is_foreseen_comes_with_the_next_statement(
    writer: Writer, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_batch(writer, lambda s: (put(s, "a", "one"), put(s, "b", "two")))
    journeys: list[None] = []
    send = Straight.send

    def counted(straight: Straight) -> object:
        journeys.append(None)
        return send(straight)

    monkeypatch.setattr(Straight, "send", counted)

    def both(session: Session) -> tuple[str | None, ...]:
        VALUE.foresee(session, {"fact_key": "b"})
        VALUE.foresee(session, {"fact_key": "never asked"})
        first = value_of(session, "a")
        journeys.clear()
        return first, value_of(session, "b"), value_of(session, "c")

    assert run_batch(reader, both, both) == [("one", "two", None)] * 2
    assert len(journeys) == 2  # for "c", and to end the transaction
