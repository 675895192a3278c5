"""The hand-kept lexicon: chat spelling, abbreviations, and everyday words with the words that plans use instead."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise, product
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from campaigns.text import fold, tidy

DATA = Path(__file__).parent / "data" / "lexicon.yaml"
Phrase = tuple[str, ...]
"""Folded syllables."""

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:[&/][^\W\d_]+)?|%")
# Between these words and their neighbours nothing is lost: "bằng khen của chủ tịch" is "bằng khen chủ tịch".
NEAR = 0.6
CONNECTORS = frozenset({"cua", "cac", "va", "nhung", "hoac"})


class Group(BaseModel):
    """Phrases of plans (best first) and how people say the same. weight: how much it says, 0–1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: tuple[str, ...]
    say: tuple[str, ...]
    weight: float = 1.0


class LexiconFile(BaseModel):
    """lexicon.yaml as it stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spelling: Mapping[str, str]
    abbreviations: Mapping[str, str]
    fillers: str
    answers: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]
    outside: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]
    places: tuple[str, ...]
    categories: Mapping[str, str] = {}


@lru_cache(maxsize=8192)
def ear(word: str) -> str:
    """A word with its marks, but deaf to where the tone stands ("hoá", "hóa") and to hỏi for ngã, as people mix."""
    letters = unicodedata.normalize("NFD", word).replace("\u0303", "\u0309")
    return "".join(sorted(letters))


def _toneless(typed: str, meant: str) -> bool:
    """Whether a syllable that must have a tone lacks only that ("kêt" for "kết")."""
    return typed.endswith(("p", "t", "c", "ch")) and typed == _letters(typed) == _letters(meant)


@lru_cache(maxsize=8192)
def _letters(word: str) -> str:
    """A word without its tone, but with the marks of its letters."""
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word)))


def heard(text: str) -> Iterator[str]:
    """The marked words of a text as `ear` has them, set apart from folded ones."""
    return (f"~{ear(word)}" for word in _TOKEN.findall(tidy(text).lower()) if not word.isascii())


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase with its marks beside it, so that "con tới" is not taken for "con tôi" where marks are typed."""

    phrase: Phrase
    marked: Phrase

    @classmethod
    def of(cls, text: str, phrase: Phrase) -> "Saying":
        """With the marks of `text` where they stand word by word; none where abbreviations were opened."""
        marked = tuple(word for word in _TOKEN.findall(tidy(text).lower()) if fold(word) not in CONNECTORS)
        return cls(phrase, marked if len(marked) == len(phrase) else phrase)

    @property
    def is_bare(self) -> bool:
        """Whether it is written without marks in the first place ("Gia Lai")."""
        return all(word.isascii() for word in self.marked)

    def sounds(self, typed: Phrase) -> bool:
        """Whether words as typed, already equal without marks, can be it; a word without marks can be any."""
        pairs = zip(typed, self.marked, strict=True)
        wrong = sum(not (a.isascii() or b.isascii() or a == b or ear(a) == ear(b) or _toneless(a, b)) for a, b in pairs)
        return wrong * 3 <= len(typed)


