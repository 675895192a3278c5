"""The real program as a process of its own: started on a free port, listened to, stopped or killed."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import psycopg

from tests.conftest import ROOT

START_S = 40.0
"""How long a start may take before the test gives up: a crowded two-core machine, not the product's own promise."""
ADDRESS = re.compile(r"the assistant is at: (http://\S+)")


class NotServing(AssertionError):
    """The program did not come up, or did not end."""


def environment(database: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the program is given; nothing that the machine's own environment says of this product."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUASO_")}
    # An installed program is compiled; to compile ours anew costs a start a quarter of a second.
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    ours = {"THIDUASO_DATABASE_URL": f"sqlite:///{database}", "THIDUASO_PORT": "0", "PYTHONPATH": str(ROOT)}
    return own | ours | dict(extra or {})


@dataclass
class Program:
    """One running `thiduaso run`. Its whole output is in `told`; the working folder has no `.env`."""

    database: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    started_in_s: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """Where stdout and stderr go, over all starts."""
        return self.database.with_suffix(".log")

    @property
    def told(self) -> str:
        """Everything the program has printed."""
        return self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rsplit(":", 1)[1])

    @property
    def signing_key(self) -> str:
        """What it signs cookies with: kept beside an SQLite file, else in the folder that is there for it."""
        on_server = "THIDUASO_DATABASE_URL" in self.extra
        folder = self.database.parent / "data" if on_server else self.database.parent
        return (folder / "secret_key").read_text("ascii").strip()

    def start(self) -> "Program":
        """Start it, and wait until it says where it is."""
        began, before = monotonic(), len(self.told)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "run"],
                cwd=self.database.parent,
                env=environment(self.database, self.extra),
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        while (found := ADDRESS.search(self.told[before:])) is None:
            if self.process.poll() is not None or monotonic() - began > START_S:
                self.kill()
                raise NotServing(self.told[before:])
            sleep(0.02)
        self.address, self.started_in_s = found[1], monotonic() - began
        return self

    def kill(self) -> None:
        """End it as a power cut would: no handler of its own runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self, within_s: float = 30.0) -> float:
        """Ask it to end; how many seconds it took."""
        assert self.process is not None
        began = monotonic()
        self.process.terminate()
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise NotServing(f"still there after {within_s} s\n{self.told}") from None
        return monotonic() - began

    def stored(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What is in the database now."""
        url = self.extra.get("THIDUASO_DATABASE_URL", "")
        if url.startswith("postgresql"):
            with psycopg.connect(url, autocommit=True) as raw:
                return raw.execute(sql.replace("?", "%s").encode(), values).fetchall()
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def memory_mb(self) -> float:
        """Resident memory now, in megabytes of 1,000,000 bytes."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1024 / 1e6


def command(database: Path, *words: str, extra: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run another command of the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=database.parent,
        env=environment(database, extra),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
