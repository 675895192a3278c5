"""Small use-cases on the plainest table, and a way to hold the writer so that a batch gathers behind it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event

from sqlmodel import Session, select

from models.database import Database
from models.facts import Fact
from models.jobs import Job
from models.sqlite import Reader, Writer

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


def run_batch(hand: Writer | Reader, *works: Callable[[Session], object]) -> list[object]:
    """Run works as one batch: the outcome or the error of each, in order."""
    jobs = [Job(work, str(number), Future()) for number, work in enumerate(works)]
    waiting = deque(jobs)
    while waiting:
        hand.run(waiting)
    return [job.error or job.outcome for job in jobs]


@contextmanager
def held(db: Database) -> Iterator[None]:
    """Keep the writer in one job for the while; everything written meanwhile becomes one batch."""
    busy, go = Event(), Event()

    def hold(_session: Session) -> None:
        busy.set()
        assert go.wait(PATIENCE_S)

    holding = db.submit(hold)
    assert busy.wait(PATIENCE_S)
    try:
        yield
    finally:
        go.set()
    holding.result(PATIENCE_S)
