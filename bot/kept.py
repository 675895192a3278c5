"""What is kept between runs, so that what packaged data says need not be worked out each time.

JSON in the user's cache folder, with a key of everything that it was made from: any change of the program, its data or
what else it depends on makes it anew. What cannot be read or written is as if it were not there.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import campaigns
from bot import VERSION

_ROOT = Path(campaigns.__file__).parent
_Homeless = RuntimeError
"""What `Path.home` raises for a user without a home, as in some containers."""
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
    """What was kept under this name, if it has this key and this user has written it."""
    with suppress(OSError, _Homeless), (_folder() / name).open("rb") as file:
        # The key stands at the beginning: the rest need not be read where it is another.
        if os.fstat(file.fileno()).st_uid == os.geteuid() and key.encode() in file.read(200):
            file.seek(0)
            return file.read()
    return None


def keep(name: str, written: bytes) -> None:
    """Keep it, whole or not at all, for this user only."""
    with suppress(OSError, _Homeless):
        path = _folder() / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file, _gone_unless_whole(Path(file.name)):
            file.write(written)
            file.flush()
            Path(file.name).replace(path)


@contextmanager
def _gone_unless_whole(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named else Path.home() / ".cache") / "thiduaso"
