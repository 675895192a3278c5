"""Consent before the first question; one's own data to see, correct, take along and delete."""

import hashlib
from dataclasses import dataclass, replace
from typing import ClassVar

from aiogram import Router

from campaigns.form_facts import Facts
from campaigns.form_ids import OFFICER
from handlers.actions import Action, Go, packed
from handlers.commands import HandOver
from handlers.form_actions import Begin
from handlers.form_screens import answer_lines, draw_form, label_words
from handlers.officer_words import officer_consent, officer_notice_lines
from handlers.rights import purpose_words
from handlers.routing import on
from handlers.screen import Attachment, Block, Choice, Paragraph, Screen, Tone, say
from handlers.slips import spaced, wish_words
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, clock, current_locale, day
from services.consents import Notice
from services.drafts import agree_and_begin, look_past_consent
from services.erasure import erase_household
from services.notices import Asking, see_asking
from services.officers import find_officer_of
from services.privacy import OwnData, see_own_data
from services.turns import StaleAction

router = Router(name="privacy")
EXPORT = "so-lieu-nha-toi.json"
READABLE = "so-lieu-nha-toi.html"


@packed
@dataclass(frozen=True, slots=True)
class Agree(Action):
    """Yes, ask. `hash`: of the text that was on the screen."""

    prefix: ClassVar[str] = "agree"
    hash: str


@packed
@dataclass(frozen=True, slots=True)
class Erase(Action):
    """Yes, delete everything of our household."""

    prefix: ClassVar[str] = "erase"


def notice_of(facts: Asking) -> Notice:
    """The consent text for this form, made of the form's own questions, in the language being spoken."""
    return Notice(facts.form.id, facts.form.version, current_locale(), "\n".join(notice_lines(facts)))


def draw_consent(facts: Asking) -> Screen:
    """May we ask? Short, with the whole text a step away."""
    if facts.form.id == OFFICER:
        return Screen(officer_consent(facts), _consent_choices(facts, is_full=False))
    period = facts.period
    count = len(facts.form.main)
    blocks: list[Block] = [
        say(_("Before asking: your consent"), tone=Tone.HEADING),
        say(_("*Only people are counted; no names are asked.* {count} questions, about: {labels}."), count=count, labels=_labels(facts)),
        say(_("*What for:* the ward's share against the plan's targets; the public board shows sums only."), tone=Tone.ITEM),
        say(_("*Who answers for it:* {controller}; kept until {until}."), tone=Tone.ITEM, controller=period.controller, until=day(period.retention_until)),
        say(_("*To see, correct, download, withdraw, restrict, delete, object or complain:* send MY DATA, or call {contact}."), tone=Tone.ITEM, contact=period.contact),
        say(_("Not agreeing is fine too: results can still be seen and questions asked.")),
    ]  # fmt: skip
    return Screen(tuple(blocks), _consent_choices(facts, is_full=False))


def draw_consent_full(facts: Asking) -> Screen:
    """The whole consent text, as it is stored."""
    lines = [say("{line}", tone=Tone.ITEM, line=line) for line in notice_lines(facts)]
    heading = say(_("The whole consent text"), tone=Tone.HEADING)
    return Screen((heading, *lines), _consent_choices(facts, is_full=True))


def _consent_choices(facts: Asking, *, is_full: bool) -> tuple[Choice, ...]:
    choices = (
        Choice(_("I agree"), Agree(_short(notice_of(facts))).pack(), "1"),
        Choice(_("I do not agree"), Go("menu").pack(), "2"),
    )
    if is_full:
        return choices
    whole = Go("consent_full", ",".join(place_of(facts)))
    return (*choices, Choice(_("Read it in full"), whole.pack(), "3", secondary=True))


def place_of(facts: Asking) -> tuple[str, ...]:
    """What stands behind "consent" and "form" in their views: nothing for the household's form."""
    return (OFFICER, facts.period.campaign) if facts.form.id == OFFICER else ()


