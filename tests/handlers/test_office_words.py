"""The trail's words: every deed and every kind of thing that the program writes down has some."""

import ast
from collections.abc import Iterator

from handlers.office_words import deed_words, fields_words, known_deeds, object_words
from handlers.words import use_locale
from services.retention import Purged
from services.trail import Entry
from tests.conftest import ROOT
from tests.conversation import START

CALLS = {"Deed": 1, "deed": 0, "Trace": 0, "write_role_deed": 2, "record_look": 2}
"""How a deed is made → which argument names it."""


def _deeds() -> Iterator[str]:
    for room in ("services", "handlers", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            calls = (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call))
            for call in calls:
                at = CALLS.get(call.func.id) if isinstance(call.func, ast.Name) else None
                named = call.args[at] if at is not None and len(call.args) > at else None
                if isinstance(named, ast.Constant):
                    yield str(named.value)


def entry(action: str, kind: str, *fields: str) -> Entry:
    """A deed that was read."""
    return Entry(1, START, "operator", "", action, kind, "", fields, None, None)


def test_every_deed_has_words() -> None:
    written = set(_deeds())
    assert len(written) > 15
    assert written - set(known_deeds()) == set()


def test_codes_nobody_knows_are_readable_still() -> None:
    assert deed_words("was_never") == "was never"
    assert object_words("no_such") == "no such"


def test_a_purge_says_what_it_deleted_and_nothing_of_what_it_did_not() -> None:
    counts = tuple(f"{name}={3 if name == 'reports' else 0}" for name in Purged.__slots__)
    with use_locale("vi"):
        assert fields_words(entry("purge", "retention", *counts), {}) == ("câu trả lời của hộ và cán bộ: 3",)
        every = fields_words(entry("purge", "retention", *(f"{name}=1" for name in Purged.__slots__)), {})
    assert [words for words in every if "=" in words or words.partition(":")[0] in Purged.__slots__] == []
