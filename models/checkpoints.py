"""Checkpoints of a SQLite file beside its writer: what was committed moves from the log into the file.

By itself SQLite does that inside a commit, about once in a hundred: everybody who waits for that commit then waits for
the disk to take a few megabytes. Measured beside a busy disk: one commit in a hundred took 20 to 200 ms, and 2 to 9 ms
with this.
"""

from contextlib import closing
from threading import Event, Thread

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

EVERY = 64
"""Commits between two checkpoints; of an answer each about eight pages of 4 kB."""
MOST_PAGES = 20_000
"""Pages in the log, 80 MB, at which a commit makes the checkpoint after all, since none beside it has kept up."""
_log = structlog.get_logger(__name__)


class Checkpoints:
    """A thread that makes a checkpoint when enough was committed. It holds nobody up, and stops with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._commits = 0
        self._due, self._over = Event(), False
        self._thread = Thread(target=self._serve, name="database-checkpoint", daemon=True)

    def committed(self) -> None:
        """One more commit was made; called by the one thread that writes."""
        self._commits += 1
        if self._commits % EVERY == 0:
            if not self._thread.is_alive():
                self._thread.start()
            self._due.set()

    def close(self) -> None:
        """Finish the checkpoint under way. What is left in the log stays there, safe, for whoever opens it next."""
        self._over = True
        self._due.set()
        if self._thread.is_alive():
            self._thread.join()

    def _serve(self) -> None:
        with closing(self._engine.connect()) as connection:
            while self._due.wait() and not self._over:
                self._due.clear()
                try:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
                except DBAPIError as error:  # such as a full disk: the writer meets it too, and tells people
                    _log.warning("checkpoint_failed", error=str(error.orig))
