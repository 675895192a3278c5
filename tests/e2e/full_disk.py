"""A disk that can be filled and emptied: a small file system of its own where mounting is allowed."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILLER = "filler"


class NoMountError(RuntimeError):
    """This machine lets nobody mount anything."""


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size, in memory, at a folder. Errors: NoMountError."""
    place.mkdir()
    words = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(place))
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoMountError from error
    try:
        yield place
    finally:
        subprocess.run(("umount", "--lazy", str(place)), check=True, capture_output=True)


def fill(disk: Path) -> None:
    """Until not a byte more can be written."""
    with (disk / FILLER).open("ab", buffering=0) as file:
        for size in (1_000_000, 4_096, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass


def empty(disk: Path) -> None:
    """There is room again."""
    (disk / FILLER).unlink()