class Sayings:
    """Phrases under keys, found in a question by looking up its runs of words rather than by trying each phrase."""

    def __init__(self, sayings: Iterable[tuple[str, Saying]]) -> None:
        self._by_phrase: dict[Phrase, list[tuple[str, Saying]]] = defaultdict(list)
        for key, saying in sayings:
            self._by_phrase[saying.phrase].append((key, saying))
        self.phrases = tuple(self._by_phrase)
        self._longest = max(map(len, self.phrases), default=0)

    def said(self, words: Phrase, typed: Phrase) -> Iterator[tuple[str, Saying, range]]:
        """What is said where. typed: the words as typed, beside them folded."""
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + self._longest) + 1):
                for key, saying in self._by_phrase.get(words[start:end], ()):
                    if saying.sounds(typed[start:end]):
                        yield key, saying, range(start, end)

    def spots(self, words: Phrase, typed: Phrase) -> dict[str, frozenset[int]]:
        """Key → the words that say it."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, _, spot in self.said(words, typed):
            found[key].update(spot)
        return {key: frozenset(spots) for key, spots in found.items()}

    def phrases_of(self, key: str) -> Iterator[Phrase]:
        """Every phrase of one key."""
        return (phrase for phrase, each in self._by_phrase.items() if any(other == key for other, _ in each))

    def keys(self, phrase: str) -> frozenset[str]:
        """The keys of which a text, folded and between blanks, holds a phrase."""
        return frozenset(
            key for said, each in self._by_phrase.items() if f" {' '.join(said)} " in phrase for key, _ in each
        )


def alternatives(text: str) -> Iterator[str]:
    """The phrases that "tôi|em có được khen" stands for."""
    return map(" ".join, product(*(word.split("|") for word in text.split())))


class Lexicon:
    """Look-ups over one lexicon; everything folded. `extra` are an operator's own groups, effective at once."""

    def __init__(self, file: LexiconFile, extra: Iterable[Group] = ()) -> None:
        self.file = file
        self.spelling = {fold(short): tuple(tidy(long).lower().split()) for short, long in file.spelling.items()}
        self.abbreviations = {fold(short): tuple(fold(long).split()) for short, long in file.abbreviations.items()}
        self.fillers_marked = frozenset(tidy(file.fillers).lower().split())
        self.fillers = frozenset(fold(word) for word in self.fillers_marked)
        self.answers = self._table(file.answers)
        self.levels = self._table(file.levels)
        self.outside = self._table(file.outside)
        self.sections = self._table(file.sections)
        self.places = self._table({place: [place] for place in file.places})
        self._senses: dict[Phrase, dict[Phrase, float]] = defaultdict(dict)
        self._weights: dict[Phrase, float] = {}
        self._sayings: dict[Phrase, set[Saying]] = defaultdict(set)
        for group in (*file.groups, *extra):
            self._add(group)
        self.longest = max(map(len, self._senses))
        self.words = frozenset(word for phrase in self._phrases() for word in phrase)
        self.pairs = frozenset(pair for phrase in self._phrases() for pair in pairwise(phrase))

    def phrase(self, text: str) -> Phrase:
        """Text as the index sees it: folded syllables, abbreviations opened, connectors dropped."""
        return tuple(word for word in self.open(_TOKEN.findall(fold(text))) if word not in CONNECTORS)

    def open(self, words: Iterable[str]) -> Iterator[str]:
        """Words with the abbreviations of plans written out."""
        for word in words:
            yield from self.abbreviations.get(word) or (word,)

    def senses(self, phrase: Phrase, typed: Phrase) -> Mapping[Phrase, float]:
        """What plans call this, with weights; empty for a phrase the lexicon does not know. typed: with its marks."""
        senses = self._senses.get(phrase)
        if not senses or not any(saying.sounds(typed) for saying in self._sayings[phrase]):
            return {}
        return senses

    def weight(self, phrase: Phrase) -> float:
        """How much a phrase says, 0–1."""
        return self._weights.get(phrase, 1.0)

    def plan_phrases(self) -> Iterator[Phrase]:
        """Every phrase that stands for something in plans, once."""
        yield from {sense for senses in self._senses.values() for sense in senses}

    def _table(self, table: Mapping[str, Iterable[str]]) -> Sayings:
        return Sayings(
            (key, Saying.of(say, phrase))
            for key, says in table.items()
            for say in chain.from_iterable(map(alternatives, says))
            if (phrase := self.phrase(say))
        )

    def _add(self, group: Group) -> None:
        plan = [phrase for text in group.plan if (phrase := self.phrase(text))]
        for text in (*chain.from_iterable(map(alternatives, group.say)), *group.plan):
            say = self.phrase(text)
            if not say:
                continue
            self._sayings[say].add(Saying.of(text, say))
            senses = self._senses[say]
            senses[say] = 1.0
            self._weights[say] = max(self._weights.get(say, 0.0), group.weight)
            # Said in the plan's own words it means those; the group's other phrases are only near to it.
            own = say in plan
            for rank, phrase in enumerate(plan):
                senses[phrase] = max(senses.get(phrase, 0), NEAR if own else 1.0 if rank == 0 else 0.9)
            senses[say] = 1.0

    def _phrases(self) -> Iterator[Phrase]:
        yield from self._senses
        for table in (self.answers, self.levels, self.outside, self.sections):
            yield from table.phrases
        yield from (tuple(map(fold, words)) for words in self.spelling.values())
        yield from ((word,) for word in self.fillers)
        yield from self.places.phrases


@cache
def load_lexicon(path: Path = DATA) -> Lexicon:
    """The lexicon that comes with the product; read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Lexicon(LexiconFile.model_validate(yaml.load(path.read_bytes(), Loader=loader)))  # noqa: S506 - safe loaders
