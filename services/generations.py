"""Generations: how a process knows that what it keeps in memory (packs, search, places) has changed in another."""

from sqlmodel import Session

from models.generations import Generation
from models.signals import GENERATIONS, notify
from models.upserts import add_counts


def begin_generation(session: Session, name: str) -> None:
    """Say that what `name` stands for has changed. Effects: its number grows by one; every process is told."""
    add_counts(session, Generation, {"name": name}, {"number": 1})
    notify(session, GENERATIONS, name)
