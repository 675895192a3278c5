"""One hand at PostgreSQL: what belongs to a job, and what happens when something fails at each place it can."""

from collections.abc import Callable, Iterator
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, InternalError, InvalidRequestError, ProgrammingError
from sqlmodel import Session, col, update

from models.database import Database, open_database
from models.facts import Fact
from models.jobs import JobSession, NotYourTransactionError, SwallowedFlushError
from models.postgres import Reader, Writer, open_engine
from models.trouble import DatabaseBusy, OutcomeUnknown, StorageFull
from tests.models.jobs import PATIENCE_S, keys, kinds, put, put_flushed, put_then_fail, run_batch, stored
from tests.postgresql import Server


def execute(session: Session, statement: str) -> object:
    """One statement of SQL; the first value it gives, if any."""
    done = session.connection().execute(text(statement))
    return done.scalar() if done.returns_rows else None


def run(statement: str) -> Callable[[Session], object]:
    """A use-case that is one statement."""
    return lambda session: execute(session, statement)


def end_own_connection(session: Session) -> None:
    """Let the server end the connection of this very job."""
    execute(session, "SELECT pg_terminate_backend(pg_backend_pid())")


END_AT_COMMIT = (
    "CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'",
    "CREATE CONSTRAINT TRIGGER end_it AFTER INSERT ON facts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
    "WHEN (NEW.key = 'last words') EXECUTE FUNCTION end_it()",
)


def test_a_job_that_fails_takes_nothing_with_it(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(
        writer, lambda s: put(s, "a"), lambda s: put_then_fail(s, "b"), lambda s: put(s, "c"), lambda s: put(s, "b")
    )

    assert kinds(outcomes) == ["a", ValueError, "c", "b"]
    assert stored(reader) == ["a", "b", "c"]


def test_changes_of_a_failed_job_are_undone_flushed_or_not(writer: Writer, reader: Reader) -> None:
    def flush_then_fail(session: Session) -> None:
        put_flushed(session, "b")
        put_then_fail(session, "c")

    assert kinds(run_batch(writer, flush_then_fail, lambda s: put_flushed(s, "a"), keys)) == [ValueError, "a", ["a"]]
    assert stored(reader) == ["a"]


def test_a_flush_that_fails_undoes_its_job_only(writer: Writer, reader: Reader) -> None:
    def twice(session: Session) -> None:
        session.add_all([Fact(key="b", value=""), Fact(key="a", value="again")])

    assert kinds(run_batch(writer, lambda s: put(s, "a"), twice, lambda s: put(s, "c"))) == ["a", IntegrityError, "c"]
    assert stored(reader) == ["a", "c"]


def test_a_swallowed_error_still_fails_its_job(writer: Writer, reader: Reader) -> None:
    def swallow_flush(session: Session) -> None:
        put_flushed(session, "b")
        try:
            put_flushed(session, "a")
        except IntegrityError:
            return

    def swallow_statement(session: Session) -> None:
        put_flushed(session, "b")
        try:
            execute(session, "SELECT nothing")
        except ProgrammingError:
            return

    outcomes = run_batch(writer, lambda s: put(s, "a"), swallow_flush, swallow_statement, lambda s: put(s, "c"))

    assert kinds(outcomes) == ["a", SwallowedFlushError, SwallowedFlushError, "c"]
    assert stored(reader) == ["a", "c"]


def test_an_attempt_inside_a_job_can_fail_alone(writer: Writer, reader: Reader) -> None:
    def attempt(session: Session) -> str:
        put_flushed(session, "b")
        try:
            with session.begin_nested():
                put_flushed(session, "a")
        except IntegrityError:
            put(session, "c")
        return "attempted"

    assert run_batch(writer, lambda s: put(s, "a"), attempt) == ["a", "attempted"]
    assert stored(reader) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "end",
    [
        lambda s: s.commit(),
        lambda s: s.rollback(),
        lambda s: s.close(),
        lambda s: s.reset(),
        lambda s: s.begin(),
        lambda s: s.connection().commit(),
        lambda s: s.connection().get_transaction().commit(),
        lambda s: s.connection().connection.rollback(),
    ],
)
def test_a_use_case_cannot_end_the_transaction(
    writer: Writer, reader: Reader, end: Callable[[JobSession], object]
) -> None:
    def meddle(session: Session) -> None:
        put_flushed(session, "b")
        assert isinstance(session, JobSession)
        end(session)

    outcomes = run_batch(writer, lambda s: put(s, "a"), meddle, lambda s: put(s, "c"))

    assert kinds(outcomes) == ["a", NotYourTransactionError, "c"]
    assert stored(reader) == ["a", "c"]


def test_a_session_is_useless_after_its_job(writer: Writer) -> None:
    (session,) = run_batch(writer, lambda s: s)

    assert isinstance(session, Session)
    with pytest.raises(InvalidRequestError, match="permanently closed"):
        keys(session)


