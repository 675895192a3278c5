"""The screens of a form: a question, a value read back, the review."""

from functools import partial

from campaigns.answers import DECLINED, SKIPPED, UNKNOWN, Answer
from campaigns.form_facts import Facts
from campaigns.form_ids import OFFICER
from campaigns.form_moves import Move, asked_code
from campaigns.form_questions import Choice as ChoiceQuestion
from campaigns.form_questions import Count, MultiChoice, Percent, Question, YesNo
from campaigns.form_steps import Ask, Confirm, Help, Review
from campaigns.piping import fill
from handlers.actions import Go
from handlers.form_actions import Drop, Later, Send, Step, Why
from handlers.form_errors import mend
from handlers.screen import AnsweredSoFar, Block, Bounds, Choice, Progress, Screen, Tone, Wait, say
from handlers.words import _, current_locale, number
from services.form_states import FormState

REVIEW_LINES = 99
_WAY_KEYS = {UNKNOWN: "K", DECLINED: "X", SKIPPED: "B"}
_WAY_MOVES = {UNKNOWN: Move.UNKNOWN, DECLINED: Move.DECLINE, SKIPPED: Move.SKIP}


def draw_form(state: FormState) -> Screen:
    """The one screen for where the form is."""
    match state.step:
        case Ask() as step:
            screen = _draw_ask(state, step)
        case Confirm() as step:
            screen = _draw_confirm(state, step)
        case Review() as step:
            screen = _draw_review(state, step)
        case _:
            raise AssertionError("a form that was sent has no screen of its own")
    if state.dropped:
        screen = screen.with_aside(_dropped(state))
    return screen


def takes_number(state: FormState) -> bool:
    """Whether the question that is shown is answered with a number."""
    return isinstance(state.step, Ask) and _wait(state.step.question) is Wait.NUMBER


def why_asked(state: FormState) -> tuple[Block, ...]:
    """Why the question that is shown is asked, with its example."""
    if not isinstance(state.step, Ask):
        return ()
    question, locale = state.step.question, current_locale()
    why = state.step.say(question.why, locale) if question.why else _("The plan sets a target for this, and the answer counts towards it.")  # fmt: skip
    blocks = [say("{why}", why=why, tone=Tone.QUOTE)]
    if question.example:
        blocks.append(
            say(_("For example: {example}"), tone=Tone.QUOTE, example=state.step.say(question.example, locale))
        )
    return tuple(blocks)


def answer_words(question: Question, answer: Answer) -> str:
    """An answer as people read it; "not sure" and "rather not say" are answers of their own."""
    if answer == UNKNOWN:
        return _("Not sure")
    if answer in (DECLINED, SKIPPED):
        return _("Rather not say")
    if isinstance(question, YesNo):
        return _yes_no(question)[0 if answer else 1]
    if isinstance(question, ChoiceQuestion | MultiChoice):
        chosen = {answer} if isinstance(answer, str) else set(answer) if isinstance(answer, tuple) else set()
        return ", ".join(option.label.to(current_locale()) for option in question.options if option.id in chosen)
    return number(answer) if isinstance(answer, int) else str(answer)


def label_words(question: Question, facts: Facts) -> str:
    """A question in a few words, its holes filled."""
    return fill(question.label, facts, current_locale())


def answer_lines(facts: Facts) -> tuple[tuple[str, str], ...]:
    """(label, answer) of everything that was answered and still counts, in form order."""
    form = facts.form
    found = ((question, facts.fitting(question)) for question in form.questions if facts.shown(question) is True)
    return tuple(
        (label_words(question, facts), answer_words(question, answer))
        for question, answer in found
        if answer is not None and answer != SKIPPED
    )


