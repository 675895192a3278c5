"""Finding units by what people type: exact names first, then beginnings, then words inside, then one wrong letter."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from campaigns.place_names import (
    Kind,
    Reading,
    has_marks,
    joined,
    marked,
    prefixes_of,
    readings,
    roman_as_digits,
    run_on,
    squeeze,
    words,
)
from campaigns.units import Unit

# A beginning that fits more units than this tells nothing: people type one letter more.
MOST_LOOSE = 120
MOST_WORDS = 12
_ONE_LETTER = 4  # below this many letters, one wrong letter fits everything
_LONGEST_KEY = 60


class Quality(IntEnum):
    """How a match was found, best first.

    NAME: the full name, with its marks where the writer used any · ALIAS: another full name · LOOKALIKE: the full name
    with other marks · START: its beginning · WORD: a word inside it · FORMER: an old unit that went into it · TYPO: one
    wrong letter · MENTIONED: the full name within a longer text.
    """

    NAME = 0
    ALIAS = 1
    LOOKALIKE = 2
    START = 3
    WORD = 4
    FORMER = 5
    TYPO = 6
    MENTIONED = 7


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: positions from `low` to before `high`, and the kinds that count (None: all)."""

    low: int
    high: int
    kinds: frozenset[Kind] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit's position and how it was found. `alias`: the older name that matched, where it is known with marks."""

    position: int
    quality: Quality
    alias: str | None
    kind_agrees: bool
    marks_agree: bool


@dataclass(frozen=True, slots=True)
class _Query:
    """What was typed: the words of the name, what must stand among its ancestors, the name with marks."""

    name: tuple[str, ...]
    tail: str
    marked: tuple[str, ...] | None


def _marks_agree(typed: tuple[str, ...], name: tuple[str, ...], quality: Quality) -> bool:
    if quality in (Quality.START, Quality.WORD):  # the last word may be half typed
        return any(word in name for word in typed[:-1])
    return typed[-len(name) :] == name


