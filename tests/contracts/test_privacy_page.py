"""The page about personal data names every table; one that holds nothing about people says so here."""

import re

import models.tables
from tests.conftest import ROOT

ABOUT_NOBODY = {
    "facts": "single facts about the database itself",
    "generations": "how often definitions have changed",
    "hamlets": "names of places",
    "organisations": "names of offices",
    "periods": "particulars of a survey; the contact is an office",
    "plan_clauses": "a plan's own words",
    "populations": "numbers of households by place",
    "timed_work": "kinds of work with a due time",
}
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
NAMED = {
    name
    for line in PAGE.splitlines()
    if line.startswith("| ")
    for name in re.findall(r"`([a-z_]+)`", line.split(" | ")[1])
}


def test_every_table_is_accounted_for_once() -> None:
    tables = set(models.tables.Table.metadata.tables)
    assert tables - NAMED - ABOUT_NOBODY.keys() == set()
    assert NAMED & ABOUT_NOBODY.keys() == set()
    assert (NAMED | ABOUT_NOBODY.keys()) - tables == set()
