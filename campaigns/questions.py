"""A question as people type it, understood: what it is about, which year and level, what kind of answer it wants."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.facts import TERRITORIES
from campaigns.lexicon import CONNECTORS, Lexicon, Phrase
from campaigns.lexicon import heard as lexicon_heard
from campaigns.spelling import Speller
from campaigns.text import fold, tidy

LENGTH_LIMIT = 1000
OVERLAP = 0.8
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:[&/][^\W\d_]+)?|%")
_SHORT_YEAR = re.compile(r"\b2k(\d\d)\b")
# "năm 25", but not "năm 25 tuổi" and not "mỗi năm 25 người".
_LAST_DIGITS = re.compile(
    r"(?<!mỗi )(?<!moi )(?<!hàng )(?<!hằng )(?<!hang )\b(n[aă]m) (2[0-9]|30)\b(?! ?(?:%|ph|tu|bộ|bo\b))"
)
_YEAR = re.compile(r"20[0-4]\d")
_LATIN = re.compile(r"[a-zđ]")
_DOCUMENT = re.compile(r"\b(?:nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|cong van|luat)(?: so)? (\d+)\b")
_BEFORE_PLACES = frozenset({"tinh", "pho", "o", "tai", "ben", "ve", "quan", "huyen", "in", "of"})
_WITHIN = frozenset({"trong", "moi", "thuoc", "toan", "khap", "within", "every", "each"})
CONDITION = "condition"
"""Kind of an answer: what must be so, even where it is asked for with "khi nào"."""
_TIME = frozenset({"when", "date"})
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
    """A question, read. kinds, levels: keys of the lexicon; sections: clause paths it names by its words.

    content: its words without those that only ask; outside: what plans do not hold, as (reason, the phrase that says
    it).
    """

    text: str
    words: Phrase
    content: frozenset[str]
    units: tuple[Unit, ...]
    years: frozenset[int]
    levels: frozenset[str]
    kinds: frozenset[str]
    outside: tuple[tuple[str, Phrase], ...]
    sections: frozenset[str]
    places: tuple[Phrase, ...]
    documents: tuple[str, ...]
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
            units=tuple(own) or self._instead(earlier),
            years=self.years or earlier.years,
            levels=self.levels or (earlier.levels if not own else self.levels),
            kinds=self.kinds or earlier.kinds,
            sections=self.sections or (frozenset() if own else earlier.sections),
        )

    def _instead(self, earlier: "Question") -> tuple[Unit, ...]:
        """What was asked before, with the level that is named now in place of the one then ("còn của tỉnh?")."""
        names = [f" {level.replace('-', ' ')} " for level in earlier.levels - self.levels]
        kept = [unit for unit in earlier.units if not any(name in f" {fold(unit.word)} " for name in names)]
        if not (self.levels and kept and len(kept) < len(earlier.units)):
            return earlier.units
        return (*kept, *(Unit(((tuple(level.split("-")), 1.0),), 0.45, True, level) for level in self.levels))


class Reader:
    """Reads questions with one lexicon and the vocabulary of the plans."""

    def __init__(self, lexicon: Lexicon, words: Collection[str], pairs: Collection[tuple[str, str]]) -> None:
        self._lexicon = lexicon
        self._words = words
        self._pairs = pairs
        self._speller = Speller({*lexicon.words, *words}, {*lexicon.pairs, *pairs})

    def read(self, text: str) -> Question:
        """Understand a question; never fails, whatever the text is."""
        spelt = _SHORT_YEAR.sub(r"20\1", tidy(text[: LENGTH_LIMIT * 2]).lower())
        typed = _WORD.findall(_LAST_DIGITS.sub(r"\1 20\2", spelt))[:200]
        words, marked = self._respell(typed)
        lexicon = self._lexicon
        taken = [0] * len(words)
        fillers = self._fillers(words, marked)
        units = list(self._phrases(words, marked, fillers, taken))
        # "từ xa" is no commune: a lone syllable names a level only where no longer phrase has taken it.
        alone = frozenset(i for i, length in enumerate(taken) if length < 2)
        kinds = lexicon.answers.spots(words, marked)
        levels = _subjects(lexicon.levels.spots(words, marked), words)
        sections = lexicon.sections.spots(words, marked)
        asking = {i for spots in (*kinds.values(), *sections.values()) for i in spots}
        done = [length > 0 or i in asking for i, length in enumerate(taken)]
        named = {i for spots in levels.values() for i in spots}
        units.extend(self._left_over(words, marked, [f or i in named for i, f in enumerate(fillers)], done))
        years = frozenset(int(year) for word in words for year in _YEAR.findall(word))
        if not any(unit.weight >= 0.5 for unit in units):
            units.extend(self._bare_units(levels, years))
        return Question(
            text=text[:LENGTH_LIMIT],
            words=words,
            content=frozenset(word for word, filler in zip(words, fillers, strict=True) if not filler),
            units=tuple(units),
            years=years,
            levels=frozenset(level for level, spots in levels.items() if len(spots) > 1 or spots & alone),
            kinds=frozenset(kinds) - _TIME if CONDITION in kinds else frozenset(kinds),
            outside=tuple(self._outside(words, marked, taken)),
            sections=frozenset(sections),
            places=tuple(self._places(words, marked, taken)),
            documents=tuple(_DOCUMENT.findall(" ".join(words))),
            follows=bool(_FOLLOW.match(" ".join(words) + " ")),
        )

    def _respell(self, typed: Sequence[str]) -> tuple[Phrase, Phrase]:
        """Folded words with chat spelling and slips undone, and each as typed beside it."""
        words: list[str] = []
        marked: list[str] = []
        for word in typed:
            folded = fold(word)
            meant = self._lexicon.spelling.get(folded)
            opened = self._lexicon.abbreviations.get(folded) or self._speller.repair(folded)
            for part in meant or opened:
                if fold(part) not in CONNECTORS:
                    words.append(fold(part))
                    marked.append(part if meant or opened != (folded,) else word)
        return tuple(words), tuple(marked)

    def _phrases(self, words: Phrase, marked: Phrase, fillers: Sequence[bool], taken: list[int]) -> Iterator[Unit]:
        """Every phrase of the lexicon that is no part of a longer one; `taken` keeps the length that took each word.

        "doanh nghiệp số hóa" is "doanh nghiệp số" or "số hóa": where phrases overlap both count, each a little less.
        """
        spans: list[tuple[int, int]] = []
        reach = 0
        for start in range(len(words)):
            for end in range(min(len(words), start + self._lexicon.longest), max(start, reach), -1):
                alone = end == start + 1
                if not (alone and fillers[start]) and self._lexicon.senses(words[start:end], marked[start:end]):
                    spans.append((start, end))
                    reach = end
                    break
        said: set[frozenset[Phrase]] = set()
        for index, (start, end) in enumerate(spans):
            taken[start:end] = [max(length, end - start) for length in taken[start:end]]
            before = spans[index - 1][1] if index else 0
            after = spans[index + 1][0] if index + 1 < len(spans) else end
            shared = before > start or after < end
            weight = self._lexicon.weight(words[start:end]) * (OVERLAP if shared else 1.0)
            senses = self._lexicon.senses(words[start:end], marked[start:end])
            meant = frozenset(senses) - {words[start:end]}
            # "muốn được khen thì cần gì" says the same thing twice; once is enough.
            if meant and meant in said:
                continue
            said.add(meant)
            yield Unit(tuple(senses.items()), weight, True, " ".join(marked[start:end]))

    def _bare_units(self, levels: Iterable[str], years: Iterable[int]) -> Iterator[Unit]:
        """What is meant where only a level or a year is named: "Cấp xã phải đạt gì?", "Năm 2024 làm gì?"."""
        for level in levels:
            senses = tuple((phrase, 1.0) for phrase in self._lexicon.levels.phrases_of(level) if len(phrase) > 1)
            yield Unit(senses, 0.45, True, level)
        for year in years:
            yield Unit((((str(year),), 1.0),), 0.45, True, str(year))

    def _outside(self, words: Phrase, marked: Phrase, taken: Sequence[int]) -> Iterator[tuple[str, Phrase]]:
        """What plans do not hold, but for what is part of a longer phrase: "đăng nhập tập trung" is no how-to."""
        for reason, saying, spot in self._lexicon.outside.said(words, marked):
            if not all(taken[i] > len(spot) for i in spot):
                yield reason, saying.phrase

    def _places(self, words: Phrase, marked: Phrase, taken: Sequence[int]) -> Iterator[Phrase]:
        """Provinces that are named: "cap quang nam 2025" names none, "o quang nam" does."""
        for _, saying, spot in self._lexicon.places.said(words, marked):
            bare = all(marked[i].isascii() for i in spot) and not saying.is_bare
            led = spot.start == 0 or words[spot.start - 1] in _BEFORE_PLACES
            if not any(taken[i] > 1 for i in spot) and (led or not bare):
                yield saying.phrase

    def _left_over(
        self, words: Phrase, marked: Phrase, fillers: Sequence[bool], taken: Sequence[bool]
    ) -> Iterator[Unit]:
        paired: set[int] = set()
        for index, pair in enumerate(pairwise(words)):
            free = [i for i in (index, index + 1) if not taken[i]]
            content = [i for i in free if not fillers[i]]
            dated = any(_YEAR.fullmatch(word) for word in pair)
            if content and not dated and pair in self._pairs:
                paired.update(content)
                yield Unit(((pair, 1.0),), 0.7 if len(free) == 2 else 0.4, True, " ".join(marked[index : index + 2]))
        for index, word in enumerate(words):
            if taken[index] or fillers[index] or _YEAR.fullmatch(word) or word == "%":
                continue
            heard = next(lexicon_heard(marked[index]), "")
            known = (heard or word) in self._words
            weight = 0.1 if index in paired else 0.6 if known else 1.0
            # Marks that the plan never has on this syllable may be a slip, so the bare syllable still counts a little.
            senses = ((heard, 1.0), (word, 0.3)) if heard else ((word, 1.0),)
            yield Unit(tuple(((sense,), weight) for sense, weight in senses), weight, known, marked[index])

    def _fillers(self, words: Phrase, marked: Phrase) -> list[bool]:
        """Which words only ask or are polite: with marks the word itself ("chợ" is no "cho"), without its fold."""
        has_marks = sum(not word.isascii() for word in marked) * 4 >= len(marked)
        known, bare = self._lexicon.fillers_marked, self._lexicon.fillers
        return [
            form in known
            or (word in bare and form.isascii() and not has_marks)
            or not (_LATIN.search(word) or word[0].isdigit() or word == "%")
            for word, form in zip(words, marked, strict=True)
        ]


def _subjects(levels: Mapping[str, frozenset[int]], words: Phrase) -> dict[str, frozenset[int]]:
    """Levels that a question is about: "xã đứng thứ mấy trong huyện" is about communes, not about districts."""
    within = {
        level
        for level, spots in levels.items()
        if level in TERRITORIES and all(spot and words[spot - 1] in _WITHIN for spot in _starts(spots))
    }
    named = {level for level in levels if level in TERRITORIES or level == "truc-thuoc"}
    return {level: spots for level, spots in levels.items() if level not in within or within == named}


def _starts(spots: frozenset[int]) -> list[int]:
    return [spot for spot in spots if spot - 1 not in spots]
