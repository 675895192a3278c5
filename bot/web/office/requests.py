"""Rights over data that people use: /can-bo/yeu-cau, and requests by telephone, found by the slip number."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.web.office.pages import ROOT, Asked, Misfit, Page, Post, Then, Trace
from handlers.requests import OFFERED, draw_found, draw_request, missed_words
from handlers.screen import Paragraph, Tone, say
from handlers.ticket_words import right_words
from handlers.words import _
from services.households import SlipLocked, SlipMissed, SlipUnreadable
from services.people import Capability
from services.requests import (
    AT_ONCE,
    FOR_WHOM,
    FoundBySlip,
    RequestInfo,
    Telephoned,
    execute_request,
    find_by_slip,
    list_requests,
    record_request,
    see_found,
    see_request,
)
from services.rights import Right

URL = f"{ROOT}/yeu-cau"


def _number(asked: Asked) -> int:
    found = asked.number("so")
    if found is None:
        raise Misfit("so", "unreadable")
    return found


def _telephoned(asked: Asked) -> tuple[object, ...]:
    right, for_whom = asked.text("quyen"), asked.text("ai")
    if right not in {each.value for each in OFFERED}:
        raise Misfit("quyen", "choose")
    if for_whom not in FOR_WHOM:
        raise Misfit("ai", "choose")
    return _number(asked), Telephoned(Right(right), for_whom, "\n".join(asked.lines("loi")))


def _found(found: FoundBySlip | SlipMissed | SlipLocked | SlipUnreadable, _asked: Asked) -> Then:
    if isinstance(found, FoundBySlip):
        return Then(f"{URL}/tim-thay?so={found.request_id}")
    return Then(URL, (missed_words(found),))


def _recorded(info: RequestInfo, _asked: Asked) -> Then:
    says: tuple[Paragraph, ...] = ()
    if info.right not in AT_ONCE:
        says = (say(_("Noted: it stands in the queue, with its due day."), Tone.NOTICE),)
    return Then(f"{URL}/mot?so={info.id}", says)


def _carried_out(info: RequestInfo, _asked: Asked) -> Then:
    return Then(f"{URL}/mot?so={info.id}", (say(_("Carried out."), Tone.NOTICE),))


def _post(use_case: Any, reads: Any, then: Any) -> Post:
    return Post(capability=Capability.HANDLE_REQUESTS, use_case=use_case, reads=reads, then=then)


def _rights(found: FoundBySlip, _asked: Asked) -> Mapping[str, object]:
    """The household as the chat shows it, but for the question at the end, which the form asks."""
    heading, *rest = draw_found(found).blocks
    offered = [right for right in OFFERED if right is not (Right.RESTRICT if found.is_restricted else Right.LIFT)]
    return {
        "heading": heading,
        "told": rest[:-1],
        "offered": [(each.value, right_words(each.value)) for each in offered],
    }


def _one(info: RequestInfo, _asked: Asked) -> Mapping[str, object]:
    heading, *rest = draw_request(info).blocks
    return {"heading": heading, "told": rest}


def _look(_requests: object) -> Trace:
    return Trace("look_requests", "data_request")


REQUESTS = Page(
    path="yeu-cau",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("Requests about data"),
    template="requests.html",
    load=list_requests,
    values=lambda _requests, _asked: {"right_words": right_words, "is_done": False},
    posts={"find": _post(find_by_slip, lambda asked: (asked.text("phieu"),), _found)},
    trace=_look,
)
REQUESTS_DONE = Page(
    path="yeu-cau/da-xong",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("Requests about data, done"),
    template="requests.html",
    load=partial(list_requests, done=True),
    values=lambda _requests, _asked: {"right_words": right_words, "is_done": True},
    trace=_look,
    in_menu=False,
)
FOUND = Page(
    path="yeu-cau/tim-thay",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("A request by telephone"),
    template="found.html",
    load=see_found,
    asks=lambda asked: (asked.text("so"),),
    values=_rights,
    posts={"record": _post(record_request, _telephoned, _recorded)},
    in_menu=False,
)
REQUEST = Page(
    path="yeu-cau/mot",
    capability=Capability.HANDLE_REQUESTS,
    title=lambda: _("A request about data"),
    template="request.html",
    load=see_request,
    asks=lambda asked: (asked.text("so"),),
    values=_one,
    posts={"execute": _post(execute_request, lambda asked: (_number(asked),), _carried_out)},
    trace=lambda info: Trace("look_request", "data_request", str(info.id), (f"unit={info.unit.key}",)),
    in_menu=False,
)
