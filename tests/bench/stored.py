"""What ours has stored after a walk, read past the program: each person's answers must be what the person gave."""

import json
from collections.abc import Iterable

from sqlalchemy import text

from models import postgres, sqlite
from tests.bench.household import Household

REPORTS = """
    SELECT chat_households.chat_id, reports.answers
    FROM chat_households JOIN reports ON reports.household_id = chat_households.household_id
"""


def count_wrong(url: str, chats: Iterable[int]) -> int:
    """Of how many of these people not exactly one report is stored, or one with other answers than they gave."""
    is_sqlite = url.startswith("sqlite")
    engine = sqlite.open_engine(sqlite.sqlite_path(url)) if is_sqlite else postgres.open_engine(url)
    found: dict[int, list[object]] = {}
    with engine.connect() as connection:
        for chat_id, answers in connection.execute(text(REPORTS)):
            found.setdefault(chat_id, []).append(json.loads(answers) if isinstance(answers, str) else answers)
    engine.dispose()
    return sum(found.get(chat) != [Household(chat).stored] for chat in chats)
