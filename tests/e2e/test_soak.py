"""The soak in two minutes on each database: people answer while everything breaks; `make soak` does it at length."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.postgresql import NoPostgresql, running_server
from tests.soak.account import Account
from tests.soak.checker import Kind, check
from tests.soak.reading import ORDER
from tests.soak.run import Size, prepare, soak
from tests.soak.storage import Figure, PostgresStorage, SqliteStorage, Storage, Stored

SIZE = Size(
    people=200, seconds=60.0, kill_every_s=12.0, stop_every_s=16.0, think_s=1.4, patience_s=20.0, seed=20_251_119
)
"""Time scale: what takes `make soak` ten minutes is done in one, by fewer and faster people."""


# A program that is killed while it sends a file leaves half of it in the double's HTTP library, which does not close it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def postgres() -> Iterator[PostgresStorage]:
    """A server of this test's own, since it is stopped and crashed, and whose commits reach the disk."""
    try:
        with running_server(durable=True) as server:
            yield PostgresStorage(server, server.create("soak"))
    except NoPostgresql as error:
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nothing_acknowledged_is_lost_on_sqlite(tmp_path: Path) -> None:
    await _holds(SqliteStorage(tmp_path / "soak.db"), tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nothing_acknowledged_is_lost_on_postgresql(postgres: PostgresStorage, tmp_path: Path) -> None:
    await _holds(postgres, tmp_path)


async def _holds(storage: Storage, folder: Path) -> None:
    prepare(storage)
    server = storage.server if isinstance(storage, PostgresStorage) else None
    outcome, stored, book = await soak(storage, SIZE, folder, server)

    print(outcome.text())
    assert outcome.is_good, outcome.text()
    assert len(outcome.gaps) >= 2  # on a crowded machine a start alone takes long
    assert outcome.compared > SIZE.people * len(ORDER)
    assert sum(attempt.status == 0 for attempt in outcome.attempts) > 0

    accounts = book.freeze()
    assert check(accounts, stored) == []
    for planted, kind in _wrongs(stored, accounts):
        assert kind in {finding.kind for finding in check(accounts, planted)}


def _wrongs(stored: Stored, accounts: Mapping[int, Account]) -> Iterator[tuple[Stored, Kind]]:
    """The same with one report gone, one twice, one answer changed and one figure off by one: each must be found.

    The report is one that somebody was told of: nobody misses one whose thanks were lost in a kill, and which has been
    corrected since.
    """
    told = {household for chat, household in stored.links if accounts[chat].has_report}
    first = next(report for report in stored.reports if report.is_current and report.household in told)
    rest = tuple(report for report in stored.reports if report is not first)
    yield replace(stored, reports=rest), Kind.LOST
    yield replace(stored, reports=(first, *stored.reports)), Kind.DOUBLED
    other = replace(first, answers={**first.answers, "so_nguoi": 20})
    yield replace(stored, reports=(other, *rest)), Kind.INVENTED
    key, figure = next(iter(stored.tallies.items()))
    yield (
        replace(stored, tallies={**stored.tallies, key: Figure(figure.reports, figure.num + 1, *figure[2:])}),
        Kind.TALLY,
    )
