"""Campaigns: which there are, which of them a person follows, and the one that questions are about."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from campaigns.calendar import Agenda, Stage, agenda, stage_of, successors_of
from campaigns.errors import AppError
from campaigns.format.overlay import Successor
from campaigns.format.pack import Pack
from models.campaigns import ChatCampaign
from models.chats import Chat
from models.upserts import insert_missing
from services.households import find_own_household
from services.people import Acting
from services.periods import PeriodInfo, current_period
from services.reports import has_reported


class NoCampaign(AppError):
    """There is no campaign of this name."""

    code: ClassVar[str] = "no_campaign"


@dataclass(frozen=True, slots=True)
class CampaignInfo:
    """A campaign as one person sees it. period: its open period or the last one; successors: only when it is over."""

    pack: Pack
    stage: Stage
    successors: tuple[Successor, ...]
    period: PeriodInfo | None
    is_followed: bool
    is_current: bool
    today: date

    @property
    def is_asking(self) -> bool:
        """Whether households may answer today."""
        return self.period is not None and self.period.is_open(self.today)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a screen of the plan is made of. page: counted from 0, as asked for; agenda: everybody's, as of today."""

    pack: Pack
    section: str
    page: int
    agenda: Agenda


@dataclass(frozen=True, slots=True)
class CampaignCalendar:
    """One campaign's dates for one person. audience: index in the pack's audiences, None for everyone's."""

    info: CampaignInfo
    agenda: Agenda
    audience: int | None
    has_reported: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """A person's calendar: every campaign they follow, or one of them in full. page: counted from 0, as asked for."""

    calendars: tuple[CampaignCalendar, ...]
    is_one: bool
    page: int


def current_campaign(session: Session, acting: Acting) -> str:
    """Slug of the campaign that a person speaks of: the one they chose, else the one that is asking, else the first.

    Errors: `no_campaign` where there is none at all.
    """
    packs = acting.library.packs
    if acting.actor.campaign in packs:
        return str(acting.actor.campaign)
    period = current_period(session, acting)
    if period is not None and period.campaign in packs:
        return period.campaign
    first = next(iter(packs), None)
    if first is None:
        raise NoCampaign
    return first


def require_pack(acting: Acting, slug: str) -> Pack:
    """The pack of this slug. Errors: `no_campaign`."""
    pack = acting.library.packs.get(slug)
    if pack is None:
        raise NoCampaign
    return pack


def list_campaigns(session: Session, acting: Acting) -> tuple[CampaignInfo, ...]:
    """Every campaign, as this person sees it. Errors: `no_campaign`."""
    current, followed = current_campaign(session, acting), _followed(session, acting)
    return tuple(_info(session, acting, pack, current, followed) for pack in acting.library.packs.values())


def see_campaign(session: Session, acting: Acting, slug: str = "") -> CampaignInfo:
    """One campaign, the current one by default. Errors: `no_campaign`."""
    current = current_campaign(session, acting)
    return _info(session, acting, require_pack(acting, slug or current), current, _followed(session, acting))


def follow_campaign(session: Session, acting: Acting, slug: str) -> None:
    """Follow a campaign; its dates then stand in the person's calendar. Idempotent. Errors: `no_campaign`."""
    require_pack(acting, slug)
    row = {"chat_id": acting.actor.chat_id, "campaign": slug, "followed_at": acting.now}
    insert_missing(session, ChatCampaign, row)


def unfollow_campaign(session: Session, acting: Acting, slug: str) -> None:
    """Follow a campaign no more. Idempotent."""
    mine = delete(ChatCampaign).where(col(ChatCampaign.chat_id) == acting.actor.chat_id)
    session.execute(mine.where(col(ChatCampaign.campaign) == slug))


def choose_campaign(session: Session, acting: Acting, slug: str) -> None:
    """Speak of this campaign from now on: questions, plan and calendar. It is followed too. Errors: `no_campaign`."""
    follow_campaign(session, acting, slug)
    session.execute(update(Chat).where(col(Chat.id) == acting.actor.chat_id).values(campaign=slug))


def see_plan(session: Session, acting: Acting, slug: str = "", section: str = "", page: str = "") -> PlanPage:
    """A section of a plan. slug: "" for the current one. Errors: `no_campaign`."""
    pack = require_pack(acting, slug or current_campaign(session, acting))
    return PlanPage(pack, section, _number(page), agenda(pack, acting.today))


def see_dates(session: Session, acting: Acting, slug: str = "", audience: str = "", page: str = "") -> Dates:
    """A person's calendar. slug: only this campaign; audience: only what binds it, by its index in the pack.

    Errors: `no_campaign`.
    """
    if slug:
        pack = require_pack(acting, slug)
        wanted = _number(audience) if audience.isdigit() and _number(audience) < len(pack.audiences) else None
        return Dates((_calendar(session, acting, see_campaign(session, acting, slug), wanted),), True, _number(page))
    mine = [each for each in list_campaigns(session, acting) if each.is_followed or each.is_current]
    return Dates(tuple(_calendar(session, acting, each, None) for each in mine), False, 0)


def _calendar(session: Session, acting: Acting, info: CampaignInfo, audience: int | None) -> CampaignCalendar:
    chosen = None if audience is None else info.pack.audiences[audience].id
    reported = False
    if info.is_asking and info.period is not None:
        household = find_own_household(session, acting)
        reported = household is not None and has_reported(session, info.period.id, household.id)
    return CampaignCalendar(info, agenda(info.pack, acting.today, audience=chosen), audience, reported)


def _followed(session: Session, acting: Acting) -> frozenset[str]:
    mine = select(ChatCampaign.campaign).where(col(ChatCampaign.chat_id) == acting.actor.chat_id)
    return frozenset(session.exec(mine).all())


def _info(session: Session, acting: Acting, pack: Pack, current: str, followed: frozenset[str]) -> CampaignInfo:
    stage = stage_of(pack, acting.today)
    return CampaignInfo(
        pack=pack,
        stage=stage,
        successors=successors_of(pack, acting.today) if stage is Stage.OVER else (),
        period=current_period(session, acting, pack.slug),
        is_followed=pack.slug in followed,
        is_current=pack.slug == current,
        today=acting.today,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
