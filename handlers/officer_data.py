"""What an officer has answered for themself: to see, take along, take back and delete."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.form_facts import Facts
from campaigns.form_ids import OFFICER
from handlers.actions import Action, Go, packed
from handlers.form_screens import answer_lines
from handlers.privacy import EXPORT, READABLE
from handlers.routing import on
from handlers.screen import Attachment, Block, Choice, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, clock, day
from services.erasure import erase_as_officer
from services.officers import OfficerInfo
from services.privacy import OwnData, see_own_data
from services.reports import ReportInfo
from services.rights import lift, restrict
from services.turns import StaleAction

router = Router(name="officer_data")


@packed
@dataclass(frozen=True, slots=True)
class EraseOfficer(Action):
    """Yes, delete everything that I answered as an officer."""

    prefix: ClassVar[str] = "eraseofficer"


@packed
@dataclass(frozen=True, slots=True)
class RestrictOfficer(Action):
    """Keep what I answered as an officer, but do not use it."""

    prefix: ClassVar[str] = "restrictofficer"


@packed
@dataclass(frozen=True, slots=True)
class LiftOfficer(Action):
    """Use it again."""

    prefix: ClassVar[str] = "liftofficer"


def draw_officer_data(facts: OwnData) -> Screen:
    """What is kept of the officer."""
    heading = say(_("My data as an officer"), tone=Tone.HEADING)
    if facts.officer is None:
        return Screen((heading, say(_("Nothing is kept of you as an officer here."))), _ways_on())
    blocks: list[Block] = [heading, say(_("Place of work: {place}."), place=_place(facts.officer, facts))]
    for report in facts.officer_reports:
        blocks += _report_blocks(report)
    if not facts.officer_reports:
        blocks.append(say(_("No answers have been sent yet.")))
    is_restricted = facts.officer.is_restricted
    if is_restricted:
        blocks.append(say(_("What you answered is kept but not used."), tone=Tone.NOTICE))
    ways: list[tuple[str, Action]] = [] if is_restricted else [(_("Answer or correct the officer form"), Go("officer"))]
    ways.append((_("Allow the use again") if is_restricted else _("Restrict the use"), Go("restrict_officer")))
    if facts.purposes:
        ways.append((_("Withdraw a consent"), Go("withdraw")))
    ways.append((_("Delete what I answered as an officer"), Go("erase_officer")))
    documents = (
        Attachment(_("Download everything, to read"), READABLE),
        Attachment(_("Download everything (JSON)"), EXPORT),
    )
    return Screen(tuple(blocks), (*numbered(ways), to_menu(secondary=False)), documents=documents)


def draw_restrict_officer(facts: OwnData) -> Screen:
    """One confirmation before the use is restricted, or allowed again."""
    if facts.officer is None:
        return Screen((say(_("Nothing is kept of you as an officer here.")),), _ways_on())
    if facts.officer.is_restricted:
        told = _("What you answered is kept but not used. Allow it to be used again? Answers to a survey that has closed meanwhile do not come back into its figures.")  # fmt: skip
        heading, yes = _("Allow the use again"), Choice(_("Yes, use it again"), LiftOfficer().pack(), "1")
    else:
        told = _("What you answered is kept, but no longer used and shown to nobody but you: it counts in no figure of your office, and nothing new is asked. In the figures of a closed survey only sums without any trace of you remain. It can be allowed again at any time. Your household's answers, if any, are not touched.")  # fmt: skip
        heading, yes = _("Restrict the use of what you answered as an officer?"), Choice(_("Yes, restrict it"), RestrictOfficer().pack(), "1")  # fmt: skip
    back = Choice(_("My data as an officer"), Go("officer_data").pack(), "0")
    return Screen((say("{heading}", tone=Tone.HEADING, heading=heading), say(told)), (yes, back))


def draw_erase_officer(facts: OwnData) -> Screen:
    """One confirmation before it goes."""
    heading = say(_("Delete what you answered as an officer?"), tone=Tone.HEADING)
    if facts.officer is None:
        return Screen((heading, say(_("Nothing is kept of you as an officer here."))), _ways_on())
    told = _("Deleted at once: your answers, an unfinished form, the consent and the place of work. While the survey is open your office's figures go down accordingly; of a closed survey only sums without any trace of you remain. Your household's answers, if any, stay. This cannot be undone.")  # fmt: skip
    ways: list[tuple[str, Action]] = [
        (_("Yes, delete it"), EraseOfficer()),
        (_("No, keep it"), Go("officer_data")),
    ]
    return Screen((heading, say(told)), tuple(numbered(ways)))


def _report_blocks(report: ReportInfo) -> list[Block]:
    sent = _("Sent on {day} at {time}, survey “{name}”.")
    at = report.submitted_at
    lines = answer_lines(Facts(report.form, report.answers, complete=True))
    answers = (say("{label}: *{answer}*", tone=Tone.ITEM, label=label, answer=answer) for label, answer in lines)
    return [say(sent, day=day(at), time=clock(at), name=report.period.name), *answers]


def _place(officer: OfficerInfo, facts: OwnData) -> str:
    return f"{officer.organisation.name}, {facts.office_label}" if officer.organisation else facts.office_label


def _ways_on() -> tuple[Choice, ...]:
    return (*numbered([(_("Answer the officer form"), Go("officer"))]), to_menu(secondary=False))


VIEWS = {
    "officer_data": View(see_own_data, draw_officer_data),
    "restrict_officer": View(see_own_data, draw_restrict_officer),
    "erase_officer": View(see_own_data, draw_erase_officer),
}


@on(router, RestrictOfficer)
async def hold_back(turn: Turn) -> Screen:
    """Restrict the use."""
    _require_asked(turn, "restrict_officer")
    await turn.at("officer_data").write(restrict, OFFICER)
    return await _told(turn, "officer_data", _("Done. What you answered is kept but no longer used."))


@on(router, LiftOfficer)
async def use_again(turn: Turn) -> Screen:
    """Lift the restriction."""
    _require_asked(turn, "restrict_officer")
    await turn.at("officer_data").write(lift, OFFICER)
    return await _told(turn, "officer_data", _("Done. What you answered is used again."))


@on(router, EraseOfficer)
async def erase(turn: Turn) -> Screen:
    """Delete it."""
    _require_asked(turn, "erase_officer")
    await turn.at("menu").write(erase_as_officer)
    return await _told(turn, "menu", _("Deleted. Nothing of you as an officer is kept here any more."))


def _require_asked(turn: Turn, view: str) -> None:
    """Only where the confirmation is what the chat was shown last. Errors: `stale_action`."""
    if turn.actor.view.view != view:
        raise StaleAction


async def _told(turn: Turn, view: str, done: str) -> Screen:
    return (await turn.show(view)).with_aside(say(done, tone=Tone.NOTICE))
