"""Turning to one's unit: call me back, I object, and the answer with thanks or a further question."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, Typed, packed
from handlers.commands import HandOver
from handlers.form_actions import Begin, BeginOfficer
from handlers.routing import on, on_typed
from handlers.screen import Block, Choice, Paragraph, Screen, Tone, Wait, say
from handlers.ticket_words import nobody_above_words, thread, ticket_words
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, current_locale, day
from services.complaints import COMPLAINT
from services.consents import Notice
from services.exchanges import (
    DATA_RIGHTS,
    Talk,
    Writing,
    ask_callback,
    ask_on,
    complain,
    hand_over,
    object_to,
    say_what,
    say_when,
    see_talk,
    see_writing,
    thank_for,
)
from services.people import ViewKey
from services.rights import lodge
from services.tickets import CALLBACK, TALK, Desk, OwnTicket, find_desk, find_own_ticket, read_id
from services.turns import StaleAction

router = Router(name="tickets")


@packed
@dataclass(frozen=True, slots=True)
class Thank(Action):
    """That was the answer; the ticket can be closed."""

    prefix: ClassVar[str] = "thank"
    ticket: int


@packed
@dataclass(frozen=True, slots=True)
class CallMe(Action):
    """Call me at this time of day."""

    prefix: ClassVar[str] = "callme"
    ticket: int
    when: str


def when_words() -> dict[str, str]:
    """Times of day at which somebody can be called."""
    return {
        "morning": _("In the morning"),
        "afternoon": _("In the afternoon"),
        "evening": _("In the evening, after work"),
        "any": _("Any time"),
    }


def draw_callback(facts: Desk) -> Screen:
    """Which number? With what becomes of it."""
    heading = say(_("We call you back"), tone=Tone.HEADING)
    if facts.unit is None:
        return Screen((heading, *_no_unit(facts)), (to_menu(secondary=False),))
    blocks = (
        heading,
        say("{text}", text=_callback_notice(facts)),
        say(_("Type the telephone number; typing it means that you agree.")),
    )
    return Screen(blocks, (Choice(_("No, better not"), Go("menu").pack(), "M"),), waits_for=Wait.MESSAGE)


def draw_callback_when(facts: OwnTicket) -> Screen:
    """When is it convenient?"""
    told = _("Noted. {unit} will call by {day}. When is it convenient?")
    ways = [Choice(label, CallMe(facts.id, key).pack(), str(n)) for n, (key, label) in enumerate(when_words().items(), 1)]  # fmt: skip
    lead = say(_("Choose, or type it in your own words."))
    return Screen((say(told, unit=facts.unit.label, day=day(facts.due_on)), lead), tuple(ways), waits_for=Wait.MESSAGE)


def draw_talk(facts: Talk) -> Screen:
    """The unit has been asked; what is it about?"""
    asked = _("{ward} has been asked to help and will answer here by {day}.")
    blocks: list[Block] = [
        say(asked, tone=Tone.HEADING, ward=facts.ticket.unit.label, day=day(facts.ticket.due_on)),
        *thread(facts.ticket.words, _("You"), facts.ticket.unit.label),
        say(_("What is it about? Type it in one message, so that the right person answers. Without it the ward asks back here. No names or identity numbers are needed.")),
    ]  # fmt: skip
    if facts.contact:
        blocks.append(say(_("To speak with a person: {contact}."), contact=facts.contact))
    back = to_menu(secondary=False) if facts.came_from is None else _back_to_form(facts.came_from)
    return Screen(tuple(blocks), (Choice(_("Call me back"), Go("callback").pack(), "1"), back), waits_for=Wait.MESSAGE)


def _back_to_form(form: ViewKey) -> Choice:
    action = BeginOfficer(form.args[-1]) if form.args else Begin()
    return Choice(_("Back to the form"), action.pack(), "2")


def draw_appeal(facts: Desk) -> Screen:
    """What is it about?"""
    heading = say(_("Objection: what is it about?"), tone=Tone.HEADING)
    ways: list[tuple[str, Action]] = [
        (_("A published figure"), Go("write", "figure")),
        (_("A list of awards"), Go("write", "award_list")),
        (_("How my data is used: I object"), Go("write", "object")),
        (_("How my data is used: I complain"), Go("write", "complain")),
        (_("The ward's officials"), Go("write", COMPLAINT)),
        (_("Something else: speak with a person"), HandOver()),
    ]
    if facts.unit is None:
        return Screen((heading, *_no_unit(facts)), (to_menu(secondary=False),))
    choices = numbered(ways)
    return Screen((heading,), (*choices, to_menu(secondary=False)))


def draw_write(facts: Writing) -> Screen:
    """Asks for the text, and says who reads it."""
    kind = "data_request" if facts.about in DATA_RIGHTS else COMPLAINT if facts.about == COMPLAINT else "objection"
    heading = say("{what}", tone=Tone.HEADING, what=ticket_words(kind, facts.about))
    if facts.desk.unit is None:
        return Screen((heading, *_no_unit(facts.desk)), (to_menu(secondary=False),))
    if facts.about == COMPLAINT:
        return _draw_complaint(heading, facts.desk.unit.label, facts)
    told = _("Please write what does not fit and why, in one message. {unit} reads it and answers here. No names or identity numbers are needed.")  # fmt: skip
    return Screen((heading, say(told, unit=facts.desk.unit.label)), (_leave(),), waits_for=Wait.MESSAGE)


def _draw_complaint(heading: Block, ward: str, facts: Writing) -> Screen:
    if facts.above is None:
        why = say("{why}", why=nobody_above_words(facts.desk.contact))
        return Screen((heading, why), (to_menu(secondary=False),))
    told = _("Please write what happened and when, in one message. {above} reads it and answers here; the officials of {ward} do not see it. Your own name is not needed.")  # fmt: skip
    return Screen((heading, say(told, above=facts.above.label, ward=ward)), (_leave(),), waits_for=Wait.MESSAGE)


def draw_ask_on(facts: OwnTicket) -> Screen:
    """Asks what is not clear yet."""
    heading = say(_("What is not clear yet?"), tone=Tone.HEADING)
    lines = thread(facts.words, _("You"), facts.unit.label)
    return Screen((heading, *lines, say(_("Please write it in one message."))), (_leave(),), waits_for=Wait.MESSAGE)


def draw_own_ticket(facts: OwnTicket) -> Screen:
    """One thing that was asked, and what was answered."""
    blocks: list[Block] = [
        say("{what}", tone=Tone.HEADING, what=ticket_words(facts.kind, facts.note)),
        say("{state}", state=state_words(facts)),
        *thread(facts.words, _("You"), facts.unit.label),
    ]
    ways: list[tuple[str, Action]] = []
    if facts.is_answered and not facts.is_closed:
        ways.append((_("Thank you"), Thank(facts.id)))
    if facts.is_answered:
        ways.append((_("Not clear yet, ask further"), Go("ask_on", str(facts.id))))
    choices = numbered(ways)
    return Screen(
        tuple(blocks), (*choices, Choice(_("All that was asked"), Go("tasks").pack(), "T"), to_menu(secondary=False))
    )


def state_words(ticket: OwnTicket) -> str:
    """How far it has come."""
    if ticket.is_closed:
        return _("Closed.")
    if ticket.is_answered:
        return _("{unit} has answered.").format(unit=ticket.unit.label)
    return _("{unit} answers by {day}.").format(unit=ticket.unit.label, day=day(ticket.due_on))


def _callback_notice(facts: Desk) -> str:
    label = facts.unit.label if facts.unit else ""
    return _("Only those who answer for {unit} see the number: its staff, its community digital team, and the officials in charge above it; only to call you about this. It is deleted as soon as this is settled, or when you take it back under MY DATA.").format(unit=label)  # fmt: skip


def _no_unit(facts: Desk) -> tuple[Block, ...]:
    told = say(_("Which ward should help is not known here yet, so nobody was asked."))
    return (told, say(_("To speak with a person: {contact}."), contact=facts.contact)) if facts.contact else (told,)


def _leave() -> Choice:
    return Choice(_("Leave it"), Go("menu").pack(), "M", secondary=True)


VIEWS = {
    "callback": View(find_desk, draw_callback),
    "callback_when": View(find_own_ticket, draw_callback_when, arguments=1),
    "appeal": View(find_desk, draw_appeal),
    TALK: View(see_talk, draw_talk, arguments=1),
    "write": View(see_writing, draw_write, arguments=1),
    "ask_on": View(find_own_ticket, draw_ask_on, arguments=1),
    "own_ticket": View(find_own_ticket, draw_own_ticket, arguments=1),
}


@on(router, Thank)
async def thank(action: Thank, turn: Turn) -> Screen:
    """Close what was answered."""
    await turn.write(thank_for, action.ticket)
    return (await turn.redraw()).with_aside(say(_("Thank you. This is closed now."), tone=Tone.NOTICE))


@on(router, CallMe)
async def call_me(action: CallMe, turn: Turn) -> Screen:
    """Note the time of day that was chosen."""
    words = when_words()
    if action.when not in words:
        raise StaleAction
    return await _noted(turn, action.ticket, words[action.when])


@on(router, HandOver)
async def ask_the_ward(turn: Turn) -> Screen:
    """Ask a person of the ward to help, or say whom to call where no ward is known yet."""
    asked = await turn.write(hand_over)
    if asked is not None:
        return draw_talk(asked)
    screen = (await turn.redraw()).with_aside(*_no_unit(await turn.read(find_desk)))
    return screen if screen.choices else screen.with_choice(to_menu(secondary=False))


@on_typed(router, TALK)
async def say_what_about(action: Typed, turn: Turn) -> Screen:
    """Add what was typed to what was asked; back to the form, if that is where it came up."""
    ticket_id, *came_from = turn.actor.view.args
    then = ViewKey(came_from[0], tuple(came_from[1:])) if came_from else ViewKey("menu")
    ticket = await turn.at(then.view, *then.args).write(say_what, read_id(ticket_id), action.text)
    return (await turn.show_left(then)).with_aside(_received_words(ticket))


@on_typed(router, "callback")
async def give_number(action: Typed, turn: Turn) -> Screen:
    """Keep the number, under the consent that was just shown."""
    desk = await turn.read(find_desk)
    notice = Notice(CALLBACK, 2, current_locale(), _callback_notice(desk))
    ticket = await turn.write(ask_callback, action.text, notice)
    if ticket is None:
        told = _("That does not look like a telephone number, so nothing was kept. For example: 0912 345 678.")
        return (await turn.redraw()).with_aside(say(told, tone=Tone.NOTICE))
    return draw_callback_when(await turn.read(find_own_ticket, ticket))


@on_typed(router, "callback_when")
async def say_time(action: Typed, turn: Turn) -> Screen:
    """Note the time in the person's own words."""
    return await _noted(turn, read_id(turn.actor.view.args[0]), action.text)


