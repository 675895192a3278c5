"""A crowd of virtual people: each walks a bot's form, reading what it is shown and pressing what it finds there."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

from tests.bench.botapi import BotApi, Shown, read_form, take_request

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE_S = 30.0
PAUSE_S = 0.25
"""Between two steps of one person when the crowd is paced: quicker than people are, but never throttled."""
QUICKEST_BURST, QUICKEST_PER_S = 11, 2.9
"""No person is quicker than ours lets one chat be: twelve messages at once and three a second."""
TURNED_AWAY = ("Tin đến nhanh quá", "Đang đông")
"""How the answers begin by which ours asks a person to wait: in a measure of it there must be none."""


@dataclass(frozen=True, slots=True)
class Say:
    """Type this."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """Press the button whose data begins so; of several the nth."""

    starts: str = ""
    nth: int = 0


Move = Say | Tap
Script = Callable[[int], Sequence[Move]]
"""What the person of this chat does, from the greeting to the end."""


@dataclass(slots=True)
class Timing:
    """What was measured. `latencies_s`: from sending an update to seeing the next screen. broken: walks broken off."""

    latencies_s: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0
    walks: int = 0
    broken: int = 0
    trouble: str = ""

    @property
    def updates(self) -> int:
        """How many updates were answered."""
        return len(self.latencies_s)

    def at(self, share: float) -> float:
        """A percentile in milliseconds."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


class Wire(asyncio.Protocol):
    """One keep-alive HTTP connection to a bot's webhook, made when it is needed."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret, self._buffer = port, secret, b""
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Shown] | None = None

    async def post(self, body: bytes) -> Shown:
        """Deliver an update; the call that stood in the answer, if one did."""
        loop = asyncio.get_running_loop()
        if self._transport is None:
            self._transport, _self = await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        self._answer = loop.create_future()
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: bench\r\n{SECRET_HEADER}: {self._secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        """Give the answer to whoever waits once it is whole."""
        self._buffer += data
        if (answer := take_request(self._buffer)) is None:
            return
        told, call, self._buffer = answer
        if self._answer is None or self._answer.done():
            return
        if told.startswith(b"HTTP/1.1 200"):
            self._answer.set_result(read_form(told, call) if call else {})
        else:
            said = told.split(b"\r\n")[0].decode() + " " + call[:300].decode(errors="replace")
            self._answer.set_exception(OSError(said))

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits is told; the next update makes a new connection."""
        self._transport, self._buffer = None, b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    def close(self) -> None:
        """Let go of it."""
        if self._transport is not None:
            self._transport.abort()


