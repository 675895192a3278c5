"""What every event passes, in this order: recovery, throttle, actor, locale, reply.

Outer middlewares of the one dispatcher. Each is given its tools; none knows a channel.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import structlog
from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ContentType
from aiogram.types import TelegramObject, Update

from bot.redelivery import WAITED_OUT, Unfinished
from bot.throttle import Throttle
from campaigns.errors import AppError
from campaigns.form_ids import OFFICER
from campaigns.library import Library
from handlers.actions import Action, Odd, Typed, unpack
from handlers.commands import read_command, read_slash
from handlers.errors import explain, incident, too_fast
from handlers.replies import is_number, read_reply
from handlers.routing import Handlers
from handlers.screen import Screen
from handlers.turn import Turn
from handlers.views import View, Views
from handlers.words import use_locale
from services.consents import NoConsent
from services.door import DatabaseBusy, Door, Overloaded
from services.people import Acting, ViewKey
from services.turns import AlreadyDone, Arrival, Arrived, Overtaken, SessionEnded, StaleAction, arrive, move_chat

NO_NEWCOMERS_ABOVE = 0.5
"""How full the queue of writes may be before newcomers are asked to come later, so that whoever is in goes on."""
Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
log = structlog.get_logger()


class Recovery(BaseMiddleware):
    """Whatever happens, the person sees a screen that says what to do next, and nothing half-done is kept."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        arrival: Arrival = data["arrival"]
        try:
            return await handler(event, data)
        except SessionEnded:
            raise  # the channel forgets its cookie
        except WAITED_OUT as error:
            if data["comes_again"]:
                raise Unfinished from error
            log.warning("turned_back", code=getattr(error, "code", "closing"), channel=arrival.channel)
            return explain(error if isinstance(error, AppError) else DatabaseBusy(), arrival.locale)
        except AppError as error:
            log.info("turned_back", code=error.code, channel=arrival.channel)
            return explain(error, arrival.locale)
        except Exception:
            incident_id = uuid4().hex[:8]
            log.exception("incident", incident=incident_id, channel=arrival.channel)
            return incident(incident_id, arrival.locale)


class Throttled(BaseMiddleware):
    """A person who sends faster than anyone can read is asked to wait; nothing is read or written for it."""

    def __init__(self, throttle: Throttle) -> None:
        self.throttle = throttle

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        arrival: Arrival = data["arrival"]
        if not self.throttle.admits(arrival.chat_id):
            return too_fast(arrival.locale)
        return await handler(event, data)


class WhoActs(BaseMiddleware):
    """Find the actor, in one read; for a typed text that is no command also the facts of the screen it answers."""

    def __init__(self, door: Door, library: Library, views: Views) -> None:
        self.door, self.library, self.views = door, library, views
        self.worked_at = {view_id: view for view_id, view in views.items() if view.is_worked_at}
        self.typed_at = {view_id: view for view_id, view in views.items() if view.is_worked_at or view.is_light}

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await self._act(handler, event, {**data, "may_look_again": True})
        except Overtaken:
            # Another process moved the chat on after it was read: the same event, as it is meant where the chat is now.
            return await self._act(handler, event, {**data, "may_look_again": False})

    async def _act(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        arrival: Arrival = data["arrival"]
        message = event.message if isinstance(event, Update) else None
        typed = message is not None and read_slash(message.text or "") is None
        views = self.typed_at if typed else self.worked_at
        found = await self.door.glance(arrive, arrival, self.library, views, needs_screen=False)
        if typed and found.facts is None:
            found = await self.door.read(arrive, arrival, self.library, self.views)
        if found.actor.is_new and (pressure := self.door.pressure()) > NO_NEWCOMERS_ABOVE:
            raise Overloaded(round(pressure * 100))
        acting = Acting(found.actor, arrival.at, self.library)
        data["turn"] = Turn(self.door, self.views, arrival, acting, facts=found.facts)
        data["found"] = found
        with use_locale(found.actor.locale):
            return await handler(event, data)


class WhatIsMeant(BaseMiddleware):
    """Turn the event into the action it means and let the action's handler answer; the last of the middlewares.

    Sends a person with an old button back to the current screen.
    """

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers

    async def __call__(self, _handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        turn: Turn = data["turn"]
        try:
            action = self._action(event, turn, data["found"])
            found = self.handlers.find(action, turn.actor.view.view)
            return UNHANDLED if found is None else await found(event, action=action, turn=turn)
        except AlreadyDone:
            return await self._current(turn)
        except NoConsent as error:
            # Also in the middle of a form, when it was renewed: what is asked now has not been agreed to.
            return (await turn.go(*_way_to_consent(error, turn.actor.view))).with_aside(
                *explain(error, turn.actor.locale).blocks
            )
        except AppError as error:
            if isinstance(error, WAITED_OUT) and data["comes_again"]:
                raise
            if isinstance(error, Overtaken) and data["may_look_again"]:
                raise
            try:
                screen = await self._current(turn)
            except WAITED_OUT:
                # What happened to the event matters more than that the screen cannot be read now.
                raise error from None
            return screen.with_aside(*explain(error, turn.actor.locale).blocks)

    def _action(self, event: TelegramObject, turn: Turn, found: Arrived) -> Action:
        if not isinstance(event, Update):
            raise StaleAction
        if event.callback_query is not None:
            action = unpack(event.callback_query.data or "")
            if action is None:
                raise StaleAction
            return action
        if event.edited_message is not None:
            return Odd("edited")
        message = event.message
        if message is None or message.text is None:
            return Odd("unknown" if message is None else ContentType(message.content_type).value)
        if message.forward_origin is not None:
            return Odd("forwarded")
        command = read_slash(message.text)
        if command is None and found.trouble is not None:
            # The text answers a screen that is no longer there: only a command may be taken from it.
            command = read_command(message.text, yes_pending=True)
            if command is None:
                raise found.trouble
        if command is not None:
            return command
        return self._reply(message.text, turn.views[turn.actor.view.view], found.facts)

    def _reply(self, text: str, view: View, facts: object) -> Action:
        if is_number(text) and view.takes_number(facts):
            return Typed(text)
        return read_reply(view.draw(facts), text)

    async def _current(self, turn: Turn) -> Screen:
        """The chat's screen as it is now: what was read at arrival may be older than the event that got ahead."""
        found = await turn.door.read(arrive, turn.arrival, turn.acting.library, turn.views)
        if found.trouble is not None:
            # Leave the place that is gone, so that the next reply answers what is shown now.
            await turn.door.write(move_chat, turn.actor.chat_id, found.actor.view)
        return turn.views[found.actor.view.view].draw(found.facts)


def _way_to_consent(error: NoConsent, at: ViewKey) -> tuple[str, ...]:
    """Where consent to this form is asked. An officer away from the form chooses at the desk which campaign's it is."""
    if error.form_id != OFFICER:
        return ("consent",)
    return ("consent", *at.args) if at.view == "form" and at.args else ("officer",)
