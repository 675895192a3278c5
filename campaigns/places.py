"""The gazetteer: every unit of both epochs, the tree of each, the links between them, and the search over all."""

import gzip
import json
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from typing import TypedDict

import yaml

from campaigns.place_names import Kind, Tier
from campaigns.place_search import Hit, PlaceIndex, Quality, Scope
from campaigns.units import EPOCHS, Epoch, KindChange, Link, Unit, UnitKey, UnitKeyError, UnknownUnitError

__all__ = [
    "Epoch",
    "Gazetteer",
    "Kind",
    "Link",
    "Match",
    "Quality",
    "Tier",
    "Unit",
    "UnitKey",
    "UnitKeyError",
    "UnknownUnitError",
    "load_gazetteer",
    "the_one",
]

_Row = tuple[str, str, str, str | None, list[str]]


class _Snapshot(TypedDict):
    format: int
    source: str
    units: dict[Epoch, list[_Row]]
    links: list[tuple[str, str, bool, bool]]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that was found.

    `trail`: its label and those of its ancestors below the scope of the search, to tell namesakes apart; units of two
    epochs can still share it. `alias`: the other name that matched ("Vĩnh Bảo"), where one did and is known with marks.
    """

    unit: Unit
    quality: Quality
    trail: str
    alias: str | None


class Gazetteer:
    """All units of both epochs, in memory, read-only."""

    def __init__(self, units: Iterable[tuple[Unit, tuple[str, ...]]], links: Iterable[tuple[UnitKey, Link]]) -> None:
        """`units` with their former names as squeezed keys, in any order; `links` from old to new."""
        below: dict[UnitKey | None, list[tuple[Unit, tuple[str, ...]]]] = {}
        for unit, former in units:
            below.setdefault(unit.parent, []).append((unit, former))
        self._units: list[Unit] = []
        self._parents: array[int] = array("i")
        self._ends: array[int] = array("i")
        self._former_names: dict[int, tuple[str, ...]] = {}
        self._place(below, None, -1)
        self._positions = {unit.key: position for position, unit in enumerate(self._units)}
        self._successors: dict[UnitKey, tuple[Link, ...]] = {}
        self._predecessors: dict[UnitKey, tuple[Link, ...]] = {}
        for old, link in links:
            back = Link(old, link.partly, link.default)
            self._successors[old] = (*self._successors.get(old, ()), link)
            self._predecessors[link.key] = (*self._predecessors.get(link.key, ()), back)
        self._old_from = sum(unit.key.epoch == "34" for unit in self._units)

    @cached_property
    def _index(self) -> PlaceIndex:
        return PlaceIndex(self._units, self._parents, self._former_names)

    def warm(self) -> None:
        """Make the search ready, so that the first who asks does not wait a tenth of a second for it."""
        _ = self._index

    def _place(
        self, below: dict[UnitKey | None, list[tuple[Unit, tuple[str, ...]]]], parent: UnitKey | None, at: int
    ) -> None:
        """Lay units out so that each is followed by everything below it: a scope is a range of positions."""
        for unit, former in sorted(below.get(parent, ()), key=lambda pair: _order(pair[0])):
            position = len(self._units)
            self._units.append(unit)
            self._parents.append(at)
            self._ends.append(0)
            if former:
                self._former_names[position] = former
            self._place(below, unit.key, position)
            self._ends[position] = len(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def __contains__(self, key: UnitKey) -> bool:
        return key in self._positions

    def _position(self, key: UnitKey) -> int:
        try:
            return self._positions[key]
        except KeyError:
            raise UnknownUnitError(str(key)) from None

    def unit(self, key: UnitKey) -> Unit:
        """The unit of a key. Raises unit_unknown."""
        return self._units[self._position(key)]

    def children(self, key: UnitKey) -> tuple[Unit, ...]:
        """Units directly below, by code."""
        at = self._position(key)
        return tuple(self._units[p] for p in range(at + 1, self._ends[at]) if self._parents[p] == at)

    def descendants(self, key: UnitKey) -> tuple[Unit, ...]:
        """Everything below, in tree order."""
        at = self._position(key)
        return tuple(self._units[at + 1 : self._ends[at]])

    def ancestors(self, key: UnitKey) -> tuple[Unit, ...]:
        """Everything above, nearest first."""
        found, at = [], self._parents[self._position(key)]
        while at >= 0:
            found.append(self._units[at])
            at = self._parents[at]
        return tuple(found)

    def is_within(self, key: UnitKey, root: UnitKey) -> bool:
        """Whether a unit is the root or stands below it."""
        at = self._position(root)
        return at <= self._position(key) < self._ends[at]

    def trail(self, key: UnitKey, *, below: UnitKey | None = None) -> str:
        """Spoken from near to far: "phường Vĩnh Lạc, thành phố Rạch Giá, tỉnh Kiên Giang"; `below`: stop before it."""
        above = [unit for unit in self.ancestors(key) if below is None or not self.is_within(below, unit.key)]
        return ", ".join(unit.label for unit in (self.unit(key), *above))

    def successors(self, key: UnitKey) -> tuple[Link, ...]:
        """Units of today that an old unit went into, by key.

        A district has none of its own: the links of its communes are put together (`partly` where there are several;
        `default`: the one that took most communes). Empty for units of today.
        """
        self._position(key)
        if key.epoch == "34" or key in self._successors:
            return self._successors.get(key, ())
        votes: dict[UnitKey, int] = {}
        for child in self.children(key):
            for link in self._successors.get(child.key, ()):
                votes[link.key] = votes.get(link.key, 0) + link.default
        main = max(votes, key=lambda new: votes[new], default=None)
        return tuple(Link(new, len(votes) > 1, new == main) for new in sorted(votes))

    def predecessors(self, key: UnitKey) -> tuple[Link, ...]:
        """Old units that went into a unit of today; `partly`: only a part of that old unit did."""
        self._position(key)
        return self._predecessors.get(key, ())

    def find(
        self,
        text: str,
        *,
        under: UnitKey | None = None,
        kinds: Collection[Kind] | None = None,
        epoch: Epoch | None = None,
        limit: int | None = 8,
    ) -> tuple[Match, ...]:
        """Units that a person may mean, best first.

        `text`: a name with or without marks, kind, abbreviation; what follows a comma (or the name itself) must be the
        place it lies in. `under` leaves out everything outside that unit, the unit itself too; `kinds` everything else.
        Without `under` and `epoch` both epochs are searched, today's first. Today's units are also found by the names
        of the old units that went into them (FORMER). One wrong letter is forgiven when nothing else is found.
        """
        scope = self._scope(under, epoch, kinds)
        hits = self._index.search(text, scope)
        matches = [self._match(hit, under) for hit in hits[:limit]]
        today = under.epoch == "34" if under else epoch == "34"
        if today and not any(hit.quality <= Quality.LOOKALIKE for hit in hits):
            former = self._by_old_name(text, scope, under)
            if former:
                matches = [*(match for match in matches if match.quality < Quality.FORMER), *former][:limit]
        return tuple(matches)

    def _scope(self, under: UnitKey | None, epoch: Epoch | None, kinds: Collection[Kind] | None) -> Scope:
        wanted = None if kinds is None else frozenset(kinds)
        if under is not None:
            at = self._position(under)
            if epoch not in (None, under.epoch):
                return Scope(0, 0, wanted)
            return Scope(at + 1, self._ends[at], wanted)
        low = self._old_from if epoch == "63" else 0
        return Scope(low, self._old_from if epoch == "34" else len(self._units), wanted)

    def _match(self, hit: Hit, under: UnitKey | None) -> Match:
        unit = self._units[hit.position]
        return Match(unit, hit.quality, self.trail(unit.key, below=under), hit.alias)

    def _by_old_name(self, text: str, scope: Scope, under: UnitKey | None) -> list[Match]:
        found: dict[UnitKey, Match] = {}
        for hit in self._index.search(text, self._scope(None, "63", None)):
            if hit.quality > Quality.LOOKALIKE:
                break
            old = self._units[hit.position]
            for link in self.successors(old.key):
                at = self._positions[link.key]
                fits = scope.low <= at < scope.high and (scope.kinds is None or self._units[at].kind in scope.kinds)
                if fits and link.key not in found:
                    trail = self.trail(link.key, below=under)
                    found[link.key] = Match(self._units[at], Quality.FORMER, trail, self.trail(old.key))
        return list(found.values())


def _order(unit: Unit) -> tuple[int, str]:
    return EPOCHS.index(unit.key.epoch), unit.key.code


def the_one(matches: Collection[Match]) -> Unit | None:
    """The unit that is meant beyond doubt: the only one found by its full name, or else by its full other name."""
    for quality in (Quality.NAME, Quality.ALIAS, Quality.LOOKALIKE):
        sure = [match.unit for match in matches if match.quality is quality]
        if sure:
            return sure[0] if len(sure) == 1 else None
    return None


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Read the snapshot that comes with the product; once, in under a second, and kept."""
    folder = resources.files("campaigns").joinpath("data", "units")
    snapshot: _Snapshot = json.loads(gzip.decompress(folder.joinpath("units.json.gz").read_bytes()))
    names: dict[str, list[str]] = yaml.safe_load(folder.joinpath("aliases.yaml").read_text("utf-8"))
    later: dict[str, list[dict[str, str]]] = yaml.safe_load(folder.joinpath("changes.yaml").read_text("utf-8"))
    changes = {
        key: tuple(KindChange(Kind(entry["kind"]), date.fromisoformat(entry["known_by"])) for entry in entries)
        for key, entries in later.items()
    }
    links = (
        (UnitKey("63", old), Link(UnitKey("34", new), partly, default))
        for old, new, partly, default in snapshot["links"]
    )
    return Gazetteer(_units(snapshot, names, changes), links)


def _units(
    snapshot: _Snapshot, names: dict[str, list[str]], changes: dict[str, tuple[KindChange, ...]]
) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    kinds = {kind.value: kind for kind in Kind}
    for epoch in EPOCHS:
        keys = {row[0]: UnitKey(epoch, row[0]) for row in snapshot["units"][epoch]}
        for code, kind, name, parent, former in snapshot["units"][epoch]:
            written = f"{epoch}:{code}"
            yield (
                Unit(
                    keys[code],
                    name,
                    kinds[kind],
                    keys[parent] if parent else None,
                    tuple(names.get(written, ())),
                    changes.get(written, ()),
                ),
                tuple(former),
            )