def draw_own_data(facts: OwnData) -> Screen:
    """What is kept of us."""
    heading = say(_("My household's data"), tone=Tone.HEADING)
    if facts.household is None:
        return _without_household(facts, heading)
    blocks: list[Block] = [
        heading,
        say(_("Slip number *{slip}*, {place}."), slip=spaced(facts.household.slip), place=facts.unit_label),
    ]
    blocks += _report_blocks(facts)
    blocks += _consent_blocks(facts)
    if facts.household.is_restricted:
        blocks.append(say(_("Your data is kept but not used."), tone=Tone.NOTICE))
    for topic in facts.wishes:
        blocks.append(say(_("You wish help with: {topic}."), tone=Tone.ITEM, topic=wish_words(topic)))
    documents = (
        Attachment(_("Download everything, to read"), READABLE),
        Attachment(_("Download everything (JSON)"), EXPORT),
    )
    return Screen(tuple(blocks), _own_choices(facts), documents=documents)


def draw_erase(facts: OwnData) -> Screen:
    """One confirmation before everything goes."""
    heading = say(_("Delete your household's data?"), tone=Tone.HEADING)
    if not facts.can_be_erased:
        return Screen((heading, say(_("Nothing is kept of your household here."))), (to_menu(secondary=False),))
    told = _("Deleted at once: the answers, the slip number, consents, wishes and this conversation. While the survey is open the ward's figures go down accordingly; of a closed survey only sums without any trace of you remain. This cannot be undone.")  # fmt: skip
    choices = (
        Choice(_("Yes, delete everything"), Erase().pack(), "1"),
        Choice(_("No, keep it"), Go("mydata").pack(), "2"),
    )
    return Screen((heading, say(told)), choices)


def _report_blocks(facts: OwnData) -> list[Block]:
    if facts.report is None:
        return [say(_("No answers have been sent yet."))]
    report = facts.report
    sent = _("Sent on {day} at {time}, survey “{name}”.")
    blocks: list[Block] = [
        say(sent, day=day(report.submitted_at), time=clock(report.submitted_at), name=report.period.name)
    ]
    if facts.earlier_reports:
        blocks.append(say(_("Earlier versions kept as history: {count}."), count=facts.earlier_reports))
    lines = answer_lines(Facts(report.form, report.answers, complete=True))
    return [
        *blocks,
        *(say("{label}: *{answer}*", tone=Tone.ITEM, label=label, answer=answer) for label, answer in lines),
    ]


def _without_household(facts: OwnData, heading: Paragraph) -> Screen:
    ways: list[tuple[str, Action]] = [(_("I have a slip number"), Go("slip_entry"))]
    if facts.purposes:
        ways.append((_("Withdraw a consent"), Go("withdraw")))
    if facts.officer is not None:
        ways.append((_("My data as an officer"), Go("officer_data")))
    if facts.purposes or facts.open_tickets:
        ways += [(_("All that was asked"), Go("tasks")), (_("Delete everything"), Go("erase"))]
    choices = numbered(ways)
    none = say(_("Nothing is kept of your household here."))
    return Screen((heading, none, *_consent_blocks(facts)), (*choices, to_menu(secondary=False)))


def _consent_blocks(facts: OwnData) -> list[Block]:
    blocks: list[Block] = []
    for consent in facts.consents:
        given = _("Consent “{purpose}” given on {day} at {time}.")
        if consent.withdrawn_at is not None:
            given = _("Consent “{purpose}” given on {day} at {time}, withdrawn since.")
        purpose = purpose_words(consent.purpose.partition(":")[0])
        at = {"day": day(consent.given_at), "time": clock(consent.given_at)}
        blocks.append(say(given, tone=Tone.ITEM, purpose=purpose, **at))
    return blocks


def _own_choices(facts: OwnData) -> tuple[Choice, ...]:
    is_restricted = facts.household is not None and facts.household.is_restricted
    ways: list[tuple[str, Action]] = []
    if facts.is_open and not is_restricted and (facts.report or facts.has_draft):
        ways.append((_("Continue the form") if facts.has_draft else _("Correct the answers"), Begin()))
    ways.append((_("Allow the use again") if is_restricted else _("Restrict the use"), Go("restrict")))
    if facts.purposes:
        ways.append((_("Withdraw a consent"), Go("withdraw")))
    if facts.officer is not None:
        ways.append((_("My data as an officer"), Go("officer_data")))
    ways += [
        (_("Delete everything"), Go("erase")),
        (_("Object or complain"), Go("appeal")),
        (_("Ask a person of the ward"), HandOver()),
    ]
    choices = numbered(ways)
    return (*choices, to_menu(secondary=False))


