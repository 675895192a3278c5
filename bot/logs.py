"""Logs: structlog, plain for people or JSON for machines; ids and codes, never names, answers, tokens or addresses."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import structlog

from bot.tracebacks import without_values

MOST_LINES, WINDOW_S = 60, 60.0
"""So many lines of one kind a minute: whatever is thrown at the door, the log does not fill the disk."""
MOST_KINDS = 1_000


@dataclass(slots=True)
class _Window:
    began_s: float
    passed: int = 0
    held_back: int = 0


class Dam:
    """Lets a bounded number of lines of each kind pass; how many it held back stands on the next one that passes."""

    def __init__(self, clock_s: Callable[[], float] = monotonic) -> None:
        self._clock_s = clock_s
        self._windows: dict[str, _Window] = {}

    def __call__(self, _logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        """As a processor of structlog: the event is the kind."""
        held_back = self.passes(str(event.get("event")))
        if held_back is None:
            raise structlog.DropEvent
        return {**event, "held_back": held_back} if held_back else event

    def filter(self, record: logging.LogRecord) -> bool:
        """As a filter of the standard library: one logger is one kind."""
        held_back = self.passes(f"{record.name} {record.levelname}")
        if held_back:
            record.msg = f"{record.msg} (held back before: {held_back})"
        return held_back is not None

    def passes(self, kind: str) -> int | None:
        """None when this line must not pass, else how many were held back before it."""
        now_s = self._clock_s()
        window = self._windows.get(kind)
        if window is None or now_s - window.began_s >= WINDOW_S:
            if window is None and len(self._windows) >= MOST_KINDS:
                self._windows.clear()
            held_back = window.held_back if window else 0
            self._windows[kind] = _Window(now_s, passed=1)
            return held_back
        if window.passed >= MOST_LINES:
            window.held_back += 1
            return None
        window.passed += 1
        return 0


class _Lines(structlog.PrintLogger):
    """Prints lines. One that cannot be written, as on a full disk, is lost: nobody's answer fails for a line of log."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def set_up_logs(*, as_json: bool, least: int = logging.INFO) -> None:
    """Send everything of at least this level to stderr, one line an event."""
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    dam = Dam()
    known: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_values,
    ]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, dam, *known, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        # The stream of the moment: whoever has replaced stderr since, as tests do, gets what is logged.
        logger_factory=lambda *_: _Lines(sys.stderr),
    )
    # What the libraries log looks the same.
    last = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[last, renderer], foreign_pre_chain=known))
    handler.addFilter(dam.filter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # aiogram tells of every event, with ids of people; aiohttp's access log has addresses.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("aiogram.event").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(without_what_was_sent)


def without_what_was_sent(record: logging.LogRecord) -> bool:
    """A filter: of a request that could not be read only that there was one, since aiohttp quotes it, cookies and all.

    A browser that left is no news at all.
    """
    # Imported here: commands log too, and must not load the server.
    from aiohttp.http_exceptions import HttpProcessingError

    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.msg, record.args, record.exc_info = "unreadable request: %s", (type(error).__name__,), None
    return not isinstance(error, ConnectionError)
