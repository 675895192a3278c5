"""Plans ready for questions, kept between runs of the command line, so that one question need not wait for the packs.

JSON with a key of everything that it was made from: any change of the program, its data or the database makes it anew.
What cannot be read or written is as if it were not there.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import TypeAdapter, ValidationError

import campaigns
from bot import VERSION
from campaigns.answering import Answering
from campaigns.curation import Curation
from campaigns.lexicon import Lexicon, LexiconFile
from campaigns.plan_answers import PlanText
from campaigns.plan_text import Clause

_ROOT = Path(campaigns.__file__).parent
_MADE_FROM = ("*.py", "format/*.py", "data/*.yaml", "data/packs/*/*.yaml")


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file: what it was made from, and what was made."""

    key: str
    lexicon: LexiconFile
    plans: tuple[PlanText, ...]


def cached_answering(clauses: Mapping[str, Sequence[Clause]], curation: Curation) -> Answering:
    """Every built-in plan ready for questions, from the cache where it still holds."""
    key, path = _key(clauses, curation), _folder() / "plans.json"
    kept = _read(path, key)
    if kept is not None:
        return Answering(kept.plans, Lexicon(kept.lexicon))
    # Imported here: this is what the cache saves.
    from campaigns.lexicon import load_lexicon
    from campaigns.loading import load_packs
    from campaigns.provisions import plan_text

    plans = tuple(plan_text(pack, clauses.get(slug, ()), curation) for slug, pack in load_packs().items())
    _write(path, _Kept(key, load_lexicon().file, plans))
    return Answering(plans)


def _folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named else Path.home() / ".cache") / "thiduaso"


def _key(clauses: Mapping[str, Sequence[Clause]], curation: Curation) -> str:
    digest = sha256(VERSION.encode())
    for path in _sources():
        stat = path.stat()
        digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    digest.update(repr((sorted(clauses.items()), curation)).encode())
    return digest.hexdigest()


def _sources() -> Iterable[Path]:
    return sorted(path for pattern in _MADE_FROM for path in _ROOT.glob(pattern))


def _read(path: Path, key: str) -> _Kept | None:
    with suppress(OSError, ValidationError):
        written = path.read_bytes()
        # The key first: it stands at the beginning, and the rest need not be read where it is another.
        if key.encode() in written[:200]:
            return TypeAdapter(_Kept).validate_json(written)
    return None


def _write(path: Path, kept: _Kept) -> None:
    """Whole or not at all, for this user only."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(TypeAdapter(_Kept).dump_json(kept))
        Path(file.name).replace(path)
