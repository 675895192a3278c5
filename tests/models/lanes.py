"""Jobs for the lane at PostgreSQL, and a way to know who has run them."""

import asyncio
from collections.abc import Callable
from threading import get_ident
from typing import TypeVar

from sqlalchemy import bindparam, insert, make_url, select, update
from sqlmodel import Session, col

from models.database import Database
from models.facts import Fact
from models.prepared import Prepared, Query
from tests.postgresql import Server

T = TypeVar("T")
PUT = Prepared(insert(Fact).values(key=bindparam("fact_key"), value=bindparam("fact_value")))
CHANGE = Prepared(update(Fact).where(col(Fact.key) == bindparam("fact_key")).values(value=bindparam("fact_value")))
VALUE = Query(select(col(Fact.value)).where(col(Fact.key) == bindparam("fact_key")), str)
PATIENCE_S = 30


def value_of(session: Session, key: str) -> str | None:
    """What is stored."""
    return VALUE.first(session, {"fact_key": key})


def put(session: Session, key: str, value: str = "") -> bool:
    """Insert a fact that is taken to be new."""
    return PUT.presume(session, {"fact_key": key, "fact_value": value})


def change(session: Session, key: str, value: str) -> bool:
    """Change a fact that is taken to be there."""
    return CHANGE.presume(session, {"fact_key": key, "fact_value": value})


def where(_session: Session, work: Callable[[Session], T]) -> tuple[T, int]:
    """What the work gives, and in which thread."""
    return work(_session), get_ident()


def nothing(_session: Session) -> None:
    """Nothing is wanted."""


async def until_open(db: Database) -> None:
    """Wait until the loop does both kinds of jobs by itself; the first go to the threads."""
    for _ in range(500):
        _none, read_in = await db.glance(where, lambda session: value_of(session, ""))
        _none, wrote_in = await db.write(where, nothing)
        if {read_in, wrote_in} == {get_ident()}:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the lane does not open")


def terminate(server: Server, url: str) -> None:
    """End every connection that there is to this database."""
    name = make_url(url).database
    server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
