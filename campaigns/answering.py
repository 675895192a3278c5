"""Answers from a plan: the clauses that answer a question, or a plain reason why the plan does not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.curation import CuratedAnswer, LexiconEntry, groups_of
from campaigns.facts import STRICT_KINDS, TERRITORIES, VALUE_KINDS, Provision
from campaigns.lexicon import Lexicon, load_lexicon
from campaigns.plan_answers import (
    LIST_LIMIT_CHARS,
    RESULT_LIMIT,
    Answer,
    Kind,
    Person,
    PlanText,
    Reason,
    Result,
)
from campaigns.plan_index import PlanIndex
from campaigns.questions import LENGTH_LIMIT, Question
from campaigns.search import Hit, Index, Weights
from campaigns.text import fold, tidy

SURELY = 0.8


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where declining begins; chosen by cross-validation (docs/search.md)."""

    explained: float = 0.42
    explained_by_entries: float = 0.3
    misfit: float = 0.62
    other_plan: float = 0.3


_PERIOD = re.compile(r"giai đoạn (20\d\d) ?[-–] ?(20\d\d)", re.IGNORECASE)
_UNTIL = re.compile(r"từ năm (20\d\d) đến năm (20\d\d)", re.IGNORECASE)


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
    """All plans, indexed when first asked, so that a question for another plan is recognised as one."""

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
        self._weights = weights or Weights()
        self._plans = {plan.slug: plan for plan in plans}
        self._ready: dict[str, PlanIndex] = {}
        self._widened: dict[tuple[LexiconEntry, ...], Lexicon] = {(): self._lexicon}

    @property
    def lexicon(self) -> Lexicon:
        """The words that come with the program, without what operators have added."""
        return self._lexicon

    @property
    def slugs(self) -> tuple[str, ...]:
        """The plans that can be asked about."""
        return tuple(self._plans)

    def plan(self, slug: str) -> PlanIndex:
        """A plan, indexed. KeyError: no such plan."""
        if slug not in self._ready:
            plan = self._plans[slug]
            self._ready[slug] = PlanIndex(plan, self._lexicon_with(plan.words), self._weights)
        return self._ready[slug]

    def _lexicon_with(self, words: tuple[LexiconEntry, ...]) -> Lexicon:
        """The lexicon with what operators have added for a plan; plans with the same additions share it."""
        if words not in self._widened:
            self._widened[words] = Lexicon(self._lexicon.file, groups_of(words, self._lexicon))
        return self._widened[words]

    def warm(self, earlier: "Answering | None" = None) -> None:
        """Index every plan now, so that nobody waits for it later. earlier: where to take what has not changed."""
        for slug, plan in self._plans.items():
            before = earlier._ready.get(slug) if earlier else None
            kept = before.again(plan) if before else None
            if kept is not None:
                self._ready[slug] = kept
            self.plan(slug)

    def answer(self, slug: str, text: str, person: Person | None = None) -> Answer:
        """Answer a question about one plan; never fails, whatever the text is. KeyError: no such plan."""
        person = person or Person()
        plan = self.plan(slug)
        reader, index = plan.reader, plan.index
        unreadable = _unreadable(text)
        if unreadable:
            return Answer(False, Kind.UNREADABLE, (), unreadable)
        typed = reader.read(text)
        question = typed.after(reader.read(person.earlier)) if person.earlier else typed
        if not question.words:
            return Answer(False, Kind.UNREADABLE, (), Reason.NO_WORDS)
        fixed = plan.fixed_for(question) if question is typed else None
        told = _fixed(index, fixed, question) if fixed else None
        if told:
            return told
        hits = index.search(question, levels=person.levels)
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
        plan = self.plan(slug)
        strange = _stranger(plan.index, question, hits[0][1].explained if hits else 0.0)
        if strange[0]:
            return strange
        if not hits:
            return self._elsewhere(slug, question, 0.0)
        missing = _not_covered(plan, question, hits)
        if missing[0]:
            return missing
        best = hits[0][1]
        enough = self._limits.explained if plan.plan.is_imported else self._limits.explained_by_entries
        if best.explained < enough:
            return self._elsewhere(slug, question, best.explained)
        certain = not question.kinds & STRICT_KINDS and best.explained >= self._limits.misfit
        if not certain and not any(hit.fits and hit.explained >= 0.6 * best.explained for _, hit in hits[:3]):
            return Reason.VALUE_NOT_STATED, {"kind": min(question.kinds & VALUE_KINDS)}
        return None, {}

    def _elsewhere(self, slug: str, question: Question, explained: float) -> tuple[Reason, Mapping[str, str]]:
        """Not covered here; which other plan covers it, if one clearly does."""
        for other in self._plans:
            found = self.plan(other).index.search(question) if other != slug else []
            if found and found[0][1].fits and found[0][1].explained > explained + self._limits.other_plan:
                return Reason.OTHER_PLAN, {"plan": other}
        return Reason.NOT_COVERED, {}

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
        found = self.plan(slug).silences.search(question)
        return found[0][1].provision.path if found and found[0][1].explained >= 0.5 else ""


