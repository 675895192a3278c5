"""Logs: structlog, plain for people or JSON for machines; ids and codes, never names, answers, tokens or addresses."""

import logging
import sys

import structlog


def set_up_logs(*, as_json: bool, least: int = logging.INFO) -> None:
    """Send everything of at least this level to stderr, one line an event."""
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    # Local variables never go into a traceback: they would hold answers.
    tracebacks = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    known: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tracebacks if as_json else structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *known, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        # The stream of the moment: whoever has replaced stderr since, as tests do, gets what is logged.
        logger_factory=lambda *_: structlog.PrintLogger(file=sys.stderr),
    )
    # What the libraries log looks the same.
    last = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[last, renderer], foreign_pre_chain=known))
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
