"""A word back to people who greet, thank, take leave, or ask who is talking to them; then the screen they were at."""

from collections.abc import Callable, Mapping

from aiogram import Router

from handlers.phrases import Kind, Said
from handlers.routing import on
from handlers.rules import OPEN
from handlers.screen import Block, Paragraph, Screen, Tone, say
from handlers.turn import Turn
from handlers.words import _

router = Router(name="courtesies")
_ASKED_ABOUT_US = frozenset({Kind.MACHINE, Kind.VOLUNTARY, Kind.GENUINE})
_ENTRANCE = frozenset({"start", "menu"})

_WORDS: Mapping[Kind, Callable[[], str]] = {
    Kind.GREETING: lambda: _("Hello. The assistant is here: please choose below, or type what you would like to know."),
    Kind.THANKS: lambda: _("The assistant thanks you too. Whenever something is needed, just write."),
    Kind.FAREWELL: lambda: _("Goodbye, and thank you. What was answered is kept; whenever something is needed, just write."),
    Kind.MACHINE: lambda: _("This is an automatic assistant: a machine answers, not a person."),
    Kind.VOLUNTARY: lambda: _("Answering is voluntary. Whoever does not answer loses nothing, and can still see the results and ask questions."),
    Kind.GENUINE: lambda: _("Nothing costs money, and no papers or account numbers are asked for. It is right to be careful; here is how to make sure:"),
    Kind.FORGOTTEN: lambda: _("The slip number is shown here, on the device that was used to answer. If that device is not at hand, please ask the ward's staff."),
}  # fmt: skip


@on(router, Said)
async def answer(action: Said, turn: Turn) -> Screen:
    """Say a word back. Where nothing is under way the menu follows; elsewhere the very screen that was answered."""
    told, view = say(_WORDS[action.kind]()), turn.actor.view.view
    is_under_way = view not in OPEN
    if action.kind in _ASKED_ABOUT_US:
        return await _how_to_check(turn, told)
    if action.kind is Kind.FORGOTTEN:
        return (await turn.go("mydata")).with_aside(told)
    if action.kind is Kind.GREETING and turn.actor.is_new:
        return await turn.redraw()  # it greets by itself
    if action.kind is Kind.GREETING and is_under_way:
        told = say(_("Hello. This is where we are:"))
    stays = view in _ENTRANCE or (is_under_way and action.kind is not Kind.FAREWELL)
    return (await (turn.redraw() if stays else turn.go("menu"))).with_aside(told)


async def _how_to_check(turn: Turn, told: Paragraph) -> Screen:
    """A screen of its own where nothing is under way, else said beside the question that waits."""
    if turn.actor.view.view in OPEN:
        return (await turn.go("check")).with_aside(told)
    checks: tuple[Block, ...] = (await turn.show("check")).blocks
    return (await turn.redraw()).with_aside(told, *(block for block in checks if not _is_heading(block)))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.tone is Tone.HEADING
