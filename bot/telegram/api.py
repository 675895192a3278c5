"""The Bot API, called: plain JSON over HTTPS, and every failure named for what it means.

Ours rather than aiogram's session: what we send is already JSON, and its answers need no models (it spends 51 µs and a
rebuilt pydantic class on each). The token stands in every address, so no error of the client's own may leave here.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from pydantic import JsonValue, SecretStr

TIMEOUT_S = 20.0
MOST_CONNECTIONS = 100

Params = Mapping[str, object]
"""Parameters of a method, as JSON takes them."""


@dataclass(eq=False)
class BotApiError(Exception):
    """A call that gave no result. `method` names it; the address is never kept."""

    method: str

    def __str__(self) -> str:
        return f"{type(self).__name__} at {self.method}"


@dataclass(eq=False)
class Unsent(BotApiError):
    """There was no connection, so nothing was sent; trying again is right."""


@dataclass(eq=False)
class Uncertain(BotApiError):
    """The answer did not come, or made no sense: whether it was done is unknown, and it is never repeated blindly."""


@dataclass(eq=False)
class Refused(BotApiError):
    """The server said no. retry_after_s: not before; moved_to: the chat's new id."""

    code: int
    description: str
    retry_after_s: int | None = None
    moved_to: int | None = None

    def __str__(self) -> str:
        return f"{self.method} refused: {self.code} {self.description}"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along. field: the parameter that it is."""

    field: str
    name: str
    content: bytes
    content_type: str


class BotApi:
    """Calls methods with one bot's token. Close it when done."""

    def __init__(self, token: SecretStr, url: str) -> None:
        self._base = f"{url.rstrip('/')}/bot{token.get_secret_value()}/"
        self._session: ClientSession | None = None

    def __repr__(self) -> str:
        return "BotApi(…)"

    async def call(
        self, method: str, params: Params | None = None, *, upload: Upload | None = None, timeout_s: float = TIMEOUT_S
    ) -> JsonValue:
        """Call a method and return its result. Errors: `Unsent`, `Uncertain`, `Refused`."""
        headers = None if upload else {"Content-Type": "application/json"}
        data = _form(params or {}, upload) if upload else encode(params or {})
        timeout = ClientTimeout(total=timeout_s, sock_connect=min(10.0, timeout_s))
        try:
            async with self._open().post(self._base + method, data=data, headers=headers, timeout=timeout) as response:
                answer = json.loads(await response.read())
        except ClientConnectorError:
            raise Unsent(method) from None
        except (TimeoutError, ClientError, OSError, ValueError):
            # `from None`: the client's own errors carry the address, and with it the token.
            raise Uncertain(method) from None
        return _result(method, answer)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS))
        return self._session


_encode = msgspec.json.Encoder().encode


def encode(params: Params) -> bytes:
    """Parameters as the body of a request, or of the answer to one."""
    return _encode(params)


def _form(params: Params, upload: Upload) -> FormData:
    form = FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else _encode(value).decode())
    form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.content_type)
    return form


def _result(method: str, answer: JsonValue) -> JsonValue:
    if not isinstance(answer, dict):
        raise Uncertain(method)
    if answer.get("ok") is True:
        return answer.get("result")
    code = answer.get("error_code")
    if not isinstance(code, int) or code >= 500:
        raise Uncertain(method)
    more = answer.get("parameters")
    more = more if isinstance(more, dict) else {}
    retry_after_s, moved_to = more.get("retry_after"), more.get("migrate_to_chat_id")
    raise Refused(
        method,
        code,
        str(answer.get("description", "")),
        retry_after_s if isinstance(retry_after_s, int) else None,
        moved_to if isinstance(moved_to, int) else None,
    )


def objects(value: JsonValue) -> Sequence[dict[str, JsonValue]]:
    """The objects of a result that is a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
