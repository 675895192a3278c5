"""The readable export: everything that is kept of a household, as one plain page to keep or print."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from campaigns.form_facts import Facts
from handlers.accounts import device_words
from handlers.form_screens import answer_lines
from handlers.rights import purpose_words
from handlers.role_words import role_words
from handlers.slips import spaced, wish_words
from handlers.ticket_words import right_words, ticket_words
from handlers.tickets import state_words
from handlers.words import _, capital, clock, current_locale, day
from services.conversations import OwnConversation
from services.privacy import Everything
from services.reports import ReportInfo

_PAGE = """<!doctype html>
<html lang="{locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body{{font:17px/1.5 sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem}}dt{{font-weight:bold}}</style>
<h1>{title}</h1>
{body}
</html>
"""


def export_page(facts: Everything) -> str:
    """The whole page, in the language being spoken. Nothing is loaded from anywhere."""
    parts = [*_household(facts), *_officer(facts), *(part for report in facts.reports for part in _report(report))]
    parts += _section(_("Consents"), [_consent(facts, n) for n in range(len(facts.own.consents))])
    parts += _section(_("Help wished for"), map(wish_words, facts.own.wishes))
    for ticket in facts.tickets:
        lines = (f"{day(each.at)} {clock(each.at)}: {each.text}" for each in ticket.words)
        parts += _section(ticket_words(ticket.kind, ticket.note), [state_words(ticket), *lines])
    for form, at, answers in facts.drafts:
        parts += [_paragraph(_("Form under way, last changed on {day} at {time}.").format(day=day(at), time=clock(at)))]
        parts.append(_answers(Facts(form, answers)))
    asked = (_request(*each) for each in facts.requests)
    return _PAGE.format(
        locale=current_locale(), title=escape(_("My household's data")), body="\n".join([*parts, *_section(_("Requests about data"), asked), *_conversation(facts.conversation)])
    )  # fmt: skip


def _household(facts: Everything) -> list[str]:
    household = facts.own.household
    if household is None:
        return [_paragraph(_("Nothing is kept of your household here."))]
    place = f"{household.hamlet_name}, {facts.own.unit_label}" if household.hamlet_name else facts.own.unit_label
    told = [_paragraph(_("Slip number {slip}, {place}.").format(slip=spaced(household.slip), place=place))]
    return [*told, _paragraph(_("Your data is kept but not used."))] if household.is_restricted else told


def _officer(facts: Everything) -> list[str]:
    officer = facts.own.officer
    if officer is None:
        return []
    label = facts.own.office_label
    place = f"{officer.organisation.name}, {label}" if officer.organisation else label
    told = [_paragraph(_("Place of work: {place}.").format(place=place))]
    return [*told, _paragraph(_("What you answered is kept but not used."))] if officer.is_restricted else told


def _report(report: ReportInfo) -> list[str]:
    sent = _("Sent on {day} at {time}, survey “{name}”.")
    at = {"day": day(report.submitted_at), "time": clock(report.submitted_at)}
    answers = _answers(Facts(report.form, report.answers, complete=True))
    return [f"<h2>{escape(sent.format(name=report.period.name, **at))}</h2>", answers]


def _answers(facts: Facts) -> str:
    lines = (f"<dt>{escape(label)}</dt><dd>{escape(answer)}</dd>" for label, answer in answer_lines(facts))
    return "<dl>{lines}</dl>".format(lines="\n".join(lines))


def _conversation(kept: OwnConversation | None) -> list[str]:
    """The chat itself, its person's other ones, and the roles that they hold or held."""
    if kept is None:
        return []
    heard = _("This conversation, begun on {day}, last heard from on {heard}.")
    lines = [heard.format(day=day(kept.begun_at), heard=day(kept.seen_at)), *map(device_words, kept.devices)]
    line, over = _("{role}, {unit}, {since} to {until}"), _("{role}, {unit}, {since} to {until}; over")
    for each in kept.roles:
        named = f"{capital(role_words(each.role))} ({each.note})" if each.note else capital(role_words(each.role))
        at = {"since": day(each.starts_on), "until": day(each.ends_on)}
        lines.append((over if each.is_over else line).format(role=named, unit=each.unit.label, **at))
    return _section(_("Conversations and roles"), lines)


def _consent(facts: Everything, place: int) -> str:
    consent = facts.own.consents[place]
    given = _("Consent “{purpose}” given on {day} at {time}.")
    if consent.withdrawn_at is not None:
        given = _("Consent “{purpose}” given on {day} at {time}, withdrawn since.")
    purpose = purpose_words(consent.purpose.partition(":")[0])
    told = given.format(purpose=purpose, day=day(consent.given_at), time=clock(consent.given_at))
    return f"{told}\n{consent.text}"


def _request(right: str, asked_at: datetime, done_at: datetime | None) -> str:
    at = {"day": day(asked_at), "right": right_words(right)}
    return _("{day}: {right}, done on {done}").format(done=day(done_at), **at) if done_at else _("{day}: {right}, not done yet").format(**at)  # fmt: skip


def _section(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"<li>{escape(line).replace(chr(10), '<br>')}</li>" for line in lines]
    return [f"<h2>{escape(title)}</h2>", "<ul>", *items, "</ul>"] if items else []


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
