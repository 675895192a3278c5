"""Answers from a plan: the clauses that answer a question, or a plain reason why the plan does not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from campaigns.lexicon import Lexicon, Phrase, load_lexicon
from campaigns.questions import LENGTH_LIMIT, Question, Reader
from campaigns.search import VALUE_KINDS, Hit, Index, Provision, Weights
from campaigns.text import fold, tidy

LIST_LIMIT_CHARS = 1200
RESULT_LIMIT = 5


class Kind(StrEnum):
    """What an answer is."""

    CLAUSE = "clause"
    LIST = "list"
    DECLINED = "declined"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why a question is not answered; one code, one sentence in handlers."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"
    NOT_COVERED = "not_covered"
    LEVEL_NOT_COVERED = "level_not_covered"
    YEAR_NOT_COVERED = "year_not_covered"
    OTHER_PLACE = "other_place"
    OTHER_PLAN = "other_plan"
    VALUE_NOT_STATED = "value_not_stated"
    CONTACT = "contact"
    AMOUNT = "amount"
    WEATHER = "weather"
    OFFTOPIC = "offtopic"
    PERSONAL = "personal"
    HOWTO = "howto"
    NAME = "name"
    LAW = "law"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Result:
    """A clause as found. text: verbatim, "" when not imported; statement: what the pack says in plain words, if any.

    entry: the id of the pack entry that the statement is from.
    """

    clause: str
    trail: tuple[str, ...]
    text: str
    score: float
    statement: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    results: best first, the nearest clauses also when declined; listed: for a list, all of it in the plan's order, at
    most 1,200 characters; parameters: what the reason's sentence names; silence: the id of what the pack says the plan
    leaves open, when the question is about that.
    """

    answered: bool
    kind: Kind
    results: tuple[Result, ...]
    reason: Reason | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[Result, ...] = ()
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as known: levels of the lexicon, and the question asked before."""

    levels: frozenset[str] = frozenset()
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that a pack says its plan leaves open, by id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan ready for questions: its provisions, the years it runs, answers that an operator has fixed, silences."""

    slug: str
    provisions: tuple[Provision, ...]
    years: tuple[int, int] | None = None
    curated: tuple[tuple[str, tuple[str, ...]], ...] = ()
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where declining begins; chosen by cross-validation (docs/search.md)."""

    explained: float = 0.42
    misfit: float = 0.62
    other_plan: float = 0.3


_PERIOD = re.compile(r"giai đoạn (20\d\d) ?[-–] ?(20\d\d)", re.IGNORECASE)
_UNTIL = re.compile(r"từ năm (20\d\d) đến năm (20\d\d)", re.IGNORECASE)
# Territorial levels: a plan that speaks of some of them does not speak of the others.
_LEVELS = frozenset({"tinh", "huyen", "thanh-pho", "xa", "thon"})
_STRICT_KINDS = frozenset({"percent", "sets", "rank", "money", "count"})


def period_of(provisions: Sequence[Provision]) -> tuple[int, int] | None:
    """The years a plan runs, from its own words: the widest span it gives itself in its title or opening."""
    spans = [
        (int(a), int(b))
        for provision in provisions
        if provision.path.startswith(("0.ten", "mo-dau", "V.", "IV.4.0"))
        for pattern in (_PERIOD, _UNTIL)
        for a, b in pattern.findall(provision.text)
    ]
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


class Answering:
    """All plans, indexed together, so that a question for another plan is recognised as one."""

    def __init__(
        self,
        plans: Iterable[PlanText],
        lexicon: Lexicon | None = None,
        *,
        weights: Weights | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._limits = thresholds or Thresholds()
        self._plans = {plan.slug: plan for plan in plans}
        self._indexes = {slug: Index(p.provisions, self._lexicon, weights) for slug, p in self._plans.items()}
        self._readers = {slug: Reader(self._lexicon, i.words, i.pairs) for slug, i in self._indexes.items()}
        self._silences = {
            slug: Index([Provision(s.id, (), s.text) for s in plan.silences], self._lexicon, weights)
            for slug, plan in self._plans.items()
        }
        self._curated = {
            slug: {frozenset(self._readers[slug].read(text).words): paths for text, paths in plan.curated}
            for slug, plan in self._plans.items()
        }

    def answer(self, slug: str, text: str, person: Person | None = None) -> Answer:
        """Answer a question about one plan; never fails, whatever the text is. KeyError: no such plan."""
        person = person or Person()
        reader, index = self._readers[slug], self._indexes[slug]
        unreadable = _unreadable(text)
        if unreadable:
            return Answer(False, Kind.UNREADABLE, (), unreadable)
        question = reader.read(text)
        if person.earlier:
            question = question.after(reader.read(person.earlier))
        if not question.words:
            return Answer(False, Kind.UNREADABLE, (), Reason.NO_WORDS)
        hits = index.search(question, levels=person.levels)
        fixed = self._curated[slug].get(frozenset(question.words))
        if fixed:
            return _fixed(index, fixed, question)
        reason, parameters = self._decline(slug, question, hits)
        results = tuple(_result(hit, question) for _, hit in hits[:RESULT_LIMIT])
        if reason:
            return Answer(False, Kind.DECLINED, results, reason, parameters, silence=self._silence(slug, question))
        listed = self._listed(index, question, hits)
        return Answer(True, Kind.LIST if listed else Kind.CLAUSE, results, listed=listed)

    def _decline(
        self, slug: str, question: Question, hits: Sequence[tuple[int, Hit]]
    ) -> tuple[Reason | None, Mapping[str, str]]:
        """The reason not to answer, the surest sign first."""
        if question.outside:
            return Reason(question.outside[0]), {}
        place = self._foreign_place(slug, question)
        if place:
            return Reason.OTHER_PLACE, {"place": " ".join(place)}
        strange = [number for number in question.documents if number not in self._indexes[slug].words]
        if strange:
            return Reason.LAW, {"document": strange[0]}
        if not hits:
            return self._elsewhere(slug, question, 0.0)
        best = hits[0][1]
        facts = self._indexes[slug].facts(hits[0][0])
        span = self._plans[slug].years
        if question.years and not question.years & (facts.years | facts.heading_years):
            year = min(question.years)
            outside = span is not None and not span[0] <= year <= span[1]
            if outside or facts.heading_years:
                return Reason.YEAR_NOT_COVERED, {"year": str(year)}
        if best.explained < self._limits.explained:
            return self._elsewhere(slug, question, best.explained)
        asked = question.levels & _LEVELS
        if asked and facts.levels & _LEVELS and not asked & self._indexes[slug].levels:
            return Reason.LEVEL_NOT_COVERED, {"level": min(asked)}
        certain = not question.kinds & _STRICT_KINDS and best.explained >= self._limits.misfit
        if not certain and not any(hit.fits for _, hit in hits[:3]):
            return Reason.VALUE_NOT_STATED, {"kind": min(question.kinds & VALUE_KINDS)}
        return None, {}

    def _elsewhere(self, slug: str, question: Question, explained: float) -> tuple[Reason, Mapping[str, str]]:
        """Not covered here; which other plan covers it, if one clearly does."""
        for other, index in self._indexes.items():
            if other != slug:
                found = index.search(question)
                if found and found[0][1].fits and found[0][1].explained > explained + self._limits.other_plan:
                    return Reason.OTHER_PLAN, {"plan": other}
        return Reason.NOT_COVERED, {}

    def _foreign_place(self, slug: str, question: Question) -> Phrase | None:
        known = self._indexes[slug].pairs
        for place in question.places:
            pairs = list(zip(place, place[1:], strict=False))
            if pairs and not all(pair in known for pair in pairs):
                return place
        return None

    def _listed(self, index: Index, question: Question, hits: Sequence[tuple[int, Hit]]) -> tuple[Result, ...]:
        """The best clause with its brothers when a list is asked for and they are found nearly as well."""
        best = hits[0][1]
        parent = best.provision.path.rpartition(".")[0]
        scores = {number: hit.score for number, hit in hits}
        brothers = [
            (number, provision)
            for number, provision in enumerate(index.provisions)
            if provision.path.rpartition(".")[0] == parent and scores.get(number, 0) >= 0.4 * best.score
        ]
        close = len(brothers) > 1 and (question.is_list or scores[brothers[1][0]] >= 0.85 * best.score)
        if not close or not parent:
            return ()
        kept: list[Result] = []
        room = LIST_LIMIT_CHARS
        for number, provision in brothers:
            hit = Hit(provision, scores.get(number, 0.0), 0.0, True)
            room -= len(provision.text or " ".join(s.text for s in provision.statements)) + 2
            if room >= 0:
                kept.append(_result(hit, question))
        return tuple(kept) if len(kept) > 1 else ()

    def _silence(self, slug: str, question: Question) -> str:
        """What the pack says about the plan's silence on this, if it does."""
        found = self._silences[slug].search(question)
        return found[0][1].provision.path if found and found[0][1].explained >= 0.5 else ""


