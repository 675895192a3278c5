"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket in that folder, never on the network."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

# Whoever runs as root starts the server as this user, which Debian's package makes: PostgreSQL refuses root.
UNPRIVILEGED = "postgres"


class NoPostgresql(RuntimeError):
    """There is no PostgreSQL on this machine."""


def find_programs() -> Path:
    """The folder of `initdb` and `pg_ctl`; looked for in the same places as by `scripts/environment.sh postgresql`."""
    chosen = os.environ.get("THIDUASO_POSTGRESQL")
    found = shutil.which("initdb")
    places = [Path(chosen)] if chosen else [Path(found).parent] if found else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise NoPostgresql("no PostgreSQL here; `make postgresql` installs it or says how")


class Server:
    """A running server. Databases are named by their urls."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self.folder = programs, folder

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as the server's user."""
        as_user = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [self._programs / program, *words],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **as_user,  # type: ignore[call-overload] # user and group, or nothing
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.run("pg_ctl", "start", "--wait", "--silent", "--pgdata=data", "--log=log")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is a crash: nothing is finished, and starting means recovering."""
        self.run("pg_ctl", "stop", "--wait", "--silent", "--pgdata=data", f"--mode={mode}")

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://{UNPRIVILEGED}@/{database}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """One statement beside everything else, on a connection of its own."""
        with psycopg.connect(self.url(database), autocommit=True) as raw:
            cursor = raw.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, as a copy of another that nobody is connected to; its url."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Throw a database away, whoever is connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def running_server(
    *, durable: bool = False, parent: Path | None = None, log_at: Path | None = None
) -> Iterator[Server]:
    """A new server, thrown away afterwards.

    durable: whether commits reach the disk, for tests that are about that. parent: where its folder is made. log_at:
    where its write-ahead log lies, in small files; a folder that is not there yet.
    """
    programs = find_programs()
    # Not pytest's folder: that is root's alone, and its path may be too long for a socket.
    folder = Path(mkdtemp(prefix="thiduaso-pg-", dir=parent))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        server = Server(programs, folder)
        server.run(
            "initdb", "--pgdata=data", f"--username={UNPRIVILEGED}", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync", *((f"--waldir={log_at}", "--wal-segsize=1") if log_at else ()),
        )  # fmt: skip
        settings = {"listen_addresses": "''", "unix_socket_directories": f"'{folder}'", "max_connections": "200"}
        if not durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
