"""The channel: an update in, handled and committed, its answer out; inside the response where that is safe."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

import structlog
from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.conversation import Conversation
from bot.files import make_file
from bot.redelivery import WAITED_OUT, Unfinished
from bot.telegram.api import BotApi, Upload
from bot.telegram.drawing import Drawn, caption_of, draw
from bot.telegram.events import Event, Raw, essence, read_event
from bot.telegram.groups import Groups
from bot.telegram.keyboard import drawn_over
from bot.telegram.reach import ReachBook
from bot.telegram.sending import Call, Sender
from handlers.actions import Fetch, unpack
from handlers.screen import Screen
from services.turns import Arrival

CHANNEL = "telegram"
LOCALE = "vi"
"""A newcomer's language. The phone's own is no sign: many phones here are set to English."""
PATIENCE = 3
MOST_UNFINISHED = 10_000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows an update: calls in order, of which `inside` may be the answer to the webhook request."""

    calls: tuple[Call, ...] = ()
    may_go_inside: bool = False


class TelegramChannel:
    """Takes updates in whatever way they come. Every update is taken until committed, and its answer tried once."""

    def __init__(self, conversation: Conversation, api: BotApi, bot: Bot, clock: Callable[[], datetime]) -> None:
        self.conversation, self.api, self.clock = conversation, api, clock
        self._bot = bot
        self.reach = ReachBook(conversation.door, conversation.library, clock)
        self.sender = Sender(api, self.reach.lost)
        self.groups = Groups(bot.id, monotonic)
        self._unfinished: OrderedDict[int, int] = OrderedDict()

    async def take(self, event: Event, *, inside: bool) -> dict[str, object] | None:
        """Handle an update to its commit and answer it.

        inside: the caller can send one call as the answer to a request; that call is returned rather than made.
        Errors: `Unfinished`, when the update must come again.
        """
        try:
            answer = await self._answer(event)
            if inside and answer.may_go_inside and not self.sender.is_held(event.chat_id):
                return answer.calls[0].inside
            await self.sender.send(answer.calls)
        except WAITED_OUT as error:
            raise Unfinished from error
        return None

    async def _answer(self, event: Event) -> Answer:
        match event.kind:
            case "said" | "pressed":
                return await self._converse(event)
            case "grouped":
                await self.reach.note_move(event)
                said = self.groups.answer(event)
                return Answer(messages(event.chat_id, draw(said))) if said else Answer()
            case "joined":
                await self.reach.note_membership(event)
                return Answer()
            case _:
                return Answer()

    async def _converse(self, event: Event) -> Answer:
        try:
            update = Update.model_validate(essence(event.raw), context={"bot": self._bot})
        except ValidationError:
            # It would not be read the next time either.
            log.error("update_unreadable", update=event.update_id)
            return Answer()
        arrival = self._arrival(event)
        await self.reach.heard_from(arrival)
        wanted = unpack(event.action) if event.kind == "pressed" else None
        if isinstance(wanted, Fetch):
            self._acknowledge(event)
            return await self._file(arrival, wanted.reference)
        try:
            screen = await self._hear(update, arrival, event)
        finally:
            # Not before: the call would be made while the answer is worked out, and everybody's answer waits for it.
            if event.kind == "pressed":
                self._acknowledge(event)
        return self._screen(event, screen)

    def _acknowledge(self, event: Event) -> None:
        """End the waiting that a pressed button shows."""
        self.sender.send_beside(Call("answerCallbackQuery", {"callback_query_id": event.body["id"]}, event.chat_id))

    async def _hear(self, update: Update, arrival: Arrival, event: Event) -> Screen:
        tries = self._unfinished.get(event.update_id, 0)
        try:
            screen = await self.conversation.hear(self._bot, update, arrival, comes_again=tries < PATIENCE)
        except Unfinished:
            self._unfinished[event.update_id] = tries + 1
            if len(self._unfinished) > MOST_UNFINISHED:
                self._unfinished.popitem(last=False)
            raise
        if tries:
            self._unfinished.pop(event.update_id, None)
        return screen

    def _screen(self, event: Event, screen: Screen) -> Answer:
        drawn = draw(screen)
        # What answers words of theirs stays in the conversation beside them, so no later screen is drawn over it.
        if screen.replaces and not (screen.aside and event.kind == "said"):
            drawn = tuple(replace(each, rows=drawn_over(each.rows)) for each in drawn)
        if screen.replaces and event.over is not None and len(drawn) == 1:
            return Answer((_edit(event.chat_id, event.over, drawn[0]),), may_go_inside=True)
        calls = messages(event.chat_id, drawn)
        return Answer(calls, may_go_inside=len(calls) == 1)

    async def _file(self, arrival: Arrival, reference: str) -> Answer:
        file = await make_file(self.conversation.door, self.conversation.library, arrival, reference)
        if file is None:
            return Answer()
        before, caption = caption_of(file.name)
        said = tuple(
            Call("sendMessage", {"chat_id": arrival.chat_id, "text": text}, arrival.chat_id) for text in before
        )
        params = {"chat_id": arrival.chat_id, "caption": caption}
        upload = Upload("document", file.name, file.content, file.content_type)
        return Answer((*said, Call("sendDocument", params, arrival.chat_id, upload)))

    def _arrival(self, event: Event) -> Arrival:
        return Arrival(
            channel=CHANNEL,
            event_id=str(event.update_id),
            chat_id=event.chat_id,
            peer=str(event.chat_id),
            at=self.clock(),
            locale=LOCALE,
        )


def read(raw: Raw) -> Event | None:
    """An update's outside; None for something that is no update."""
    event = read_event(raw)
    if event is None:
        log.error("no_update")
    return event


def messages(chat_id: int, drawn: tuple[Drawn, ...]) -> tuple[Call, ...]:
    """A drawn screen as calls, in order."""
    return tuple(Call("sendMessage", {"chat_id": chat_id, **_content(each)}, chat_id) for each in drawn)


def _edit(chat_id: int, message_id: int, drawn: Drawn) -> Call:
    return Call("editMessageText", {"chat_id": chat_id, "message_id": message_id, **_content(drawn)}, chat_id)


def _content(drawn: Drawn) -> dict[str, object]:
    content: dict[str, object] = {"text": drawn.text}
    if drawn.entities:
        content["entities"] = [
            {"type": kind, "offset": offset, "length": length} for kind, offset, length in drawn.entities
        ]
    if drawn.rows:
        content["reply_markup"] = {"inline_keyboard": drawn.rows}
    content["link_preview_options"] = {"is_disabled": True}
    return content