class Crowd:
    """Virtual people against one bot. Every walk is a new person's, so no bot finds anybody in the middle of a form.

    ports: where the bot listens; the updates of a chat go to them in turn. Each phase counts into its own `Timing`.
    """

    def __init__(self, ports: Sequence[int], secret: str, script: Script) -> None:
        self.ports, self.secret, self.script = ports, secret, script
        self.finished: list[int] = []
        self._shown: dict[int, asyncio.Future[Shown]] = {}
        self._update_ids, self._chat_ids = count(1), count(1_000)

    async def open_api(self, port: int) -> asyncio.Server:
        """Serve the Bot API that the bot calls."""
        return await asyncio.get_running_loop().create_server(lambda: BotApi(self.told), "127.0.0.1", port)

    def told(self, chat_id: int, call: Shown) -> None:
        """A chat was sent something."""
        waiting = self._shown.get(chat_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(call)

    async def saturate(self, people: int, seconds: float) -> Timing:
        """So many at once, each as fast as it is answered. Walks are begun for so long, and all are finished.

        Whole walks, so that every bot's steps are measured in the share in which they occur.
        """
        timing, began = Timing(), perf_counter()

        async def one() -> None:
            wires = self._wires()
            while True:
                await self._walk(wires, timing)
                if perf_counter() - began >= seconds:
                    break
            close_all(wires)

        await asyncio.gather(*(one() for _person in range(people)))
        timing.elapsed_s = perf_counter() - began
        return timing

    async def pace(self, per_s: float, seconds: float) -> Timing:
        """People come one after another, so that together they send `per_s` updates a second; measured once they do.

        A bot that is slower than that is not buried: nobody more comes while twice as many as there should be are there.
        """
        steps = len(self.script(0))
        every_s, walk_s = steps / per_s, steps * PAUSE_S
        spare: list[list[Wire]] = []
        walking: set[asyncio.Task[None]] = set()
        ramp, timing = Timing(), Timing()
        began, arrived = perf_counter(), 0

        async def one() -> None:
            wires = spare.pop() if spare else self._wires()
            await self._walk(wires, lambda: timing if walk_s < perf_counter() - began < walk_s + seconds else ramp)
            spare.append(wires)

        while (now := perf_counter() - began) < walk_s + seconds:
            while arrived * every_s <= now and len(walking) < 2 * walk_s / every_s:
                arrived += 1
                task = asyncio.get_running_loop().create_task(one())
                walking.add(task)
                task.add_done_callback(walking.discard)
            await asyncio.sleep(0.005)
        await asyncio.gather(*walking)
        for wires in spare:
            close_all(wires)
        timing.elapsed_s, timing.broken = seconds, timing.broken + ramp.broken
        timing.trouble = timing.trouble or ramp.trouble
        return timing

    async def stroll(self, people: int, timing: Callable[[], Timing], is_over: Callable[[], bool]) -> None:
        """So many walk at a person's pace, again and again, and finish; each step counts into the `Timing` of its time."""

        async def one() -> None:
            wires = self._wires()
            while not is_over():
                await self._walk(wires, timing)
            close_all(wires)

        await asyncio.gather(*(one() for _person in range(people)))

    async def walk_doubled(self, people: int) -> Timing:
        """One walk each, every update delivered at every port at the same moment."""
        timing = Timing()
        await asyncio.gather(*(self._walk(self._wires(), timing, at_once=True) for _person in range(people)))
        return timing

    def _wires(self) -> list[Wire]:
        return [Wire(port, self.secret) for port in self.ports]

    async def _walk(self, wires: list[Wire], timing: Timing | Callable[[], Timing], *, at_once: bool = False) -> None:
        """One person's walk, a pause before each step where `timing` depends on the moment."""
        chat_id, screen, began = next(self._chat_ids), Shown(), perf_counter()
        for number, move in enumerate(self.script(chat_id)):
            if callable(timing):
                await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE_S)
            if (early_s := began + (number - QUICKEST_BURST) / QUICKEST_PER_S - perf_counter()) > 0:
                await asyncio.sleep(early_s)
            sent = perf_counter()
            current = timing() if callable(timing) else timing
            chosen = wires if at_once else [wires[number % len(wires)]]
            try:
                async with asyncio.timeout(PATIENCE_S):
                    screen = await self._step(chosen, chat_id, move, screen)
                if str(screen.get("text", "")).startswith(TURNED_AWAY):
                    raise LookupError(screen["text"])
            except (TimeoutError, OSError, LookupError) as trouble:
                current.broken += 1
                current.trouble = f"step {number}: {trouble!r}"[:300]
                close_all(wires)
                return
            current.latencies_s.append(perf_counter() - sent)
            if number == 0:
                # What a bot lets one chat do is counted from when it took the first update, which was before now.
                began = perf_counter()
        self.finished.append(chat_id)
        current.walks += 1

    async def _step(self, wires: Sequence[Wire], chat_id: int, move: Move, screen: Shown) -> Shown:
        body = json.dumps(self._update(chat_id, move, screen)).encode()
        waiting: asyncio.Future[Shown] = asyncio.get_running_loop().create_future()
        self._shown[chat_id] = waiting
        try:
            if len(wires) == 1:
                inside = await wires[0].post(body)
            else:
                found = await asyncio.gather(*(wire.post(body) for wire in wires))
                inside = found[-1]
            return inside if "text" in inside else await waiting
        finally:
            del self._shown[chat_id]

    def _update(self, chat_id: int, move: Move, screen: Shown) -> dict[str, object]:
        update_id = next(self._update_ids)
        sender = {"id": chat_id, "is_bot": False, "first_name": "-"}
        chat = {"id": chat_id, "type": "private", "first_name": "-"}
        message: dict[str, object] = {"message_id": update_id, "date": 1_700_000_000, "chat": chat, "from": sender}
        if isinstance(move, Say):
            entities = [{"type": "bot_command", "offset": 0, "length": len(move.text)}] if move.text[0] == "/" else []
            return {"update_id": update_id, "message": {**message, "text": move.text, "entities": entities}}
        query = {"id": str(update_id), "from": sender, "chat_instance": "1", "data": find_button(screen, move)}
        return {"update_id": update_id, "callback_query": {**query, "message": {**message, "text": "-"}}}


def close_all(wires: Sequence[Wire]) -> None:
    """Let go of a person's connections."""
    for wire in wires:
        wire.close()


def find_button(screen: Shown, tap: Tap) -> str:
    """The data of the button that a person presses. Errors: LookupError when it is not on the screen."""
    markup = screen.get("reply_markup") or {"inline_keyboard": []}
    read = json.loads(markup) if isinstance(markup, str) else markup
    rows = read["inline_keyboard"] if isinstance(read, dict) else []
    found = [str(button["callback_data"]) for row in rows for button in row if "callback_data" in button]
    # Our own buttons may carry the mark of a message that is drawn over before what they do.
    fitting = [data for data in found if data.removeprefix("~").startswith(tap.starts)]
    if tap.nth >= len(fitting):
        raise LookupError(f"no button {tap} on: {str(screen.get('text'))[:80]}")
    return fitting[tap.nth]
