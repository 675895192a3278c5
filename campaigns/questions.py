"""A question as people type it, understood: what it is about, which year and level, what kind of answer it wants."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.lexicon import CONNECTORS, Lexicon, Phrase
from campaigns.spelling import Speller
from campaigns.text import fold, tidy

LENGTH_LIMIT = 1000
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:[&/][^\W\d_]+)?|%")
_YEAR = re.compile(r"20[0-4]\d")
_LATIN = re.compile(r"[a-zđ]")
_FOLLOW = re.compile(
    r"^(?:(?:the|vay|a|uh|u|ok|roi) )*(?:con|the con|vay con|con neu|nhu vay|tuong tu|what about|and|how about) "
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a question speaks of.

    senses: what plans call it, with weights; weight: how much it counts (a lone syllable less than a phrase); known:
    whether plan or lexicon know it at all; word: as typed, with marks.
    """

    senses: tuple[tuple[Phrase, float], ...]
    weight: float
    known: bool
    word: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. kinds, levels, outside: keys of the lexicon; sections: clause paths it names by its words."""

    text: str
    words: Phrase
    units: tuple[Unit, ...]
    years: frozenset[int]
    levels: frozenset[str]
    kinds: frozenset[str]
    outside: tuple[str, ...]
    sections: frozenset[str]
    places: tuple[Phrase, ...]
    follows: bool

    @property
    def is_list(self) -> bool:
        """Whether it asks for everything of a kind."""
        return "list" in self.kinds

    def after(self, earlier: "Question") -> "Question":
        """This question as the continuation of an earlier one: what it leaves out is taken from there."""
        own = [unit for unit in self.units if unit.weight >= 0.5]
        if not self.follows and (own or not (self.years or self.levels)):
            return self
        own = own if own and self.follows else []
        return replace(
            self,
            units=tuple(own) or earlier.units,
            years=self.years or earlier.years,
            levels=self.levels or (earlier.levels if not own else self.levels),
            kinds=self.kinds or earlier.kinds,
            sections=self.sections or (frozenset() if own else earlier.sections),
        )


def _keys(table: Mapping[str, Sequence[Phrase]], joined: str, alone: str) -> Iterator[str]:
    """The keys one of whose phrases is said; a phrase of one syllable is looked for in `alone`."""
    for key, says in table.items():
        if any(f" {' '.join(say)} " in (alone if len(say) == 1 else joined) for say in says):
            yield key


class Reader:
    """Reads questions with one lexicon and the vocabulary of the plans."""

    def __init__(self, lexicon: Lexicon, words: Collection[str], pairs: Collection[tuple[str, str]]) -> None:
        self._lexicon = lexicon
        self._words = words
        self._pairs = pairs
        self._speller = Speller({*lexicon.words, *words}, {*lexicon.pairs, *pairs})

    def read(self, text: str) -> Question:
        """Understand a question; never fails, whatever the text is."""
        typed = _WORD.findall(tidy(text[: LENGTH_LIMIT * 2]).lower())[:200]
        words, marked = self._respell(typed)
        joined = f" {' '.join(words)} "
        lexicon = self._lexicon
        units = tuple(self._units(words, marked))
        # "từ xa" is no commune: a lone syllable names a level only where no phrase has taken it.
        phrases = " | ".join(unit.word for unit in units if unit.weight == 1.0 and " " in unit.word)
        alone = " ".join(word for word, form in zip(words, marked, strict=True) if f" {form} " not in f" {phrases} ")
        return Question(
            text=text[:LENGTH_LIMIT],
            words=words,
            units=units,
            years=frozenset(int(year) for word in words for year in _YEAR.findall(word)),
            levels=frozenset(_keys(lexicon.levels, joined, f" {alone} ")),
            kinds=frozenset(_keys(lexicon.answers, joined, joined)),
            outside=tuple(_keys(lexicon.outside, joined, joined)),
            sections=frozenset(_keys(lexicon.sections, joined, joined)),
            places=tuple(place for place in lexicon.places if f" {' '.join(place)} " in joined),
            follows=bool(_FOLLOW.match(joined.strip() + " ")),
        )

    def _respell(self, typed: Sequence[str]) -> tuple[Phrase, Phrase]:
        """Folded words with chat spelling and slips undone, and each as typed beside it."""
        words: list[str] = []
        marked: list[str] = []
        for word in typed:
            folded = fold(word)
            plain = self._lexicon.spelling.get(folded)
            plain = plain or (tuple(self._lexicon.open([folded])) if folded in self._lexicon.abbreviations else None)
            for part in plain or self._speller.repair(folded):
                if part not in CONNECTORS:
                    words.append(part)
                    marked.append(part if plain else word)
        return tuple(words), tuple(marked)

    def _units(self, words: Phrase, marked: Phrase) -> Iterator[Unit]:
        """Phrases of the lexicon, longest first from the left; what is left over by pairs and single syllables."""
        taken = [False] * len(words)
        for length in range(min(self._lexicon.longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                if any(taken[start : start + length]):
                    continue
                senses = self._lexicon.senses(words[start : start + length])
                if senses and not (length == 1 and self._is_filler(words[start], marked[start])):
                    taken[start : start + length] = [True] * length
                    yield Unit(tuple(senses.items()), 1.0, True, " ".join(marked[start : start + length]))
        yield from self._left_over(words, marked, taken)

    def _left_over(self, words: Phrase, marked: Phrase, taken: Sequence[bool]) -> Iterator[Unit]:
        paired: set[int] = set()
        for index, pair in enumerate(zip(words, words[1:], strict=False)):
            free = [i for i in (index, index + 1) if not taken[i]]
            content = [i for i in free if not self._is_filler(words[i], marked[i])]
            if content and pair in self._pairs:
                paired.update(content)
                yield Unit(((pair, 1.0),), 0.7 if len(free) == 2 else 0.4, True, " ".join(marked[index : index + 2]))
        for index, word in enumerate(words):
            if taken[index] or self._is_filler(word, marked[index]) or _YEAR.fullmatch(word) or word == "%":
                continue
            known = word in self._words
            weight = 0.25 if index in paired else 0.6 if known else 1.0
            yield Unit((((word,), 1.0),), weight, known, marked[index])

    def _is_filler(self, word: str, marked: str) -> bool:
        """With marks the word itself must be one ("chợ" is not "cho"); without, its fold."""
        if marked.isascii():
            return word in self._lexicon.fillers
        return marked in self._lexicon.fillers_marked or (not _LATIN.search(fold(marked)) and not marked.isdigit())
