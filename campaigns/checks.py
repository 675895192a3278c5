"""Checks that look across a pack: references, numbers, dates, texts. Each returns every problem it finds."""

from campaigns.catalogue import Catalogue
from campaigns.format import Pack
from campaigns.pack_problems import Problem


def check_catalogue(catalogue: Catalogue) -> list[Problem]:
    """Problems inside the catalogue."""
    return []


def check_pack(pack: Pack, catalogue: Catalogue) -> list[Problem]:
    """Problems of one pack against the catalogue."""
    return []
