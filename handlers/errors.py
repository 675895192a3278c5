"""Errors as sentences: the one place where a code becomes what happened and what to do next."""

from collections.abc import Callable, Mapping
from typing import Any

from campaigns.errors import AppError
from handlers.commands import Again
from handlers.input_words import why_words
from handlers.screen import Choice, Screen, Tone, Wait, say
from handlers.ticket_words import nobody_above_words
from handlers.ways import to_menu
from handlers.words import _, day, use_locale

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "stale_action": lambda _p: _("That button belongs to an earlier question. This is where you are now:"),
    "already_done": lambda _p: _("This was already received. This is where you are now:"),
    "session_ended": lambda _p: _("This browser no longer has an open session here. Please start again; the slip number opens your answers."),
    "too_many_waiting": lambda _p: _("Messages are arriving faster than they can be answered. Please wait a few seconds, then send the last one again."),
    "overloaded": lambda _p: _("Many people are here right now. Please try again in a few minutes; what you answered is kept."),
    "database_busy": lambda _p: _("The last answer could not be stored yet. Please send it once more."),
    "storage_full": lambda _p: _("The machine has no room left, so the last answer was not stored. What was stored before is safe. Please try again later."),
    "outcome_unknown": lambda _p: _("It is not certain whether the last answer was stored. Please look at the screen below and send it again if it is missing."),
    "no_period": lambda _p: _("No survey is open now, so there is nothing to answer. Results and the plan can still be looked at."),
    "period_closed": lambda p: _("The survey ended on {closed_on}; its answers can no longer be changed.").format(closed_on=day(p["closed_on"])),
    "period_incomplete": lambda p: _("The period cannot open yet. Still missing: {missing}.").format(missing=", ".join(p["missing"])),
    "periods_overlap": lambda p: _("The period “{other}” is open in these days. Close it first, or choose other days.").format(other=p["other"]),
    "period_exists": lambda p: _("There already is a period “{period_id}”. Choose another first day, or another id.").format(period_id=p["period_id"]),
    "no_place_for_sample": lambda _p: _("This database holds a real survey, so no sample was put into it. Please name another database."),
    "no_household": lambda _p: _("There are no answers of your household here yet."),
    "no_officer": lambda _p: _("Please say first in which office you work."),
    "no_office": lambda _p: _("This office does not take part in the campaign. Please choose another."),
    "no_consent": lambda _p: _("Before asking anything the assistant needs your consent."),
    "no_draft": lambda _p: _("There is no form under way here any more. It may have been sent or deleted."),
    "data_restricted": lambda _p: _("Your household's data is kept but not used, so nothing new is taken in. Under MY DATA its use can be allowed again."),
    "officer_restricted": lambda _p: _("What you answered as an officer is kept but not used, so nothing new is taken in. Under “My data as an officer” (/phieucanbo) its use can be allowed again."),
    "too_many_tickets": lambda _p: _("There are many open requests of yours already. Please wait for an answer, or call the ward."),
    "words_too_long": lambda p: _("That is too long for one message; at most {most} letters fit. Please shorten it.").format(most=p["most"]),
    "no_ward": lambda _p: _("Which ward should help is not known here yet, so nobody was asked."),
    "nobody_above": lambda p: nobody_above_words(p["contact"]),
    "not_yours": lambda _p: _("There is nothing of this kind here, or it is not for your role. /quyen shows your roles."),
    "same_hands": lambda _p: _("You took an earlier step with this yourself, so somebody else must take this one."),
    "other_person": lambda _p: _("This conversation already has roles of its own, so it cannot join another. Use the code in a conversation without roles, or give its roles back first."),
    "role_ends_wrong": lambda p: _("A role ends between today and {latest}. Please choose a day in between.").format(latest=day(p["latest"])),
    "no_campaign": lambda _p: _("There is no campaign of this name."),
    "no_unit": lambda _p: _("There is no unit of this code in the campaign."),
    "no_form": lambda _p: _("This campaign asks households nothing, so there is nothing to answer."),
    "unit_key_malformed": lambda _p: _("There is no unit of this code in the campaign."),
    "unit_unknown": lambda _p: _("There is no unit of this code in the campaign."),
    "curation_empty": lambda p: _("Still missing: {part}.").format(part=_part(p["part"])),
    "curation_too_long": lambda p: _("That is too much for one entry ({part}): at most {most}.").format(part=_part(p["part"]), most=p["most"]),
    "lone_word": lambda p: _("“{word}” stands alone. Please give at least two words that mean the same.").format(word=p["word"]),
    "stop_word": lambda p: _("“{word}” may stand in any question, so nothing can be found by it. Please take words that say what the question is about.").format(word=p["word"]),
    "words_not_in_plan": lambda _p: _("None of these words stands in the plan. Please put one of the plan's own words into the group."),
    "unknown_clause": lambda p: _("The plan has no clause {clause}. Please check the path, for example V.2.c.").format(clause=p["clause"]),
    "not_in_clause": lambda p: _("“{said}” stands neither in the clauses cited nor in the rules that apply now. Please cite the clause that says so, or leave it out.").format(said=p["said"]),
    "no_addition": lambda _p: _("This entry is no longer there; it may have been withdrawn."),
    "input_unfit": lambda p: why_words(p["why"]),
    "not_an_award": lambda _p: _("The plan has no such award or occasion for this subject, or the year is still to come."),
    "input_moved": lambda _p: _("Somebody has entered or decided this meanwhile, so nothing was changed. Please look at it as it is now."),
    "no_help_question": lambda _p: _("The help list is no longer open here."),
}  # fmt: skip
"""Code → the sentence for it, in the reader's language. A contract test holds this complete."""


