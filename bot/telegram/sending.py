"""Sending: what is called rather than answered inside the response, and what each refusal means for a chat."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from time import monotonic

import structlog

from bot.telegram.api import BotApi, Params, Refused, Uncertain, Unsent, Upload
from services.reach import Why

log = structlog.get_logger()

LONGEST_HOLD_S = 60.0
MOST_HELD = 10_000
MOST_BESIDE = 64
UNSENT_PAUSES_S = (0.5, 2.0)
_GLOBAL_WITHIN_S = 1.0

Lost = Callable[[int, Why, int | None], Awaitable[None]]
"""Is told of a chat that cannot be written to any more: its id, why, and the new id of one that moved."""


@dataclass(frozen=True, slots=True)
class Call:
    """One method with its parameters, and the chat it goes to."""

    method: str
    params: Params
    chat_id: int
    upload: Upload | None = None

    @property
    def inside(self) -> dict[str, object]:
        """The call as the answer to a webhook request."""
        return {"method": self.method, **self.params}


class Holds:
    """Until when nothing may be sent: to one chat, and to all when two different chats were refused within a second."""

    def __init__(self, clock_s: Callable[[], float] = monotonic) -> None:
        self.clock_s = clock_s
        self._until: dict[int, float] = {}
        self._all_until = 0.0
        self._last: tuple[int, float] = (0, float("-inf"))

    def hold(self, chat_id: int, seconds: float) -> None:
        """Telegram said to wait; it does not say for whom."""
        now = self.clock_s()
        other, at = self._last
        if other != chat_id and now - at < _GLOBAL_WITHIN_S:
            self._all_until = max(self._all_until, now + seconds)
        self._last = (chat_id, now)
        if len(self._until) >= MOST_HELD:
            self._until = {chat: until for chat, until in self._until.items() if until > now}
        self._until[chat_id] = now + seconds

    def left_s(self, chat_id: int) -> float:
        """For how long nothing may be sent to this chat."""
        if not self._until:
            return 0.0
        return max(self._until.get(chat_id, 0.0), self._all_until) - self.clock_s()


class Sender:
    """Makes calls, one chat's in order; waits where told to; never repeats what may have arrived."""

    def __init__(self, api: BotApi, lost: Lost, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.api, self.lost, self.sleep = api, lost, sleep
        self.holds = Holds()
        self._beside: set[asyncio.Task[None]] = set()

    def is_held(self, chat_id: int) -> bool:
        """Whether an answer to this chat has to wait, and so cannot go inside a response."""
        return self.holds.left_s(chat_id) > 0

    async def send(self, calls: Sequence[Call]) -> None:
        """Make calls in order; one that fails for good ends them. Raises nothing: what was stored stays stored."""
        for call in calls:
            if not await self._make(call):
                return

    def send_beside(self, call: Call) -> None:
        """Make a call whose outcome matters to nobody, in the background; passed over when too many are under way."""
        if len(self._beside) < MOST_BESIDE:
            self.start_beside(self._try(call))

    def start_beside(self, work: Coroutine[None, None, None]) -> None:
        """Run something in the background, kept until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def close(self) -> None:
        """Let what is under way end, for a moment."""
        if self._beside:
            await asyncio.wait(self._beside, timeout=2)
        for task in self._beside:
            task.cancel()

    async def _try(self, call: Call) -> None:
        try:
            await self.api.call(call.method, call.params)
        except (Refused, Uncertain, Unsent) as error:
            log.debug("beside_failed", method=call.method, error=str(error))

    async def _make(self, call: Call) -> bool:
        pauses = iter(UNSENT_PAUSES_S)
        while True:
            wait_s = self.holds.left_s(call.chat_id)
            if wait_s > LONGEST_HOLD_S:
                log.warning("answer_dropped", method=call.method, wait_s=round(wait_s))
                return False
            if wait_s > 0:
                await self.sleep(wait_s)
                continue
            try:
                await self.api.call(call.method, call.params, upload=call.upload)
                return True
            except Unsent:
                pause_s = next(pauses, None)
                if pause_s is None:
                    log.warning("answer_unsent", method=call.method)
                    return False
                await self.sleep(pause_s)
            except Uncertain:
                log.warning("answer_unknown", method=call.method)
                return False
            except Refused as refused:
                instead = await self._after(refused, call)
                if instead is None:
                    return "message is not modified" in refused.description
                call = instead

    async def _after(self, refused: Refused, call: Call) -> Call | None:
        """What to call instead, or nothing."""
        if refused.code == 429:
            self.holds.hold(call.chat_id, refused.retry_after_s or 1)
            return call
        if "message is not modified" in refused.description:
            return None
        if "message to edit not found" in refused.description or "message can't be edited" in refused.description:
            params = {name: value for name, value in call.params.items() if name != "message_id"}
            return Call("sendMessage", params, call.chat_id)
        why = why_of(refused)
        if why is None:
            log.error("answer_refused", method=call.method, code=refused.code, description=refused.description)
        else:
            await self.lost(call.chat_id, why, refused.moved_to)
        return None


def why_of(refused: Refused) -> Why | None:
    """What a refusal says about the chat, if anything."""
    if refused.moved_to is not None:
        return Why.MOVED
    told = refused.description.lower()
    if refused.code == 403:
        if "deactivated" in told:
            return Why.DEACTIVATED
        return Why.LEFT if "kicked" in told or "not a member" in told else Why.BLOCKED
    return Why.NOT_FOUND if refused.code == 400 and "chat not found" in told else None
