"""What people ask of the unit: /can-bo/viec, those that are closed, and one of them with its answer."""

from collections.abc import Mapping
from functools import partial

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, as_in_chat, its_number, told
from handlers.queue import draw_ticket
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
from services.tickets import CALLBACK, LONGEST_WORDS
from services.trail import Trace

URL = f"{ROOT}/viec"
_post = partial(Post, capability=Capability.ANSWER_PEOPLE)


def _answer(asked: Asked) -> tuple[object, ...]:
    words = asked.lines("loi")
    if not words:
        raise Misfit("loi", "empty")
    return asked.id("so"), "\n".join(words)


def _here(ticket: TicketInfo, sentence: str) -> Then:
    return told(f"{URL}/mot?so={ticket.id}", sentence)


def _values(passing: Passing, _asked: Asked) -> Mapping[str, object]:
    ticket, words = passing.page.ticket, passing.page.words
    number = words[0].text if ticket.kind == CALLBACK and words and not ticket.is_closed else ""
    return {**as_in_chat(draw_ticket(passing.page)), "longest": LONGEST_WORDS, "ticket": ticket, "number": number}


def _read(passing: Passing) -> Trace:
    ticket = passing.page.ticket
    return Trace("see_ticket", "ticket", str(ticket.id), (f"unit={ticket.unit.key}",))


TICKETS = Page(
    path="viec",
    capability=Capability.ANSWER_PEOPLE,
    title=lambda: _("What people ask"),
    template="tickets.html",
    load=list_tickets,
    values=lambda _tickets, _asked: {"ticket_words": ticket_words, "is_done": False},
    trace=lambda _tickets: Trace("look_queue", "ticket"),
)
TICKETS_CLOSED = TICKETS.when_done(lambda: _("What people asked, closed"), partial(list_tickets, closed=True))
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
            use_case=take_ticket, reads=its_number, then=lambda it, _asked: _here(it, _("You answer this one."))
        ),
        "answer": _post(
            use_case=answer_ticket, reads=_answer, then=lambda it, _asked: _here(it, _("The answer was sent."))
        ),
        "close": _post(use_case=close_ticket, reads=its_number, then=lambda _it, _asked: told(URL, _("Closed."))),
        "pass": _post(
            use_case=pass_on_ticket,
            reads=lambda asked: (asked.id("so"), asked.unit("toi")),
            then=lambda _it, _asked: told(URL, _("Passed on.")),
        ),
    },
    trace=_read,
    in_menu=False,
)
