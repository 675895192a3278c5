"""Ids of packs are stable: reports, drafts and links hold them."""

from pathlib import Path

from campaigns.loading import load_packs

KNOWN = Path(__file__).parent / "pack_ids.txt"


def test_no_id_is_dropped_or_renamed_and_new_ones_are_written_down() -> None:
    packs = load_packs()
    current = [f"{slug}:{entry.id}" for slug, pack in packs.items() for _, entry in pack.entries()]
    current += [f"indicator:{indicator}" for indicator in packs.catalogue.by_id]
    assert sorted(current) == KNOWN.read_text("utf-8").splitlines()
