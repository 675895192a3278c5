"""One plan ready to be asked: its index, the reader of its questions, and the answers that operators fixed."""

from copy import copy
from dataclasses import replace

from campaigns.curation import CuratedAnswer
from campaigns.facts import Provision
from campaigns.lexicon import Lexicon
from campaigns.plan_answers import PlanText
from campaigns.questions import Question, Reader
from campaigns.search import Index, Weights

ALIKE = 0.75
"""How much of the content a question must share with an example to get the answer fixed for it."""


class PlanIndex:
    """One plan with its index, the reader of its questions, its silences and the answers fixed for it."""

    def __init__(self, plan: PlanText, lexicon: Lexicon, weights: Weights) -> None:
        self.lexicon = lexicon
        self.index = Index(plan.provisions, lexicon, weights)
        self.reader = Reader(lexicon, self.index.words, self.index.pairs)
        self.silences = Index([Provision(item.id, (), item.text) for item in plan.silences], lexicon, weights)
        self._fix(plan)

    def again(self, plan: PlanText) -> "PlanIndex | None":
        """The same with the answers fixed now; None where anything else has changed and it must be indexed anew."""
        if replace(plan, curated=self.plan.curated) != self.plan:
            return None
        made = copy(self)
        made._fix(plan)
        return made

    def _fix(self, plan: PlanText) -> None:
        self.plan = plan
        # The later of two that fit equally well counts.
        self.fixed = [
            (self.reader.read(text), answer) for answer in reversed(plan.curated) for text in answer.questions
        ]

    def fixed_for(self, question: Question) -> CuratedAnswer | None:
        """The answer that an operator fixed to this question, if it is near enough to one of its examples."""
        near = [(_likeness(question, example), answer) for example, answer in self.fixed]
        best = max(near, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= ALIKE else None


def _likeness(question: Question, example: Question) -> float:
    """How far two questions ask the same, 0–1: the share of content that they have in common.

    Another year, level, number or kind of answer makes another question; the very same words are the same one.
    """
    if question.words == example.words:
        return 1.0
    if question.content.isdisjoint(example.content):
        return 0.0
    facts = [(q.years, q.levels, q.kinds, {w for w in q.content if w[0].isdigit()}) for q in (question, example)]
    alike = len(question.content & example.content) / len(question.content | example.content)
    return alike if facts[0] == facts[1] else 0.0
