"""The definitions that contracts are held against."""

from tests.fixtures import library

__all__ = ["library"]
