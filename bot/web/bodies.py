"""Bodies: what a page of ours posts, read within bounds of size, of time and of how many large ones come at once."""

import asyncio
from collections.abc import Iterable

from aiohttp import web

from services.door import Overloaded

SLOWEST_S = 10.0
SMALL_BYTES = 16_000
MOST_LARGE = 32
"""How many bodies larger than that, or of unknown size, are read at once: 32 MB in all, whoever sends them."""
FIELDS = ("nonce", "action", "text", "csrf")


class Bodies:
    """Reads forms; knows how many large ones are on their way."""

    def __init__(self) -> None:
        self._large = 0

    async def read(self, request: web.Request, names: Iterable[str] | None = FIELDS) -> dict[str, str]:
        """The fields that a page of ours posts, each as text; of a repeated one the first. names: None for all.

        Errors: HTTP 400 for a body that is no form, 408 for one that drips in, 413 for one that is too large;
        `overloaded` when too many large ones come at once.
        """
        length = request.content_length
        is_large = length is None or length > SMALL_BYTES
        if is_large and self._large >= MOST_LARGE:
            raise Overloaded(self._large)
        self._large += is_large
        try:
            async with asyncio.timeout(SLOWEST_S):
                return await _read_form(request, names)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        finally:
            self._large -= is_large


async def _read_form(request: web.Request, names: Iterable[str] | None) -> dict[str, str]:
    try:
        form = await request.post()
    except (web.HTTPException, ConnectionError, TimeoutError):
        raise
    except Exception as error:
        # The parser has a kind of error for each way a body can be broken; all of them are the sender's.
        raise web.HTTPBadRequest from error
    return {name: str(form.get(name, "")) for name in (form if names is None else names)}
