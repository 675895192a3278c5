"""News: what is told in between, by its code."""

from collections.abc import Callable, Mapping

from handlers.actions import Action, Go
from handlers.queue import OpenTicket
from handlers.screen import Choice, Screen, Tone, say
from handlers.tickets import Thank
from handlers.words import _
from services.inbox import Message

SENTENCES: Mapping[str, Callable[[], str]] = {
    "report_corrected": lambda: _("Your household's answers were corrected from another device."),
    "household_erased": lambda: _("Your household's data was deleted from another device."),
    "slip_opened": lambda: _("Your household's slip number was opened on another device. If it was nobody of yours, call the ward."),
    "consent_withdrawn": lambda: _("A consent of your household was withdrawn from another device."),
    "data_restricted_now": lambda: _("The use of your household's data was restricted from another device."),
    "restriction_lifted": lambda: _("The use of your household's data was allowed again from another device."),
    "officer_withdrawn": lambda: _("Your consent to the officer form was withdrawn from another device; what you answered as an officer was deleted."),
    "officer_restricted": lambda: _("The use of what you answered as an officer was restricted from another device."),
    "officer_lifted": lambda: _("The use of what you answered as an officer was allowed again from another device."),
    "officer_erased": lambda: _("What you answered as an officer was deleted from another device."),
    "withdrawn_by_telephone": lambda: _("Somebody of your household telephoned and withdrew a consent; what was kept under it was deleted. If it was nobody of yours, call the ward."),
    "restricted_by_telephone": lambda: _("Somebody of your household telephoned: its data is kept but no longer used. If it was nobody of yours, call the ward."),
    "lifted_by_telephone": lambda: _("Somebody of your household telephoned: its data is used again. If it was nobody of yours, call the ward."),
    "erased_by_telephone": lambda: _("Somebody of your household telephoned and had all its data deleted. If it was nobody of yours, call the ward."),
    "ticket_answered": lambda: _("What you asked has been answered:"),
    "ticket_closed": lambda: _("What you asked has been settled."),
    "ticket_new": lambda: _("Somebody asks your unit for something."),
    "ticket_untaken": lambda: _("Nobody has taken something that your unit was asked for, and the time for that is over."),
    "ticket_soon": lambda: _("Something that your unit was asked for is due soon."),
    "ticket_overdue": lambda: _("Something that your unit was asked for is overdue."),
    "request_soon": lambda: _("A request about data that was made by telephone is due soon and has not been carried out."),
    "request_overdue": lambda: _("A request about data that was made by telephone is overdue: it has not been carried out."),
    "device_linked": lambda: _("Another device has joined your conversations here. If it is not yours, end it under “My devices”."),
    "period_closed": lambda: _("The survey has ended. Answers that were sent are counted; unfinished forms are not."),
}  # fmt: skip
"""Code → the sentence, in the language being spoken."""
FOR_PERSONS = frozenset({"ticket_answered", "ticket_closed"})
"""What is told to whoever asked; the rest about tickets is for those who answer."""

FOR_OFFICERS = frozenset({"officer_withdrawn", "officer_restricted", "officer_lifted", "officer_erased"})


def draw_news(message: Message) -> Screen:
    """A message as a small screen of its own."""
    sentence = SENTENCES.get(message.code)
    told = sentence() if sentence else _("There is news; please open the menu.")
    blocks = [say("{told}", tone=Tone.NOTICE, told=told)]
    if message.text:
        blocks.append(say("{text}", tone=Tone.QUOTE, text=message.text))
    choices = [Choice(label, action.pack(), "") for label, action in _ways(message)]
    return Screen(tuple(blocks), tuple(choices))


def _ways(message: Message) -> tuple[tuple[str, Action], ...]:
    if message.code in FOR_PERSONS:
        return (_("Thank you"), Thank(message.ticket)), (
            _("Not clear yet, ask further"),
            Go("ask_on", str(message.ticket)),
        )
    if message.ticket:
        return ((_("Open it"), OpenTicket(message.ticket)),)
    if message.request:
        return ((_("Open it"), Go("request", str(message.request))),)
    if message.code in FOR_OFFICERS:
        return ((_("My data as an officer"), Go("officer_data")),)
    return ((_("My household's data"), Go("mydata")),)
