"""A question as people type it, understood: what it is about, which year and level, what kind of answer it wants."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from campaigns.lexicon import CONNECTORS, Lexicon, Phrase, Saying
from campaigns.lexicon import heard as lexicon_heard
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


def _spots(says: Sequence[Saying], words: Phrase, typed: Phrase) -> frozenset[int]:
    """Which words say one of these phrases; the longest ones win."""
    joined = f" {' '.join(words)} "
    said = (saying for saying in says if f" {' '.join(saying.phrase)} " in joined)
    return frozenset(i for saying in said for place in saying.places(words, typed) for i in place)


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
        lexicon = self._lexicon
        taken = [0] * len(words)
        units = list(self._phrases(words, marked, taken))
        # "từ xa" is no commune: a lone syllable names a level only where no longer phrase has taken it.
        alone = frozenset(i for i, length in enumerate(taken) if length < 2)
        kinds = {kind: spots for kind, says in lexicon.answers.items() if (spots := _spots(says, words, marked))}
        levels = {level: spots for level, says in lexicon.levels.items() if (spots := _spots(says, words, marked))}
        sections = {path: spots for path, says in lexicon.sections.items() if (spots := _spots(says, words, marked))}
        asking = {i for spots in (*kinds.values(), *sections.values()) for i in spots}
        units.extend(self._left_over(words, marked, [length > 0 or i in asking for i, length in enumerate(taken)]))
        return Question(
            text=text[:LENGTH_LIMIT],
            words=words,
            units=tuple(units),
            years=frozenset(int(year) for word in words for year in _YEAR.findall(word)),
            levels=frozenset(level for level, spots in levels.items() if len(spots) > 1 or spots & alone),
            kinds=frozenset(kinds),
            outside=tuple(reason for reason, says in lexicon.outside.items() if _spots(says, words, marked)),
            sections=frozenset(sections),
            places=tuple(p for p in lexicon.places if f" {' '.join(p)} " in f" {' '.join(words)} "),
            follows=bool(_FOLLOW.match(" ".join(words) + " ")),
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

    def _phrases(self, words: Phrase, marked: Phrase, taken: list[int]) -> Iterator[Unit]:
        """Phrases of the lexicon, longest first from the left; `taken` keeps the length that took each word."""
        for length in range(min(self._lexicon.longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                if any(taken[start : start + length]):
                    continue
                phrase = words[start : start + length]
                senses = self._lexicon.senses(phrase, marked[start : start + length])
                if senses and not (length == 1 and self._is_filler(words[start], marked[start])):
                    taken[start : start + length] = [length] * length
                    weight = self._lexicon.weight(phrase)
                    yield Unit(tuple(senses.items()), weight, True, " ".join(marked[start : start + length]))

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
            heard = next(lexicon_heard(marked[index]), "")
            known = (heard if heard else word) in self._words
            weight = 0.1 if index in paired else 0.6 if known else 1.0
            # Marks that the plan never has on this syllable may be a slip, so the bare syllable still counts a little.
            senses = ((heard, 1.0), (word, 0.3)) if heard else ((word, 1.0),)
            yield Unit(tuple(((sense,), weight) for sense, weight in senses), weight, known, marked[index])

    def _is_filler(self, word: str, marked: str) -> bool:
        """With marks the word itself must be one ("chợ" is not "cho"); without, its fold."""
        if marked.isascii():
            return word in self._lexicon.fillers
        return marked in self._lexicon.fillers_marked or (not _LATIN.search(fold(marked)) and not marked.isdigit())