def _draw_ask(state: FormState, step: Ask) -> Screen:
    question = step.question
    blocks: list[Block] = []
    if step.error is not None:
        blocks.append(say("{sentence}", tone=Tone.NOTICE, sentence=mend(step)))
    title = _("*Extra question {step} of {total}.* {text}") if step.is_extra else _("*Question {step}/{total}.* {text}")
    text = step.say(question.text, current_locale())
    blocks.append(say(title, tone=Tone.HEADING, step=step.step, total=step.total, text=text))
    if step.can_keep and step.answer is not None:
        blocks.append(say(_("Your answer so far: {answer}."), answer=answer_words(question, step.answer)))
    if step.help is not Help.NONE:
        blocks += why_asked(state)
        blocks.append(say("{told}", told=_leave_it(state)))
    if step.bounds is not None and isinstance(question, Count):
        blocks.append(_range(step))
    numbered = _values(state, step)
    return Screen(
        tuple(blocks),
        (*numbered, *_ways(state, step)),
        waits_for=_wait(question),
        replaces=True,
        progress=Progress(step.step, step.total),
        bounds=_bounds(state, step),
        answered=AnsweredSoFar(partial(answer_lines, step.facts)),
    )


def _bounds(state: FormState, step: Ask) -> Bounds | None:
    if step.bounds is None or not isinstance(step.question, Count):
        return None
    give = _step(state, Move.GIVE, asked_code(state.form, step.question.id))
    return Bounds(step.bounds.low, step.bounds.high, give)


def _range(step: Ask) -> Block:
    if step.bounds is None or step.bounds.is_fixed:
        return say(_("Type a number."))
    return say(_("Type a number from {low} to {high}."), low=number(step.bounds.low), high=number(step.bounds.high))


def _wait(question: Question) -> Wait:
    if isinstance(question, Count | Percent):
        return Wait.NUMBER
    return {"text": Wait.TEXT, "place": Wait.PLACE, "photo": Wait.PHOTO}.get(question.kind, Wait.CHOICE)


def _values(state: FormState, step: Ask) -> list[Choice]:
    question = step.question
    code = asked_code(state.form, question.id)
    if isinstance(question, YesNo):
        pairs = list(zip(_yes_no(question), ("1", "0"), strict=True))
    elif isinstance(question, ChoiceQuestion | MultiChoice):
        pairs = [(option.label.to(current_locale()), option.id) for option in question.options]
    else:
        return []
    return [
        Choice(label, _step(state, Move.GIVE, code, value), str(n)) for n, (label, value) in enumerate(pairs, start=1)
    ]


def _yes_no(question: YesNo) -> tuple[str, str]:
    locale = current_locale()
    yes = question.yes.to(locale) if question.yes else _("Yes")
    return yes, question.no.to(locale) if question.no else _("No")


def _ways(state: FormState, step: Ask) -> list[Choice]:
    labels = {UNKNOWN: _("Not sure"), DECLINED: _("Rather not say"), SKIPPED: _("Skip this one")}
    code = asked_code(state.form, step.question.id)
    ways: list[Choice] = []
    if step.can_keep:
        ways.append(_way(_("Keep this answer"), _step(state, Move.KEEP), "G"))
    ways += [
        _way(labels[way], _step(state, _WAY_MOVES[way], code), _WAY_KEYS[way]) for way in labels if way in step.ways
    ]
    if step.help is not Help.NONE:
        ways.append(_way(_ask_help(state), _step(state, Move.HAND_OVER, code), "N"))
    ways.append(_way(_("Why is this asked?"), Why(state.id).pack(), "V"))
    if step.can_go_back:
        ways.append(_way(_("Previous question"), _step(state, Move.BACK), "T"))
    if step.is_extra:
        ways.append(_way(_("Enough, back to the review"), _step(state, Move.NO_EXTRAS), "H"))
    ways.append(_way(_("Later (answers are kept)"), Later(state.id).pack(), "S"))
    return ways


