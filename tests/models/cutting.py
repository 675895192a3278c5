"""A line to PostgreSQL that is cut at the worst moment: the server has committed, and its answer never arrives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tests.postgresql import Server


class CuttableLine:
    """Stands between a program and its server. Once armed, the next answer to a COMMIT is lost with the connection."""

    def __init__(self, folder: Path, server: Server) -> None:
        self._server = server.folder / SOCKET
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        self.is_armed = Event()
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._listening.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self._server))
                cut = Event()
                Thread(target=self._carry, args=(here, there, cut), daemon=True).start()
                Thread(target=self._carry_back, args=(there, here, cut), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket, cut: Event) -> None:
        with suppress(OSError), there:
            while said := here.recv(65_536):
                if self.is_armed.is_set() and b"COMMIT\0" in said:
                    self.is_armed.clear()
                    cut.set()
                there.sendall(said)
            there.shutdown(socket.SHUT_RDWR)

    def _carry_back(self, there: socket.socket, here: socket.socket, cut: Event) -> None:
        with suppress(OSError), here:
            while (said := there.recv(65_536)) and not cut.is_set():
                here.sendall(said)
            # To close alone would wait for the other thread, which reads from it.
            here.shutdown(socket.SHUT_RDWR)


SOCKET = ".s.PGSQL.5432"


@contextmanager
def cuttable_line(url: str, server: Server) -> Iterator[tuple[str, CuttableLine]]:
    """The same database by way of a line that can be cut: its url there, and the line."""
    with TemporaryDirectory(prefix="thiduaso-line-") as folder:
        line = CuttableLine(Path(folder), server)
        try:
            yield url.replace(str(server.folder), folder), line
        finally:
            line.close()
