"""Why a question is not answered, in words: one sentence for every reason, and who can tell today."""

from collections.abc import Mapping

from campaigns.plan_answers import Reason
from handlers.plan_words import cited
from handlers.screen import Paragraph, Tone, say
from handlers.words import _, current_locale
from services.rules import RuleAnswer


def reason_words(reason: Reason, parameters: Mapping[str, str]) -> str:
    """The sentence for a reason. parameters: as the answer has them."""
    found = _sentences()[reason]
    if reason is Reason.LAW and not parameters.get("document"):
        found = _("Other laws and documents set that, not this plan; the assistant only knows the campaigns' plans.")
    named = {
        "year": parameters.get("year", ""),
        "level": _levels().get(parameters.get("level", ""), parameters.get("level", "")),
        "kind": _kinds().get(parameters.get("kind", ""), _("that")),
        "document": parameters.get("document", ""),
    }
    return found.format(**named)


def _sentences() -> dict[Reason, str]:
    return {
        Reason.EMPTY: _("There was nothing to read."),
        Reason.TOO_SHORT: _("One letter is too little to tell what is asked."),
        Reason.TOO_LONG: _("That is too long to be read as one question."),
        Reason.NO_WORDS: _("There were no words in that to look for."),
        Reason.NOT_COVERED: _("This plan does not say anything about that."),
        Reason.LEVEL_NOT_COVERED: _("This plan sets nothing for that level ({level})."),
        Reason.YEAR_NOT_COVERED: _("This plan sets nothing for {year}."),
        Reason.OTHER_PLACE: _("This plan is only about its own place; it says nothing of another."),
        Reason.OTHER_PLAN: _("This plan does not say so; another campaign's plan does."),
        Reason.VALUE_NOT_STATED: _("This plan speaks of it, but does not give {kind}."),
        Reason.CONTACT: _("This plan gives no telephone number or address for that."),
        Reason.AMOUNT: _("This plan names no amount of money for that."),
        Reason.WEATHER: _("The assistant only knows the campaigns' plans, not the weather."),
        Reason.OFFTOPIC: _("That is not about the campaign; the assistant only knows the campaigns' plans."),
        Reason.PERSONAL: _("Single cases are for the council or the committee to decide; the plan decides none."),
        Reason.HOWTO: _("This plan does not say how to do that step by step."),
        Reason.NAME: _("This plan names bodies, not the people in them."),
        Reason.LAW: _("This plan does not quote document {document}, so the assistant cannot tell what is in it."),
        Reason.STATISTICS: _("The plan holds goals, not results. Results are under “See the results of the ward”."),
    }


def _levels() -> dict[str, str]:
    return {
        "tinh": _("the province"),
        "huyen": _("the district"),
        "thanh-pho": _("the city"),
        "xa": _("the ward or commune"),
        "thon": _("the neighbourhood or hamlet"),
    }


def _kinds() -> dict[str, str]:
    return {
        "percent": _("a percentage"),
        "sets": _("a number of sets"),
        "count": _("a number"),
        "when": _("a date"),
        "who": _("a body for it"),
        "where": _("a place for it"),
        "money": _("an amount of money"),
        "rank": _("a rank"),
        "document": _("a document"),
    }


def who_to_ask(found: RuleAnswer) -> tuple[Paragraph, ...]:
    """Who can tell today: the open survey's controller, the body that the plan names, and who stands there now."""
    who, pack, locale = found.who, found.pack, current_locale()
    lines: list[Paragraph] = []
    if who.phone:
        lines.append(say(_("Today ask {controller}: *{phone}*."), controller=who.controller, phone=who.phone))
    if who.body is not None:
        told = _("The plan names: {body}").format(body=who.body.body.to(locale))
        lines.append(cited(pack, told, who.body.clause, Tone.PLAIN))
    else:
        lines.append(
            say(_("The plan names nobody to ask; {issuer} issued it."), issuer=pack.document.issuer.to(locale))
        )
    if who.ended is not None:
        lines.append(say("{now}.", tone=Tone.NOTICE, now=who.ended.now.to(locale).rstrip(".")))
    if who.successor is not None:
        lines.append(say(_("Now ask: {successor}."), tone=Tone.NOTICE, successor=who.successor.to(locale)))
    return tuple(lines)
