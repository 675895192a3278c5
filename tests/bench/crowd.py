"""A crowd of virtual people: each walks a bot's form, reading what it is shown and pressing what it finds there."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.bench.botapi import BotApi, Shown, read_form, take_request

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Say:
    """Type this."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """Press the button whose data begins so, or the nth."""

    starts: str = ""
    nth: int = 0


Move = Say | Tap


@dataclass(slots=True)
class Timing:
    """What was measured: seconds from sending an update to seeing the next screen."""

    latencies_s: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0
    failed: int = 0
    trouble: str = ""

    @property
    def updates(self) -> int:
        """How many updates were answered."""
        return len(self.latencies_s)

    def at(self, share: float) -> float:
        """A percentile in milliseconds."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


class Wire:
    """One keep-alive HTTP connection to the bot's webhook."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret = port, secret
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, update: dict[str, object]) -> Shown:
        """Deliver an update; the call that stood in the answer, if one did."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = json.dumps(update).encode()
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: bench\r\n{SECRET_HEADER}: {self._secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        buffer = b""
        while (answer := take_request(buffer)) is None:
            more = await reader.read(65536)
            if not more:
                raise ConnectionResetError
            buffer += more
        told, call, _rest = answer
        if not told.startswith(b"HTTP/1.1 200"):
            raise OSError(told.split(b"\r\n")[0].decode() + " " + call[:300].decode(errors="replace"))
        return read_form(told, call) if call else {}


class Crowd:
    """Virtual people against one bot. `shown` keeps what each chat was last told, by whichever way it came."""

    def __init__(self, port: int, secret: str, script: Sequence[Move]) -> None:
        self.port, self.secret, self.script = port, secret, script
        self._shown: dict[int, asyncio.Future[Shown]] = {}
        self._update_id = 1
        self.timing = Timing()

    async def open_api(self, port: int) -> asyncio.Server:
        """Serve the Bot API that the bot calls."""
        return await asyncio.get_running_loop().create_server(lambda: BotApi(self.told), "127.0.0.1", port)

    def told(self, chat_id: int, call: Shown) -> None:
        """A chat was sent something."""
        waiting = self._shown.get(chat_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(call)

    async def walk(self, people: int, seconds: float, *, per_s: float | None = None) -> Timing:
        """Let `people` walk the form over and over for so long; paced to `per_s` updates a second in all if given.

        Enough people that each is slower than ours lets one chat be: it asks those who send more than three messages a
        second to wait, in a benchmark too.
        """
        self.timing = Timing()
        began = perf_counter()
        until = began + seconds
        pause = None if per_s is None else (lambda: random.expovariate(per_s / people))
        await asyncio.gather(*(self._person(1_000 + n, until, pause) for n in range(people)))
        self.timing.elapsed_s = perf_counter() - began
        return self.timing

    async def _person(self, first_id: int, until: float, pause: Callable[[], float] | None) -> None:
        wire, turn = Wire(self.port, self.secret), 0
        while perf_counter() < until:
            chat_id, turn = first_id + turn * 1_000_000, turn + 1
            screen: Shown = {}
            for move in self.script:
                if perf_counter() >= until:
                    return
                if pause is not None:
                    await asyncio.sleep(pause())
                try:
                    screen = await asyncio.wait_for(self._step(wire, chat_id, move, screen), 30)
                except (TimeoutError, OSError, LookupError) as trouble:
                    self.timing.failed += 1
                    self.timing.trouble = repr(trouble)[:300]
                    wire = Wire(self.port, self.secret)
                    break

    async def _step(self, wire: Wire, chat_id: int, move: Move, screen: Shown) -> Shown:
        waiting: asyncio.Future[Shown] = asyncio.get_running_loop().create_future()
        self._shown[chat_id] = waiting
        sent = perf_counter()
        inside = await wire.post(self._update(chat_id, move, screen))
        shown = inside if "text" in inside else await waiting
        self.timing.latencies_s.append(perf_counter() - sent)
        return shown

    def _update(self, chat_id: int, move: Move, screen: Shown) -> dict[str, object]:
        self._update_id += 1
        sender = {"id": chat_id, "is_bot": False, "first_name": "-"}
        chat = {"id": chat_id, "type": "private", "first_name": "-"}
        message: dict[str, object] = {
            "message_id": self._update_id,
            "date": 1_700_000_000,
            "chat": chat,
            "from": sender,
        }
        if isinstance(move, Say):
            entities = [{"type": "bot_command", "offset": 0, "length": len(move.text)}] if move.text[0] == "/" else []
            return {"update_id": self._update_id, "message": {**message, "text": move.text, "entities": entities}}
        query = {"id": str(self._update_id), "from": sender, "chat_instance": "1", "data": find_button(screen, move)}
        return {"update_id": self._update_id, "callback_query": {**query, "message": {**message, "text": "-"}}}


def find_button(screen: Shown, tap: Tap) -> str:
    """The data of the button that a person presses. Errors: LookupError when it is not on the screen."""
    markup = screen.get("reply_markup") or {"inline_keyboard": []}
    read = json.loads(markup) if isinstance(markup, str) else markup
    rows = read["inline_keyboard"] if isinstance(read, dict) else []
    found = [str(button["callback_data"]) for row in rows for button in row if "callback_data" in button]
    fitting = [data for data in found if data.startswith(tap.starts)]
    return fitting[tap.nth]
