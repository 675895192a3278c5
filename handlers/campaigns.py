"""The campaigns: all of them, one of them, which a person follows, and which one they speak of."""

from dataclasses import dataclass, replace
from typing import ClassVar

from aiogram import Router

from campaigns.calendar import Stage
from handlers.actions import Action, Go, packed
from handlers.plan_words import language_note, name_of, short_name, stage_paragraph, years_of
from handlers.routing import on
from handlers.screen import Block, Choice, Paragraph, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale, day
from services.campaigns import (
    CampaignInfo,
    choose_campaign,
    follow_campaign,
    list_campaigns,
    see_campaign,
    unfollow_campaign,
)

router = Router(name="campaigns")


@packed
@dataclass(frozen=True, slots=True)
class Follow(Action):
    """Follow a campaign (`on` 1) or no longer (`on` 0)."""

    prefix: ClassVar[str] = "follow"
    campaign: str
    on: int


@packed
@dataclass(frozen=True, slots=True)
class SpeakOf(Action):
    """Speak of this campaign from now on."""

    prefix: ClassVar[str] = "about"
    campaign: str


def draw_campaigns(facts: tuple[CampaignInfo, ...]) -> Screen:
    """Every campaign, each with its place, its years, and what came after it."""
    blocks: list[Block] = [say(_("Emulation campaigns"), tone=Tone.HEADING)]
    blocks.append(say(_("Choose one to see its plan and its calendar, to follow it or to ask about it.")))
    blocks += [_line(number, info) for number, info in enumerate(facts, start=1)]
    ways = [(short_name(info.pack), Go("campaign", info.pack.slug)) for info in facts]
    ways.append((_("My calendar"), Go("calendar")))
    choices = numbered(ways)
    return Screen(tuple(blocks), (*choices, to_menu()))


def _line(number: int, info: CampaignInfo) -> Paragraph:
    pack = info.pack
    told = _("{number}. *{name}* · {place} · {years}{state}{marks}")
    marks = [_("followed")] if info.is_followed else []
    marks += [_("spoken of now")] if info.is_current else []
    return say(
        told,
        tone=Tone.ITEM,
        number=number,
        name=name_of(pack),
        place=pack.place.to(current_locale()),
        years=years_of(pack),
        state=f" · {_state(info)}" if _state(info) else "",
        marks=f" · {', '.join(marks)}" if marks else "",
    )


def _state(info: CampaignInfo) -> str:
    if info.stage is Stage.OVER and info.successors:
        after = info.successors[0]
        paper = f" ({after.number})" if after.number else ""
        return _("over; now: {name}{paper}").format(name=after.name.to(current_locale()), paper=paper)
    if info.stage is Stage.OVER:
        return _("over")
    return _("still to come") if info.stage is Stage.BEFORE else _("running")


def draw_campaign(info: CampaignInfo) -> Screen:
    """One campaign: where it stands, and what can be done with it."""
    pack = info.pack
    place = _("{place} · {years} · {issuer}")
    blocks: list[Block] = [
        say("{name}", tone=Tone.HEADING, name=name_of(pack)),
        say(place, place=pack.place.to(current_locale()), years=years_of(pack), issuer=pack.document.issuer.to(current_locale())),
        *stage_paragraph(pack, info.stage, info.successors),
    ]  # fmt: skip
    if info.is_asking and info.period is not None:
        told = _("The survey “{name}” is open until {closes_on}.")
        blocks.append(say(told, name=info.period.name, closes_on=day(info.period.closes_on)))
    if info.is_current:
        blocks.append(say(_("Questions, the plan and the calendar speak of this campaign now.")))
    return Screen((*blocks, *language_note()), _ways(info))


def _ways(info: CampaignInfo) -> tuple[Choice, ...]:
    slug = info.pack.slug
    ways: list[tuple[str, Action]] = [(_("See the plan"), Go("plan", slug)), (_("Dates"), Go("calendar", slug))]
    if not info.is_current:
        ways.append((_("Ask about this campaign from now on"), SpeakOf(slug)))
    else:
        ways.append((_("Ask about the plan"), Go("ask")))
    follow = (_("Stop following"), Follow(slug, 0)) if info.is_followed else (_("Follow"), Follow(slug, 1))
    ways += [follow, (_("Other campaigns"), Go("campaigns"))]
    choices = numbered(ways)
    return (*choices, to_menu())


VIEWS = {
    "campaigns": View(list_campaigns, draw_campaigns),
    "campaign": View(see_campaign, draw_campaign, arguments=1),
}


@on(router, Follow)
async def follow(action: Follow, turn: Turn) -> Screen:
    """Follow, or no longer."""
    use_case = follow_campaign if action.on else unfollow_campaign
    await turn.at("campaign", action.campaign).write(use_case, action.campaign)
    told = _("Followed. Its dates stand in /lich.") if action.on else _("No longer followed.")
    return (await turn.show("campaign", action.campaign)).with_aside(say("{told}", told=told))


@on(router, SpeakOf)
async def speak_of(action: SpeakOf, turn: Turn) -> Screen:
    """From now on questions are about this campaign."""
    await turn.at("ask").write(choose_campaign, action.campaign)
    chosen = replace(turn, acting=turn.acting.for_campaign(action.campaign))
    return (await chosen.show("ask")).with_aside(say(_("From now on questions are about this campaign.")))
