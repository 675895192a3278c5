"""Where an officer works: the unit, by typing or from the list, and the office under it where one was listed."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.form_ids import OFFICER
from handlers.actions import Action, Go, Typed, packed
from handlers.form_screens import draw_form
from handlers.routing import on, on_typed
from handlers.screen import Choice, Screen, Tone, Wait, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import to_menu
from handlers.words import _, capital, current_locale
from services.turns import StaleAction
from services.workplaces import (
    Offices,
    Workplaces,
    begin_as_officer_in,
    begin_as_officer_of,
    find_offices,
    find_workplaces,
    list_offices,
    list_workplaces,
)

router = Router(name="offices")
LONGEST_NAME = 80


@packed
@dataclass(frozen=True, slots=True)
class PickUnit(Action):
    """I work in this unit. `unit`: its key."""

    prefix: ClassVar[str] = "unit"
    unit: str


@packed
@dataclass(frozen=True, slots=True)
class PickOffice(Action):
    """I work in this listed office. `office`: its id."""

    prefix: ClassVar[str] = "office"
    office: str


def draw_workplaces(facts: Workplaces) -> Screen:
    """Which unit."""
    found = [(_unit_label(facts, str(key), label), PickUnit(str(key)).pack()) for key, label in facts.units]
    found += [(name, PickOffice(key).pack()) for key, name in facts.offices]
    if facts.query and not found:
        lead = _("No unit or office of this campaign is called “{name}”. Type another part of the name, or choose from the list.")  # fmt: skip
    elif facts.query:
        lead = _("These fit “{name}”. Where do you work?")
    else:
        lead = _("Type part of its name, with or without marks (for example: vinh lac, so noi vu), or choose:")
    choices = [Choice(label, action, str(n)) for n, (label, action) in enumerate(found, start=1)]
    if facts.query:
        whole = Go("office", f"{facts.campaign},0")
        choices.append(Choice(_("Show the whole list"), whole.pack(), str(len(choices) + 1), secondary=True))
    choices += _turn_page(f"{facts.campaign}", "office", (facts.page, facts.pages), len(choices))
    heading = say(_("In which unit do you work?"), tone=Tone.HEADING)
    return Screen((heading, say(lead, name=facts.query)), (*choices, to_menu()), waits_for=Wait.PLACE)


def draw_offices(facts: Offices) -> Screen:
    """Which listed office of the unit."""
    unit = str(facts.unit.key)
    lead = _("Type part of its name, or choose:")
    if facts.query:
        lead = _("These fit “{name}”. Where do you work?") if facts.offices else _("No office of this unit is called “{name}”. Type another part of the name, or choose from the list.")  # fmt: skip
    choices = [Choice(name, PickOffice(key).pack(), str(n)) for n, (key, name) in enumerate(facts.offices, start=1)]
    choices += _turn_page(f"{facts.campaign},{unit}", "organisation", (facts.page, facts.pages), len(choices))
    if facts.query:
        whole = Go("organisation", f"{facts.campaign},{unit}")
        choices.append(Choice(_("Show the whole list"), whole.pack(), str(len(choices) + 1), secondary=True))
    other = Choice(_("Another one, or not in the list"), PickUnit(unit).pack(), str(len(choices) + 1), secondary=True)
    heading = say(_("In which office of {unit}?"), tone=Tone.HEADING, unit=facts.unit.label)
    return Screen((heading, say(lead, name=facts.query)), (*choices, other, to_menu()), waits_for=Wait.PLACE)


def _unit_label(facts: Workplaces, key: str, label: str) -> str:
    if key != str(facts.root.key):
        return label
    return f"{capital(facts.level.to(current_locale()))}: {label}"


def _turn_page(place: str, view: str, pages: tuple[int, int], shown: int) -> list[Choice]:
    page, count = pages
    if count < 2:
        return []
    label = _("More ({page} of {pages})").format(page=page + 1, pages=count)
    following = Go(view, f"{place},{(page + 1) % count}")
    return [Choice(label, following.pack(), str(shown + 1), secondary=True)]


def _campaign_here(turn: Turn) -> str:
    """The campaign whose form asks for the place of work; an old button counts only while that is being asked."""
    if turn.actor.view.view not in VIEWS or not turn.actor.view.args:
        raise StaleAction
    return turn.actor.view.args[0]


VIEWS = {
    "office": View(list_workplaces, draw_workplaces, arguments=2),
    "office_found": View(find_workplaces, draw_workplaces, arguments=2),
    "organisation": View(list_offices, draw_offices, arguments=3),
    "organisation_found": View(find_offices, draw_offices, arguments=3),
}


@on_typed(router, "office", "office_found")
async def search_unit(action: Typed, turn: Turn) -> Screen:
    """Look for a unit, or a listed office, by what was typed."""
    return await turn.go("office_found", _campaign_here(turn), action.text[:LONGEST_NAME])


@on_typed(router, "organisation", "organisation_found")
async def search_office(action: Typed, turn: Turn) -> Screen:
    """Look for an office of the unit by what was typed."""
    campaign, unit = turn.actor.view.args[:2]
    return await turn.go("organisation_found", campaign, unit, action.text[:LONGEST_NAME])


@on(router, PickUnit)
async def pick_unit(action: PickUnit, turn: Turn) -> Screen:
    """Take the unit; ask for the office where the province has listed some, unless it is none of those."""
    campaign = _campaign_here(turn)
    if turn.actor.view.view in {"office", "office_found"}:
        facts = await turn.read(list_offices, campaign, action.unit)
        if facts.offices:
            return await turn.go("organisation", campaign, action.unit)
    there = turn.at("form", OFFICER, campaign)
    return draw_form(await there.write(begin_as_officer_of, campaign, action.unit))


@on(router, PickOffice)
async def pick_office(action: PickOffice, turn: Turn) -> Screen:
    """Take the listed office, and begin the form."""
    campaign = _campaign_here(turn)
    return draw_form(await turn.at("form", OFFICER, campaign).write(begin_as_officer_in, campaign, action.office))
