"""The log says where it broke, never with whose answer: every kind of error that quotes a value is stripped of it."""

import json
import sqlite3
import sys
from collections.abc import Callable

import pytest
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import set_up_logs
from bot.tracebacks import without_values

SECRET = "0912 345 678 Nguyễn Thị Bưởi"


class Answer(BaseModel):
    """Something that a person answers."""

    count: int


def _database() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE t (a TEXT CHECK (length(a) < 3))"))
        connection.execute(text("INSERT INTO t VALUES (:a)"), {"a": SECRET})


def _chained() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise LookupError(SECRET) from error


def _missing() -> None:
    known: dict[str, str] = {}
    known[SECRET]


BROKEN: dict[str, Callable[[], object]] = {
    "validation": lambda: Answer.model_validate({"count": SECRET}),
    "number": lambda: int(SECRET),
    "key": _missing,
    "database": _database,
    "chained": _chained,
    "json": lambda: json.loads(SECRET),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_no_value_stands_in_a_traceback(kind: str) -> None:
    with pytest.raises((ValueError, LookupError, SQLAlchemyError)) as raised:
        BROKEN[kind]()
    told = str(without_values(None, "error", {"event": "incident", "exc_info": raised.value})["exception"])
    assert "Bưởi" not in told
    assert "0912" not in told
    assert "test_tracebacks.py" in told


def test_kind_of_error_and_what_caused_it_are_told() -> None:
    try:
        _chained()
    except LookupError:
        told = str(without_values(None, "error", {"exc_info": sys.exc_info()})["exception"])
    assert told.index("builtins.ValueError") < told.index("builtins.LookupError")


def test_words_that_hold_no_value_are_kept() -> None:
    try:
        raise sqlite3.OperationalError("no such column: units.colour")
    except sqlite3.OperationalError as error:
        told = str(without_values(None, "error", {"exc_info": error})["exception"])
    assert told.endswith("sqlite3.OperationalError: no such column: units.colour")


@pytest.mark.parametrize("as_json", [True, False])
def test_log_of_the_program_is_written_so(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    import structlog

    set_up_logs(as_json=as_json)
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger().exception("incident", incident="abc")
    told = capsys.readouterr().err
    assert "incident" in told
    assert "builtins.ValueError" in told
    assert "Bưởi" not in told
    structlog.reset_defaults()
