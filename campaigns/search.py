"""A small exact index over the provisions of one plan: phrases, syllable pairs, headings, years and levels."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from campaigns.facts import AUDIENCES, STRICT_KINDS, TERRITORIES, VALUE_KINDS, Facts, Provision
from campaigns.lexicon import Lexicon, Phrase, heard
from campaigns.questions import CONDITION, Question, Unit

LEAD_WORDS = 12
NEARLY = 0.8
_BEFORE_LEVELS = ("cap", "cac", "moi", "tung", "ban", "dan", "o", "tai")
_FURNITURE = ("noi-nhan", "ky", "nguon", "0.so-hieu", "0.ngay")


@dataclass(frozen=True, slots=True)
class Weights:
    """Numbers that were chosen on the development questions by cross-validation (docs/search.md)."""

    lead: float = 1.15
    heading: float = 0.7
    trail: float = 0.5
    topic: float = 1.3
    off_topic: float = 0.85
    statement: float = 0.9
    partial: float = 0.5
    length: float = 0.12
    same_year: float = 1.2
    other_year: float = 0.3
    same_level: float = 1.12
    other_level: float = 0.8
    fits: float = 1.1
    misfits: float = 0.85
    misfits_strictly: float = 0.65
    dated: float = 1.1
    section: float = 0.7
    furniture: float = 0.35
    opening: float = 0.88
    unknown: float = 0.7


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found. score: for ordering; explained: share of the question, 0–1, that it accounts for."""

    provision: Provision
    score: float
    explained: float
    fits: bool


@dataclass(slots=True)
class _Field:
    """One searchable side of the provisions: which of them hold a syllable or a pair, and their running words."""

    weight: float
    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    pairs: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    running: list[str] = field(default_factory=list)

    def hear(self, number: int, texts: Iterable[str]) -> None:
        """Keep syllables with their marks as well, for questions that are typed with marks."""
        for text in texts:
            for word in heard(text):
                self.words[word].add(number)

    def add(self, number: int, phrases: Iterable[Phrase]) -> None:
        parts = list(phrases)
        for phrase in parts:
            for word in phrase:
                self.words[word].add(number)
            for pair in pairwise(phrase):
                self.pairs[pair].add(number)
        self.running.append(" | ".join(f" {' '.join(phrase)} " for phrase in parts))


