"""What no other handler understands: said so, in a sentence that helps, and the screen shown again."""

from aiogram import Router

from handlers.actions import Odd, Typed
from handlers.routing import on
from handlers.screen import Screen, Tone, say
from handlers.turn import Turn
from handlers.words import _

router = Router(name="odd")


@on(router, Typed)
async def no_choice(turn: Turn) -> Screen:
    """Text that is no choice of a screen that takes nothing else."""
    told = _("That is none of the choices below. Please type its number or its words.")
    return (await turn.redraw()).with_aside(say(told, tone=Tone.NOTICE))


@on(router, Odd)
async def unreadable(turn: Turn) -> Screen:
    """A voice message, a sticker, a place on the map."""
    told = _("The assistant can only read typed text so far, no voice messages or stickers. Please type it.")
    return (await turn.redraw()).with_aside(say(told, tone=Tone.NOTICE))
