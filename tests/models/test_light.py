"""The light reader reads what the door reads, and nothing where there is nothing to read."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.curation import CuratedAnswer, LexiconEntry
from campaigns.library import Library, load_library
from campaigns.plan_text import Clause
from models.database import open_database
from models.light import NOTHING, is_light, read_plans
from services.clauses import import_clauses, read_clauses
from services.curation import add_curated_answer, add_lexicon_entry, read_curation, withdraw_lexicon_entry
from services.people import DESK, Acting, Actor

NOW = datetime(2025, 11, 10, 2, 0, tzinfo=UTC)
CLAUSES = [Clause("V.2.c", ("V. HỒ SƠ", "2. “Số lượng”"), "c)", "03 bộ"), Clause("I.1", (), "-", "mũ lá\nhai dòng")]


@pytest.fixture(scope="module")
def library() -> Library:
    """Every definition that comes with the program."""
    return load_library()


def test_light_reader_equals_the_door(path: Path, library: Library) -> None:
    url, acting = f"sqlite:///{path}", Acting(Actor(0, DESK, "vi"), NOW, library)
    with open_database(url) as db:
        db.write_now(import_clauses, "rach-gia", CLAUSES, "a.txt", NOW)
        db.write_now(import_clauses, "thai-binh", CLAUSES[1:], "b.txt", NOW)
        gone = db.write_now(add_lexicon_entry, acting, LexiconEntry("", ("hồ sơ", "mớ giấy")))
        db.write_now(add_lexicon_entry, acting, LexiconEntry("rach-gia", ("bằng khen", "tờ giấy đỏ")))
        db.write_now(withdraw_lexicon_entry, acting, gone)
        answer = CuratedAnswer("rach-gia", ("mấy tập giấy",), ("V.2.c",), "Ba bộ.")
        db.write_now(add_curated_answer, acting, answer)
        assert read_plans(url) == (db.read_now(read_clauses), db.read_now(read_curation))
    assert read_plans(url)[1].answers == (answer,)


def test_missing_or_older_database_holds_nothing_and_is_not_made(tmp_path: Path) -> None:
    assert read_plans(f"sqlite:///{tmp_path}/none.db") == NOTHING
    assert list(tmp_path.iterdir()) == []
    with sqlite3.connect(tmp_path / "old.db") as raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    assert read_plans(f"sqlite:///{tmp_path}/old.db") == NOTHING
    (tmp_path / "empty.db").touch()
    assert read_plans(f"sqlite:///{tmp_path}/empty.db") == NOTHING


def test_other_databases_are_not_for_it() -> None:
    assert not is_light("postgresql://localhost/x")
    with pytest.raises(ValueError, match="postgresql"):
        read_plans("postgresql://localhost/x")
