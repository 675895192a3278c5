"""News: what is told in between, by its code."""

from collections.abc import Callable, Mapping

from handlers.actions import Go
from handlers.screen import Choice, Screen, Tone, say
from handlers.words import _
from services.inbox import Message

SENTENCES: Mapping[str, Callable[[], str]] = {
    "report_corrected": lambda: _("Your household's answers were corrected from another device."),
    "household_erased": lambda: _("Your household's data was deleted from another device."),
    "slip_opened": lambda: _("Your household's slip number was opened on another device. If it was nobody of yours, call the ward."),
    "device_linked": lambda: _("Another device has joined your conversations here. If it is not yours, end it under “My devices”."),
    "period_closed": lambda: _("The survey has ended. Answers that were sent are counted; unfinished forms are not."),
}  # fmt: skip
"""Code → the sentence, in the language being spoken."""


def draw_news(message: Message) -> Screen:
    """A message as a small screen of its own."""
    sentence = SENTENCES.get(message.code)
    told = sentence() if sentence else _("There is news; please open the menu.")
    choices = (Choice(_("My household's data"), Go("mydata").pack(), ""),)
    return Screen((say("{told}", tone=Tone.NOTICE, told=told),), choices)
