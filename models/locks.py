"""Locks between the transactions of several processes. SQLite has one writer at a time and needs none."""

from sqlalchemy import func
from sqlmodel import Session, select


def lock_name(session: Session, name: str) -> None:
    """Until this transaction ends, let no other pass the same name; for what has no row yet that could be held.

    Names, where one transaction takes several, are taken in their order.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
