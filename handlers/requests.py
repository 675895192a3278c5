"""Requests by telephone: an official finds the household by its slip, writes down what is asked, and carries it out."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router

from handlers.actions import Action, Go, Typed, packed
from handlers.queue import OpenTicket
from handlers.rights import purpose_words
from handlers.routing import on, on_typed
from handlers.screen import Block, Choice, Paragraph, Screen, Tone, Wait, say
from handlers.ticket_words import right_words
from handlers.turn import Turn
from handlers.views import View
from handlers.ways import numbered
from handlers.words import _, clock, day, number
from services.callers import FoundBySlip, find_in_chat, may_search, see_found, see_right_asked, see_right_chosen
from services.households import SlipLocked, SlipMissed, SlipUnreadable
from services.requests import (
    AT_ONCE,
    RequestInfo,
    Telephoned,
    execute_request,
    list_requests,
    record_request,
    see_request,
)
from services.rights import OF_HOUSEHOLD, Right
from services.tickets import read_id
from services.trail import Trace
from services.turns import StaleAction

router = Router(name="requests")
OFFERED = (Right.WITHDRAW, Right.RESTRICT, Right.LIFT, Right.DELETE, Right.CORRECT, Right.SEE, Right.OBJECT, Right.COMPLAIN)  # fmt: skip
MOST_SHOWN = 20


@packed
@dataclass(frozen=True, slots=True)
class RecordRequest(Action):
    """Write down that this right is used, by whom."""

    prefix: ClassVar[str] = "asked"
    request: int
    right: str
    for_whom: str


@packed
@dataclass(frozen=True, slots=True)
class RecordWithdrawal(Action):
    """Write down that one consent is withdrawn, by whom, and which."""

    prefix: ClassVar[str] = "askedoff"
    request: int
    for_whom: str
    purpose: str


@packed
@dataclass(frozen=True, slots=True)
class ExecuteRequest(Action):
    """Carry it out."""

    prefix: ClassVar[str] = "do"
    request: int


def draw_request_slip(_facts: object = None) -> Screen:
    """Asks for the slip number that the caller reads out."""
    told = _("Ask the caller for the slip number: only households of your own units are found. Wrong numbers are counted.")  # fmt: skip
    return Screen(
        (say(_("The slip number of the caller (8 digits)"), tone=Tone.HEADING), say(told)),
        (Choice(_("Back to the list"), Go("tasks").pack(), "M", secondary=True),),
        waits_for=Wait.NUMBER,
    )


def missed_words(found: SlipMissed | SlipLocked | SlipUnreadable) -> Paragraph:
    """Why no household was found."""
    if isinstance(found, SlipMissed):
        return say(_("No household of your units has this number; {count} more tries are possible."), tone=Tone.NOTICE, count=found.tries_left)  # fmt: skip
    if isinstance(found, SlipUnreadable):
        return say(_("A slip number has 8 digits, for example 4820 1736; that did not look like one. It was not counted as a try."), tone=Tone.NOTICE)  # fmt: skip
    return say(_("That was too many tries. Please come back after {time} on {day}."), tone=Tone.NOTICE, time=clock(found.until), day=day(found.until))  # fmt: skip


def draw_found(facts: FoundBySlip) -> Screen:
    """Found; who calls?"""
    place = f"{facts.hamlet_name}, {facts.unit.label}" if facts.hamlet_name else facts.unit.label
    blocks: list[Block] = [
        say(_("Found: a household in {place}."), tone=Tone.HEADING, place=place),
        say(_("It has sent answers.") if facts.has_reports else _("No answers have been sent yet.")),
    ]
    if facts.is_restricted:
        blocks.append(say(_("Its data is kept but not used.")))
    blocks.append(say(_("Who calls?")))
    whose = ((_("Somebody of the household"), "household"), (_("Somebody who represents it"), "representative"))
    choices = [Choice(label, Go("request_right", f"{facts.request_id},{key}").pack(), str(n)) for n, (label, key) in enumerate(whose, 1)]  # fmt: skip
    return Screen(tuple(blocks), (*choices, _back()))


def draw_right(facts: tuple[FoundBySlip, str]) -> Screen:
    """What do they ask for?"""
    found, for_whom = facts
    ways = [(right_words(right.value), _towards(found.request_id, right, for_whom)) for right in offered(found)]
    return Screen((say(_("What does the caller ask for?"), tone=Tone.HEADING),), (*numbered(ways), _back()))


def offered(found: FoundBySlip) -> list[Right]:
    """What can be asked for: to lift a restriction only where there is one."""
    return [right for right in OFFERED if right is not (Right.RESTRICT if found.is_restricted else Right.LIFT)]


def _towards(request_id: int, right: Right, for_whom: str) -> Action:
    """Which consent is asked first, and what a person has to answer is put into words first."""
    if right is Right.WITHDRAW:
        return Go("request_purpose", f"{request_id},{for_whom}")
    if right in AT_ONCE:
        return RecordRequest(request_id, right.value, for_whom)
    return Go("request_words", f"{request_id},{for_whom},{right.value}")


def draw_purpose(facts: tuple[FoundBySlip, str]) -> Screen:
    """Which consent? Which of them the household has given is not said."""
    found, for_whom = facts
    request = found.request_id
    everything = RecordRequest(request, Right.WITHDRAW.value, for_whom)
    ways: list[tuple[str, Action]] = [(withdrawal_words(None), everything)]
    ways += [
        (_("Only: {purpose}").format(purpose=purpose_words(each)), RecordWithdrawal(request, for_whom, each))
        for each in OF_HOUSEHOLD
    ]
    told = _("What was kept under a consent goes with it: the answers, the wishes, or the telephone number.")
    return Screen((say(_("Which consent?"), tone=Tone.HEADING), say(told)), (*numbered(ways), _back()))


def withdrawal_words(purpose: str | None) -> str:
    """Which consent is withdrawn. purpose: None for all of them."""
    if purpose is None:
        return _("All consents of the household")
    return _("Only the consent to: {purpose}").format(purpose=purpose_words(purpose))


def draw_words(facts: tuple[FoundBySlip, str, Right]) -> Screen:
    """What about, in the caller's words?"""
    found, for_whom, right = facts
    told = _("Type in one message what the caller says, and read it back. No names or identity numbers.")
    nothing = Choice(_("Nothing to add"), RecordRequest(found.request_id, right.value, for_whom).pack(), "1")
    heading = say("{right}", tone=Tone.HEADING, right=right_words(right.value))
    return Screen((heading, say(told)), (nothing, _back()), waits_for=Wait.MESSAGE)


