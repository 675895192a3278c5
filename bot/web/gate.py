"""The gate: what is turned away before anything is read, drawn or stored, each at the price of a look at its head.

One visitor is given so many pages a second and no more, and all visitors without a session together so many, so that a
flood of strangers leaves most of the processor to those who are in.
"""

from collections.abc import Callable, Hashable

from aiohttp import hdrs, web

from bot.connections import turned_away
from bot.telegram.webhook import PATH
from bot.throttle import Throttle
from bot.web.assets import PREFIX
from handlers.errors import too_fast

# A page costs one or two milliseconds. One address may be a whole ward's.
OF_A_SESSION = (80.0, 5.0)
OF_AN_ADDRESS = (100.0, 50.0)
OF_ALL_STRANGERS = (200.0, 150.0)
CHEAP = frozenset({PATH, "/healthz"})


class Gate:
    """visitor: (who sends this request, whether they have a session), both from its head."""

    def __init__(self, visitor: Callable[[web.Request], tuple[Hashable, bool]], clock_s: Callable[[], float]) -> None:
        self._visitor = visitor
        self._sessions, self._addresses, self._strangers = (
            Throttle(burst=burst, per_s=per_s, clock_s=clock_s)
            for burst, per_s in (OF_A_SESSION, OF_AN_ADDRESS, OF_ALL_STRANGERS)
        )
        # Drawn as plain words, once: a flood is not worth a page.
        self._slower = too_fast("vi").plain

    def refuse(self, request: web.Request) -> web.StreamResponse | None:
        """The answer to a request that goes no further; None for the others."""
        if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
            return turned_away(request, web.Response(status=415, headers={hdrs.ACCEPT_ENCODING: "identity"}))
        path = request.path
        if path in CHEAP or path.startswith(PREFIX) or self._admits(request):
            return None
        return turned_away(request, web.Response(status=429, text=self._slower, headers={hdrs.RETRY_AFTER: "2"}))

    def _admits(self, request: web.Request) -> bool:
        who, is_known = self._visitor(request)
        if is_known:
            return self._sessions.admits(who)
        return self._addresses.admits(who) and self._strangers.admits("all")
