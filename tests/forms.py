"""Forms as they may be after a change, for tests of what happens to those who are in the middle of one."""

from campaigns.form_ids import HOUSEHOLD
from campaigns.library import Library
from campaigns.loading import Packs

CAMPAIGN = "rach-gia"
NO_LONGER_ASKED = ("kham_tu_xa", "dia_chi_so", "co_tham_muu", "tham_muu")


def renewed(library: Library) -> Library:
    """The same library with its forms' next version, which no longer asks what `NO_LONGER_ASKED` names."""
    version = library.bank[HOUSEHOLD].version + 1
    pack = library.packs[CAMPAIGN]
    chosen = [
        choice.model_copy(update={"version": version, "ask": _kept(choice.ask), "extras": _kept(choice.extras)})
        for choice in pack.forms
    ]
    others = [each for each in library.packs.values() if each.slug != CAMPAIGN]
    packs = [*others, pack.model_copy(update={"forms": tuple(chosen)})]
    bank = {name: form.model_copy(update={"version": version}) for name, form in library.bank.items()}
    return Library(Packs(packs, library.packs.catalogue), bank, library.trees)


def _kept(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in NO_LONGER_ASKED)
