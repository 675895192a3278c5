"""The town that these tests talk with."""

from tests.fixtures import bare_town, empty_database, library, town

__all__ = ["bare_town", "empty_database", "library", "town"]
