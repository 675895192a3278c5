"""What lies in the database, read past the program."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(query).fetchall()


def reports(path: Path) -> list[dict[str, Any]]:
    """Answers of every report that was sent, oldest first."""
    return [json.loads(answers) for (answers,) in rows(path, "SELECT answers FROM reports ORDER BY submitted_at")]


def drafts(path: Path) -> list[dict[str, Any]]:
    """Answers of every form under way."""
    return [json.loads(body).get("answers", {}) for (body,) in rows(path, "SELECT body FROM drafts ORDER BY id")]