def draw_request(facts: RequestInfo) -> Screen:
    """One request."""
    right = right_words(facts.right.value) if facts.right else ""
    asked = _("Asked by telephone on {day}.") if facts.by_telephone else _("Asked in the chat on {day}.")
    blocks: list[Block] = [say("{right}", tone=Tone.HEADING, right=right), say(asked, day=day(facts.asked_at))]
    if facts.right is Right.WITHDRAW and facts.by_telephone:
        blocks.append(say("{which}.", which=withdrawal_words(facts.purpose)))
    if facts.requested_by == "representative":
        blocks.append(say(_("By somebody who represents the household.")))
    if facts.fulfilled_at is not None:
        blocks.append(say(_("Done on {day} at {time}."), day=day(facts.fulfilled_at), time=clock(facts.fulfilled_at)))
    else:
        blocks.append(say(_("Due on {day}."), day=day(facts.due_on)))
    if not facts.can_execute:
        is_asked = facts.ticket_id is not None and facts.fulfilled_at is None
        answer = [Choice(_("Open it"), OpenTicket(facts.ticket_id or 0).pack(), "1")] if is_asked else []
        return Screen(tuple(blocks), (*answer, _back()))
    blocks.append(say(_("Read it back to the caller. It takes effect at once; the household's own chats are told.")))
    return Screen(tuple(blocks), (Choice(_("Yes, carry it out"), ExecuteRequest(facts.id).pack(), "1"), _back()))


