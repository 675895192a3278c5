"""The other side of the counter: a unit's queue, one ticket, and its answer by typing."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from campaigns.units import UnitKey
from handlers.actions import Action, Go, Typed, packed
from handlers.routing import on, on_typed
from handlers.screen import Block, Choice, Screen, Tone, Wait, say
from handlers.ticket_words import thread, ticket_words
from handlers.tickets import state_words
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered, to_menu
from handlers.words import _, day, number
from services.queue import (
    Passing,
    QueueCounts,
    TicketInfo,
    TicketPage,
    answer_ticket,
    close_ticket,
    look_at_ticket,
    pass_on_ticket,
    see_open_ticket,
    see_passing,
    see_ticket,
    take_ticket,
)
from services.tasks import Tasks, see_tasks
from services.tickets import ANSWERED_KEPT, read_id
from services.trail import Trace

router = Router(name="queue")
MOST_SHOWN = 9


@packed
@dataclass(frozen=True, slots=True)
class OpenTicket(Action):
    """Open a ticket of the queue: a deed, since what a person wrote is read."""

    prefix: ClassVar[str] = "ticket"
    ticket: int


@packed
@dataclass(frozen=True, slots=True)
class TakeTicket(Action):
    """I answer this one."""

    prefix: ClassVar[str] = "take"
    ticket: int


@packed
@dataclass(frozen=True, slots=True)
class CloseTicket(Action):
    """Settled."""

    prefix: ClassVar[str] = "close"
    ticket: int


@packed
@dataclass(frozen=True, slots=True)
class PassOn(Action):
    """Give it to this unit."""

    prefix: ClassVar[str] = "pass"
    ticket: int
    unit: str


def draw_tasks(facts: Tasks) -> Screen:
    """What I asked, and what my units have to answer."""
    ways: list[tuple[str, Action]] = []
    blocks: list[Block] = []
    tickets, pages = facts.queue.tickets, max(1, -(-len(facts.queue.tickets) // MOST_SHOWN))
    page = min(facts.page, pages - 1)
    if facts.queue.may_answer:
        blocks += [say(_("What is to be answered"), tone=Tone.HEADING), *_counted(facts.queue.counts)]
        ways += [(_line(each), OpenTicket(each.id)) for each in tickets[page * MOST_SHOWN : (page + 1) * MOST_SHOWN]]
    if pages > 1:
        ways.append((_("More ({page} of {pages})").format(page=page + 1, pages=pages), Go("tasks", str((page + 1) % pages))))  # fmt: skip
    if facts.queue.may_handle_requests:
        ways.append((_("A request by telephone (slip number)"), Go("request_slip")))
        ways.append((_("Requests about data"), Go("requests")))
    if facts.own or not facts.queue.may_answer:
        blocks.append(say(_("What you have asked"), tone=Tone.HEADING))
        ways += [(f"{ticket_words(each.kind, each.note)}: {state_words(each)}", Go("own_ticket", str(each.id))) for each in facts.own]  # fmt: skip
    if not facts.own and not facts.queue.may_answer:
        blocks.append(say(_("Nothing yet.")))
    return Screen(tuple(blocks), (*numbered(ways), to_menu(secondary=False)))


def draw_ticket(facts: TicketPage) -> Screen:
    """One ticket."""
    ticket = facts.ticket
    owner = _("yours") if ticket.is_mine else _("somebody has taken it") if ticket.owner else _("nobody has taken it")
    blocks: list[Block] = [
        say("{what}", tone=Tone.HEADING, what=ticket_words(ticket.kind, ticket.note)),
        say(_("{unit}, asked on {day}, due on {due}; {owner}."), unit=ticket.unit.label, day=day(ticket.created_at), due=day(ticket.due_on), owner=owner),
        *thread(facts.words, _("The person"), ticket.unit.label),
    ]  # fmt: skip
    if ticket.about is not None:
        told = _("It is about the officials of {unit}. They do not see it, and it can only be passed on upwards.")
        blocks.insert(1, say(told, tone=Tone.NOTICE, unit=ticket.about.label))
    if facts.by_telephone:
        blocks.append(say(_("Recorded by telephone: nobody waits in a chat."), tone=Tone.NOTICE))
    ways: list[tuple[str, Action]] = []
    if not ticket.is_closed:
        ways.append((_("Answer"), Go("ticket_answer", f"{ticket.id},{facts.list_page}")))
        if not ticket.is_mine:
            ways.append((_("I take it"), TakeTicket(ticket.id)))
        ways += [(_("Settled otherwise, close it"), CloseTicket(ticket.id)), (_("Pass it on"), Go("ticket_pass", f"{ticket.id},{facts.list_page}"))]  # fmt: skip
    return Screen(tuple(blocks), (*numbered(ways), _back(facts)))


def draw_ticket_answer(facts: TicketPage) -> Screen:
    """Asks for the answer."""
    heading = say(_("Answer: {what}"), tone=Tone.HEADING, what=ticket_words(facts.ticket.kind, facts.ticket.note))
    told = say(_("Type the answer in one message. It is shown in the chat that asked, in the name of {unit}."), unit=facts.ticket.unit.label)  # fmt: skip
    return Screen((heading, told), (_back(facts),), waits_for=Wait.MESSAGE)


def draw_ticket_pass(facts: Passing) -> Screen:
    """Whom to give it to."""
    heading = say(_("Pass it on to"), tone=Tone.HEADING)
    ticket = facts.page.ticket.id
    ways = [(unit.label, PassOn(ticket, str(unit.key))) for unit in facts.units[:30]]
    return Screen((heading,), (*numbered(ways), _back(facts.page)))


def _counted(counts: QueueCounts) -> list[Block]:
    """How many wait, and for whom."""
    told = _("Open: {count}, of these overdue: {overdue}. The most urgent come first.") if counts.overdue else _("Open: {count}. The most urgent come first.")  # fmt: skip
    blocks: list[Block] = [say(told, count=number(counts.waiting), overdue=number(counts.overdue))]
    if counts.answered:
        words = _("Answered: {count}. Each closes by itself {days} days after the answer; whoever asked can still ask further.")  # fmt: skip
        blocks.append(say(words, count=number(counts.answered), days=number(ANSWERED_KEPT.days)))
    return blocks


def _line(ticket: TicketInfo) -> str:
    told = _("{what}, {unit}, due {day}")
    if ticket.is_overdue:
        told = _("Overdue: {what}, {unit}, was due {day}")
    elif ticket.is_answered:
        told = _("Answered: {what}, {unit}")
    return told.format(what=ticket_words(ticket.kind, ticket.note), unit=ticket.place.label, day=day(ticket.due_on))


def _back(facts: TicketPage) -> Choice:
    return Choice(_("Back to the list"), Go("tasks", str(facts.list_page)).pack(), "0")


def _trace(facts: Tasks) -> Trace | None:
    return Trace("look_queue", "ticket") if facts.queue.may_answer else None


VIEWS = {
    "tasks": View(see_tasks, draw_tasks, arguments=1, trace=_trace),
    "ticket": View(see_open_ticket, draw_ticket, arguments=2),
    "ticket_answer": View(see_ticket, draw_ticket_answer, arguments=2),
    "ticket_pass": View(see_passing, draw_ticket_pass, arguments=2),
}


@on(router, OpenTicket)
async def open_ticket(action: OpenTicket, turn: Turn) -> Screen:
    """Read a ticket."""
    page = _page(turn)
    return draw_ticket(await turn.at("ticket", str(action.ticket), page).write(look_at_ticket, action.ticket, page))


@on(router, TakeTicket)
async def take(action: TakeTicket, turn: Turn) -> Screen:
    """Become its owner."""
    await turn.at("tasks", _page(turn)).write(take_ticket, action.ticket)
    return (await _list(turn)).with_aside(say(_("It is yours now."), tone=Tone.NOTICE))


@on(router, CloseTicket)
async def close(action: CloseTicket, turn: Turn) -> Screen:
    """Close it."""
    await turn.at("tasks", _page(turn)).write(close_ticket, action.ticket)
    return (await _list(turn)).with_aside(say(_("Closed."), tone=Tone.NOTICE))


@on(router, PassOn)
async def pass_on(action: PassOn, turn: Turn) -> Screen:
    """Give it to another unit."""
    key = UnitKey.parse(action.unit)
    ticket = await turn.at("tasks", _page(turn)).write(pass_on_ticket, action.ticket, key)
    told = say(_("Passed on to {unit}."), tone=Tone.NOTICE, unit=ticket.unit.label)
    return (await _list(turn)).with_aside(told)


@on_typed(router, "ticket_answer")
async def answer(action: Typed, turn: Turn) -> Screen:
    """Send the answer to whoever asked."""
    ticket = read_id(turn.actor.view.args[0])
    await turn.at("tasks", _page(turn)).write(answer_ticket, ticket, action.text)
    return (await _list(turn)).with_aside(say(_("The answer was sent."), tone=Tone.NOTICE))


def _page(turn: Turn) -> str:
    """The page of the list that the chat is at, or that its ticket was opened from."""
    at = turn.actor.view
    found = at.args if at.view == "tasks" else at.args[1:] if at.view in VIEWS else ()
    return found[0] if found else "0"


async def _list(turn: Turn) -> Screen:
    return await turn.show("tasks", _page(turn))
