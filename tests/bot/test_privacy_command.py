"""`thiduaso privacy purge` says how much it deleted, and leaves counts only in the audit trail."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session

from campaigns.library import load_library
from models.database import open_database
from models.migrations import migrate
from services.periods import open_period
from services.retention import Purged
from tests.bot.conftest import Said
from tests.conversation import OPERATOR, PERIOD
from tests.services.families import Ward

COUNTS = dict.fromkeys(Purged.__slots__, 0) | {"reports": 2, "households": 2}
EMPTY = dict.fromkeys(COUNTS, 0)


@pytest.fixture
def expired(database: Path) -> Path:
    """A database with two households that answered so long ago that nothing of them may be kept."""
    url = f"sqlite:///{database}"
    migrate(url)
    with open_database(url) as opened:
        opened.write_now(_two_households)
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(
            "UPDATE periods SET opens_on = '2020-01-01', closes_on = '2020-01-31', retention_until = '2020-12-31'"
        )
    return database


def _two_households(session: Session) -> None:
    ward = Ward(session, load_library())
    open_period(session, ward.acting(OPERATOR), PERIOD)
    session.flush()
    for _ in range(2):
        ward.send(ward.welcome())


def trail(database: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(database)) as raw:
        return raw.execute("SELECT actor, action, object_kind, fields FROM audit ORDER BY id").fetchall()


def test_purge_says_how_much_it_deleted_and_writes_it_down(thiduaso: Callable[..., Said], expired: Path) -> None:
    assert thiduaso("privacy", "purge") == (0, "Đã xóa: 2 phiếu, 2 hộ.\n", "")
    fields = json.dumps([f"{name}={count}" for name, count in COUNTS.items()], separators=(",", ":"))
    assert trail(expired) == [("operator", "purge", "retention", fields)]
    assert thiduaso("privacy", "purge") == (0, "Không có gì hết hạn lưu.\n", "")
    assert len(trail(expired)) == 1
    assert thiduaso("tallies", "verify")[0] == 0


def test_purge_answers_as_json(thiduaso: Callable[..., Said], expired: Path) -> None:
    assert json.loads(thiduaso("privacy", "purge", "--json")[1]) == COUNTS
    assert json.loads(thiduaso("privacy", "purge", "--json")[1]) == EMPTY
