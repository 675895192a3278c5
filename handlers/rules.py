"""Questions about the plan: the clause that answers, in plain words, or a plain no with the nearest clause."""

from aiogram import Router

from campaigns.plan_answers import Kind
from handlers.actions import Asked, Go, Typed
from handlers.everyday import says_nothing
from handlers.plan_words import name_of
from handlers.routing import on, on_typed
from handlers.rule_screens import WRONG, AskOther, LookAt, answer_blocks, draw_answer, mark_of
from handlers.screen import Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import to_menu
from handlers.words import _
from services.campaigns import CampaignInfo, see_campaign
from services.rules import ask, keep_miss, kept, root_of, see_answer
from services.turns import StaleAction

router = Router(name="rules")
OF_ONE_CAMPAIGN = frozenset({"answer", "plan", "campaign", "calendar"})
"""Views whose first argument is the campaign that is spoken of."""
OPEN = ("ask", "answer", "start", "menu", "check", "help", "standing", "standing_of", "slip", "mydata", "campaigns", "campaign", "plan", "calendar")  # fmt: skip
"""Views where nothing is under way: text out of the blue is a question, and its answer a screen of its own."""


def draw_ask(facts: CampaignInfo) -> Screen:
    """Invites a question."""
    examples = _(
        "For example: “How many per cent of adults should have a smartphone by 2025?” or “How many sets of papers?”"
    )
    return Screen(
        (
            say(_("What would you like to know about the plan?"), tone=Tone.HEADING),
            say(_("The plan spoken of: {campaign}."), campaign=name_of(facts.pack)),
            say(examples),
        ),
        (
            Choice(_("Other campaigns"), Go("campaigns").pack(), "1", secondary=True),
            to_menu(),
        ),
        waits_for=Wait.QUESTION,
    )


VIEWS = {"ask": View(see_campaign, draw_ask), "answer": View(see_answer, draw_answer, arguments=4)}


@on(router, Asked)
async def asked_between(action: Asked, turn: Turn) -> Screen:
    """A question in the middle of something is answered beside it; anywhere else it gets a screen of its own."""
    return await (_answer if turn.actor.view.view in OPEN else _aside)(turn, action.text)


@on_typed(router, *OPEN)
async def asked(action: Typed, turn: Turn) -> Screen:
    """Text out of the blue is a question, unless it is a mere yes, no or sound: then what can be done is said again."""
    if says_nothing(action.text):
        told = _("Nothing was asked that this would answer. Please choose a number below, or type a question about the plan.")  # fmt: skip
        return (await turn.redraw()).with_aside(say(told, tone=Tone.NOTICE))
    return await _answer(turn, action.text)


@on(router, LookAt)
async def look_at(action: LookAt, turn: Turn) -> Screen:
    """Another part of the answer; "not what I meant" is noted, without who said so."""
    campaign, question, earlier, part = _answer_args(turn, action.mark)
    outcome = "wrong" if action.part == WRONG and part != WRONG else ""
    moved = turn.at("answer", campaign, question, earlier, action.part)
    await moved.write(keep_miss, campaign, question, outcome)
    return await turn.show("answer", campaign, question, earlier, action.part)


@on(router, AskOther)
async def ask_other(action: AskOther, turn: Turn) -> Screen:
    """The same question of another campaign's plan."""
    _campaign, question, _earlier, _part = _answer_args(turn, action.mark)
    return await turn.go("answer", action.campaign, question)


def _answer_args(turn: Turn, mark: str) -> tuple[str, str, str, str]:
    """What the chat's answer is to. Errors: `stale_action` where the button belongs to another one."""
    view = turn.actor.view
    if view.view != "answer" or len(view.args) < 2 or mark_of(view.args[0], view.args[1]) != mark:
        raise StaleAction
    campaign, question, earlier, part = (*view.args, "", "")[:4]
    return campaign, question, earlier, part


async def _answer(turn: Turn, text: str) -> Screen:
    """Answer on a screen of its own, from which the next question may go on."""
    if not text.strip():
        return await _aside(turn, text)
    view = turn.actor.view
    question, campaign, earlier = kept(text), "", ""
    if view.view in OF_ONE_CAMPAIGN and view.args:
        campaign = view.args[0]
    if view.view == "answer":
        earlier = root_of(turn.acting, campaign, question, view.args[1], *view.args[2:3])
    found = await turn.read(ask, question, earlier, campaign)
    if found.answer.kind is Kind.UNREADABLE:
        return (await turn.redraw()).with_aside(*answer_blocks(found))
    slug = found.pack.slug
    outcome = "" if found.answer.answered else str(found.answer.reason)
    await turn.at("answer", slug, question, earlier).write(keep_miss, slug, question, outcome)
    return draw_answer(found)


async def _aside(turn: Turn, text: str) -> Screen:
    """Answer, and show where the person was."""
    found = await turn.read(ask, text)
    if not found.answer.answered and found.answer.kind is not Kind.UNREADABLE:
        await turn.write(keep_miss, found.pack.slug, text, str(found.answer.reason))
    return (await turn.redraw()).with_aside(*answer_blocks(found))
