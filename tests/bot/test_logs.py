"""The log is bounded: whatever happens how often, so many lines of a kind a minute, and the rest are counted."""

import logging

import pytest
import structlog

from bot.logs import MOST_KINDS, MOST_LINES, WINDOW_S, Dam


def test_lines_of_a_kind_are_held_back_and_counted() -> None:
    now = [0.0]
    dam = Dam(lambda: now[0])
    assert [dam.passes("a") for _line in range(MOST_LINES + 5)] == [0] * MOST_LINES + [None] * 5
    assert dam.passes("b") == 0
    now[0] = WINDOW_S
    assert dam.passes("a") == 5
    assert dam.passes("a") == 0


def test_both_loggings_go_through_it() -> None:
    now = [0.0]
    dam = Dam(lambda: now[0])
    for _line in range(MOST_LINES):
        assert dam(None, "info", {"event": "x"}) == {"event": "x"}
        assert dam.filter(logging.makeLogRecord({"name": "aiohttp.server", "levelname": "ERROR", "msg": "no"}))
    with pytest.raises(structlog.DropEvent):
        dam(None, "info", {"event": "x"})
    assert not dam.filter(logging.makeLogRecord({"name": "aiohttp.server", "levelname": "ERROR", "msg": "no"}))
    now[0] = WINDOW_S
    assert dam(None, "info", {"event": "x"}) == {"event": "x", "held_back": 1}
    record = logging.makeLogRecord({"name": "aiohttp.server", "levelname": "ERROR", "msg": "no"})
    assert dam.filter(record)
    assert record.getMessage() == "no (held back before: 1)"


def test_kinds_are_bounded_too() -> None:
    dam = Dam(lambda: 0.0)
    for number in range(3 * MOST_KINDS):
        assert dam.passes(str(number)) == 0
    assert len(dam._windows) <= MOST_KINDS
