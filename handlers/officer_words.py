"""The words around the officer form: what is agreed to, and what groups of staff are called."""

from campaigns.form_facts import Facts
from campaigns.form_format import Form
from campaigns.form_questions import Choice as ChoiceQuestion
from campaigns.measures import GROUP
from handlers.form_screens import label_words
from handlers.screen import Block, Tone, say
from handlers.words import _, current_locale, day
from services.notices import Asking


def group_words(form: Form, group: str) -> str:
    """What a group of staff is called; "" is that of people who did not tell."""
    question = form.by_id.get(GROUP)
    options = question.options if isinstance(question, ChoiceQuestion) else ()
    named = next((option.label.to(current_locale()) for option in options if option.id == group), "")
    return named or _("group not told")


def officer_consent(facts: Asking) -> tuple[Block, ...]:
    """May we ask an officer about themself? Short, with the whole text a step away."""
    period = facts.period
    return (
        say(_("Before asking: your consent"), tone=Tone.HEADING),
        say(_("*Only what you say about yourself at work; no name and no staff number is asked.* About: {labels}."), labels=_labels(facts)),
        say("*{title}* {purpose}", title=_("What for:"), purpose=_purpose(facts), tone=Tone.ITEM),
        say(_("*Who answers for it:* {controller}; kept until {until}."), tone=Tone.ITEM, controller=period.controller, until=day(period.retention_until)),
        say(_("*To see, correct, download, withdraw, restrict or delete:* send /phieucanbo, or call {contact}."), tone=Tone.ITEM, contact=period.contact),
        say(_("Not agreeing is fine too: results can still be seen and questions asked.")),
    )  # fmt: skip


def officer_notice_lines(facts: Asking) -> list[str]:
    """The whole text for an officer, line by line, as it is stored."""
    period, locale = facts.period, current_locale()
    return [
        _("Asked about yourself: {labels}.").format(labels=_labels(facts)),
        _("Also kept: the unit and the office where you work, when and on which channel you answered. No name, no staff number, no identity number, no phone number. Please write no names of others into the answers."),
        _("Campaign “{campaign}”.").format(campaign=facts.campaign.to(locale)) + " " + _("What for:") + " " + _purpose(facts),
        _("Who sees it: your own answers only you, in this conversation; those in charge of your unit and above see sums of the office, and none of fewer than 5 officers."),
        _("Controller: {controller}, notice {number}. Contact: {contact}.").format(controller=period.controller, number=period.notice_number, contact=period.contact),
        _("Kept until {until}, then deleted.").format(until=day(period.retention_until)),
        _("Your rights: to know, see, correct, withdraw, restrict, delete, object and complain; send /phieucanbo here or call the contact. Withdrawing has no drawback."),
    ]  # fmt: skip


def _purpose(facts: Asking) -> str:
    if facts.is_measured:
        return _("your office's share against the plan's targets, and so that you can set what you did against its award standards.")  # fmt: skip
    return _("so that you can set what you did for the campaign against the plan's award standards; no target of the plan counts it.")  # fmt: skip


def _labels(facts: Asking) -> str:
    """What is asked, each once however often it may be repeated."""
    known = Facts(facts.form)
    asked = (question for question in facts.form.main if question.round == 1)
    return "; ".join(label_words(question, known).lower() for question in asked)
