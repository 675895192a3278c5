"""Results of a place that somebody names: which one is meant, then its standing."""

from aiogram import Router

from campaigns.units import UnitKey
from handlers.actions import Asked, Go
from handlers.phrases import ResultsOf
from handlers.routing import on
from handlers.rules import asked_between
from handlers.screen import Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _
from services.units import find_named

router = Router(name="results")


def draw_named(facts: tuple[tuple[UnitKey, str], ...]) -> Screen:
    """Which of several places of this name."""
    heading = say(_("There are several places of this name. Whose results are meant?"), tone=Tone.HEADING)
    choices = numbered([(label, Go("standing", str(key))) for key, label in facts])
    return Screen((heading,), (*choices, to_menu(secondary=False)))


VIEWS = {"standing_of": View(find_named, draw_named, arguments=1)}


@on(router, ResultsOf)
async def results_of(action: ResultsOf, turn: Turn) -> Screen:
    """The standing of the place that was named; what names none is a question about the plan."""
    for name in action.names:
        found = await turn.read(find_named, name)
        if len(found) == 1:
            return await turn.go("standing", str(found[0][0]))
        if found:
            return await turn.go("standing_of", name)
    return await asked_between(Asked(action.said), turn)
