"""Rights over data that people use: /can-bo/yeu-cau, and requests by telephone, found by the slip number."""

from collections.abc import Mapping
from functools import partial

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, as_in_chat, its_number, told
from handlers.requests import OFFERED, draw_found, draw_request, missed_words, offered, trace_of, withdrawal_words
from handlers.ticket_words import right_words
from handlers.words import _
from services.callers import FoundBySlip, find_by_slip, see_found
from services.households import SlipLocked, SlipMissed, SlipUnreadable
from services.people import Capability
from services.requests import (
    AT_ONCE,
    FOR_WHOM,
    RequestInfo,
    Telephoned,
    execute_request,
    list_requests,
    record_request,
    see_request,
)
from services.rights import OF_HOUSEHOLD, Right
from services.trail import Trace

URL = f"{ROOT}/yeu-cau"
_post = partial(Post, capability=Capability.HANDLE_REQUESTS)


def _telephoned(asked: Asked) -> tuple[object, ...]:
    right, for_whom, purpose = asked.text("quyen"), asked.text("ai"), asked.text("dong-y")
    if right not in {each.value for each in OFFERED}:
        raise Misfit("quyen", "choose")
    if for_whom not in FOR_WHOM:
        raise Misfit("ai", "choose")
    if purpose not in {"", *OF_HOUSEHOLD}:
        raise Misfit("dong-y", "choose")
    which = purpose if purpose and right == Right.WITHDRAW else None
    return asked.id("so"), Telephoned(Right(right), for_whom, "\n".join(asked.lines("loi")), which)


def _found(found: FoundBySlip | SlipMissed | SlipLocked | SlipUnreadable, _asked: Asked) -> Then:
    if isinstance(found, FoundBySlip):
        return Then(f"{URL}/tim-thay?so={found.request_id}")
    return Then(URL, (missed_words(found),))


def _recorded(info: RequestInfo, _asked: Asked) -> Then:
    here = _one(info)
    return Then(here) if info.right in AT_ONCE else told(here, _("Noted: it stands in the queue, with its due day."))


def _one(info: RequestInfo) -> str:
    return f"{URL}/mot?so={info.id}"


def _rights(found: FoundBySlip, _asked: Asked) -> Mapping[str, object]:
    """The household as the chat shows it, but for the question at the end, which the form asks."""
    heading, *rest = draw_found(found).blocks
    return {
        "heading": heading,
        "told": rest[:-1],
        "offered": [(each.value, right_words(each.value)) for each in offered(found)],
        "purposes": [(each or "", withdrawal_words(each)) for each in (None, *OF_HOUSEHOLD)],
    }


REQUESTS = Page(
    path="yeu-cau",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("Requests about data"),
    template="requests.html",
    load=list_requests,
    values=lambda _requests, _asked: {"right_words": right_words, "is_done": False},
    posts={"find": _post(use_case=find_by_slip, reads=lambda asked: (asked.text("phieu"),), then=_found)},
    trace=lambda _requests: Trace("look_requests", "data_request"),
)
REQUESTS_DONE = REQUESTS.when_done(lambda: _("Requests about data, done"), partial(list_requests, done=True))
FOUND = Page(
    path="yeu-cau/tim-thay",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("A request by telephone"),
    template="found.html",
    load=see_found,
    asks=lambda asked: (asked.text("so"),),
    values=_rights,
    posts={"record": _post(use_case=record_request, reads=_telephoned, then=_recorded)},
    in_menu=False,
)
REQUEST = Page(
    path="yeu-cau/mot",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("A request about data"),
    template="request.html",
    load=see_request,
    asks=lambda asked: (asked.text("so"),),
    values=lambda info, _asked: as_in_chat(draw_request(info)),
    posts={
        "execute": _post(
            use_case=execute_request, reads=its_number, then=lambda info, _asked: told(_one(info), _("Carried out."))
        )
    },
    trace=trace_of,
    in_menu=False,
)
