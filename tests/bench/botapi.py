"""The fastest Bot API there can be for a benchmark: accepts every call, remembers what each chat was last shown."""

import asyncio
import json
from collections.abc import Callable
from urllib.parse import parse_qs

Shown = dict[str, object]


class BotApi(asyncio.Protocol):
    """One connection; `told(chat_id, call)` is given every message a bot sends."""

    def __init__(self, told: Callable[[int, Shown], None]) -> None:
        self._told, self._buffer = told, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that is there."""
        self._buffer += data
        while (request := take_request(self._buffer)) is not None:
            head, body, self._buffer = request
            method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].decode()
            self._answer(method, read_form(head, body))

    def _answer(self, method: str, call: Shown) -> None:
        result: object = True
        if method.startswith(("send", "edit")) and "chat_id" in call:
            chat_id = int(str(call["chat_id"]))
            self._told(chat_id, call)
            result = {"message_id": 1, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "-"}
        elif method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
        elif method.startswith("getMy"):
            result = [] if method == "getMyCommands" else {"name": "-", "description": "-", "short_description": "-"}
        body = json.dumps({"ok": True, "result": result}).encode()
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


def take_request(buffer: bytes) -> tuple[bytes, bytes, bytes] | None:
    """(head, body, rest) of the first whole HTTP message in the buffer."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = buffer[:end]
    if b"transfer-encoding: chunked" in head.lower():
        return _take_chunks(head, buffer, end + 4)
    lines = head.lower().split(b"\r\n")
    length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length")), 0)
    if len(buffer) < end + 4 + length:
        return None
    return head, buffer[end + 4 : end + 4 + length], buffer[end + 4 + length :]


def _take_chunks(head: bytes, buffer: bytes, at: int) -> tuple[bytes, bytes, bytes] | None:
    body = b""
    while True:
        line = buffer.find(b"\r\n", at)
        if line < 0:
            return None
        size = int(buffer[at:line], 16)
        if len(buffer) < line + 4 + size:
            return None
        body += buffer[line + 2 : line + 2 + size]
        at = line + 4 + size
        if not size:
            return head, body, buffer[at:]


def read_form(head: bytes, body: bytes) -> Shown:
    """A call's parameters, in whichever of the three encodings its library uses."""
    kind = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-type")), b"")
    if b"application/json" in kind:
        try:
            found: Shown = json.loads(body or b"{}")
        except ValueError as error:
            raise OSError(f"no JSON: {body[:80]!r}") from error
        return found
    if b"multipart" in kind:
        boundary = head[head.lower().index(b"boundary=") + 9 :].split(b"\r\n")[0].strip(b'"')
        return dict(_part(part) for part in body.split(b"--" + boundary)[1:-1])
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _part(part: bytes) -> tuple[str, object]:
    head, _gap, value = part.partition(b"\r\n\r\n")
    name = head[head.index(b'name="') + 6 :].split(b'"')[0].decode()
    return name, value.removesuffix(b"\r\n").decode()