def _stranger(index: Index, question: Question, explained: float) -> tuple[Reason | None, Mapping[str, str]]:
    """What no plan of this kind holds, or a place or document that this plan never names."""
    for reason, phrase in question.outside:
        # A plan that speaks of it after all (the weather, for farmers) answers, if little else is left unexplained.
        if not (index.holds(phrase) and explained >= SURELY):
            return Reason(reason), {}
    for place in question.places:
        if len(place) > 1 and not all(pair in index.pairs for pair in pairwise(place)):
            return Reason.OTHER_PLACE, {"place": " ".join(place)}
    for number in question.documents:
        if number not in index.words:
            return Reason.LAW, {"document": number}
    return None, {}


def _not_covered(
    plan: PlanIndex, question: Question, hits: Sequence[tuple[int, Hit]]
) -> tuple[Reason | None, Mapping[str, str]]:
    """A year or a level that the plan does not speak of."""
    facts, span = plan.index.facts(hits[0][0]), plan.plan.years
    if question.years:
        year = min(question.years)
        # What explains the question best, whatever its year: if all of it is set for other years, this one is not.
        enough = 0.85 * max(hit.explained for _, hit in hits[:10])
        near = [plan.index.facts(n).agrees_on_year(question.years) for n, hit in hits[:10] if hit.explained >= enough]
        outside = span is not None and not span[0] <= year <= span[1]
        if True not in near and (False in near or outside):
            return Reason.YEAR_NOT_COVERED, {"year": str(year)}
    asked = question.levels & TERRITORIES
    named = any(plan.index.names(phrase) for level in asked for phrase in plan.lexicon.levels.phrases_of(level))
    if asked and not asked & plan.index.levels and (facts.levels & TERRITORIES or not named):
        return Reason.LEVEL_NOT_COVERED, {"level": min(asked)}
    return None, {}


def _fixed(index: Index, fixed: CuratedAnswer, question: Question) -> Answer | None:
    """The answer that an operator fixed, its sentence with its first clause; None where no clause of it is left."""
    found = {provision.path: provision for provision in index.provisions}
    results = [_result(Hit(found[path], 1.0, 1.0, True), question) for path in fixed.clauses if path in found]
    if not results:
        return None
    if fixed.sentence:
        results[0] = replace(results[0], statement=fixed.sentence, entry="", also=fixed.clauses[1:])
    listed = tuple(results) if len(results) > 1 else ()
    return Answer(True, Kind.LIST if listed else Kind.CLAUSE, tuple(results), listed=listed)


def _result(hit: Hit, question: Question) -> Result:
    """A hit to show; of several statements about one clause, the one nearest to the question."""
    provision = hit.provision
    said = max(provision.statements, key=lambda s: _shared(s.text, question), default=None)
    found = Result(provision.path, provision.trail, provision.text, round(hit.score, 4))
    return replace(found, statement=said.text, entry=said.entry, also=said.also) if said else found


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
