"""Checks that look across a pack or the catalogue. Each returns every problem it finds; none stops at the first."""

from campaigns.catalogue import Catalogue
from campaigns.checks import dates, names, numbers, silences, texts
from campaigns.format import Pack
from campaigns.pack_problems import Problem


def check_pack(pack: Pack, catalogue: Catalogue) -> list[Problem]:
    """Problems of one pack against the catalogue: names, numbers, dates, what is left open, texts."""
    return [
        *names.check(pack, catalogue),
        *numbers.check(pack),
        *dates.check(pack),
        *silences.check(pack),
        *texts.check(pack),
    ]
