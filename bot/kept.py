"""What is kept between runs, so that what packaged data says need not be worked out each time.

JSON in the user's cache folder, with a key of everything that it was made from: any change of the program, its data or
what else it depends on makes it anew. What cannot be read or written is as if it were not there.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import campaigns
from bot import VERSION

_ROOT = Path(campaigns.__file__).parent
_MADE_FROM = ("*.py", "checks/*.py", "format/*.py", "data/*.yaml", "data/packs/*/*")


def key_of(*more: object, folders: Iterable[Path] = ()) -> str:
    """The key of what is made from the program, its data, the files in `folders` of packs and everything in `more`."""
    digest = sha256(VERSION.encode())
    found = [path for pattern in _MADE_FROM for path in _ROOT.glob(pattern)]
    found += [path for folder in folders for pattern in ("*", "*/*") for path in folder.glob(pattern)]
    for path in sorted(found):
        stat = path.stat()
        digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    digest.update(repr(more).encode())
    return digest.hexdigest()


def read_kept(name: str, key: str) -> bytes | None:
    """What was kept under this name, if it has this key."""
    with suppress(OSError):
        written = (_folder() / name).read_bytes()
        # The key stands at the beginning: the rest need not be read where it is another.
        return written if key.encode() in written[:200] else None
    return None


def keep(name: str, written: bytes) -> None:
    """Keep it, whole or not at all, for this user only."""
    path = _folder() / name
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(written)
        Path(file.name).replace(path)


def _folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named else Path.home() / ".cache") / "thiduaso"
