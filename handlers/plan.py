"""The plan of a campaign in five screens: about, who takes part, targets, awards, calendar."""

from dataclasses import dataclass, replace
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, packed
from handlers.paging import Page, lay_out, turn_to
from handlers.plan_groups import SECTIONS, groups_of
from handlers.plan_words import language_note, short_name
from handlers.routing import on
from handlers.screen import Choice, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import to_menu
from handlers.words import _
from services.campaigns import PlanPage, see_plan

router = Router(name="plan")
JUMPS = 6
"""Ways to other groups of a long section, at most."""


@packed
@dataclass(frozen=True, slots=True)
class ReadPlan(Action):
    """Open a plan at a page of one of its screens."""

    prefix: ClassVar[str] = "plan"
    campaign: str
    section: str
    page: int


def section_name(section: str) -> str:
    """What one of the five screens is called."""
    return {
        "about": _("About"),
        "who": _("Who takes part"),
        "aims": _("Targets"),
        "awards": _("Awards"),
        "dates": _("Calendar of the plan"),
    }[section]


def draw_plan(asked: PlanPage) -> Screen:
    """One page of one of the five screens."""
    facts = replace(asked, section=asked.section if asked.section in SECTIONS else SECTIONS[0])
    pages = lay_out(groups_of(facts))
    page = turn_to(pages, facts.page)
    title = _("{campaign}: {section} ({page}/{pages})") if len(pages) > 1 else _("{campaign}: {section}")
    heading = say(
        title,
        tone=Tone.HEADING,
        campaign=short_name(facts.pack),
        section=section_name(facts.section),
        page=page + 1,
        pages=len(pages),
    )
    source = _("*According to the plan:*")
    if facts.pack.document.kind == "article":
        source = _("*According to what was published about the plan:*")
    blocks = (heading, say(source), *pages[page].blocks, *language_note())
    return Screen(blocks, _ways(facts, pages, page), replaces=True)


def _ways(facts: PlanPage, pages: tuple[Page, ...], page: int) -> tuple[Choice, ...]:
    slug = facts.pack.slug
    ways = [
        Choice(section_name(section), ReadPlan(slug, section, 0).pack(), str(number))
        for number, section in enumerate(SECTIONS, start=1)
        if section != facts.section
    ]
    if page + 1 < len(pages):
        ways.append(Choice(_("Next page"), ReadPlan(slug, facts.section, page + 1).pack(), "6"))
    if page:
        ways.append(Choice(_("Page before"), ReadPlan(slug, facts.section, page - 1).pack(), "7", secondary=True))
    ways.append(Choice(_("Ask about the plan"), Go("ask").pack(), "8", secondary=True))
    ways.append(Choice(_("Other campaigns"), Go("campaigns").pack(), "9", secondary=True))
    ways += _jumps(facts, pages, page)
    return (*ways, to_menu())


def _jumps(facts: PlanPage, pages: tuple[Page, ...], page: int) -> list[Choice]:
    """Ways to where another group of targets or awards begins."""
    if facts.section not in {"aims", "awards"}:
        return []
    begins = [(title, number) for number, each in enumerate(pages) for title in each.groups if number != page]
    return [
        Choice(f"→ {title}", ReadPlan(facts.pack.slug, facts.section, number).pack(), str(key), secondary=True)
        for key, (title, number) in enumerate(begins[:JUMPS], start=10)
    ]


VIEWS = {"plan": View(see_plan, draw_plan, arguments=3)}


@on(router, ReadPlan)
async def read_plan(action: ReadPlan, turn: Turn) -> Screen:
    """Turn to a page."""
    return await turn.go("plan", action.campaign, action.section, str(action.page))
