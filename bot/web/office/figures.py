"""Live figures: /can-bo/so-lieu, and in short on the overview."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.office.pages import Asked, Page, Trace
from handlers.office_words import capital
from handlers.standing import meter_of
from handlers.words import _, clock, day, number, percent
from services.live import LiveStanding, stand_live
from services.overview import Overview, see_overview
from services.people import Capability
from services.standing import Shown


@dataclass(frozen=True, slots=True)
class LiveInShort:
    """A unit's live standing in a few lines."""

    key: str
    title: str
    moment: str
    coverage: str
    judged: int
    met: int


def title_of(live: LiveStanding) -> str:
    """Which unit, in which survey."""
    words = _("{unit}, survey “{period}”")
    return words.format(unit=capital(live.standing.unit.label), period=live.standing.period.name)


def moment_of(live: LiveStanding) -> str:
    """That these are live figures, and of when."""
    return _("Live figures, at {time} on {day}; the public sees them at the end of a day, later.").format(
        time=clock(live.at), day=day(live.at)
    )


def coverage_of(live: LiveStanding) -> str:
    """How many households answered, and whether that is enough to judge."""
    facts = live.standing
    reached = facts.coverage
    if reached is None or facts.registry is None:
        told = _("Collecting: {reported} households have answered. How many households there are is not known here, so nothing can be concluded.")  # fmt: skip
        return told.format(reported=number(facts.reported))
    if reached < facts.min_coverage:
        told = _("Collecting: {reported}/{registry} households ({share}) have answered. Too few to conclude: at least {least} are needed.")  # fmt: skip
    else:
        told = _("{reported}/{registry} households ({share}) have answered.")
    return told.format(
        reported=number(facts.reported),
        registry=number(facts.registry),
        share=percent(reached, apart_from=facts.min_coverage),
        least=percent(facts.min_coverage),
    )


def _in_short(overview: Overview, _asked: Asked) -> Mapping[str, object]:
    live = overview.live
    if live is None:
        return {"live": None}
    judged = [each for each in live.standing.figures if each.shown is Shown.JUDGED]
    short = LiveInShort(
        key=str(live.standing.unit.key),
        title=title_of(live),
        moment=moment_of(live),
        coverage=coverage_of(live),
        judged=len(judged),
        met=sum(each.verdict == "met" for each in judged),
    )
    return {"live": short}


def _whole(live: LiveStanding | None, _asked: Asked) -> Mapping[str, object]:
    if live is None:
        return {}
    here = live.standing.unit.key
    others = [unit for unit in (live.above, *live.roots) if unit is not None and unit.key != here]
    return {
        "title": title_of(live),
        "moment": moment_of(live),
        "coverage": coverage_of(live),
        "others": list(dict.fromkeys(others)),
        "meters": [meter_of(live.standing, figure) for figure in live.standing.figures],
    }


def _trace(live: LiveStanding | None) -> Trace | None:
    if live is None:
        return None
    key = live.standing.unit.key
    return Trace("look_live", "unit", str(key), (f"unit={key}",))


OVERVIEW = Page(
    path="",
    capability=None,
    title=lambda: _("Overview"),
    template="overview.html",
    load=see_overview,
    values=_in_short,
    trace=lambda overview: _trace(overview.live),
)
FIGURES = Page(
    path="so-lieu",
    capability=Capability.SEE_LIVE,
    title=lambda: _("Live figures"),
    template="figures.html",
    load=stand_live,
    asks=lambda asked: (asked.text("don-vi"),),
    values=_whole,
    trace=_trace,
)
