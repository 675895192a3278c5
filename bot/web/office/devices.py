"""One's own devices: /can-bo/thiet-bi, and signing this browser out: /can-bo/dang-xuat."""

from bot.web.office.pages import Asked, Page, Post, Then, told
from handlers.accounts import link_words
from handlers.office_words import channel_words
from handlers.words import _
from services.accounts import LinkOffer, end_session, list_sessions, offer_link, sign_out


def _linked(offer: LinkOffer, _asked: Asked) -> Then:
    return Then(None, link_words(offer))


DEVICES = Page(
    path="thiet-bi",
    capability=None,
    title=lambda: _("My devices"),
    template="devices.html",
    load=list_sessions,
    values=lambda _facts, _asked: {"channel_words": channel_words},
    posts={
        "link": Post(capability=None, use_case=offer_link, then=_linked),
        "end": Post(
            capability=None,
            use_case=end_session,
            reads=lambda asked: (asked.id("phien"),),
            then=lambda _done, _asked: told(None, _("Ended.")),
        ),
    },
)
SIGN_OUT = Page(
    path="dang-xuat",
    capability=None,
    title=lambda: _("Sign this browser out"),
    template="sign_out.html",
    load=list_sessions,
    posts={"sign_out": Post(capability=None, use_case=sign_out, then=lambda _done, _asked: Then("/", leaves=True))},
    in_menu=False,
)