def _labels(facts: Asking) -> str:
    known = Facts(facts.form)
    return "; ".join(label_words(question, known).lower() for question in facts.form.main)


def notice_lines(facts: Asking) -> list[str]:
    """The whole text, line by line."""
    if facts.form.id == OFFICER:
        return officer_notice_lines(facts)
    period, locale = facts.period, current_locale()
    extra = [label_words(question, Facts(facts.form)).lower() for question in facts.form.more]
    lines = [
        _("Asked, as counts and choices only: {labels}.").format(labels=_labels(facts)),
        _("Asked only if you like, after that: {labels}.").format(labels="; ".join(extra)) if extra else "",
        _("Also kept: your ward and neighbourhood, the slip number, when and on which channel you answered. No name, no identity number, no phone number, no address."),
        _("What for: to work out the ward's and the city's share against the targets of the campaign “{campaign}”.").format(campaign=facts.campaign.to(locale)),
        _("Who sees it: your own answers only you, with the slip number; officials and the public see sums only, and none of fewer than 5 households."),
        _("Controller: {controller}, notice {number}. Contact: {contact}.").format(controller=period.controller, number=period.notice_number, contact=period.contact),
        _("Kept until {until}, then deleted.").format(until=day(period.retention_until)),
        _("Your rights: to know, see, correct, withdraw, restrict, delete, object and complain; send MY DATA here or call the contact. Withdrawing has no drawback."),
    ]  # fmt: skip
    return [line for line in lines if line]


def _short(notice: Notice) -> str:
    return hashlib.sha256(notice.text.encode()).hexdigest()[:16]


VIEWS = {
    "consent": View(see_asking, draw_consent, arguments=2, is_light=True),
    "consent_full": View(see_asking, draw_consent_full, arguments=2, is_light=True),
    "mydata": View(see_own_data, draw_own_data),
    "erase": View(see_own_data, draw_erase),
}


@on(router, Agree)
async def agree(action: Agree, turn: Turn) -> Screen:
    """Record the consent to exactly the text that was shown, and go on."""
    if turn.actor.view.view not in {"consent", "consent_full"}:
        raise StaleAction
    place = turn.actor.view.args
    facts, wards = await turn.glance(look_past_consent, *place)
    notice = notice_of(facts)
    if _short(notice) != action.hash:
        changed = say(_("The text has changed meanwhile. Please read it once more."), tone=Tone.NOTICE)
        return (await turn.go("consent", *place)).with_aside(changed)
    if place:
        return await _agree_as_officer(turn, facts, notice)
    state = await turn.at("form" if turn.actor.household_id else "ward").write(agree_and_begin, facts, notice)
    if state is not None:
        return draw_form(state)
    return await turn.show("ward") if wards is None else turn.views["ward"].draw(wards)


async def _agree_as_officer(turn: Turn, asked: Asking, notice: Notice) -> Screen:
    """The same for an officer's form."""
    campaign = asked.period.campaign
    is_placed = await turn.glance(find_officer_of, campaign) is not None
    there = turn.at("form", OFFICER, campaign) if is_placed else turn.at("office", campaign)
    state = await there.write(agree_and_begin, asked, notice)
    return draw_form(state) if state else await turn.show("office", campaign)


@on(router, Erase)
async def erase(turn: Turn) -> Screen:
    """Delete everything."""
    if turn.actor.view.view != "erase":
        raise StaleAction
    await turn.write(erase_household)
    stranger = replace(turn.actor, household_id=None, unit=None, is_new=True)
    fresh = replace(turn, acting=replace(turn.acting, actor=stranger))
    gone = say(_("Deleted. Nothing of your household is kept here any more."), tone=Tone.NOTICE)
    return (await fresh.show("start")).with_aside(gone)
