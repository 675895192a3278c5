"""The form engine: pure operations on a draft. What to show comes from `next_step`; nothing here sends or stores."""

from collections.abc import Iterable, Mapping
from itertools import takewhile

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer, Miss, misfit, read
from campaigns.drafts import Draft, Slip
from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_questions import Question
from campaigns.form_steps import Ask, Confirm, Done, Help, Line, Review, Step, Trouble, next_step, to_confirm
from campaigns.piping import fill
from campaigns.spoken import storable, yes_or_no
from campaigns.text import tidy

__all__ = [
    "Ask", "Confirm", "Done", "Help", "Line", "Review", "Step", "Trouble",
    "back", "confirm", "data_asked", "decline", "edit", "facts_of", "give", "keep", "next_step", "reopen", "reply",
    "revalidate", "send", "skip", "start", "start_extras", "stop_extras", "unknown",
]  # fmt: skip


def start(form: Form) -> Draft:
    """An empty draft of a form."""
    return Draft(form=form.id, version=form.version)


def reply(form: Form, draft: Draft, asked: str, raw: str, shown: Step | None = None) -> Draft:
    """What a person typed to the question (or to the value read back) that is called `asked`.

    shown: this draft's next step, where it was worked out before: the question that is shown is one whose turn it is.

    A reply that is no answer is a result, not an error: the draft says why (`next_step(…).error`) and counts it. A
    question whose turn has not come leaves the draft as it was.
    """
    if asked in form.derived_by_id:
        return _reply_to_confirm(form, draft, asked, raw)
    if isinstance(shown, Ask) and shown.question.id == asked:
        question, facts = shown.question, shown.facts
    else:
        found_question, facts = _asked(form, draft, asked)
        if found_question is None:
            return draft
        question = found_question
    found = read(question, raw, facts.bounds(question))
    return _missed(form, draft, asked, found.code) if isinstance(found, Miss) else _stored(draft, asked, found)


def give(form: Form, draft: Draft, asked: str, answer: Answer, facts: Facts | None = None) -> Draft:
    """An answer that needs no reading: a button, a place picked, a picture stored. Checked like a typed one.

    facts: as for `next_step`.
    """
    question, facts = _asked(form, draft, asked, facts)
    if question is None:
        return draft
    code = misfit(question, answer, facts.bounds(question))
    return _missed(form, draft, asked, code) if code else _stored(draft, asked, answer)


def unknown(form: Form, draft: Draft, asked: str) -> Draft:
    """The person does not know."""
    return give(form, draft, asked, UNKNOWN)


def decline(form: Form, draft: Draft, asked: str) -> Draft:
    """The person does not want to say."""
    return give(form, draft, asked, DECLINED)


def skip(form: Form, draft: Draft, asked: str) -> Draft:
    """The person passes over an optional question."""
    return give(form, draft, asked, SKIPPED)


def confirm(form: Form, draft: Draft, asked: str, is_right: bool) -> Draft:
    """Whether a value read back is right. If not, the answers it follows from are asked again, each kept until another
    is given; those behind a value that was already confirmed are taken as settled."""
    facts = Facts(form, draft.answers)
    derived = form.derived_by_id.get(asked)
    value = None if derived is None else to_confirm(derived, draft, facts)
    if derived is None or value is None:
        return draft
    if is_right:
        return _moved(draft, asked, confirmed={**draft.confirmed, asked: value})
    settled = {name for other in draft.confirmed if other != asked for name in form.behind(other)}
    behind = [question.id for question in form.questions if question.id in form.behind(asked)]
    shown = [name for name in behind if facts.shown(form.by_id[name]) is True]
    return _moved(draft, asked, again=tuple([name for name in shown if name not in settled] or shown))


def back(form: Form, draft: Draft) -> Draft:
    """To the question before the one that is shown; from the first there is no way back."""
    facts, step = Facts(form, draft.answers), next_step(form, draft)
    path = [question.id for question in form.questions if facts.shown(question) is True]
    here = step.question.id if isinstance(step, Ask) else ""
    if isinstance(step, Ask):
        before = list(takewhile(lambda name: name != here, path))
    elif isinstance(step, Confirm):
        behind = form.behind(step.derived.id)
        last = max((place for place, name in enumerate(path) if name in behind), default=-1)
        before = path[: last + 1]
    else:
        before = [name for name in path if name in draft.answers]
    if not before:
        return draft
    return _moved(
        draft, before[-1], again=(before[-1], *(name for name in draft.again if name not in (here, before[-1])))
    )


