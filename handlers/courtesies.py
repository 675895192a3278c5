"""A word back to people who greet, thank, take leave, or ask who is talking to them; then the screen they were at."""

from collections.abc import Callable, Mapping

from aiogram import Router

from handlers.forms import begin_form
from handlers.phrases import Kind, Said
from handlers.routing import on
from handlers.rules import OPEN
from handlers.screen import Block, Paragraph, Screen, Tone, say
from handlers.turn import Turn
from handlers.words import _, day
from services.welcome import Welcome, look_around

router = Router(name="courtesies")
_ASKED_ABOUT_US = frozenset({Kind.MACHINE, Kind.VOLUNTARY, Kind.GENUINE})
_ENTRANCE = frozenset({"start", "menu"})
_CHATTER = frozenset({Kind.GREETING, Kind.THANKS, Kind.FAREWELL})
"""After these comes the menu where nothing is under way; whoever asked something goes on reading what they read."""

_WORDS: Mapping[Kind, Callable[[], str]] = {
    Kind.GREETING: lambda: _("Hello. The assistant is here: please choose below, or type what you would like to know."),
    Kind.THANKS: lambda: _("The assistant thanks you too. Whenever something is needed, just write."),
    Kind.FAREWELL: lambda: _("Goodbye, and thank you. What was answered is kept; whenever something is needed, just write."),
    Kind.MACHINE: lambda: _("This is an automatic assistant: a machine answers, not a person."),
    Kind.VOLUNTARY: lambda: _("Answering is voluntary. Whoever does not answer loses nothing, and can still see the results and ask questions."),
    Kind.GENUINE: lambda: _("Nothing costs money, and no papers or account numbers are asked for. It is right to be careful; here is how to make sure:"),
    Kind.HOW: lambda: _("Questions come one by one: press an answer, or type its number. If unsure choose “Not sure”, to rest choose “Later”; what was answered is kept. At the end, look it over and choose “Send”."),
    Kind.PURPOSE: lambda: _("Answers are added up, to see how far the ward has come with the plan. Answering brings no gift and costs nothing; afterwards help can be asked for with what is still difficult."),
    Kind.SEEN_BY: lambda: _("Who sees it: your own answers only you, with the slip number; officials and the public see sums only, and none of fewer than 5 households."),
    Kind.HARD_TO_READ: lambda: _("On the web page, “Large text” at the top makes the letters bigger. To be helped by a person, type ASK THE WARD."),
    Kind.UNHANDY: lambda: _("Never mind: questions come one by one, and a press on the answer is enough. Somebody at home may answer along. To be helped by a person of the ward, type ASK THE WARD."),
    Kind.UNASKED: lambda: _("The assistant sends no advertising and no reminders to answer; it writes only when there is news of something asked or kept here. To have everything deleted, type DELETE MY DATA."),
    Kind.FORGOTTEN: lambda: _("The slip number is shown here, on the device that was used to answer. If that device is not at hand, please ask the ward's staff."),
}  # fmt: skip


def _deadline(facts: Welcome) -> Paragraph:
    period = facts.period
    if period is None:
        return say(
            _("No survey is open now, so there is nothing to answer. Results and the plan can still be looked at.")
        )
    told = _("The survey “{name}” takes answers until the end of {closes_on}.") if facts.is_open else _("The survey “{name}” ended on {closes_on}.")  # fmt: skip
    return say(told, name=period.name, closes_on=day(period.closes_on))


def _duration(facts: Welcome) -> Paragraph:
    told = _("{count} questions, about {minutes} minutes. Resting in between is fine: what was answered is kept.")
    return say(told, count=facts.questions, minutes=facts.minutes)


def _contact(facts: Welcome) -> Paragraph:
    if facts.period is None:
        return say(_("To speak with a person, please turn to the committee of the ward."))
    return say(_("To speak with a person: {contact}."), contact=facts.period.contact)


def _trouble(facts: Welcome) -> Paragraph:
    if facts.period is None:
        return say(_("Sorry for the trouble. What was answered is kept; here is the screen again."))
    told = _("Sorry for the trouble. What was answered is kept; here is the screen again. If it still does not work, please call {contact}.")  # fmt: skip
    return say(told, contact=facts.period.contact)


_ABOUT_SURVEY: Mapping[Kind, Callable[[Welcome], Paragraph]] = {
    Kind.DEADLINE: _deadline,
    Kind.DURATION: _duration,
    Kind.CONTACT: _contact,
    Kind.TROUBLE: _trouble,
}


@on(router, Said)
async def answer(action: Said, turn: Turn) -> Screen:
    """Say a word back. Where nothing is under way the menu follows; elsewhere the very screen that was answered."""
    view = turn.actor.view.view
    is_under_way = view not in OPEN
    if action.kind in _WORDS:
        told = say(_WORDS[action.kind]())
    else:
        told = _ABOUT_SURVEY[action.kind](await turn.read(look_around))
    if action.kind is Kind.HOW and not is_under_way:
        return (await begin_form(turn)).with_aside(told)
    if action.kind in _ASKED_ABOUT_US:
        return await _how_to_check(turn, told)
    if action.kind is Kind.FORGOTTEN:
        return (await turn.go("mydata")).with_aside(told)
    if action.kind is Kind.GREETING and turn.actor.is_new:
        return await turn.redraw()  # it greets by itself
    if action.kind is Kind.GREETING and is_under_way:
        told = say(_("Hello. This is where we are:"))
    stays = view in _ENTRANCE or action.kind not in _CHATTER or (is_under_way and action.kind is not Kind.FAREWELL)
    return (await (turn.redraw() if stays else turn.go("menu"))).with_aside(told)


async def _how_to_check(turn: Turn, told: Paragraph) -> Screen:
    """A screen of its own where nothing is under way, else said beside the question that waits."""
    if turn.actor.view.view in OPEN:
        return (await turn.go("check")).with_aside(told)
    checks: tuple[Block, ...] = (await turn.show("check")).blocks
    return (await turn.redraw()).with_aside(told, *(block for block in checks if not _is_heading(block)))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.tone is Tone.HEADING
