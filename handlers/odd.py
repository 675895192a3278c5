"""What the assistant cannot read, and what it says in groups: always what can be done instead."""

from aiogram import Router

from handlers.actions import Odd, Typed
from handlers.commands import HandOver
from handlers.routing import on
from handlers.screen import Block, Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.ways import to_menu
from handlers.words import _, day, use_locale
from services.tickets import hand_over

router = Router(name="odd")

_SOUNDS = frozenset({"voice", "audio", "video_note"})
_PICTURES = frozenset({"photo", "video", "animation", "live_photo", "story", "paid_media"})
_PLACES = frozenset({"location", "venue"})
_STICKERS = frozenset({"sticker", "dice", "game", "poll"})


def odd_words(kind: str) -> str:
    """What to say to something of this kind."""
    if kind in _SOUNDS:
        return _("The assistant cannot listen to voice messages yet. Please type, or send ASK THE WARD so that a person of your ward helps.")  # fmt: skip
    if kind in _PICTURES:
        return _("Pictures cannot be read here, and none are asked for. Please type the answer. Never send pictures of papers or cards.")  # fmt: skip
    if kind in _PLACES:
        return _(
            "The assistant does not use locations and keeps none. Where a ward is asked for, please type its name."
        )
    if kind in _STICKERS:
        return _("Thank you. The assistant only reads text and the buttons below.")
    sentences = {
        "contact": _("Telephone numbers are not needed here, and this one was not kept. Please type the answer."),
        "document": _("Files cannot be read here, and this one was not kept. Please type the answer."),
        "edited": _("A message that is changed afterwards is not read again, so the first one counts. To correct an answer choose “Previous question”, or a line of the review."),
        "forwarded": _("A forwarded message is not taken as your answer. If it is meant, please type it."),
    }  # fmt: skip
    return sentences.get(kind, _("That could not be read here. Please type, or use the buttons below."))


def draw_in_group(locale: str, address: str) -> Screen:
    """The one thing said in a group: not here. address: a link to the private chat, "" where it is not known."""
    with use_locale(locale):
        told = _(
            "In a group the assistant asks nothing and shows nothing of anybody. Please write to it privately: {address}"
        )
        return Screen((say(told, address=address),), waits_for=Wait.NOTHING)


@on(router, Odd)
async def odd(action: Odd, turn: Turn) -> Screen:
    """Say what can be done instead, and show the screen again."""
    screen = (await turn.redraw()).with_aside(say("{told}", tone=Tone.NOTICE, told=odd_words(action.kind)))
    if action.kind not in _SOUNDS:
        return screen
    return screen.with_choice(Choice(_("Ask the ward to help"), HandOver().pack(), "", secondary=True))


@on(router, Typed)
async def no_choice(turn: Turn) -> Screen:
    """Text that is no choice of a screen that takes nothing else."""
    told = _("That is none of the choices below. Please type its number or its words.")
    return (await turn.redraw()).with_aside(say(told, tone=Tone.NOTICE))


@on(router, HandOver)
async def ask_the_ward(turn: Turn) -> Screen:
    """Ask a person of the ward to help, or say whom to call where no ward is known yet."""
    asked = await turn.write(hand_over)
    told: tuple[Block, ...]
    if asked.ward is not None and asked.answer_by is not None:
        sentence = _("{ward} has been asked to help and will answer here by {day}.")
        told = (say(sentence, tone=Tone.NOTICE, ward=asked.ward, day=day(asked.answer_by)),)
    else:
        told = (say(_("Which ward should help is not known here yet, so nobody was asked."), tone=Tone.NOTICE),)
    if asked.contact:
        told = (*told, say(_("To speak with a person: {contact}."), contact=asked.contact))
    screen = (await turn.redraw()).with_aside(*told)
    return screen if screen.choices else screen.with_choice(to_menu(secondary=False))
