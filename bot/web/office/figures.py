"""Live figures: /can-bo/so-lieu, and in short on the overview."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.office.inputs import inputs_url
from bot.web.office.pages import Asked, Page
from handlers.live_words import coverage_of, moment_of, title_of
from handlers.standing import meter_of
from handlers.words import _
from services.live import LiveStanding, stand_live
from services.overview import Overview, see_overview
from services.people import Capability
from services.standing import Shown
from services.trail import Trace


@dataclass(frozen=True, slots=True)
class LiveInShort:
    """A unit's live standing in a few lines."""

    key: str
    title: str
    moment: str
    coverage: str
    judged: int
    met: int


def _in_short(overview: Overview, _asked: Asked) -> Mapping[str, object]:
    decides = [(each, inputs_url(each.where)) for each in (overview.to_decide or ())]
    return {"decides": decides, "live": _live_in_short(overview.live)}


def _live_in_short(live: LiveStanding | None) -> LiveInShort | None:
    if live is None:
        return None
    judged = [each for each in live.standing.figures if each.shown is Shown.JUDGED]
    return LiveInShort(
        key=str(live.standing.unit.key),
        title=title_of(live),
        moment=moment_of(live),
        coverage=coverage_of(live),
        judged=len(judged),
        met=sum(each.verdict == "met" for each in judged),
    )


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
