"""Generations: how a process knows that what it keeps in memory has changed in another."""

from sqlmodel import select

from models.database import Database
from models.generations import Generation
from services.generations import begin_generation


def test_a_generation_counts_every_change(db: Database) -> None:
    for name in ("packs", "places", "packs"):
        db.write_now(begin_generation, name)

    found = db.read_now(lambda session: {row.name: row.number for row in session.exec(select(Generation))})
    assert found == {"packs": 2, "places": 1}
