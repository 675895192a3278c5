"""Small use-cases on the plainest table, and a way to hold the writer so that a batch gathers behind it."""

import resource
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event

from sqlmodel import Session, select

from models.database import Database, Hand
from models.facts import Fact
from models.jobs import Job

PATIENCE_S = 30


def put(session: Session, key: str, value: str = "") -> str:
    """Add a fact, unflushed."""
    session.add(Fact.model_validate({"key": key, "value": value}))
    return key


def put_then_fail(session: Session, key: str) -> str:
    """Add a fact, leave it unflushed, and raise."""
    put(session, key)
    raise ValueError(key)


def keys(session: Session) -> list[str]:
    """Every key stored, sorted."""
    return sorted(session.exec(select(Fact.key)))


def run_batch(hand: Hand, *works: Callable[[Session], object]) -> list[object]:
    """Run works as one batch: the outcome or the error of each, in order."""
    jobs = [Job(work, str(number), Future()) for number, work in enumerate(works)]
    waiting = deque(jobs)
    while waiting:
        hand.run(waiting)
    return [job.error or job.outcome for job in jobs]


def kinds(outcomes: list[object]) -> list[object]:
    """Outcomes as they are, errors by their kind."""
    return [type(outcome) if isinstance(outcome, BaseException) else outcome for outcome in outcomes]


def put_flushed(session: Session, key: str) -> str:
    """Add a fact and flush it at once."""
    put(session, key)
    session.flush()
    return key


def stored(reader: Hand) -> object:
    """What another connection sees."""
    return run_batch(reader, keys)[0]


@contextmanager
def held(db: Database) -> Iterator[None]:
    """Keep every writing hand in one job for the while; what is written meanwhile waits, on SQLite for one batch."""
    go = Event()
    holding: list[Future[None]] = []
    for _ in range(db.writing_hands):
        busy = Event()

        def hold(_session: Session, busy: Event = busy) -> None:
            busy.set()
            assert go.wait(PATIENCE_S)

        holding.append(db.submit(hold))
        assert busy.wait(PATIENCE_S)
    try:
        yield
    finally:
        go.set()
    for held_one in holding:
        held_one.result(PATIENCE_S)


@contextmanager
def no_file_may_grow(end: int) -> Iterator[None]:
    """Let the operating system refuse every write past this end of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (end, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
