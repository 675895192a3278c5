"""Questions about the plan: the clause that answers, in plain words, or a plain no with the nearest clause."""

from aiogram import Router

from campaigns.plan_answers import Kind, Reason, Result
from handlers.actions import Asked, Go, Typed
from handlers.routing import on, on_typed
from handlers.screen import Block, Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View, nothing
from handlers.words import _, current_locale
from services.rules import RuleAnswer, ask, keep_miss

router = Router(name="rules")


def draw_ask(_facts: None) -> Screen:
    """Invites a question."""
    examples = _(
        "For example: “How many per cent of adults should have a smartphone by 2025?” or “How many sets of papers?”"
    )
    return Screen(
        (say(_("What would you like to know about the plan?"), tone=Tone.HEADING), say(examples)),
        (Choice(_("Menu"), Go("menu").pack(), "0", secondary=True),),
        waits_for=Wait.TEXT,
    )


def answer_blocks(found: RuleAnswer) -> tuple[Block, ...]:
    """An answer, said before the screen it interrupts."""
    if not found.answer.answered:
        return _declined(found)
    results = found.answer.listed or found.answer.results[:1]
    blocks: list[Block] = [say(_("*According to the plan:*"))]
    blocks += [_cited(found, result) for result in results]
    for rule in found.now:
        now = _("*Applies now:* {rule} (source: {source}; checked {checked})")
        blocks.append(say(now, rule=rule.now.to(current_locale()), source=rule.source, checked=rule.checked_on))
    return tuple(blocks)


def _cited(found: RuleAnswer, result: Result) -> Block:
    words = result.statement or result.text
    return say("{words} ({clause})", tone=Tone.QUOTE, words=words.rstrip("."), clause=found.pack.spoken(result.clause))


def _declined(found: RuleAnswer) -> tuple[Block, ...]:
    sentence = _reasons().get(found.answer.reason or Reason.NOT_COVERED, _reasons()[Reason.NOT_COVERED])
    blocks: list[Block] = [say(sentence)]
    if found.answer.results and found.answer.kind is not Kind.UNREADABLE:
        blocks += [say(_("The nearest that it does say:")), _cited(found, found.answer.results[0])]
    return tuple(blocks)


def _reasons() -> dict[Reason, str]:
    return {
        Reason.NOT_COVERED: _("The plan does not say anything about that."),
        Reason.LEVEL_NOT_COVERED: _("The plan sets nothing for that level."),
        Reason.YEAR_NOT_COVERED: _("The plan sets nothing for that year."),
        Reason.OTHER_PLACE: _("The plan is only about its own place; it says nothing of another."),
        Reason.OTHER_PLAN: _("This plan does not say so; another campaign's plan may."),
        Reason.VALUE_NOT_STATED: _("The plan speaks of this but does not give that figure."),
        Reason.EMPTY: _("That could not be read as a question. Please ask in a few words, for example: how many sets of papers are needed?"),
        Reason.TOO_SHORT: _("That is too short to be understood. Please ask in a few words."),
        Reason.TOO_LONG: _("That is too long for one question. Please ask one thing, in one or two sentences."),
        Reason.NO_WORDS: _("That could not be read as a question. Please ask in a few words, for example: how many sets of papers are needed?"),
        Reason.CONTACT: _("The plan gives no telephone number or address for that. The committee's number stands on the first screen."),
        Reason.AMOUNT: _("The plan names no amount of money for that."),
        Reason.WEATHER: _("The weather is not in the plan. The assistant answers about the campaign plan only."),
        Reason.OFFTOPIC: _("That is not in the plan. The assistant answers about the campaign plan only."),
        Reason.HOWTO: _("The plan says what is to be reached, not how to do this. The community digital team can show it."),
        Reason.NAME: _("The plan names no person for that."),
        Reason.LAW: _("That is in another document; the assistant only has the campaign plan."),
        Reason.STATISTICS: _("The plan sets targets and holds no figures of what was reached. “Results” shows what households report."),
        Reason.PERSONAL: _("That is for the council or the committee to decide; the plan does not decide single cases."),
    }  # fmt: skip


VIEWS = {"ask": View(nothing, draw_ask)}


@on(router, Asked)
async def asked_between(action: Asked, turn: Turn) -> Screen:
    """A question in the middle of something: answer it, and show where the person was."""
    return await _reply(turn, action.text)


@on_typed(router, "ask", "start", "menu", "check", "help", "standing", "slip", "mydata")
async def asked(action: Typed, turn: Turn) -> Screen:
    """Text out of the blue is a question."""
    return await _reply(turn, action.text)


async def _reply(turn: Turn, text: str) -> Screen:
    found = await turn.read(ask, text)
    if not found.answer.answered and found.answer.kind is not Kind.UNREADABLE:
        await turn.write(keep_miss, found.pack.slug, text, str(found.answer.reason))
    return (await turn.redraw()).with_aside(*answer_blocks(found))
