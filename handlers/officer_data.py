"""What an officer has answered for themself: to see, take along, take back and delete."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.form_facts import Facts
from handlers.actions import Action, Go, packed
from handlers.form_screens import answer_lines
from handlers.privacy import EXPORT, READABLE
from handlers.routing import on
from handlers.screen import Attachment, Block, Choice, Screen, Tone, say
from handlers.turn import Turn
from handlers.views import View
from handlers.words import _, clock, day
from services.erasure import erase_as_officer
from services.officers import OfficerInfo
from services.privacy import OwnData, see_own_data
from services.reports import ReportInfo
from services.turns import StaleAction

router = Router(name="officer_data")


@packed
@dataclass(frozen=True, slots=True)
class EraseOfficer(Action):
    """Yes, delete everything that I answered as an officer."""

    prefix: ClassVar[str] = "eraseofficer"


def draw_officer_data(facts: OwnData) -> Screen:
    """What is kept of the officer."""
    heading = say(_("My data as an officer"), tone=Tone.HEADING)
    if facts.officer is None:
        return Screen((heading, say(_("Nothing is kept of you as an officer here."))), (_desk("1"), _home()))
    blocks: list[Block] = [heading, say(_("Place of work: {place}."), place=_place(facts.officer, facts))]
    for report in facts.officer_reports:
        blocks += _report_blocks(report)
    if not facts.officer_reports:
        blocks.append(say(_("No answers have been sent yet.")))
    ways: list[tuple[str, Action]] = [(_("Answer or correct the officer form"), Go("officer"))]
    if facts.purposes:
        ways.append((_("Withdraw a consent"), Go("withdraw")))
    ways.append((_("Delete what I answered as an officer"), Go("erase_officer")))
    documents = (
        Attachment(_("Download everything, to read"), READABLE),
        Attachment(_("Download everything (JSON)"), EXPORT),
    )
    choices = [Choice(label, action.pack(), str(n)) for n, (label, action) in enumerate(ways, start=1)]
    return Screen(tuple(blocks), (*choices, _home()), documents=documents)


def draw_erase_officer(facts: OwnData) -> Screen:
    """One confirmation before it goes."""
    heading = say(_("Delete what you answered as an officer?"), tone=Tone.HEADING)
    if facts.officer is None:
        return Screen((heading, say(_("Nothing is kept of you as an officer here."))), (_desk("1"), _home()))
    told = _("Deleted at once: your answers, an unfinished form, the consent and the place of work. While the survey is open your office's figures go down accordingly; of a closed survey only sums without any trace of you remain. Your household's answers, if any, stay. This cannot be undone.")  # fmt: skip
    choices = (
        Choice(_("Yes, delete it"), EraseOfficer().pack(), "1"),
        Choice(_("No, keep it"), Go("officer_data").pack(), "2"),
    )
    return Screen((heading, say(told)), choices)


def _report_blocks(report: ReportInfo) -> list[Block]:
    sent = _("Sent on {day} at {time}, survey “{name}”.")
    at = report.submitted_at
    lines = answer_lines(Facts(report.form, report.answers, complete=True))
    answers = (say("{label}: *{answer}*", tone=Tone.ITEM, label=label, answer=answer) for label, answer in lines)
    return [say(sent, day=day(at), time=clock(at), name=report.period.name), *answers]


def _place(officer: OfficerInfo, facts: OwnData) -> str:
    return f"{officer.organisation.name}, {facts.office_label}" if officer.organisation else facts.office_label


def _desk(key: str) -> Choice:
    return Choice(_("Answer the officer form"), Go("officer").pack(), key)


def _home() -> Choice:
    return Choice(_("Menu"), Go("menu").pack(), "0")


VIEWS = {
    "officer_data": View(see_own_data, draw_officer_data),
    "erase_officer": View(see_own_data, draw_erase_officer),
}


@on(router, EraseOfficer)
async def erase(turn: Turn) -> Screen:
    """Delete it."""
    if turn.actor.view.view != "erase_officer":
        raise StaleAction
    await turn.at("menu").write(erase_as_officer)
    gone = say(_("Deleted. Nothing of you as an officer is kept here any more."), tone=Tone.NOTICE)
    return (await turn.show("menu")).with_aside(gone)
