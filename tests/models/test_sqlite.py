"""One batch of jobs: what belongs to which job, and what happens when something fails at each place it can."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError
from sqlmodel import Session, col

from models.facts import Fact
from models.jobs import JobSession, NotYourTransactionError, SwallowedFlushError
from models.sqlite import Reader, Turn, Writer, open_engine, sqlite_path
from models.trouble import DatabaseBusy, OutcomeUnknown, StorageFull
from tests.models.jobs import keys, kinds, no_file_may_grow, put, put_flushed, put_then_fail, run_batch, stored


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    """The one that writes."""
    with closing(Writer(open_engine(path), Turn(path))) as hand:
        yield hand


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    """One that reads beside it."""
    with closing(Reader(open_engine(path))) as hand:
        yield hand


def fill(session: Session) -> None:
    """Write two megabytes."""
    put(session, "big", "x" * 2_000_000)


def test_a_job_that_fails_takes_nothing_with_it(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(
        writer, lambda s: put(s, "a"), lambda s: put_then_fail(s, "b"), lambda s: put(s, "c"), lambda s: put(s, "b")
    )

    assert kinds(outcomes) == ["a", ValueError, "c", "b"]
    assert stored(reader) == ["a", "b", "c"]


def test_flushed_changes_of_a_failed_job_are_undone(writer: Writer, reader: Reader) -> None:
    def flush_then_fail(session: Session) -> None:
        put_flushed(session, "b")
        raise ValueError

    assert kinds(run_batch(writer, lambda s: put(s, "a"), flush_then_fail, keys)) == ["a", ValueError, ["a"]]
    assert stored(reader) == ["a"]


def test_unflushed_objects_of_a_failed_job_do_not_reach_the_next(writer: Writer, reader: Reader) -> None:
    outcomes = run_batch(writer, lambda s: put_then_fail(s, "ghost"), lambda s: put_flushed(s, "a"), keys)

    assert kinds(outcomes) == [ValueError, "a", ["a"]]
    assert stored(reader) == ["a"]


def test_a_flush_that_fails_leaves_the_rest_of_the_batch(writer: Writer, reader: Reader) -> None:
    def twice(session: Session) -> None:
        session.add_all([Fact(key="b", value=""), Fact(key="a", value="again")])

    outcomes = run_batch(writer, lambda s: put(s, "a"), twice, lambda s: put(s, "c"))

    assert kinds(outcomes) == ["a", IntegrityError, "c"]
    assert stored(reader) == ["a", "c"]


def test_a_swallowed_flush_error_still_fails_its_job(writer: Writer, reader: Reader) -> None:
    def swallow(session: Session) -> None:
        put_flushed(session, "b")
        try:
            put_flushed(session, "a")
        except IntegrityError:
            return

    assert kinds(run_batch(writer, lambda s: put(s, "a"), swallow, lambda s: put(s, "c"))) == [
        "a",
        SwallowedFlushError,
        "c",
    ]
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


def test_rows_that_a_job_returns_can_still_be_read(writer: Writer) -> None:
    def put_row(session: Session) -> Fact:
        put(session, "a", "kept")
        return session.get_one(Fact, "a")

    (row,) = run_batch(writer, put_row)

    assert isinstance(row, Fact)
    assert row.value == "kept"


def test_a_half_read_answer_hurts_nobody(writer: Writer, reader: Reader) -> None:
    leaked = []

    def half_read(session: Session) -> str:
        rows = session.exec(insert(Fact).values([{"key": k, "value": ""} for k in "bcd"]).returning(col(Fact.key)))
        leaked.append(rows)
        return str(next(iter(rows))[0])

    assert run_batch(writer, lambda s: put(s, "a"), half_read, lambda s: put(s, "e")) == ["a", "b", "e"]
    assert stored(reader) == ["a", "b", "c", "d", "e"]


def test_a_commit_that_fails_fails_everyone_in_it_and_nothing_after(writer: Writer, reader: Reader) -> None:
    def make_deferred(session: Session) -> None:
        session.connection().execute(
            text("CREATE TABLE owed (fact TEXT REFERENCES facts (key) DEFERRABLE INITIALLY DEFERRED)")
        )

    def owe(session: Session) -> None:
        session.connection().execute(text("INSERT INTO owed VALUES ('nobody')"))

    run_batch(writer, make_deferred)
    outcomes = run_batch(writer, lambda s: put(s, "a"), owe, lambda s: put_then_fail(s, "b"))

    assert kinds(outcomes) == [sqlite3.IntegrityError, sqlite3.IntegrityError, ValueError]
    assert stored(reader) == []
    assert run_batch(writer, lambda s: put(s, "a")) == ["a"]
    assert stored(reader) == ["a"]


def test_a_write_error_at_commit_is_told_as_unknown(writer: Writer, reader: Reader, path: Path) -> None:
    run_batch(writer, lambda s: put(s, "a"))
    with no_file_may_grow(path.with_name(f"{path.name}-wal").stat().st_size):
        outcomes = run_batch(writer, lambda s: put(s, "b"), lambda s: put(s, "c"))
        assert kinds(outcomes) == [OutcomeUnknown, OutcomeUnknown]
        assert stored(reader) == ["a"]

    assert run_batch(writer, lambda s: put(s, "d")) == ["d"]
    assert "d" in str(stored(reader))


def test_a_full_disk_is_told_and_reading_goes_on(writer: Writer, reader: Reader) -> None:
    def allow(session: Session, pages: int) -> None:
        session.connection().execute(text(f"PRAGMA max_page_count={pages}"))

    run_batch(writer, lambda s: put(s, "a"), lambda s: allow(s, 1))
    outcomes = run_batch(writer, lambda s: put(s, "b"), fill, lambda s: put(s, "c"))

    assert isinstance(outcomes[1], StorageFull)
    assert stored(reader) == sorted(["a", *(str(key) for key in outcomes if isinstance(key, str))])
    run_batch(writer, lambda s: allow(s, 1_000_000))
    assert kinds(run_batch(writer, fill)) == [None]
    assert "big" in str(stored(reader))


def test_a_database_held_by_another_process_is_told_as_busy(writer: Writer, reader: Reader, path: Path) -> None:
    run_batch(writer, lambda s: s.connection().execute(text("PRAGMA busy_timeout=1")).all())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert kinds(run_batch(writer, lambda s: put(s, "a"), lambda s: put(s, "b"))) == [DatabaseBusy, DatabaseBusy]
        assert stored(reader) == []
        other.execute("ROLLBACK")

    assert run_batch(writer, lambda s: put(s, "a")) == ["a"]


def test_a_reader_cannot_write(reader: Reader) -> None:
    assert kinds(run_batch(reader, lambda s: put_flushed(s, "a"))) == [OperationalError]
    assert stored(reader) == []


def test_a_query_sees_one_moment_of_committed_data(writer: Writer, reader: Reader) -> None:
    def look_twice(session: Session) -> tuple[list[str], list[str]]:
        before = keys(session)
        run_batch(writer, lambda s: put(s, "a"))
        return before, keys(session)

    def look_from_aside(session: Session) -> object:
        put_flushed(session, "b")
        return stored(reader)

    assert run_batch(reader, look_twice) == [([], [])]
    assert run_batch(writer, look_from_aside) == [["a"]]
    assert stored(reader) == ["a", "b"]


def test_the_file_is_made_for_its_owner_only_and_is_durable(tmp_path: Path) -> None:
    path = sqlite_path(f"sqlite:///{tmp_path}/deep/down/new.db")
    with closing(Writer(open_engine(path), Turn(path))) as writer:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = run_batch(
            writer, *(lambda s, p=p: s.connection().execute(text(f"PRAGMA {p}")).scalar() for p in pragmas)
        )

        assert found == ["wal", 2, 1, 5000]
        assert {oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()} == {"0o600"}


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a file database"):
        sqlite_path(url)