def _part(part: str) -> str:
    """What an operator's entry is made of."""
    return {
        "words": _("words"),
        "questions": _("example questions"),
        "clauses": _("clauses"),
        "sentence": _("the answer in plain words"),
    }.get(part, part)


def sentence_for(error: AppError) -> str:
    """What happened and what to do next, in the language being spoken."""
    found = SENTENCES.get(error.code)
    return found(error.params()) if found else _("That did not work. Nothing was lost; please try again.")


def explain(error: AppError, locale: str) -> Screen:
    """A screen for an error that leaves no better place to be."""
    with use_locale(locale):
        return _plain(sentence_for(error))


def too_fast(locale: str) -> Screen:
    """Asked to wait, politely."""
    with use_locale(locale):
        return _plain(
            _(
                "Messages are arriving faster than they can be answered. Please wait a few seconds, then send the last one again."
            )
        )


def out_of_reach(locale: str) -> Screen:
    """Nothing can be looked at, by somebody who has said nothing that could be lost."""
    with use_locale(locale):
        return _plain(
            _("What is stored cannot be looked up just now. All of it is kept. Please look again in a few minutes.")
        )


def too_large(locale: str) -> Screen:
    """More was sent than is read."""
    with use_locale(locale):
        return _plain(_("That was too much to send at once (over 1 MB), so nothing of it was read. Please send less."))


def not_found(locale: str) -> Screen:
    """There is nothing at this address."""
    with use_locale(locale):
        return _plain(_("There is nothing here. Please go on from the menu."))


def from_elsewhere(locale: str) -> Screen:
    """The form was not filled in on the page that this browser has open."""
    with use_locale(locale):
        return _plain(
            _(
                "That came from another page, or from one that is out of date, so nothing of it was read. Please go on from here."
            )
        )


def unreadable(locale: str) -> Screen:
    """What arrived is no form that a page of ours could have sent."""
    with use_locale(locale):
        return _plain(_("That did not arrive whole, so nothing of it was read. Please send it once more."))


def incident(incident_id: str, locale: str) -> Screen:
    """Something broke that should not: say so, with a number to quote."""
    with use_locale(locale):
        return _plain(
            _(
                "Something went wrong on our side. What you answered before is kept. Please try again; if it happens again, quote number {incident}."
            ).format(incident=incident_id)
        )


def _plain(sentence: str) -> Screen:
    return Screen(
        (say("{sentence}", tone=Tone.NOTICE, sentence=sentence),),
        (Choice(_("Show where I am"), Again().pack(), "1"), to_menu(secondary=False)),
        waits_for=Wait.CHOICE,
    )
