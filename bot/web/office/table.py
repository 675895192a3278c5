"""The table of pages, in the order of the menu, and what can be done on every one of them."""

from bot.web.office.curation import CURATION
from bot.web.office.devices import DEVICES, SIGN_OUT
from bot.web.office.figures import FIGURES, OVERVIEW
from bot.web.office.inputs import INPUTS
from bot.web.office.pages import Asked, Misfit, Page, Post, Then
from bot.web.office.requests import FOUND, REQUEST, REQUESTS, REQUESTS_DONE
from bot.web.office.roles import ROLE, ROLES
from bot.web.office.tickets import TICKET, TICKETS, TICKETS_CLOSED
from bot.web.office.trail import TRAIL
from handlers.words import LOCALES
from services.turns import set_locale


def _language(asked: Asked) -> tuple[object, ...]:
    locale = asked.text("locale")
    if locale not in LOCALES:
        raise Misfit("locale", "unknown")
    return (locale,)


COMMON = {
    "speak": Post(capability=None, use_case=set_locale, reads=_language, then=lambda _done, _asked: Then(None)),
}
PAGES: tuple[Page, ...] = (
    OVERVIEW,
    TICKETS,
    TICKETS_CLOSED,
    TICKET,
    REQUESTS,
    REQUESTS_DONE,
    FOUND,
    REQUEST,
    FIGURES,
    INPUTS,
    CURATION,
    ROLES,
    ROLE,
    TRAIL,
    DEVICES,
    SIGN_OUT,
)
