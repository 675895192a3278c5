"""New numbers for all that a ward holds, so that a number tried is something of theirs whatever it is the number of.

The newest row of every table has one and the same number, the one before it another, and so on: to try three numbers
is to try three tickets, requests, roles, invitations, drafts, inputs, devices … at once, wherever any of them is taken.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

import pytest
import sqlalchemy
from sqlalchemy import Integer

from campaigns.units import UnitKey
from services import accounts, households, officers, reports
from tests.attacks.ledger import Ledger, tables

SLIP = "41000019"
NEWEST = 41_000_009
TRIED = 3
"""How many of the numbers are tried: no table holds more rows that differ in kind."""
EMPTY_WARD = UnitKey("63", "30757")
"""A ward like theirs where nobody has done anything: as many households and the same hamlets, and the same ward today."""
WARDS = ("63:30745", "63:30757", "30745", "30757", "Vĩnh Lạc", "Vĩnh Lợi")
"""How the two are called: which of them is spoken of tells nothing."""
LETTERS = "abcdef"
NOBODYS = "41000099"
"""A number, of a slip or of anything else, that nobody has."""
MAKE_IDS = (accounts, households, officers, reports)
"""Where ids like names are made: of every such table the first row gets the same one, and so on."""
OLDEST_FIRST = {"chats"}
"""Where the oldest rows are the telling ones: the devices of the household, then those of officials."""
NOT_THEIRS = {
    "asked_questions": "what was asked, by nobody: whoever keeps the assistant in order works through them",
    "audit": "the trail's numbers only say where its next page begins",
    "curated_answers": "everybody's",
    "lexicon_entries": "everybody's",
    "populations": "published",
    "timed_work": "no way takes its number",
}
"""Numbered tables that keep their numbers, and why."""
OBJECT_KINDS = {
    "data_request": "data_requests",
    "invitation": "invitations",
    "role": "role_grants",
    "ticket": "tickets",
    "unit_input": "unit_inputs",
}
"""What the trail calls things → the table that they are in."""


def name_of(place: int) -> str:
    """The id like a name of whatever is in this place of its table; they differ in letters, which no search reads."""
    high, low = divmod(place, len(LETTERS))
    return f"019a6b7dd500feedc0dedecade{LETTERS[high]}{LETTERS[low]}"


NOBODYS_ID = name_of(35)


def name_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on give such ids in their order."""

    def counted(place: Iterator[int]) -> Callable[[datetime], str]:
        return lambda _now: name_of(next(place))

    for module in MAKE_IDS:
        monkeypatch.setattr(module, "sortable_id", counted(count()))


def renumber(ledger: Ledger) -> None:
    """Give everything that is there its new number, and the one household a slip beside them."""
    for table in numbered():
        order = "DESC" if table.name in OLDEST_FIRST else "ASC"
        ids = [int(str(row[0])) for row in ledger.execute(f"SELECT id FROM {table.name} ORDER BY id {order}")]
        for place, old in enumerate(reversed(ids)):
            _change(ledger, table, old, NEWEST - place)
    ledger.execute(f"UPDATE households SET slip = '{SLIP}'")


def numbered() -> Iterator[sqlalchemy.Table]:
    """The tables whose rows have numbers that could be guessed."""
    for table in tables().values():
        keys = list(table.primary_key.columns)
        is_numbered = [key.name for key in keys] == ["id"] and isinstance(keys[0].type, Integer)
        if is_numbered and table.name not in NOT_THEIRS:
            yield table


def _change(ledger: Ledger, table: sqlalchemy.Table, old: int, new: int) -> None:
    ledger.execute(f"UPDATE {table.name} SET id = {new} WHERE id = {old}")
    for other in tables().values():
        for key in other.foreign_keys:
            if key.column.table is table:
                name = key.parent.name
                ledger.execute(f"UPDATE {other.name} SET {name} = {new} WHERE {name} = {old}")
    for kind in (kind for kind, held in OBJECT_KINDS.items() if held == table.name):
        same = f"object_kind = '{kind}' AND object_id = '{old}'"
        ledger.execute(f"UPDATE audit SET object_id = '{new}' WHERE {same}")