def _draw_confirm(state: FormState, step: Confirm) -> Screen:
    code = asked_code(state.form, step.derived.id)
    blocks: list[Block] = []
    if step.error is not None:
        blocks.append(
            say(_("Please choose *Right* or *Not right*, so that nothing is counted wrongly."), tone=Tone.NOTICE)
        )
    title, text = _("*After question {step}/{total}.* {text}"), step.say(current_locale())
    blocks.append(say(title, tone=Tone.HEADING, step=step.step, total=step.total, text=text))
    choices = (
        Choice(_("Right"), _step(state, Move.RIGHT, code), "1"),
        Choice(_("Not right, change it"), _step(state, Move.WRONG, code), "2"),
        _way(_("Previous question"), _step(state, Move.BACK), "T"),
        _way(_("Later (answers are kept)"), Later(state.id).pack(), "S"),
    )
    return Screen(
        tuple(blocks),
        choices,
        replaces=True,
        progress=Progress(step.step, step.total),
        answered=AnsweredSoFar(partial(answer_lines, step.facts)),
    )


def _draw_review(state: FormState, step: Review) -> Screen:
    locale = current_locale()
    hint = _(
        "*All {total} questions are behind.* Is everything right? Choose a line to change it; when all is right choose *Send*."
    )
    blocks: list[Block] = [say(_("Please look it over"), tone=Tone.HEADING), say(hint, total=step.total)]
    if state.is_correction:
        blocks.append(say(_("Sending replaces the answers that were sent before; those are kept as history.")))
    blocks += [say("{text}", tone=Tone.NOTICE, text=fill(check.message, step.facts, locale)) for check in step.problems]
    lines = [
        Choice(
            f"{label_words(line.question, step.facts)}: {answer_words(line.question, line.answer)}",
            _step(state, Move.EDIT, asked_code(state.form, line.question.id)),
            str(line.number),
            secondary=True,
        )
        for line in step.lines[:REVIEW_LINES]
    ]
    choices = [*lines, _where(state)]
    if not step.problems:
        choices.append(Choice(_("Send"), Send(state.id, state.seq).pack(), "G"))
    if step.extras_left:
        choices.append(Choice(_("Answer {count} more, if you like").format(count=step.extras_left), _step(state, Move.EXTRAS), "M"))  # fmt: skip
    choices.append(_way(_("Later (answers are kept)"), Later(state.id).pack(), "S"))
    choices.append(_way(_("Throw this form away"), Drop(state.id, state.seq).pack(), "B"))
    return Screen(tuple(blocks), tuple(choices), replaces=True)


def _where(state: FormState) -> Choice:
    place = state.owner.place
    if state.owner.kind == OFFICER:
        return _way(_("Place of work: {place}").format(place=place), Go("office", state.period.campaign).pack(), "N")
    return _way(_("Home: {place}").format(place=place), Go("ward").pack(), "N")


def _leave_it(state: FormState) -> str:
    if state.owner.kind == OFFICER:
        return _("If it is hard to say, leave this question for the people in charge at your unit, or choose another way below.")  # fmt: skip
    return _("If it is hard to say, leave this question for the ward's staff, or choose another way below.")


def _ask_help(state: FormState) -> str:
    if state.owner.kind == OFFICER:
        return _("Ask those in charge at my unit to help with this question")
    return _("Ask the ward's staff to help with this question")


def handed_over(state: FormState) -> Block:
    """Who will look at the question that was handed over."""
    if state.owner.kind == OFFICER:
        return say(_("Those in charge at your unit will look at this question with you; their answer comes back here."))
    return say(_("Your ward's staff will look at this question with you; their answer comes back here."))


def _dropped(state: FormState) -> Block:
    gone = _("a question that is no longer asked")
    named = [label_words(question, Facts(state.form)) if question else gone for question in state.dropped]
    told = _("The form has been renewed. These answers no longer fit it and were left out: {labels}.")
    return say(told, labels="; ".join(dict.fromkeys(named)))


def _step(state: FormState, move: Move, asked: str = "", said: str = "") -> str:
    return Step(state.id, state.seq, move.value, asked, said).pack()


def _way(label: str, action: str, key: str) -> Choice:
    return Choice(label, action, key, secondary=True)
