"""Signals between processes: a use-case says that something has changed, and every process hears it after the commit.

PostgreSQL carries them (LISTEN/NOTIFY). On SQLite one process answers everybody and nothing is sent. A signal is only a
reason to look sooner: one may be lost while the server restarts, so whoever listens also looks now and then.
"""

import os
import select as ready
from collections.abc import Callable, Sequence
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

import structlog
from sqlalchemy import func, make_url
from sqlmodel import Session, select

if TYPE_CHECKING:
    from models.postgres import Line

INBOX = "inbox"
"""Channel: a message was left for a chat; the payload is the chat's id."""
GENERATIONS = "generations"
"""Channel: what processes keep in memory has changed; the payload is its name."""

Heard = Callable[[str, str], object]
"""Is given channel and payload, in the listener's thread; "" as payload: something may have been missed, look."""

_log = structlog.get_logger(__name__)


def notify(session: Session, channel: str, payload: str) -> None:
    """Tell every listening process, once this use-case is committed; the same twice in one use-case is told once.

    payload: an id or a name of at most 8,000 bytes, never anything about a person. Not for what happens at every
    answer: PostgreSQL lets such transactions commit one at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_notify(channel, payload)))


class Listener:
    """Hears signals in a thread of its own until it is closed; connects again whenever the server comes back."""

    def __init__(self, url: str, channels: Sequence[str], heard: Heard) -> None:
        self._channels, self._heard = channels, heard
        self._asleep, self._wake = os.pipe()
        self._thread: Thread | None = None
        if make_url(url).get_backend_name() == "postgresql":
            self._thread = Thread(target=self._listen, args=(url,), name="database-listen", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Hear nothing more. Blocks until the connection is given back."""
        os.close(self._wake)
        if self._thread is not None:
            self._thread.join()
        os.close(self._asleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self, url: str) -> None:
        from models.postgres import Line, open_engine

        line = Line(open_engine(url))
        pause_s = 0.0
        while not self._is_closed(pause_s):
            try:
                self._hear(line)
            except Exception as error:  # an edge: whatever happens, listening goes on
                line.lose(error)
                pause_s = 1.0
        line.close()

    def _hear(self, line: "Line") -> None:
        """Tell of every signal until closed. Raises when the connection is lost."""
        raw = line.raw
        for channel in self._channels:
            raw.execute(f'LISTEN "{channel}"')
        for channel in self._channels:
            self._heard(channel, "")
        while not self._is_closed(None, raw.fileno()):
            for signal in raw.notifies(timeout=0):
                self._heard(signal.channel, signal.payload)

    def _is_closed(self, timeout_s: float | None, *files: int) -> bool:
        """Wait for something on the files, for `close`, or for so long; whether it was `close`."""
        return self._asleep in ready.select([self._asleep, *files], [], [], timeout_s)[0]