class Index:
    """The provisions of one plan, ready to be asked."""

    def __init__(self, provisions: Sequence[Provision], lexicon: Lexicon, weights: Weights | None = None) -> None:
        self.provisions = tuple(provisions)
        self.lexicon = lexicon
        self.weights = weights or Weights()
        w = self.weights
        self._text, self._trail, self._statement = _Field(1.0), _Field(w.trail), _Field(w.statement)
        # Whom or what a provision is about stands at its beginning.
        self._lead = _Field(w.lead)
        self._heading = _Field(w.heading)
        self._fields = (self._lead, self._text, self._heading, self._trail, self._statement)
        for number, provision in enumerate(self.provisions):
            # Without the document its first plain statement stands in for the text.
            text = provision.text or next((said.text for said in provision.statements), "")
            words = lexicon.phrase(text)
            self._text.add(number, [words])
            self._text.hear(number, (text, *provision.trail, *(said.text for said in provision.statements)))
            # Who only helps ("phối hợp với Sở …") is not what it is about.
            self._lead.add(number, [] if words[:2] == ("phoi", "hop") else [words[:LEAD_WORDS]])
            self._heading.add(number, map(lexicon.phrase, provision.trail[-1:]))
            self._trail.add(number, map(lexicon.phrase, provision.trail[:-1]))
            said = (part for statement in provision.statements for part in (statement.text, *statement.words))
            self._statement.add(number, map(lexicon.phrase, said))
        self._headings = [
            [_bare(lexicon.phrase(part)) for part in (*provision.trail, label_of(provision.text)) if part]
            for provision in self.provisions
        ]
        self.words = frozenset(word for side in self._fields for word in side.words)
        self.pairs = frozenset(pair for side in self._fields for pair in side.pairs)
        self._found: dict[Phrase, Mapping[int, float]] = {}
        self._known = frozenset(lexicon.plan_phrases())
        self._facts = [Facts.of(provision, lexicon) for provision in self.provisions]
        self._furniture = [n for n, provision in enumerate(self.provisions) if provision.path in _FURNITURE]
        self.levels = frozenset(level for facts in self._facts for level in facts.levels)
        sizes = [len(provision.text) or sum(len(s.text) for s in provision.statements) for provision in self.provisions]
        mean = sum(sizes) / max(1, len(sizes)) or 1.0
        self._norm = [1 - w.length + w.length * max(0.7, min(3.0, size / mean)) for size in sizes]
        self._ceiling = math.log(1 + 2 * len(self.provisions))

    def facts(self, number: int) -> Facts:
        """Years, levels and kinds of values of a provision."""
        return self._facts[number]

    def holds(self, phrase: Phrase) -> bool:
        """Whether some provision has this phrase word for word."""
        return len(phrase) > 1 and any(f" {' '.join(phrase)} " in text for text in self._text.running)

    def names(self, phrase: Phrase) -> bool:
        """Whether text or headings hold this name of a level; one syllable only where a level can stand.

        "nông thôn" names no hamlet, "các thôn" does.
        """
        if len(phrase) == 1:
            return any((before, phrase[0]) in self.pairs for before in _BEFORE_LEVELS)
        return all(pair in self.pairs for pair in pairwise(phrase))

    def search(self, question: Question, *, levels: frozenset[str] = frozenset()) -> list[tuple[int, Hit]]:
        """Provisions that share anything with the question, best first, with their numbers.

        levels: those of the person asking, used where the question names none.
        """
        total = 0.0
        gained: dict[int, float] = defaultdict(float)
        accounted: dict[int, float] = defaultdict(float)
        for unit in question.units:
            matches = self._matches(unit)
            value = unit.weight * self._rarity(matches)
            total += value
            for number, share in matches.items():
                gained[number] += value * share
                accounted[number] += value * min(1.0, share)
        for number, provision in enumerate(self.provisions) if question.sections else ():
            if self._is_section(provision.path, question.sections):
                gained[number] += self.weights.section * self._ceiling
                accounted[number] += self.weights.section * self._ceiling
                total = max(total, self.weights.section * self._ceiling)
            elif provision.path in _FURNITURE:
                gained[number] *= self.weights.furniture
        if not question.sections:
            for number in self._furniture:
                accounted[number] *= self.weights.furniture
        shares = {number: min(1.0, value / total) if total else 0.0 for number, value in accounted.items()}
        hits = [(n, self._hit(n, question, (gain, shares.get(n, 0.0)), levels)) for n, gain in gained.items()]
        ordered = sorted(hits, key=lambda pair: (-pair[1].score, pair[0]))
        wants_value = bool(question.kinds & VALUE_KINDS)
        return ordered if wants_value and ordered and ordered[0][1].fits else _items_first(ordered)

    def _hit(self, number: int, question: Question, gain: tuple[float, float], levels: frozenset[str]) -> Hit:
        w, facts = self.weights, self._facts[number]
        factor = 1 / self._norm[number]
        if self.provisions[number].path in _FURNITURE and not question.sections:
            factor *= w.furniture
        if question.years:
            agrees = facts.agrees_on_year(question.years)
            factor *= {True: w.same_year, False: w.other_year, None: 1.0}[agrees]
        for family in (TERRITORIES, AUDIENCES):
            asked, named = (question.levels or levels) & family, facts.levels & family
            if asked and named:
                factor *= w.same_level if named & asked else w.other_level
        if CONDITION in question.kinds:
            strange = facts.levels & TERRITORIES and not question.levels & TERRITORIES
            factor *= (w.other_level if strange else 1.0) * (1.0 if facts.is_on_awards else w.misfits)
        fits = facts.fits(question.kinds)
        wants_value = bool(question.kinds & VALUE_KINDS)
        if self.provisions[number].path.endswith(".0") and not (wants_value and fits):
            factor *= w.opening  # what a list says stands in its items
        if wants_value:
            missed = w.misfits_strictly if question.kinds & STRICT_KINDS else w.misfits
            factor *= w.fits if fits else missed
            # "Bao giờ" is better answered by a quarter than by an occasion.
            factor *= w.dated if "when" in question.kinds and "date" in facts.values else 1.0
        return Hit(self.provisions[number], gain[0] * factor, gain[1], fits)

    def _matches(self, unit: Unit) -> Mapping[int, float]:
        found = [(weight, matches) for phrase, weight in unit.senses if (matches := self._find(phrase))]
        # Where this plan lacks the best words for a thing, its next best are the best.
        top = max((weight for weight, matches in found if weight > 0.5 and max(matches.values()) >= 0.9), default=1.0)
        best: dict[int, float] = {}
        for weight, matches in found:
            for number, share in matches.items():
                best[number] = max(best.get(number, 0.0), share * min(1.0, weight / top))
        return best

    def _find(self, phrase: Phrase) -> Mapping[int, float]:
        """Provision number → how far it holds the phrase, 0–1; remembered for phrases of the lexicon."""
        found = self._found.get(phrase)
        if found is None:
            found = self._look_up(phrase)
            if phrase in self._known:
                self._found[phrase] = found
        return found

    def _look_up(self, phrase: Phrase) -> Mapping[int, float]:
        best: dict[int, float] = {}
        for side in self._fields:
            for number, share in self._in_field(side, phrase):
                best[number] = max(best.get(number, 0.0), share * side.weight)
        headed = self._headed_by(phrase)
        if headed:
            # "tiêu chuẩn" heads a part of this plan: what stands there comes before what mentions the word.
            best = {number: share * self.weights.off_topic for number, share in best.items()}
            for number, share in headed.items():
                best[number] = max(best.get(number, 0.0), 1 + (self.weights.topic - 1) * share)
        return best

    def _headed_by(self, phrase: Phrase) -> Mapping[int, float]:
        """Provisions under a heading that begins with this phrase or is half made of it, and its share."""
        found: dict[int, float] = {}
        for number, headings in enumerate(self._headings):
            for heading in headings:
                share = len(phrase) / max(1, len(heading))
                if heading[: len(phrase)] == phrase or (share >= 0.5 and _contains(heading, phrase)):
                    found[number] = max(found.get(number, 0.0), share)
        return found

    def _in_field(self, side: _Field, phrase: Phrase) -> Iterable[tuple[int, float]]:
        if len(phrase) == 1:
            return [(number, 1.0) for number in side.words.get(phrase[0], ())]
        counts: dict[int, int] = defaultdict(int)
        pairs = list(pairwise(phrase))
        for pair in pairs:
            for number in side.pairs.get(pair, ()):
                counts[number] += 1
        whole = f" {' '.join(phrase)} "
        return [
            (number, 1.0 if count == len(pairs) and whole in side.running[number] else self._part(count, len(pairs)))
            for number, count in counts.items()
        ]

    def _part(self, count: int, pairs: int) -> float:
        return self.weights.partial * math.pow(count / pairs, 1.5)

    def _rarity(self, matches: Mapping[int, float]) -> float:
        frequency = sum(matches.values())
        if not frequency:
            return self._ceiling * self.weights.unknown
        return math.log(1 + len(self.provisions) / (0.5 + frequency))

    @staticmethod
    def _is_section(path: str, sections: frozenset[str]) -> bool:
        return any(path == name or path.startswith(f"{name}.") or path.endswith(f".{name}") for name in sections)


def _items_first(hits: list[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    """The best item of a list before its opening, where it is found nearly as well: what counts stands in the item."""
    opening = hits[0][1].provision if hits else None
    if opening is None or not (opening.path.endswith(".0") and opening.text.endswith(":")):
        return hits
    parent = opening.path.removesuffix("0")
    for place, (_, hit) in enumerate(hits[1:4], start=1):
        near = hit.score >= NEARLY * hits[0][1].score
        if near and hit.provision.path.startswith(parent) and label_of(hit.provision.text):
            return [hits[place], *hits[:place], *hits[place + 1 :]]
    return hits


def label_of(text: str) -> str:
    """What a provision puts before its first colon when it is short: a heading in all but place."""
    label, colon, rest = text.partition(":")
    return label if colon and rest.strip() and len(label) <= 70 else ""


def _bare(heading: Phrase) -> Phrase:
    """A heading without its number and its "đối với"."""
    if heading and (heading[0][0].isdigit() or len(heading[0]) == 1):
        heading = heading[1:]
    return heading[2:] if heading[:2] == ("doi", "voi") else heading


def _contains(words: Phrase, phrase: Phrase) -> bool:
    return any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))
