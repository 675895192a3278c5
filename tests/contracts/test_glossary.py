"""The glossary and the code use the same words."""

import re

import pytest

from tests.conftest import ROOT

ROOMS = ("campaigns", "models", "services", "handlers", "bot")
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("|") and "`" in line.split("|")[2]
]


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every identifier of the rooms, and each of its parts, as written and in lower case."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            found |= set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", path.read_text("utf-8")))
    return found | {name.lower() for name in found}


def test_every_row_says_what_the_word_means_and_where_it_is_from() -> None:
    assert len(ROWS) > 90
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_code_name_is_in_the_code(words: set[str]) -> None:
    names = [row[1].strip("`") for row in ROWS]
    assert [name for name in names if name not in words] == []


def test_a_code_name_means_one_thing() -> None:
    names = [row[1] for row in ROWS]
    assert sorted({name for name in names if names.count(name) > 1}) == []