def edit(form: Form, draft: Draft, asked: str) -> Draft:
    """Show one question again, from the review or from anywhere."""
    question, _ = _asked(form, draft, asked)
    return draft if question is None else _moved(draft, asked, again=(asked, *_without(draft.again, asked)))


def keep(form: Form, draft: Draft) -> Draft:
    """Leave the answer of the question that is shown again as it is, and go on."""
    step = next_step(form, draft)
    if not isinstance(step, Ask) or not step.can_keep:
        return draft
    return _moved(draft, step.question.id, again=_without(draft.again, step.question.id))


def forget_reply(draft: Draft) -> Draft:
    """Whoever was away in between is not told again that the last thing they typed before was no answer."""
    return draft.model_copy(update={"error": None})


def start_extras(form: Form, draft: Draft) -> Draft:
    """Take up the optional questions."""
    return draft.model_copy(update={"extras": True, "is_sent": False}) if form.extras else draft


def stop_extras(draft: Draft) -> Draft:
    """Leave the optional questions that are not answered yet; those that are, stay."""
    return draft.model_copy(update={"extras": False, "again": (), "error": None})


def send(form: Form, draft: Draft, shown: Step | None = None) -> Draft:
    """Everything was looked over. Only from a review in which nothing is left to mend. shown: as for `reply`."""
    step = shown or next_step(form, draft)
    is_ready = isinstance(step, Review) and not step.problems
    return draft.model_copy(update={"is_sent": True}) if is_ready else draft


def reopen(draft: Draft) -> Draft:
    """A sent draft back to its review, to be corrected."""
    return draft.model_copy(update={"is_sent": False})


def revalidate(form: Form, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """The draft for a form that has changed since, and the ids of the questions whose answers had to be dropped.

    Dropped is what the form no longer asks or what cannot be an answer any more (an option that is gone). A number that
    now lies outside its bounds stays, and is asked again with the reason.
    """
    kept = {
        name: answer
        for name, answer in draft.answers.items()
        if name in form.by_id and misfit(form.by_id[name], answer) is None
    }
    return (
        Draft(
            form=form.id,
            version=form.version,
            answers=kept,
            confirmed={name: value for name, value in draft.confirmed.items() if name in form.derived_by_id},
            again=tuple(name for name in draft.again if name in form.by_id),
            extras=draft.extras and bool(form.extras),
        ),
        tuple(name for name in draft.answers if name not in kept),
    )


def facts_of(form: Form, answers: Mapping[str, Answer]) -> Facts:
    """What a report says: for counting it. What it does not answer is absent."""
    return Facts(form, answers, complete=True)


def data_asked(form: Form, locale: str = "vi", *, extras: bool = True) -> tuple[str, ...]:
    """What is collected, a few words for each question, in the order asked: what a consent notice has to list.

    Of a group that is asked again, only the first round.
    """
    asked = [question for question in (form.questions if extras else form.main) if question.round == 1]
    return tuple(fill(question.label, form.settings, locale) for question in asked)


def _asked(form: Form, draft: Draft, asked: str, facts: Facts | None = None) -> tuple[Question | None, Facts]:
    facts = Facts(form, draft.answers) if facts is None else facts
    question = form.by_id.get(asked)
    return (question if question is not None and facts.is_reached(question) else None), facts


def _reply_to_confirm(form: Form, draft: Draft, asked: str, raw: str) -> Draft:
    facts = Facts(form, draft.answers)
    if to_confirm(form.derived_by_id[asked], draft, facts) is None:
        return draft
    said = yes_or_no(tidy(storable(raw))[:200])
    if said is None:
        return _missed(form, draft, asked, "not_yes_no")
    return confirm(form, draft, asked, said)


def _stored(draft: Draft, asked: str, answer: Answer) -> Draft:
    return _moved(draft, asked, answers={**draft.answers, asked: answer}, again=_without(draft.again, asked))


def _missed(form: Form, draft: Draft, asked: str, code: str) -> Draft:
    """The question stays in front, even if it is not the one whose turn it is."""
    again = draft.again
    if asked in form.by_id:
        again = (asked, *_without(again, asked))
    misses = {**draft.misses, asked: draft.misses.get(asked, 0) + 1}
    return draft.model_copy(
        update={"misses": misses, "error": Slip(question=asked, code=code), "again": again, "is_sent": False}
    )


def _moved(draft: Draft, asked: str, **changes: object) -> Draft:
    """Any step forward or back: the last error is over, and the question starts anew."""
    misses = {name: count for name, count in draft.misses.items() if name != asked}
    return draft.model_copy(update={"error": None, "misses": misses, "is_sent": False, **changes})


def _without(names: Iterable[str], unwanted: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != unwanted)
