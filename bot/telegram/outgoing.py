"""What goes out by itself: messages left for Telegram chats, claimed in the database, sent, and marked."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.telegram.api import Refused, Uncertain, Unsent
from bot.telegram.channel import messages
from bot.telegram.drawing import draw
from bot.telegram.sending import Call, Sender, why_of
from campaigns.library import Library
from handlers.news import draw_news
from handlers.words import use_locale
from services.door import Door
from services.outgoing import Delivery, Outgoing, claim_outgoing, mark_outgoing
from services.people import Acting, Actor

LOOK_EVERY_S = 3.0
PACE_S = 0.05
"""Between two messages, so that answers keep most of Telegram's thirty a second."""
_CLOCKWORK = Actor(0, "telegram", "vi")
log = structlog.get_logger()


class OutgoingRunner:
    """Looks for what waits until cancelled; several processes share the work by the rows they claim."""

    def __init__(self, door: Door, library: Library, sender: Sender, clock: Callable[[], datetime]) -> None:
        self.door, self.library, self.sender, self.clock = door, library, sender, clock

    async def run(self) -> None:
        """Send what waits, again and again; trouble is logged and tried again."""
        while True:
            try:
                while await self.send_waiting():
                    pass
            except Exception:
                log.exception("outgoing")
            await asyncio.sleep(LOOK_EVERY_S)

    async def send_waiting(self) -> bool:
        """Send what waits now; whether there may be more."""
        claimed = await self.door.write(claim_outgoing, self._acting())
        went_out = False
        for each in claimed:
            delivery = await self._send(each)
            went_out = went_out or delivery is not Delivery.BACK
            await self.door.write(mark_outgoing, self._acting(), each.message.id, delivery)
            await asyncio.sleep(PACE_S)
        return went_out

    async def _send(self, outgoing: Outgoing) -> Delivery:
        if self.sender.is_held(outgoing.chat_id):
            return Delivery.BACK
        with use_locale(outgoing.locale):
            drawn = draw(draw_news(outgoing.message))
        calls = messages(outgoing.chat_id, drawn)
        for number, call in enumerate(calls):
            delivery = await self._make(call)
            if delivery is Delivery.BACK and number:
                return Delivery.UNKNOWN  # a part has arrived already
            if delivery is not Delivery.SENT:
                return delivery
        return Delivery.SENT

    async def _make(self, call: Call) -> Delivery:
        try:
            await self.sender.api.call(call.method, call.params)
        except Unsent:
            return Delivery.BACK
        except Uncertain:
            log.warning("outgoing_unknown")
            return Delivery.UNKNOWN
        except Refused as refused:
            if refused.code == 429:
                self.sender.holds.hold(call.chat_id, refused.retry_after_s or 1)
                return Delivery.BACK
            why = why_of(refused)
            if why is None:
                log.error("outgoing_refused", code=refused.code)
            else:
                await self.sender.lost(call.chat_id, why, refused.moved_to)
            return Delivery.REFUSED
        return Delivery.SENT

    def _acting(self) -> Acting:
        return Acting(_CLOCKWORK, self.clock(), self.library)