def draw_requests(facts: tuple[RequestInfo, ...]) -> Screen:
    """What waits."""
    heading = say(_("Requests about data"), tone=Tone.HEADING)
    if not facts:
        return Screen((heading, say(_("Nothing waits."))), (_back(),))
    ways = [(_line(each), Go("request", str(each.id))) for each in facts[:MOST_SHOWN]]
    return Screen((heading, *_left_out(len(facts) - len(ways))), (*numbered(ways), _back()))


def _line(request: RequestInfo) -> str:
    told = _("Overdue: {what}, {unit}, was due {day}") if request.is_overdue else _("{what}, {unit}, due {day}")
    what, unit = right_words(request.right.value if request.right else ""), request.unit.label if request.unit else ""
    return told.format(what=what, unit=unit, day=day(request.due_on))


def _left_out(count: int) -> tuple[Paragraph, ...]:
    """The most urgent stand in front; what is behind them is counted rather than passed over."""
    if count <= 0:
        return ()
    return (say(_("{count} more wait behind these; the page /can-bo/yeu-cau shows them."), count=number(count)),)


def _back() -> Choice:
    return Choice(_("Back to the list"), Go("tasks").pack(), "0")


def trace_of(info: RequestInfo) -> Trace:
    """What a look at a request leaves in the audit trail."""
    where = (f"unit={info.unit.key}",) if info.unit else ()
    return Trace("look_request", "data_request", str(info.id), where)


VIEWS = {
    "request_slip": View(may_search, draw_request_slip),
    "request_found": View(see_found, draw_found, arguments=1),
    "request_right": View(see_right_asked, draw_right, arguments=2),
    "request_purpose": View(see_right_asked, draw_purpose, arguments=2),
    "request_words": View(see_right_chosen, draw_words, arguments=3),
    "request": View(see_request, draw_request, arguments=1, trace=trace_of),
    "requests": View(list_requests, draw_requests, trace=lambda _requests: Trace("look_requests", "data_request")),
}


@on_typed(router, "request_slip")
async def enter_slip(action: Typed, turn: Turn) -> Screen:
    """Look the slip up within the official's units."""
    found = await turn.write(find_in_chat, action.text, "request_found")
    if isinstance(found, FoundBySlip):
        return draw_found(found)
    return draw_request_slip().with_aside(missed_words(found))


@on(router, RecordRequest)
async def record(action: RecordRequest, turn: Turn) -> Screen:
    """Write it down; what a person has to answer becomes a ticket."""
    if action.right not in set(Right):
        raise StaleAction
    return await _recorded(turn, action.request, Telephoned(Right(action.right), action.for_whom))


@on(router, RecordWithdrawal)
async def record_withdrawal(action: RecordWithdrawal, turn: Turn) -> Screen:
    """Write down which consent is withdrawn."""
    told = Telephoned(Right.WITHDRAW, action.for_whom, purpose=action.purpose)
    return await _recorded(turn, action.request, told)


@on_typed(router, "request_words")
async def put_into_words(action: Typed, turn: Turn) -> Screen:
    """Write it down with what the caller says."""
    request, for_whom, right = turn.actor.view.args
    return await _recorded(turn, read_id(request), Telephoned(Right(right), for_whom, action.text))


async def _recorded(turn: Turn, request: int, told: Telephoned) -> Screen:
    info, right = await turn.at("request", str(request)).write(record_request, request, told), told.right
    screen = draw_request(info)
    if right in AT_ONCE:
        return screen
    return screen.with_aside(say(_("Noted: it stands in the queue, with its due day."), tone=Tone.NOTICE))


@on(router, ExecuteRequest)
async def execute(action: ExecuteRequest, turn: Turn) -> Screen:
    """Carry it out for the household."""
    info = await turn.at("request", str(action.request)).write(execute_request, action.request)
    return draw_request(info).with_aside(say(_("Carried out."), tone=Tone.NOTICE))