def _fixed(index: Index, paths: Sequence[str], question: Question) -> Answer:
    """The answer that an operator fixed; a path that is gone falls away."""
    found = {provision.path: provision for provision in index.provisions}
    results = tuple(_result(Hit(found[path], 1.0, 1.0, True), question) for path in paths if path in found)
    return Answer(bool(results), Kind.CLAUSE if results else Kind.DECLINED, results)


def _result(hit: Hit, question: Question) -> Result:
    """A hit to show; of several statements about one clause, the one nearest to the question."""
    provision = hit.provision
    said = max(provision.statements, key=lambda s: _shared(s.text, question), default=None)
    statement, entry = (said.text, said.entry) if said else ("", "")
    return Result(provision.path, provision.trail, provision.text, round(hit.score, 4), statement, entry)


def _shared(text: str, question: Question) -> int:
    words = f" {fold(text)} "
    return sum(f" {' '.join(phrase)} " in words for unit in question.units for phrase, _ in unit.senses)


def _unreadable(text: str) -> Reason | None:
    clean = tidy(text)
    if not clean:
        return Reason.EMPTY
    if len(clean) > LENGTH_LIMIT:
        return Reason.TOO_LONG
    letters = sum(letter.isalnum() for letter in clean)
    if not letters:
        return Reason.NO_WORDS
    return Reason.TOO_SHORT if letters < 2 else None
