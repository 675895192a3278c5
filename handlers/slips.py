"""The slip: thanks, the number to keep, how far the ward has come, and the help a household may wish for."""

from dataclasses import dataclass, replace
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, Typed, packed
from handlers.codes import try_code
from handlers.routing import on, on_typed
from handlers.screen import Block, Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View, nothing
from handlers.ways import numbered
from handlers.words import _, clock, current_locale, day, number
from services.codes import read_code
from services.consents import Notice
from services.households import SlipLocked, SlipMissed, SlipUnreadable, open_slip
from services.people import ViewKey
from services.slips import Slip, see_slip, see_wish
from services.tickets import wish_for_help
from services.turns import StaleAction

router = Router(name="slips")
OWN_DATA = ViewKey("mydata")


@packed
@dataclass(frozen=True, slots=True)
class Wish(Action):
    """Yes, tell the community team that we want help with this."""

    prefix: ClassVar[str] = "wish"
    topic: str


def spaced(slip: str) -> str:
    """A slip number as it is read aloud: 4820 1736."""
    return f"{slip[:4]} {slip[4:]}"


def wish_words(topic: str) -> str:
    """What a topic of help is called."""
    return {
        "so_suc_khoe": _("The electronic health record"),
        "vneid": _("VNeID"),
        "nop_truc_tuyen": _("Sending papers online"),
    }.get(topic, topic)


def draw_slip(facts: Slip) -> Screen:
    """Received, with thanks."""
    blocks: list[Block] = [
        say(_("Received. Thank you!"), tone=Tone.HEADING),
        say(_("Your slip number:")),
        say("*{slip}*".replace("{slip}", spaced(facts.household.slip))),
        say(_("Keep it: with it your answers can be seen, corrected or deleted, on any device.")),
    ]
    if facts.ward.as_of is not None:
        told = _("By the end of {day}, {reported} of {registry} households of {ward} had answered.") if facts.ward.registry else _("By the end of {day}, {reported} households of {ward} had answered.")  # fmt: skip
        blocks.append(
            say(
                told,
                day=day(facts.ward.as_of[1]),
                reported=number(facts.ward.reported),
                registry=number(facts.ward.registry or 0),
                ward=facts.ward.unit.label,
            )
        )
    blocks.append(say(_("Would your household like to be shown something?")))
    wishes = [(wish_words(topic), Go("wish", topic)) for topic in facts.wishes]
    ways = [*wishes, (_("No, thank you"), Go("menu")), (_("See the results of the ward"), Go("standing"))]
    return Screen(tuple(blocks), tuple(numbered(ways)))


def draw_wish(facts: tuple[Slip, str]) -> Screen:
    """Before anyone is told: who gets to know what."""
    slip, topic = facts
    choices = (
        Choice(_("I agree, please tell them"), Wish(topic).pack(), "1"),
        Choice(_("No"), Go("menu").pack(), "2"),
    )
    heading = say(_("Help with: {topic}"), tone=Tone.HEADING, topic=wish_words(topic))
    return Screen((heading, say("{text}", text=_wish_notice(slip))), choices)


def draw_slip_entry(_facts: object = None) -> Screen:
    """Asks for a slip number."""
    return Screen(
        (say(_("What is the slip number? (8 digits, for example 4820 1736)"), tone=Tone.HEADING),),
        (
            Choice(_("I am an official or in the community team"), Go("roles").pack(), "C", secondary=True),
            Choice(_("Menu"), Go("menu").pack(), "M", secondary=True),
        ),
        waits_for=Wait.NUMBER,
    )


def _wish_notice(facts: Slip) -> str:
    return _("So that the community digital team of {ward} can come and help, they will see your neighbourhood and this wish, and can write to you here. Nothing of your answers, and not your slip number. It is deleted with your answers, or whenever you say so.").format(ward=facts.ward.unit.label)  # fmt: skip


VIEWS = {
    "slip": View(see_slip, draw_slip),
    "wish": View(see_wish, draw_wish, arguments=1),
    "slip_entry": View(nothing, draw_slip_entry),
}


@on(router, Wish)
async def wish(action: Wish, turn: Turn) -> Screen:
    """Tell the community team."""
    if turn.actor.view != ViewKey("wish", (action.topic,)):
        raise StaleAction
    facts = await turn.read(see_slip)
    if action.topic not in facts.wishes:
        raise StaleAction
    notice = Notice("help", 2, current_locale(), _wish_notice(facts))
    await turn.at("menu").write(wish_for_help, action.topic, notice)
    thanks = say(_("Noted. The community digital team of {ward} will be told."), ward=facts.ward.unit.label)
    return (await turn.show("menu")).with_aside(thanks)


@on_typed(router, "slip_entry")
async def enter_slip(action: Typed, turn: Turn) -> Screen:
    """Look the slip up; too many misses lock the door for a while. A code of an official is as welcome here."""
    if read_code(action.text) is not None:
        return await try_code(turn, action.text)
    found = await turn.write(open_slip, action.text, OWN_DATA)
    if isinstance(found, SlipMissed):
        told = _("No household has this number. Please check the slip; {count} more tries are possible.")
        return draw_slip_entry().with_aside(say(told, tone=Tone.NOTICE, count=found.tries_left))
    if isinstance(found, SlipUnreadable):
        told = _(
            "A slip number has 8 digits, for example 4820 1736; that did not look like one. It was not counted as a try."
        )
        return draw_slip_entry().with_aside(say(told, tone=Tone.NOTICE))
    if isinstance(found, SlipLocked):
        told = _("That was too many tries. Please come back after {time} on {day}, or ask the ward's staff.")
        aside = say(told, tone=Tone.NOTICE, time=clock(found.until), day=day(found.until))
        return draw_slip_entry().with_aside(aside)
    own = replace(turn, acting=turn.acting.for_household(found.household.id))
    return await own.show(OWN_DATA.view)
