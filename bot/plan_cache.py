"""Plans ready for questions, kept between runs of the command line, so that a question need not wait for the packs."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from bot.kept import keep, key_of, read_kept
from campaigns.answering import Answering
from campaigns.curation import Curation
from campaigns.lexicon import Lexicon, LexiconFile
from campaigns.plan_answers import PlanText
from campaigns.plan_text import Clause

_FILE = "plans.json"


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file: what it was made from, and what was made."""

    key: str
    lexicon: LexiconFile
    plans: tuple[PlanText, ...]


def cached_answering(clauses: Mapping[str, Sequence[Clause]], curation: Curation) -> Answering:
    """Every built-in plan ready for questions, from the cache where it still holds."""
    key = key_of(sorted(clauses.items()), curation)
    kept = _read(key)
    if kept is not None:
        return Answering(kept.plans, Lexicon(kept.lexicon))
    # Imported here: this is what the cache saves.
    from campaigns.lexicon import load_lexicon
    from campaigns.loading import load_packs
    from campaigns.provisions import plan_text

    plans = tuple(plan_text(pack, clauses.get(slug, ()), curation) for slug, pack in load_packs().items())
    _write(_Kept(key, load_lexicon().file, plans))
    return Answering(plans)


def _read(key: str) -> _Kept | None:
    written = read_kept(_FILE, key)
    with suppress(ValidationError):
        return TypeAdapter(_Kept).validate_json(written) if written is not None else None
    return None


def _write(kept: _Kept) -> None:
    keep(_FILE, TypeAdapter(_Kept).dump_json(kept))
