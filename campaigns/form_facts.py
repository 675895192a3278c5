"""What is known from a form's answers: worked out anew each time, so that no jump and no stale value is ever stored."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer, Bounds, misfit
from campaigns.expressions import Gap, Value
from campaigns.form_format import Form
from campaigns.form_questions import LARGEST_COUNT, Question

NO_ANSWERS: Mapping[str, Answer] = {}
_PERCENT = Bounds(0, 100)
_NO_VALUE = {UNKNOWN: Gap.UNKNOWN, DECLINED: Gap.ABSENT, SKIPPED: Gap.ABSENT}


class Facts(dict[str, Value | Gap]):
    """Every name of a form → its value, worked out when asked for.

    A question that the answers make irrelevant counts as its `unasked` value; one whose relevance cannot be known has
    the same gap as what it hangs on; an answer that no longer fits its bounds counts as not given. Made for one look at
    one set of answers: it remembers what it worked out. It is a dict, and what is remembered its content, since
    expressions look names up dozens of times at every answer.
    """

    __slots__ = ("_bounds", "_misfits", "_shown", "_unanswered", "answers", "form")

    def __init__(self, form: Form, answers: Mapping[str, Answer] = NO_ANSWERS, *, complete: bool = False) -> None:
        """answers: question id → answer, irrelevant ones may be among them. complete: nothing more will come (it is a
        report), so what is unanswered is absent, not pending."""
        super().__init__(form.settings)
        self.form, self.answers = form, answers
        self._unanswered = Gap.ABSENT if complete else Gap.PENDING
        self._shown: dict[str, bool | Gap] = {}
        self._misfits: dict[str, str | None] = {}
        self._bounds: dict[str, Bounds | None] = {}

    def after(self, answers: Mapping[str, Answer]) -> "Facts":
        """What these answers say: only what follows from those that differ is found out anew."""
        names = self.answers.keys() | answers.keys()
        changed = [name for name in names if self.answers.get(name) != answers.get(name)]
        if not changed:
            return self
        found = Facts(self.form, answers, complete=self._unanswered is Gap.ABSENT)
        found.update(self)
        found._shown.update(self._shown)
        found._misfits.update(self._misfits)
        found._bounds.update(self._bounds)
        for name in changed:
            # Nothing follows from a name that only another version of the form knows.
            for each in self.form.followers.get(name, ()):
                for kept in (found, found._shown, found._misfits, found._bounds):
                    kept.pop(each, None)
        return found

    def __eq__(self, other: object) -> bool:
        """Whether the same would be found out."""
        if not isinstance(other, Facts):
            return NotImplemented
        mine, theirs = ((facts.form, facts.answers, facts._unanswered) for facts in (self, other))
        return mine == theirs

    __hash__ = None

    def __iter__(self) -> Iterator[str]:
        return iter((*self.form.settings, *self.form.by_id, *self.form.derived_by_id))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __missing__(self, name: str) -> Value | Gap:
        self[name] = found = self._find(name)
        return found

    def _find(self, name: str) -> Value | Gap:
        question = self.form.by_id.get(name)
        if question is not None:
            return self._value(question, name)
        derived = self.form.derived_by_id.get(name)
        return Gap.ABSENT if derived is None else derived.value.run(self)

    def _value(self, question: Question, name: str) -> Value | Gap:
        shown = self.shown(question)
        if isinstance(shown, Gap):
            return shown
        if not shown:
            return Gap.ABSENT if question.unasked is None else question.unasked
        answer = self.answers.get(name)
        if answer is None or self.misfit(question):
            return self._unanswered
        if isinstance(answer, str):
            if (gap := _NO_VALUE.get(answer)) is not None:
                return gap
            return Fraction(answer) if question.kind == "percent" else answer
        return frozenset(answer) if isinstance(answer, tuple) else answer

    def shown(self, question: Question) -> bool | Gap:
        """Whether the question is to be asked, as far as the answers tell."""
        if (condition := question.show_if) is None:
            return True
        name = question.id
        if name not in self._shown:
            self._shown[name] = condition.holds(self)
        return self._shown[name]

    def fitting(self, question: Question) -> Answer | None:
        """The answer given, if it (still) fits."""
        answer = self.answers.get(question.id)
        return None if answer is None or self.misfit(question) else answer

    def misfit(self, question: Question) -> str | None:
        """The code of what does not (or no longer) fit in the answer given, if there is one."""
        name = question.id
        if (answer := self.answers.get(name)) is None:
            return None
        if name not in self._misfits:
            self._misfits[name] = misfit(question, answer, self.bounds(question))
        return self._misfits[name]

    def bounds(self, question: Question) -> Bounds | None:
        """The range that the answers so far leave for a number; None for other kinds.

        A bound that hangs on something unknown does not bind.
        """
        if question.kind != "count":
            return _PERCENT if question.kind == "percent" else None
        name = question.id
        if name not in self._bounds:
            low, high = question.at_least.run(self), question.at_most.run(self)
            self._bounds[name] = Bounds(
                low if isinstance(low, int) else 0,
                high if isinstance(high, int) else LARGEST_COUNT,
                is_fixed=not question.at_most.names,
            )
        return self._bounds[name]

    def is_open(self, question: Question) -> bool:
        """Whether the question is to be asked and has no answer that fits."""
        return self.shown(question) is True and self.fitting(question) is None

    def is_reached(self, question: Question) -> bool:
        """Whether its turn has come: it is asked, and nothing before it is open."""
        if self.shown(question) is not True:
            return False
        for before in (*self.form.main, *self.form.more):
            if before.id == question.id:
                break
            if self.is_open(before):
                return False
        return True

    def report(self) -> dict[str, Answer]:
        """What a report holds: the answers to the questions that are relevant, in form order; non-answers as such."""
        found = {
            question.id: self.fitting(question) for question in self.form.questions if self.shown(question) is True
        }
        return {name: answer for name, answer in found.items() if answer is not None and answer != SKIPPED}
