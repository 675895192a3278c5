"""Hands at PostgreSQL. What is SQLite's makes its own of the same name."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from models.postgres import Reader, Writer, open_engine


@pytest.fixture
def writer(postgresql_url: str) -> Iterator[Writer]:
    """One of those that write."""
    with closing(Writer(open_engine(postgresql_url))) as hand:
        yield hand


@pytest.fixture
def reader(postgresql_url: str) -> Iterator[Reader]:
    """One that reads beside it."""
    with closing(Reader(open_engine(postgresql_url))) as hand:
        yield hand
