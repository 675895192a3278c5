"""Large pages: where the kernel gives them, what was built is on them; anywhere else nothing happens."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from bot import memory

SCRIPT = """
from bot.memory import use_large_pages
kept = [{number: str(number)} for number in range(300_000)]
moved = use_large_pages()
assert all(each == {number: str(number)} for number, each in enumerate(kept))
large = next(line for line in open("/proc/self/smaps_rollup") if line.startswith("AnonHugePages"))
print(moved, int(large.split()[1]) * 1024)
"""


def _gives_them() -> bool:
    """Linux from 6.1 on, not told never to."""
    if platform.system() != "Linux" or not memory._SWITCH.exists():
        return False
    release = tuple(int(part) for part in platform.release().split(".")[:2])
    return release >= (6, 1) and "[never]" not in memory._SWITCH.read_text()


def test_what_was_built_is_on_large_pages_where_the_kernel_gives_them() -> None:
    told = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)

    moved, large = map(int, told.stdout.split())

    if _gives_them():
        assert large >= moved >= 4 * memory.LARGE_PAGE
    else:
        assert moved == 0


@pytest.mark.parametrize("switch", ["always madvise [never]\n", None], ids=["never", "no Linux"])
def test_a_kernel_that_gives_none_is_left_alone(
    switch: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path / "enabled"
    if switch is not None:
        at.write_text(switch)
    monkeypatch.setattr(memory, "_SWITCH", at)

    assert memory.use_large_pages() == 0
