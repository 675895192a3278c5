"""What commands read of a SQLite database without loading what the door is built with: plans, and what was added.

Only SQLAlchemy's import takes longer than a whole answer. Nothing is written here; PostgreSQL goes through the door.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from campaigns.curation import CuratedAnswer, Curation, LexiconEntry
from campaigns.plan_text import Clause
from models.migrations import HEAD

_PREFIX = "sqlite:///"
_WAIT_S = 5.0
PlansAndAdditions = tuple[Mapping[str, Sequence[Clause]], Curation]
NOTHING: PlansAndAdditions = ({}, Curation())


def is_light(url: str) -> bool:
    """Whether a database can be read here."""
    return url.startswith(_PREFIX)


def read_plans(url: str) -> PlansAndAdditions:
    """Campaign → its imported clauses in the document's order, and what operators have added, oldest first.

    Nothing of either where the database is missing or not of this version. ValueError: no url of a SQLite file.
    """
    if not is_light(url):
        raise ValueError(url.partition(":")[0])
    path = Path(url.removeprefix(_PREFIX))
    if not path.is_file():
        return NOTHING
    with closing(sqlite3.connect(path, timeout=_WAIT_S)) as raw:
        try:
            raw.execute("PRAGMA query_only=ON")
            raw.execute("BEGIN")  # everything as of one moment
            if raw.execute("SELECT version_num FROM alembic_version").fetchone() != (HEAD,):
                return NOTHING
            return _clauses(raw), Curation(tuple(_words(raw)), tuple(_answers(raw)))
        except sqlite3.OperationalError:
            return NOTHING


def _clauses(raw: sqlite3.Connection) -> Mapping[str, Sequence[Clause]]:
    found: dict[str, list[Clause]] = {}
    ordered = "SELECT campaign, path, trail, marker, text FROM plan_clauses ORDER BY campaign, position"
    for campaign, path, trail, marker, text in raw.execute(ordered):
        found.setdefault(campaign, []).append(Clause(path, _texts(trail), marker, text))
    return found


def _words(raw: sqlite3.Connection) -> list[LexiconEntry]:
    rows = raw.execute("SELECT campaign, words FROM lexicon_entries WHERE withdrawn_at IS NULL ORDER BY id")
    return [LexiconEntry(campaign, _texts(words)) for campaign, words in rows]


def _answers(raw: sqlite3.Connection) -> list[CuratedAnswer]:
    query = "SELECT campaign, questions, clauses, sentence FROM curated_answers WHERE withdrawn_at IS NULL ORDER BY id"
    rows = raw.execute(query)
    return [CuratedAnswer(slug, _texts(asked), _texts(paths), sentence) for slug, asked, paths, sentence in rows]


def _texts(stored: str) -> tuple[str, ...]:
    return tuple(map(str, json.loads(stored)))
