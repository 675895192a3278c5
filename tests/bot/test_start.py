"""A start loads and builds what the first answers need, and leaves the rest for when it is asked for."""

import subprocess
import sys

import pytest

from bot.settings import Settings
from models.migrations import migrate
from tests.conftest import ROOT

START = """
import gc, sys
from bot.lean_aiogram import load_aiogram
load_aiogram()
from bot.memory import tune_collector
from bot.program import build
from bot.settings import Settings
program = build(Settings())
program.application()
spared = "alembic psycopg openpyxl docx pypdf holidays babel.messages telegram".split()
loaded = [name for name in spared if name in sys.modules]
assert not loaded, loaded
assert "_index" not in vars(program.library.places)
tune_collector()
assert gc.get_freeze_count() > 100_000, gc.get_freeze_count()
program.database.close()
"""

TABLES = """
import models.tables
from models.columns import Table
tables = [mapper.class_ for mapper in Table._sa_registry.mappers]
assert len(tables) > 30
built = [table.__name__ for table in tables if table.__pydantic_complete__]
assert not built, built
"""

MANY_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from models.people import Account, LinkCode
from models.tables import Lockout, TimedWork
sys.setswitchinterval(1e-6)
now = datetime.now(UTC)
cases = {
    TimedWork: {"kind": "k", "key": "a", "due_at": now},
    Account: {"id": "a", "created_at": now},
    Lockout: {"key": "a", "first_at": now},
    LinkCode: {"code_hash": "a", "account_id": "a", "chat_id": 1, "expires_at": now},
}
for table, values in cases.items():
    together = Barrier(8)
    def build(_number):
        together.wait()
        return table.model_validate(values)
    with ThreadPoolExecutor(8) as pool:
        for row in pool.map(build, range(8)):
            assert {name: getattr(row, name) for name in values} == values, row
    assert table.__pydantic_complete__
"""


@pytest.mark.usefixtures("database")
def test_a_start_loads_nothing_that_the_first_answers_do_not_need() -> None:
    migrate(Settings().database_url)
    run(START)


def test_no_table_builds_what_validates_it_before_it_is_asked_for() -> None:
    run(TABLES)


def test_what_validates_a_table_is_built_once_for_all_who_ask_at_the_same_moment() -> None:
    run(MANY_AT_ONCE)


def run(program: str) -> None:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "THIDUASO_DATABASE_URL": Settings().database_url}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
