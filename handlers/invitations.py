"""Invitations in conversation (/moi): which role, for which unit, for whom; then the code to hand over."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.units import Unit
from handlers.actions import Action, Go, Typed, packed
from handlers.codes import spaced_code
from handlers.role_words import may_words, role_words
from handlers.routing import on, on_typed
from handlers.screen import Choice, Paragraph, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import to_menu
from handlers.words import _, clock, day
from services.invitations import (
    LONGEST_NOTE,
    Invited,
    Offer,
    UnitsToGive,
    invite,
    roles_to_give,
    see_offer,
    units_to_give,
)
from services.people import Role
from services.turns import StaleAction

router = Router(name="invitations")
LONGEST_NAME = 80


@packed
@dataclass(frozen=True, slots=True)
class Offered(Action):
    """Make the invitation that is shown."""

    prefix: ClassVar[str] = "offer"


def draw_which_role(roles: tuple[Role, ...]) -> Screen:
    """Which role to give."""
    heading = say(_("Invite somebody: as what?"), tone=Tone.HEADING)
    lines = tuple(say("*{role}*: {may}.", tone=Tone.ITEM, role=role_words(role), may=may_words(role)) for role in roles)
    choices = tuple(
        Choice(role_words(role), Go("invite_unit", role.value).pack(), str(n)) for n, role in enumerate(roles, start=1)
    )
    return Screen((heading, *lines), (*choices, to_menu()))


def draw_which_unit(facts: UnitsToGive) -> Screen:
    """For which unit."""
    heading = say(_("{role}: for which unit?"), tone=Tone.HEADING, role=role_words(facts.role).capitalize())
    if facts.query and not facts.matches:
        lead = say(_("No unit under yours is called “{name}”. Type another part of the name."), name=facts.query)
    elif facts.query:
        lead = say(_("These fit “{name}”. Which one is it?"), name=facts.query)
    else:
        lead = say(_("The role reaches this unit and everything below it. Type the name of a unit below yours, or choose:"))  # fmt: skip
    choices = tuple(
        Choice(label, Go("invite_confirm", f"{facts.role.value},{key}").pack(), str(n))
        for n, (key, label) in enumerate(facts.matches, start=1)
    )
    return Screen((heading, lead), (*choices, to_menu()), waits_for=Wait.PLACE)


def draw_offer(facts: tuple[Offer, Unit]) -> Screen:
    """What would be given; a word on for whom may be typed."""
    offer, unit = facts
    blocks = (
        say(_("Invite as {role}, {unit}?"), tone=Tone.HEADING, role=role_words(offer.role), unit=unit.label),
        say(_("The role lasts until {until}. The code works once, within 7 days.") , until=day(offer.ends_on)),
        say(_("Whom is it for? Type a short word for yourself (for example: culture office), or choose 1.")),
    )  # fmt: skip
    choices = (
        Choice(_("Make the code"), Offered().pack(), "1"),
        Choice(_("No"), Go("roles").pack(), "2"),
        to_menu(),
    )
    return Screen(blocks, choices, waits_for=Wait.TEXT)


def invited_words(facts: Invited) -> tuple[Paragraph, ...]:
    """An invitation just made: its code, and what to do with it."""
    return (
        say(_("Code: *{code}*"), tone=Tone.HEADING, code=spaced_code(facts.code)),
        say(_("Hand it over in person or by telephone: whoever has it becomes {role}, {unit}, until {until}."), role=role_words(facts.role), unit=facts.unit.label, until=day(facts.ends_on)),
        say(_("It works once, until {time} on {day}. They open this assistant, type */ma* and then the code."), time=clock(facts.expires_at), day=day(facts.expires_at)),
        say(_("It is not shown again. If it gets lost, withdraw it and invite once more.")),
    )  # fmt: skip


def draw_invited(facts: Invited) -> Screen:
    """The code, shown this once."""
    choices = (Choice(_("Back to the roles"), Go("roles").pack(), "1"), to_menu())
    return Screen(invited_words(facts), choices)


VIEWS = {
    "invite": View(roles_to_give, draw_which_role),
    "invite_unit": View(units_to_give, draw_which_unit, arguments=2),
    "invite_confirm": View(see_offer, draw_offer, arguments=2),
}


@on_typed(router, "invite_unit")
async def search_unit(action: Typed, turn: Turn) -> Screen:
    """Look for a unit by what was typed."""
    return await turn.go("invite_unit", turn.actor.view.args[0], action.text[:LONGEST_NAME].replace(",", " "))


@on(router, Offered)
async def offer(turn: Turn) -> Screen:
    """Make the code."""
    return await _invite(turn)


@on_typed(router, "invite_confirm")
async def offer_to(action: Typed, turn: Turn) -> Screen:
    """Make the code, for whom was typed."""
    return await _invite(turn, action.text[:LONGEST_NOTE])


async def _invite(turn: Turn, note: str = "") -> Screen:
    if turn.actor.view.view != "invite_confirm":
        raise StaleAction
    offered, _unit = await turn.read(see_offer, *turn.actor.view.args)
    named = Offer(offered.role, offered.unit, offered.ends_on, note)
    return draw_invited(await turn.at("roles").write(invite, named))
