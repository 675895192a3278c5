"""The words for tickets: what each is called, and what was written in it."""

from collections.abc import Sequence

from handlers.screen import Block, Tone, say
from handlers.words import _, clock, day
from services.tickets import Words


def ticket_words(kind: str, note: str) -> str:
    """What a ticket is called."""
    named = {
        "form_help": _("Help with a question of the form"),
        "talk": _("Asked for help"),
        "callback": _("Asked to be called back"),
        "wish so_suc_khoe": _("Wants to be shown the electronic health record"),
        "wish vneid": _("Wants to be shown VNeID"),
        "wish nop_truc_tuyen": _("Wants to be shown how to send papers online"),
        "objection figure": _("Objection to a published figure"),
        "objection award_list": _("Objection to an award list"),
        "complaint": _("Complaint about the ward's officials"),
        "data_request see": _("Wants to see their data"),
        "data_request export": _("Wants a copy of their data"),
        "data_request correct": _("Wants their data corrected"),
        "data_request object": _("Objects to how data is used"),
        "data_request complain": _("Complaint about how data is used"),
    }
    return named.get(f"{kind} {note}", named.get(kind, _("Asked for help")))


def nobody_above_words(contact: str | None) -> str:
    """Why a complaint about the ward's people is not sent, and whom to turn to instead."""
    told = _("Nobody above the ward answers here yet. A complaint about its officials would only reach themselves, so nothing was sent.")  # fmt: skip
    if contact is None:
        return f"{told} {_('Please go to where the level above the ward receives citizens.')}"
    return f"{told} {_('Please turn to: {contact}.').format(contact=contact)}"


def right_words(right: str) -> str:
    """What a right is called."""
    return {
        "see": _("See the data"),
        "export": _("Download the data"),
        "correct": _("Correct the data"),
        "withdraw": _("Withdraw the consent"),
        "restrict": _("Restrict the use"),
        "lift": _("Allow the use again"),
        "delete": _("Delete everything"),
        "object": _("Object"),
        "complain": _("Complain"),
    }.get(right, right)


def thread(words: Sequence[Words], asked: str, answered: str) -> list[Block]:
    """What was written, oldest first. asked, answered: how the two sides are called."""
    lines: list[Block] = []
    for each in words:
        who = answered if each.is_answer else asked
        lines.append(say("*{who}*, {day} {time}:", who=who, day=day(each.at), time=clock(each.at)))
        lines.append(say("{text}", tone=Tone.QUOTE, text=each.text))
    return lines
