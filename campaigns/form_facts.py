"""What is known from a form's answers: worked out anew each time, so that no jump and no stale value is ever stored."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import takewhile

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer, Bounds, misfit
from campaigns.expressions import Gap, Value
from campaigns.form_format import LARGEST_COUNT, Count, Form, Percent, Question

NO_ANSWERS: Mapping[str, Answer] = {}


class Facts(Mapping[str, Value | Gap]):
    """Every name of a form → its value, worked out when asked for.

    A question that the answers make irrelevant counts as its `unasked` value; one whose relevance cannot be known has
    the same gap as what it hangs on; an answer that no longer fits its bounds counts as not given. Made for one look at
    one set of answers: it remembers what it worked out.
    """

    def __init__(self, form: Form, answers: Mapping[str, Answer] = NO_ANSWERS, *, complete: bool = False) -> None:
        """answers: question id → answer, irrelevant ones may be among them. complete: nothing more will come (it is a
        report), so what is unanswered is absent, not pending."""
        self.form, self.answers = form, answers
        self._unanswered = Gap.ABSENT if complete else Gap.PENDING
        self._known: dict[str, Value | Gap] = dict(form.settings)
        self._shown: dict[str, bool | Gap] = {}
        self._misfits: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> Value | Gap:
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.form.settings, *self.form.by_id, *self.form.derived_by_id))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, name: str) -> Value | Gap:
        question = self.form.by_id.get(name)
        if question is not None:
            return self._value(question)
        derived = self.form.derived_by_id.get(name)
        return Gap.ABSENT if derived is None else derived.value.run(self)

    def _value(self, question: Question) -> Value | Gap:
        shown = self.shown(question)
        if isinstance(shown, Gap):
            return shown
        if not shown:
            return Gap.ABSENT if question.unasked is None else question.unasked
        answer = self.fitting(question)
        if answer is None:
            return self._unanswered
        if answer == UNKNOWN:
            return Gap.UNKNOWN
        return Gap.ABSENT if answer in (DECLINED, SKIPPED) else _as_value(question, answer)

    def shown(self, question: Question) -> bool | Gap:
        """Whether the question is to be asked, as far as the answers tell."""
        if question.show_if is None:
            return True
        if question.id not in self._shown:
            self._shown[question.id] = question.show_if.holds(self)
        return self._shown[question.id]

    def fitting(self, question: Question) -> Answer | None:
        """The answer given, if it (still) fits."""
        answer = self.answers.get(question.id)
        return None if answer is None or self.misfit(question) else answer

    def misfit(self, question: Question) -> str | None:
        """The code of what does not (or no longer) fit in the answer given, if there is one."""
        answer = self.answers.get(question.id)
        if answer is None:
            return None
        if question.id not in self._misfits:
            self._misfits[question.id] = misfit(question, answer, self.bounds(question))
        return self._misfits[question.id]

    def bounds(self, question: Question) -> Bounds | None:
        """The range that the answers so far leave for a number; None for other kinds.

        A bound that hangs on something unknown does not bind.
        """
        if isinstance(question, Percent):
            return Bounds(0, 100)
        if not isinstance(question, Count):
            return None
        low, high = question.at_least.run(self), question.at_most.run(self)
        return Bounds(
            low if isinstance(low, int) else 0,
            high if isinstance(high, int) else LARGEST_COUNT,
            is_fixed=not question.at_most.names,
        )

    def is_open(self, question: Question) -> bool:
        """Whether the question is to be asked and has no answer that fits."""
        return self.shown(question) is True and self.fitting(question) is None

    def is_reached(self, question: Question) -> bool:
        """Whether its turn has come: it is asked, and nothing before it is open."""
        before = takewhile(lambda one: one.id != question.id, (*self.form.main, *self.form.more))
        return self.shown(question) is True and not any(self.is_open(one) for one in before)

    def report(self) -> dict[str, Answer]:
        """What a report holds: the answers to the questions that are relevant, in form order; non-answers as such."""
        found = {
            question.id: self.fitting(question) for question in self.form.questions if self.shown(question) is True
        }
        return {name: answer for name, answer in found.items() if answer is not None and answer != SKIPPED}


def _as_value(question: Question, answer: Answer) -> Value:
    if isinstance(question, Percent):
        return Fraction(str(answer))
    return frozenset(answer) if isinstance(answer, tuple) else answer
