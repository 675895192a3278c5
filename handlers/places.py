"""Where a household lives: its ward, by typing or from the list, and its hamlet where the ward has given a list."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.units import UnitKey
from handlers.actions import Action, Go, Typed, packed
from handlers.form_screens import draw_form
from handlers.routing import on, on_typed
from handlers.screen import Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import to_menu
from handlers.words import _
from services.drafts import Settling, begin_at, see_form, see_settling
from services.turns import StaleAction
from services.units import Hamlets, Wards, find_wards, list_hamlets, list_wards

router = Router(name="places")
LONGEST_NAME = 80


@packed
@dataclass(frozen=True, slots=True)
class PickWard(Action):
    """This is our ward. `unit`: its key."""

    prefix: ClassVar[str] = "ward"
    unit: str


@packed
@dataclass(frozen=True, slots=True)
class PickHamlet(Action):
    """This is our hamlet. `place`: its id, or "WARD/" where it is not known or not listed."""

    prefix: ClassVar[str] = "hamlet"
    place: str


def draw_wards(facts: Wards) -> Screen:
    """Which ward."""
    if facts.linked is not None:
        return _draw_linked(*facts.linked)
    if facts.query and not facts.matches:
        lead = say(
            _("No ward or commune here is called “{name}”. Type another part of the name, or choose from the list."),
            name=facts.query,
        )
    elif facts.query:
        lead = say(_("These fit “{name}”. Which one is it?"), name=facts.query)
    else:
        lead = say(_("Type the name, with or without marks (for example: vinh lac), or choose:"))
    choices = [
        Choice(label, PickWard(str(key)).pack(), str(n)) for n, (key, label) in enumerate(facts.matches, start=1)
    ]
    if facts.query:
        choices.append(Choice(_("Show the whole list"), Go("ward", "0").pack(), str(len(choices) + 1), secondary=True))
    choices += _turn_page("ward", "", facts.page, facts.pages, len(choices))
    heading = say(_("Which ward or commune does your household live in?"), tone=Tone.HEADING)
    return Screen((heading, lead), (*choices, to_menu()), waits_for=Wait.PLACE)


def _draw_linked(key: UnitKey, label: str) -> Screen:
    """The ward of the link that was opened: right, or another one?"""
    heading = say(_("Does your household live in {ward}?"), tone=Tone.HEADING, ward=label)
    lead = say(_("The link or the code that brought you here is of this place. If you live elsewhere, choose 2 or type its name."))  # fmt: skip
    choices = (
        Choice(_("Yes, there"), PickWard(str(key)).pack(), "1"),
        Choice(_("In another ward or commune"), Go("ward", "0").pack(), "2"),
        to_menu(),
    )
    return Screen((heading, lead), choices, waits_for=Wait.PLACE)


def draw_hamlets(facts: Hamlets) -> Screen:
    """Which hamlet of the ward."""
    unit = str(facts.unit.key)
    choices = [Choice(label, PickHamlet(key).pack(), str(n)) for n, (key, label) in enumerate(facts.hamlets, start=1)]
    choices += _turn_page("hamlet", unit, facts.page, facts.pages, len(choices))
    choices.append(
        Choice(_("Not sure, or not in the list"), PickHamlet(f"{unit}/").pack(), str(len(choices) + 1), secondary=True)
    )
    heading = say(_("Which neighbourhood or hamlet of {ward}?"), tone=Tone.HEADING, ward=facts.unit.label)
    return Screen((heading,), (*choices, to_menu()))


def _turn_page(view: str, unit: str, page: int, pages: int, shown: int) -> list[Choice]:
    if pages < 2:
        return []
    following = str((page + 1) % pages)
    action = Go(view, f"{unit},{following}" if unit else following)
    return [
        Choice(
            _("More ({page} of {pages})").format(page=page + 1, pages=pages),
            action.pack(),
            str(shown + 1),
            secondary=True,
        )
    ]


def _require_here(turn: Turn) -> None:
    """An old button must not move a household: it counts only while the place is being asked."""
    if turn.actor.view.view not in VIEWS:
        raise StaleAction


VIEWS = {
    "ward": View(list_wards, draw_wards, arguments=1, is_light=True),
    "ward_found": View(find_wards, draw_wards, arguments=1),
    "hamlet": View(list_hamlets, draw_hamlets, arguments=2, is_light=True),
}


@on_typed(router, "ward", "ward_found")
async def search_ward(action: Typed, turn: Turn) -> Screen:
    """Look for a ward by what was typed."""
    return await turn.go("ward_found", action.text[:LONGEST_NAME])


@on(router, PickWard)
async def pick_ward(action: PickWard, turn: Turn) -> Screen:
    """Take the ward; ask for the hamlet where the ward has given a list."""
    _require_here(turn)
    settling = await turn.glance(see_settling, action.unit)
    if settling.asks_hamlet:
        return await turn.go("hamlet", action.unit)
    return await _begin_at(turn, settling)


@on(router, PickHamlet)
async def pick_hamlet(action: PickHamlet, turn: Turn) -> Screen:
    """Take the hamlet, or none, and begin the form."""
    _require_here(turn)
    return await _begin_at(turn, await turn.glance(see_settling, action.place))


async def _begin_at(turn: Turn, settling: Settling) -> Screen:
    own = await turn.at("form").write(begin_at, settling)
    state = await turn.of_household(own).glance(see_form)
    return draw_form(state.untroubled)
