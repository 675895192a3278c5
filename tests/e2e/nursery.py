"""The program, ended and started many times: each life is a process of its own.

What a start does before it touches the database (imports, reading the definitions) is done once for all of them.

Run as a script it is the nursery: for every line of JSON it forks a child that runs `thiduaso run`, says the child's
process id, and says "gone" when the child has ended.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from tests.conftest import ROOT
from tests.e2e.process import ADDRESS, START_S, NotServing, environment


@dataclass
class Reborn:
    """A program on one database that can be killed and started again at little cost."""

    database: Path
    port: int = 0
    pid: int = 0
    lives: int = 0
    nursery: "subprocess.Popen[str]" = field(init=False)

    def __post_init__(self) -> None:
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.nursery"],
            cwd=ROOT,
            env=environment(self.database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self) -> None:
        """Begin another life, and wait until it serves."""
        self.lives += 1
        log = self.database.with_name(f"life-{self.lives}.log")
        self._tell(json.dumps({"folder": str(self.database.parent), "log": str(log)}))
        self.pid = int(self._hear())
        deadline = monotonic() + START_S
        while not log.exists() or (found := ADDRESS.search(log.read_text("utf-8"))) is None:
            if monotonic() > deadline:
                raise NotServing(log.read_text("utf-8") if log.exists() else "nothing said")
            sleep(0.005)
        self.port = int(found[1].rsplit(":", 1)[1])

    def kill(self) -> None:
        """End this life as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._hear() == "gone"
        self.pid = 0

    def close(self) -> None:
        """End the nursery, and whatever still lives in it."""
        if self.pid:
            self.kill()
        self.nursery.communicate(timeout=10)

    def _tell(self, line: str) -> None:
        assert self.nursery.stdin is not None
        self.nursery.stdin.write(f"{line}\n")
        self.nursery.stdin.flush()

    def _hear(self) -> str:
        assert self.nursery.stdout is not None
        return self.nursery.stdout.readline().strip()


def raise_children() -> None:
    """The nursery itself."""
    from bot.lean_aiogram import load_aiogram

    load_aiogram()
    from bot import program
    from bot.cli import main
    from campaigns.library import load_library

    library = load_library()
    for campaign in library.packs.values():
        if campaign.forms:
            library.tree(campaign.slug)
    setattr(program, "cached_library", lambda _folders: library)  # noqa: B010 - not one of its exports
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(order["folder"])
            sink = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(sink, 1)
            os.dup2(sink, 2)
            os._exit(main(["run"]))
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    raise_children()
