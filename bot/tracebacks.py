"""Tracebacks for the log: where it broke and as what, never with a value in it, since values are answers."""

import sqlite3
import sys
import traceback
from collections.abc import Iterator

import structlog

SAYS_NO_VALUES: tuple[type[BaseException], ...] = (
    AttributeError,
    ImportError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    sqlite3.Error,
)
"""Errors whose own words name code, files or columns. Others may quote what somebody wrote: only their kind is told."""
MOST_FRAMES = 40


def without_values(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A processor of structlog: `exc_info` becomes `exception`, a text that holds no value."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_lines(error))
    return event


def _lines(error: BaseException) -> Iterator[str]:
    """The error and what caused it, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "and then:"
    for frame in traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]:
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    yield f"{_name(error)}{_words(error)}"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from (f"  {line}" for line in _lines(each))


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _words(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return f" [{state}]"
    return f": {error}" if isinstance(error, SAYS_NO_VALUES) else ""