@on_typed(router, "write")
async def write(action: Typed, turn: Turn) -> Screen:
    """Hand the text to the unit."""
    about = turn.actor.view.args[0]
    sent = turn.at("menu")
    if about == COMPLAINT:
        return await _received(turn, await sent.write(complain, action.text))
    ticket = await (sent.write(lodge, about, action.text) if about in DATA_RIGHTS else sent.write(object_to, about, action.text))  # fmt: skip
    return await _received(turn, ticket)


@on_typed(router, "ask_on")
async def write_on(action: Typed, turn: Turn) -> Screen:
    """Ask further in the same ticket."""
    return await _received(turn, await turn.at("menu").write(ask_on, read_id(turn.actor.view.args[0]), action.text))


async def _noted(turn: Turn, ticket_id: int, when: str) -> Screen:
    ticket = await turn.at("menu").write(say_when, ticket_id, when)
    told = _("Noted. {unit} will call by {day}.")
    return (await turn.show("menu")).with_aside(say(told, tone=Tone.NOTICE, unit=ticket.unit.label, day=day(ticket.due_on)))  # fmt: skip


async def _received(turn: Turn, ticket: OwnTicket) -> Screen:
    return (await turn.show("menu")).with_aside(_received_words(ticket))


def _received_words(ticket: OwnTicket) -> Paragraph:
    told = _("Received. {unit} answers here by {day}.")
    return say(told, tone=Tone.NOTICE, unit=ticket.unit.label, day=day(ticket.due_on))
