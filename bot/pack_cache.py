"""Packs as they were read and checked, kept between runs: to do both anew is most of what loading a library costs."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.kept import keep, key_of, read_kept
from campaigns.catalogue import Catalogue
from campaigns.format import Pack
from campaigns.library import Library, load_library
from campaigns.loading import BUILT_IN, Packs, load_packs

_FILE = "packs.json"


class _Kept(BaseModel):
    """The file: what it was made from, and what was made."""

    model_config = ConfigDict(frozen=True)

    key: str
    catalogue: Catalogue
    packs: tuple[Pack, ...]


def cached_library(extra: Sequence[Path] = ()) -> Library:
    """Every definition, built in and of `extra` folders; packs from the cache where it still holds.

    Errors: as in `load_library`. Only what was found faultless is kept.
    """
    return load_library(extra, cached_packs(extra))


def cached_packs(extra: Sequence[Path] = ()) -> Packs:
    """The packs of a library. Errors: as in `load_packs`."""
    key = key_of(list(map(str, extra)), folders=extra)
    written = read_kept(_FILE, key)
    with suppress(ValidationError):
        if written is not None:
            kept = _Kept.model_validate_json(written)
            return Packs(kept.packs, kept.catalogue)
    packs = load_packs((BUILT_IN, *extra))
    keep(_FILE, _Kept(key=key, catalogue=packs.catalogue, packs=tuple(packs.values())).model_dump_json().encode())
    return packs
