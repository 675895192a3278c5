"""What people ask of the unit: /can-bo/viec, those that are closed, and one of them with its answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, Trace
from campaigns.units import UnitKey, UnitKeyError
from handlers.queue import draw_ticket
from handlers.screen import Paragraph, Tone, say
from handlers.ticket_words import ticket_words
from handlers.words import _
from services.people import Capability
from services.queue import (
    Passing,
    TicketInfo,
    answer_ticket,
    close_ticket,
    list_tickets,
    pass_on_ticket,
    see_passing,
    take_ticket,
)
from services.tickets import LONGEST_WORDS

URL = f"{ROOT}/viec"


def _number(asked: Asked) -> int:
    found = asked.number("so")
    if found is None:
        raise Misfit("so", "unreadable")
    return found


def _answer(asked: Asked) -> tuple[object, ...]:
    words = asked.lines("loi")
    if not words:
        raise Misfit("loi", "empty")
    return _number(asked), "\n".join(words)


def _pass_on(asked: Asked) -> tuple[object, ...]:
    try:
        return _number(asked), UnitKey.parse(asked.text("toi"))
    except UnitKeyError as error:
        raise Misfit("toi", "choose") from error


def _notice(sentence: str) -> tuple[Paragraph, ...]:
    return (say("{sentence}", Tone.NOTICE, sentence=sentence),)


def _here(ticket: TicketInfo, sentence: str) -> Then:
    return Then(f"{URL}/mot?so={ticket.id}", _notice(sentence))


def _post(use_case: Any, reads: Any, then: Any) -> Post:
    return Post(capability=Capability.ANSWER_PEOPLE, use_case=use_case, reads=reads, then=then)


def _values(passing: Passing, _asked: Asked) -> Mapping[str, object]:
    heading, *rest = draw_ticket(passing.page).blocks
    return {"what": heading, "told": rest, "longest": LONGEST_WORDS, "ticket": passing.page.ticket}


def _look(_tickets: object) -> Trace:
    return Trace("look_queue", "ticket")


def _read(passing: Passing) -> Trace:
    ticket = passing.page.ticket
    return Trace("see_ticket", "ticket", str(ticket.id), (f"unit={ticket.unit.key}",))


TICKETS = Page(
    path="viec",
    capability=Capability.ANSWER_PEOPLE,
    title=lambda: _("What people ask"),
    template="tickets.html",
    load=list_tickets,
    values=lambda _tickets, _asked: {"ticket_words": ticket_words, "is_closed": False},
    trace=_look,
)
TICKETS_CLOSED = Page(
    path="viec/da-xong",
    capability=Capability.ANSWER_PEOPLE,
    title=lambda: _("What people asked, closed"),
    template="tickets.html",
    load=partial(list_tickets, closed=True),
    values=lambda _tickets, _asked: {"ticket_words": ticket_words, "is_closed": True},
    trace=_look,
    in_menu=False,
)
TICKET = Page(
    path="viec/mot",
    capability=Capability.ANSWER_PEOPLE,
    title=lambda: _("What somebody asks"),
    template="ticket.html",
    load=see_passing,
    asks=lambda asked: (asked.text("so"),),
    values=_values,
    posts={
        "take": _post(
            take_ticket, lambda asked: (_number(asked),), lambda it, _a: _here(it, _("You answer this one."))
        ),
        "answer": _post(answer_ticket, _answer, lambda it, _a: _here(it, _("The answer was sent."))),
        "close": _post(close_ticket, lambda asked: (_number(asked),), lambda _it, _a: Then(URL, _notice(_("Closed.")))),
        "pass": _post(pass_on_ticket, _pass_on, lambda _it, _a: Then(URL, _notice(_("Passed on.")))),
    },
    trace=_read,
    in_menu=False,
)
