"""The first screen, help, how to check us, and the language."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, UseCode, packed
from handlers.commands import Again, Leave, NoCommand
from handlers.form_actions import Begin, BeginOfficer
from handlers.routing import on
from handlers.screen import Block, Choice, Screen, Tone, say
from handlers.slips import spaced
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import LOCALES, _, current_locale, day, ngettext, use_locale
from services.turns import StaleAction, set_locale
from services.welcome import Welcome, look_around

router = Router(name="menu")


@packed
@dataclass(frozen=True, slots=True)
class Speak(Action):
    """Speak this language from now on."""

    prefix: ClassVar[str] = "speak"
    locale: str


def draw_start(facts: Welcome) -> Screen:
    """The greeting and what can be done here."""
    return Screen((*_greeting(facts), *_whereabouts(facts)), _offers(facts, is_first=True))


def draw_menu(facts: Welcome) -> Screen:
    """What can be done here, without the greeting."""
    return Screen(
        (say(_("What would you like to do?"), tone=Tone.HEADING), *_whereabouts(facts)), _offers(facts, is_first=False)
    )


def draw_check(facts: Welcome) -> Screen:
    """How to make sure that this is genuine, without trusting this page."""
    blocks: list[Block] = [say(_("How to check that this is genuine"), tone=Tone.HEADING)]
    period = facts.period
    if period is not None:
        blocks += [
            say(_("Ask the committee for *notice {number}* of *{controller}*: it names this page and this campaign."), tone=Tone.ITEM, number=period.notice_number, controller=period.controller),
            say(_("Call *{contact}* and ask whether the survey “{name}” is running."), tone=Tone.ITEM, contact=period.contact, name=period.name),
        ]  # fmt: skip
    blocks += [
        say(_("Nobody here asks for names, identity numbers, account numbers, passwords or OTP codes, and there is nothing to install and nothing to pay."), tone=Tone.ITEM),
        say(_("If anyone asks for those in our name, stop and call the ward police or 113."), tone=Tone.ITEM),
    ]  # fmt: skip
    return Screen(tuple(blocks), _way_home())


def draw_help(facts: Welcome) -> Screen:
    """What can be typed anywhere."""
    lines = (
        _("Type the number or the words of a choice. Where a number is asked for, type the number itself."),
        _("*menu* or 0: the menu · *dừng*: stop, what was answered is kept · */lai*: show the current screen again."),
        _("*số liệu nhà tôi*: see, correct, download or delete what your household answered."),
        _("A question about the campaign plan can be asked at any time, in the middle of a form too."),
        _("*/kehoach*: the plan · */lich*: my calendar · */phongtrao*: all campaigns."),
        _("*/khenthuong*: what the plan asks for an award, and how my unit stands."),
        _("*/ma*: I have a code · */quyen*: my roles · */thietbi*: my devices."),
    )
    contact = facts.period.contact if facts.period else None
    person = (say(_("To speak with a person: {contact}."), contact=contact),) if contact else ()
    items = tuple(say(line, tone=Tone.ITEM) for line in lines)
    return Screen((say(_("Help"), tone=Tone.HEADING), *items, *person), _way_home())


def draw_language(_facts: Welcome) -> Screen:
    """Which language to speak."""
    names = {"vi": "Tiếng Việt", "en": "English"}
    choices = tuple(Choice(names[code], Speak(code).pack(), str(n)) for n, code in enumerate(LOCALES, start=1))
    return Screen((say(_("Which language?"), tone=Tone.HEADING),), choices)


def _greeting(facts: Welcome) -> tuple[Block, ...]:
    if facts.period is None or facts.campaign is None:
        return (
            say(_("Hello."), tone=Tone.HEADING),
            say(
                _(
                    "This is an automatic assistant (a machine answers) about digital-transformation emulation campaigns."
                )
            ),
        )
    period = facts.period
    blocks = [
        say(_("Hello."), tone=Tone.HEADING),
        say(
            _("This is an automatic assistant (a machine answers) of the emulation campaign “{campaign}”, under notice {number} of {controller}."),
            campaign=facts.campaign.to(current_locale()), number=period.notice_number, controller=period.controller,
        ),
        say(_("It never asks for account numbers or OTP codes; nothing to install, nothing to pay. If in doubt call {contact}, or choose “How to check”."), contact=period.contact),
    ]  # fmt: skip
    if period.is_sample:
        blocks.append(say(_("This is a *sample* for trying things out: the figures are invented."), tone=Tone.NOTICE))
    return tuple(blocks)


def _whereabouts(facts: Welcome) -> tuple[Block, ...]:
    if facts.draft is not None and not facts.draft.step:
        return (say(_("Your form is kept here; it has not been sent yet.")),)
    if facts.draft is not None:
        return (
            say(_("Your form is kept at question {step} of {total}."), step=facts.draft.step, total=facts.draft.total),
        )
    if facts.period is not None and not facts.is_open:
        return (
            say(
                _("The survey “{name}” ended on {closes_on}."),
                name=facts.period.name,
                closes_on=day(facts.period.closes_on),
            ),
        )
    if facts.reported and facts.household is not None:
        return (say(_("Your household has answered. Slip number: *{slip}*."), slip=spaced(facts.household.slip)),)
    return ()


def _offers(facts: Welcome, *, is_first: bool) -> tuple[Choice, ...]:
    """is_first: on the first screen, where few choices matter more than that each has its own."""
    offers: list[tuple[str, Action]] = []
    if facts.code:
        offers.append((_("Use the code of the link"), UseCode(facts.code)))
    if facts.draft is not None:
        offers.append((_("Continue the form"), Begin()))
    elif facts.is_open and facts.reported:
        offers.append((_("See or correct our answers"), Go("mydata")))
    elif facts.is_open:
        asked = ngettext("Answer for my household ({count} question, about {minutes} minutes)", "Answer for my household ({count} questions, about {minutes} minutes)", facts.questions)  # fmt: skip
        offers.append((asked.format(count=facts.questions, minutes=facts.minutes), Begin(facts.ward)))
    if facts.officer_drafts:
        offers.append((_("Continue the officer form"), _officer_form(facts)))
    offers += [
        (_("See the results of the ward"), Go("standing")),
        (_("Ask about the campaign plan"), Go("ask")),
        (_("See the plan"), Go("plan")),
    ]
    if facts.household is None:
        label = _("I have a slip number, or I am an official") if is_first else _("I have a slip number")
        offers.append((label, Go("slip_entry")))
    else:
        offers.append((_("My household's data"), Go("mydata")))
    if facts.has_role:
        offers.append((_("My roles"), Go("roles")))
    if not (facts.officer_drafts or (is_first and facts.is_open)):
        offers.append((_("I am an official, civil servant or public employee"), Go("officer")))
    offers += [
        (_("How to check"), Go("check")),
        ("English" if current_locale() == "vi" else "Tiếng Việt", Go("language")),
    ]
    return tuple(numbered(offers))


def _officer_form(facts: Welcome) -> Action:
    """Straight on where one form was left; the desk where there are several."""
    return BeginOfficer(facts.officer_drafts[0].campaign) if len(facts.officer_drafts) == 1 else Go("officer")


def _way_home() -> tuple[Choice, ...]:
    return (to_menu(secondary=False),)


VIEWS = {
    "start": View(look_around, draw_start, is_light=True, arguments=1),
    "menu": View(look_around, draw_menu, is_light=True),
    "check": View(look_around, draw_check, is_light=True),
    "help": View(look_around, draw_help, is_light=True),
    "language": View(look_around, draw_language, is_light=True),
}


@on(router, Go)
async def go(action: Go, turn: Turn) -> Screen:
    """Go to a view."""
    # What follows /start comes from outside as it is; all else was packed here.
    args = [action.args] if action.view == "start" else action.args.split(",")
    args = args if action.args else []
    return await turn.go(action.view, *args)


@on(router, Again)
async def again(turn: Turn) -> Screen:
    """The current screen once more."""
    return await turn.redraw()


@on(router, NoCommand)
async def no_command(action: NoCommand, turn: Turn) -> Screen:
    """There is no such command: say what there is, and stay."""
    told = say(
        _("There is no command /{name}. Type */trogiup* to see what there is."), tone=Tone.NOTICE, name=action.name
    )
    return (await turn.redraw()).with_aside(told)


@on(router, Leave)
async def leave(turn: Turn) -> Screen:
    """Stop; everything answered is kept."""
    screen = await turn.go("menu")
    return screen.with_aside(say(_("Stopped. What you answered is kept.")))


@on(router, Speak)
async def speak(action: Speak, turn: Turn) -> Screen:
    """Change the language, and go to the menu in it."""
    if action.locale not in LOCALES:
        raise StaleAction
    await turn.at("menu").write(set_locale, action.locale)
    with use_locale(action.locale):
        return await turn.show("menu")