def test_a_commit_that_fails_fails_its_job_and_nothing_after(writer: Writer, reader: Reader) -> None:
    run_batch(writer, run("CREATE TABLE owed (fact TEXT REFERENCES facts (key) DEFERRABLE INITIALLY DEFERRED)"))

    def owe(session: Session) -> None:
        put(session, "a")
        execute(session, "INSERT INTO owed VALUES ('nobody')")

    (failed,) = run_batch(writer, owe)

    assert "owed_fact_fkey" in str(failed)
    assert stored(reader) == []
    assert run_batch(writer, lambda s: put(s, "a")) == ["a"]
    assert stored(reader) == ["a"]


def test_a_connection_lost_before_the_commit_runs_the_job_again(writer: Writer, reader: Reader) -> None:
    runs: list[int] = []

    def break_once(session: Session) -> int:
        put_flushed(session, "a")
        runs.append(1)
        if len(runs) == 1:
            end_own_connection(session)
        return len(runs)

    assert run_batch(writer, break_once) == [2]
    assert stored(reader) == ["a"]


def test_a_connection_lost_at_the_commit_is_told_as_unknown(writer: Writer, reader: Reader) -> None:
    run_batch(writer, *(run(statement) for statement in END_AT_COMMIT))

    outcomes = run_batch(writer, lambda s: put(s, "last words"), lambda s: put(s, "b"))

    assert kinds(outcomes) == [OutcomeUnknown, "b"]
    assert stored(reader) == ["b"]


def test_a_connection_that_died_while_nothing_was_asked_hurts_nobody(
    writer: Writer, reader: Reader, postgresql_url: str, server: Server
) -> None:
    assert (run_batch(writer, lambda s: put(s, "a")), stored(reader)) == (["a"], ["a"])
    name = postgresql_url.split("/")[3].split("?", maxsplit=1)[0]
    server.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")

    assert run_batch(writer, lambda s: put(s, "b")) == ["b"]
    assert stored(reader) == ["a", "b"]


def test_a_full_disk_is_told_and_reading_goes_on(writer: Writer, reader: Reader) -> None:
    def fill(session: Session) -> None:
        put_flushed(session, "b")
        execute(session, "DO $$ BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END $$")

    assert kinds(run_batch(writer, lambda s: put(s, "a"), fill)) == ["a", StorageFull]
    assert stored(reader) == ["a"]


def test_a_lock_that_another_holds_too_long_is_told_as_busy(
    writer: Writer, reader: Reader, postgresql_url: str
) -> None:
    run_batch(writer, lambda s: put(s, "a"), run("SET lock_timeout = '10ms'"))
    with open_engine(postgresql_url).connect() as other:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("LOCK TABLE facts")
        assert kinds(run_batch(writer, lambda s: put(s, "b"))) == [DatabaseBusy]
        other.exec_driver_sql("ROLLBACK")

    assert run_batch(writer, lambda s: put(s, "b")) == ["b"]


def test_jobs_that_take_rows_crosswise_both_succeed(db_on_postgresql: Database) -> None:
    meeting = Barrier(2)
    runs: list[str] = []

    def append(session: Session, first: str, second: str) -> None:
        runs.append(first)
        for key in (first, second):
            session.execute(update(Fact).where(col(Fact.key) == key).values(value=col(Fact.value) + first))
            if key == first and len(runs) <= 2:
                meeting.wait(PATIENCE_S)

    def values(session: Session) -> list[str]:
        return sorted("".join(sorted(session.get_one(Fact, key).value)) for key in "ab")

    for key in "ab":
        db_on_postgresql.write_now(put, key)
    both = [db_on_postgresql.submit(append, *pair) for pair in ("ab", "ba")]
    for one in both:
        one.result(PATIENCE_S)

    assert len(runs) == 3
    assert db_on_postgresql.read_now(values) == ["ab", "ab"]


def test_a_job_that_always_fails_to_serialize_is_told_as_busy(writer: Writer) -> None:
    clash = run("DO $$ BEGIN RAISE 'again' USING ERRCODE = 'serialization_failure'; END $$")

    assert kinds(run_batch(writer, clash, lambda s: put(s, "a"))) == [DatabaseBusy, "a"]


def test_a_reader_cannot_write_and_sees_one_moment(writer: Writer, reader: Reader) -> None:
    def look_twice(session: Session) -> tuple[list[str], list[str]]:
        before = keys(session)
        run_batch(writer, lambda s: put(s, "a"))
        return before, keys(session)

    assert kinds(run_batch(reader, lambda s: put_flushed(s, "b"), look_twice)) == [InternalError, ([], [])]
    assert stored(reader) == ["a"]


def test_a_commit_reaches_the_disk_whatever_the_server_is_set_to(
    writer: Writer, postgresql_url: str, server: Server
) -> None:
    name = postgresql_url.split("/")[3].split("?", maxsplit=1)[0]
    server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")

    assert run_batch(writer, run("SHOW synchronous_commit"), run("SHOW transaction_isolation")) == [
        "on",
        "read committed",
    ]


@pytest.fixture
def db_on_postgresql(postgresql_url: str) -> Iterator[Database]:
    """The whole door."""
    with open_database(postgresql_url) as database:
        yield database
