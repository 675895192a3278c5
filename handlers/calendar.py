"""A person's calendar: what is due, what comes next and what is past, in the campaigns they follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from aiogram import Router

from campaigns.calendar import Stage, Status
from campaigns.format.audience import Audience
from campaigns.format.dates import Milestone, Recurring
from handlers.actions import Action, Go, packed
from handlers.form_actions import Begin
from handlers.paging import Group, Page, lay_out, turn_to
from handlers.plan_groups import Row, date_row
from handlers.plan_words import language_note, name_of, short_name, stage_paragraph
from handlers.routing import on
from handlers.screen import Choice, Paragraph, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale, day, ngettext
from services.campaigns import CampaignCalendar, Dates, see_dates

router = Router(name="calendar")
FIRST_OF_EACH = 2
MOST_AUDIENCES = 7


@packed
@dataclass(frozen=True, slots=True)
class ReadDates(Action):
    """Open the calendar of a campaign. audience: "" for everybody, else its index in the pack; page: counted from 0."""

    prefix: ClassVar[str] = "dates"
    campaign: str
    audience: str
    page: int


def draw_dates(facts: Dates) -> Screen:
    """All that is followed at a glance, or one campaign in full."""
    return _draw_one(facts.calendars[0], facts.page) if facts.is_one else _draw_all(facts.calendars)


def _draw_all(calendars: Sequence[CampaignCalendar]) -> Screen:
    groups = [Group(name_of(each.info.pack), tuple(_glance(each))) for each in calendars]
    shown = [block for page in lay_out(groups, room=100_000) for block in page.blocks]
    heading = say(_("My calendar, {day}"), tone=Tone.HEADING, day=day(calendars[0].info.today))
    ways: list[tuple[str, Action]] = [(short_name(each.info.pack), Go("calendar", each.info.pack.slug)) for each in calendars]  # fmt: skip
    if any(each.info.is_asking and not each.has_reported for each in calendars):
        ways.insert(0, (_("Answer for my household"), Begin()))
    ways.append((_("Follow other campaigns"), Go("campaigns")))
    choices = numbered(ways)
    return Screen((heading, *shown, *language_note()), (*choices, to_menu()))


def _glance(each: CampaignCalendar) -> list[Row]:
    """What concerns a person of one campaign: its survey, what is due, what comes next; that it is over."""
    rows = _survey(each)
    if each.info.stage is Stage.OVER:
        return [*rows, *((line,) for line in stage_paragraph(each.info.pack, Stage.OVER, each.info.successors[:1]))]
    for status in (Status.DUE, Status.UPCOMING):
        items = [item for item in each.agenda.with_status(status) if isinstance(item.entry, Milestone)]
        rows += [date_row(each.info.pack, item)[:1] for item in items[:FIRST_OF_EACH]]
    if not rows:
        rows.append((say(_("The plan names no date that is due or to come.")),))
    return rows


def _survey(each: CampaignCalendar) -> list[Row]:
    period, today = each.info.period, each.info.today
    if period is None or not each.info.is_asking:
        return []
    left = _days_left(today, period.closes_on)
    if each.has_reported:
        told = _("Survey “{name}”: your household has answered; answers can be corrected until {closes_on}.")
    else:
        told = _("Survey “{name}”: until {closes_on} ({left}). Your household has not answered yet.")
    return [(say(told, tone=Tone.ITEM, name=period.name, closes_on=day(period.closes_on), left=left),)]


def _days_left(today: date, last: date) -> str:
    days = (last - today).days
    if days == 0:
        return _("today is the last day")
    return ngettext("{days} day left", "{days} days left", days).format(days=days)


def _draw_one(facts: CampaignCalendar, asked: int) -> Screen:
    pack = facts.info.pack
    over = stage_paragraph(pack, facts.info.stage, facts.info.successors)
    groups = [Group(_("Today"), (*_survey(facts), *((line,) for line in over)))]
    for title, status in ((_("Due now"), Status.DUE), (_("To come"), Status.UPCOMING), (_("Past"), Status.OVERDUE)):
        groups.append(Group(title, tuple(date_row(pack, item) for item in facts.agenda.with_status(status))))
    pages = lay_out([group for group in groups if group.rows] or [Group(_("Dates"), ((_nothing(),),))])
    page = turn_to(pages, asked)
    title = _("{campaign}: dates for {who} ({page}/{pages})") if len(pages) > 1 else _("{campaign}: dates for {who}")
    who = _who(facts)
    heading = say(title, tone=Tone.HEADING, campaign=short_name(pack), who=who, page=page + 1, pages=len(pages))
    note = [say(_("The assistant does not know what was done; a past date is only past."))] if _has_past(facts) else []
    return Screen((heading, *pages[page].blocks, *note, *language_note()), _ways(facts, pages, page), replaces=True)


def _nothing() -> Paragraph:
    return say(_("The plan names no date."))


def _has_past(facts: CampaignCalendar) -> bool:
    return facts.info.stage is Stage.RUNNING and bool(facts.agenda.with_status(Status.OVERDUE))


def _who(facts: CampaignCalendar) -> str:
    if facts.audience is None:
        return _("everybody")
    return facts.info.pack.audiences[facts.audience].text.to(current_locale())


def _ways(facts: CampaignCalendar, pages: tuple[Page, ...], page: int) -> tuple[Choice, ...]:
    slug, chosen = facts.info.pack.slug, "" if facts.audience is None else str(facts.audience)
    ways: list[tuple[str, Action]] = []
    if page + 1 < len(pages):
        ways.append((_("Next page"), ReadDates(slug, chosen, page + 1)))
    if page:
        ways.append((_("Page before"), ReadDates(slug, chosen, page - 1)))
    for index, audience in _bound(facts):
        if index != facts.audience:
            ways.append(
                (_("For: {who}").format(who=audience.text.to(current_locale())), ReadDates(slug, str(index), 0))
            )
    if facts.audience is not None:
        ways.append((_("For everybody"), ReadDates(slug, "", 0)))
    ways += [(_("See the plan"), Go("plan", slug)), (_("My calendar"), Go("calendar"))]
    choices = numbered(ways)
    return (*choices, to_menu())


def _bound(facts: CampaignCalendar) -> list[tuple[int, Audience]]:
    """Audiences that some date of the plan binds."""
    pack = facts.info.pack
    entries: tuple[Milestone | Recurring, ...] = (*pack.milestones, *pack.recurring)
    named = {name for entry in entries for name in entry.audiences}
    return [pair for pair in enumerate(pack.audiences) if pair[1].id in named][:MOST_AUDIENCES]


VIEWS = {"calendar": View(see_dates, draw_dates, arguments=3)}


@on(router, ReadDates)
async def read_dates(action: ReadDates, turn: Turn) -> Screen:
    """Turn to a page, or to what binds somebody."""
    return await turn.go("calendar", action.campaign, action.audience, str(action.page))