class PlaceIndex:
    """Every key of every unit. Positions are those of the units given, which stand in tree order."""

    def __init__(self, units: Sequence[Unit], parents: Sequence[int], former: dict[int, tuple[str, ...]]) -> None:
        """`parents`: position of each unit's parent or -1; `former`: squeezed names without marks, by position."""
        self._units = units
        self._parents = parents
        self._names: dict[str, list[int]] = {}
        self._aliases: dict[str, list[tuple[int, str | None]]] = {}
        self._parent_keys: dict[int, tuple[str, ...]] = {}
        inside: set[tuple[str, str]] = set()
        cut = dict[str, tuple[str, ...]]()
        for position, unit in enumerate(units):
            if unit.name not in cut:
                cut[unit.name] = words(unit.name)
            self._add(position, unit, cut[unit.name], former.get(position, ()))
        for written in cut.values():
            inside.update((joined(written[start:]), joined(written)) for start in range(1, len(written)))
        self._starts = sorted(self._names)
        pairs = sorted(inside)
        self._inner, self._inner_names = [key for key, _ in pairs], [name for _, name in pairs]
        self._by_length: dict[int, list[str]] = {}
        for key in self._names.keys() | self._aliases.keys():
            self._by_length.setdefault(len(key), []).append(key)

    def _add(self, position: int, unit: Unit, written: tuple[str, ...], former: tuple[str, ...]) -> None:
        self._names.setdefault(joined(written), []).append(position)
        if digits := roman_as_digits(unit.name):
            self._names.setdefault(digits, []).append(position)
        for alias in unit.aliases:
            self._aliases.setdefault(squeeze(alias), []).append((position, alias))
        told = {squeeze(alias) for alias in unit.aliases}
        for key in former:
            if key not in told:
                self._aliases.setdefault(key, []).append((position, None))
        if len(unit.key.code) < 5:
            self._parent_keys[position] = tuple(run_on(key) for key in (joined(written), *told, *former))

    def search(self, text: str, scope: Scope) -> list[Hit]:
        """All hits in the scope, best first; one per unit. An exact name hides units of another kind of that name."""
        written = words(text)[:MOST_WORDS]
        if not written or len("".join(written)) > _LONGEST_KEY:
            return []
        query = self._cut(text, written)
        found: dict[int, Hit] = {}
        exact = list(self._exact(query, scope)) or list(self._exact_before_ancestors(query, scope))
        if any(hit.kind_agrees for hit in exact):
            exact = [hit for hit in exact if hit.kind_agrees]
        self._keep(found, exact)
        self._keep(found, self._beginnings(query, scope))
        if not exact and len(found) < MOST_LOOSE:
            self._keep(found, self._inside(query, scope))
        if not found:
            self._keep(found, self._typos(query, scope))
        if not found and query.tail:
            return self.search(text.replace(",", " "), scope)
        if not found:
            self._keep(found, self._mentions(query, scope))
        return sorted(found.values(), key=self._order)

    def _order(self, hit: Hit) -> tuple[int, bool, bool, int, int, int]:
        unit = self._units[hit.position]
        length = len(unit.name) if hit.quality in (Quality.START, Quality.WORD) else 0
        # Codes of provinces, districts and communes have 2, 3 and 5 digits: the larger place first.
        size = len(unit.key.code)
        return (hit.quality, not hit.kind_agrees, not hit.marks_agree, length, size, hit.position)

    @staticmethod
    def _keep(found: dict[int, Hit], hits: Iterable[Hit]) -> None:
        for hit in hits:
            known = found.get(hit.position)
            if known is None or (hit.quality, not hit.kind_agrees) < (known.quality, not known.kind_agrees):
                found[hit.position] = hit

    @staticmethod
    def _cut(text: str, written: tuple[str, ...]) -> _Query:
        head, comma, rest = text.partition(",")
        spoken = marked(head) if has_marks(head) else None
        if comma and words(head) and words(rest):
            return _Query(words(head)[:MOST_WORDS], run_on(squeeze(rest))[:_LONGEST_KEY], spoken)
        return _Query(written, "", spoken)

    def _hit(self, position: int, quality: Quality, query: _Query, reading: Reading, alias: str | None = None) -> Hit:
        unit = self._units[position]
        if quality is Quality.ALIAS:  # what kind it had under that name is not known
            agrees = reading.kinds is None or unit.tier in {kind.tier for kind in reading.kinds}
        else:
            agrees = reading.kinds is None or unit.kind in reading.kinds or unit.kind_now in reading.kinds
        marks = query.marked is None or _marks_agree(query.marked, marked(alias or unit.name), quality)
        if quality is Quality.NAME and not marks:
            quality = Quality.LOOKALIKE
        return Hit(position, quality, alias, agrees, marks)

    def _accepts(self, position: int, scope: Scope, tail: str) -> bool:
        if not scope.low <= position < scope.high:
            return False
        if scope.kinds is not None and self._units[position].kind not in scope.kinds:
            return False
        return not tail or self._stands_in(self._parents[position], tail)

    def _stands_in(self, ancestor: int, tail: str) -> bool:
        """Whether the words that follow a name are its ancestors' names, nearest first; some may be left out."""
        while ancestor >= 0:
            unit = self._units[ancestor]
            for prefix in ("", *prefixes_of(unit.kind), *prefixes_of(unit.kind_now)):
                for key in self._parent_keys[ancestor]:
                    rest = tail.removeprefix(prefix + key)
                    if rest != tail and (not rest or self._stands_in(self._parents[ancestor], rest)):
                        return True
            ancestor = self._parents[ancestor]
        return False

    def _exact(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        for reading in readings(query.name):
            for position in self._names.get(reading.key, ()):
                if self._accepts(position, scope, query.tail):
                    yield self._hit(position, Quality.NAME, query, reading)
            for key, as_read in self._alias_keys(reading):
                for position, alias in self._aliases.get(key, ()):
                    if self._accepts(position, scope, query.tail):
                        yield self._hit(position, Quality.ALIAS, query, as_read, alias)

    @staticmethod
    def _alias_keys(reading: Reading) -> Iterator[tuple[str, Reading]]:
        """An alias may hold its own kind ("quận 9" is in the city of Thủ Đức today): then the kind has been met."""
        yield reading.key, reading
        for kind in reading.kinds or ():
            yield squeeze(kind.label) + reading.key, Reading(reading.name, None)

    def _exact_before_ancestors(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        """Read "vinh lac rach gia" as a name followed by where it is."""
        if query.tail:
            return
        for length in range(1, len(query.name)):
            head = _Query(query.name[:length], run_on(joined(query.name[length:])), None)
            yield from self._exact(head, scope)

    def _beginnings(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        left = MOST_LOOSE
        for reading in readings(query.name):
            key = reading.key
            for at in range(bisect_left(self._starts, key), len(self._starts)):
                name = self._starts[at]
                if not name.startswith(key) or left <= 0:
                    break
                for position in self._names[name]:
                    if name != key and self._accepts(position, scope, query.tail):
                        left -= 1
                        yield self._hit(position, Quality.START, query, reading)

    def _inside(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        left = MOST_LOOSE
        for reading in readings(query.name):
            key = reading.key
            for at in range(bisect_left(self._inner, key), len(self._inner)):
                if not self._inner[at].startswith(key) or left <= 0:
                    break
                for position in self._names[self._inner_names[at]]:
                    if self._accepts(position, scope, query.tail):
                        left -= 1
                        yield self._hit(position, Quality.WORD, query, reading)

    def _typos(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        for reading in readings(query.name):
            key = reading.key
            if len(key) < _ONE_LETTER:
                continue
            digits = [c for c in key if c.isdigit()]
            for length in (len(key) - 1, len(key), len(key) + 1):
                close = process.extract(
                    key, self._by_length.get(length, []), scorer=OSA.distance, score_cutoff=1, limit=None
                )
                for other, _, _ in close:
                    if [c for c in other if c.isdigit()] != digits:
                        continue
                    for position, alias in self._holders(other):
                        if self._accepts(position, scope, query.tail):
                            yield self._hit(position, Quality.TYPO, query, reading, alias)

    def _mentions(self, query: _Query, scope: Scope) -> Iterator[Hit]:
        """The longest full names that stand within a sentence: "tôi ở phường vĩnh lạc". One bare word is too little."""
        total, nothing = len(query.name), True
        for length in range(total - 1, 1, -1):
            for start in range(total - length + 1) if nothing else ():
                part = _Query(query.name[start : start + length], "", None)
                for hit in self._exact(part, scope):
                    nothing = False
                    yield replace(hit, quality=Quality.MENTIONED)

    def _holders(self, key: str) -> Iterator[tuple[int, str | None]]:
        yield from ((position, None) for position in self._names.get(key, ()))
        yield from self._aliases.get(key, ())
