"""The conversation: every channel brings its updates here and gets a screen back."""

from collections.abc import Sequence

import structlog
from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update

from bot.middlewares import Recovery, Throttled, WhatIsMeant, WhoActs
from bot.order import ChatOrder, TooManyWaiting
from bot.throttle import Throttle
from campaigns.library import Library
from handlers.errors import explain
from handlers.routing import Handlers
from handlers.screen import Screen
from handlers.views import Views
from handlers.words import use_locale
from services.door import Door
from services.people import START, Acting
from services.turns import Arrival, arrive

log = structlog.get_logger()


class Conversation:
    """The one dispatcher with everything on: order per chat, once per event, throttle, actor, locale, routers."""

    def __init__(
        self, door: Door, library: Library, views: Views, routers: Sequence[Router], *, throttle: Throttle
    ) -> None:
        self.door, self.library, self.views = door, library, views
        self._order = ChatOrder()
        self._dispatcher = Dispatcher(disable_fsm=True)
        meant = WhatIsMeant(Handlers(routers))
        for middleware in (Recovery(), Throttled(throttle), WhoActs(door, library, views), meant):
            self._dispatcher.update.outer_middleware(middleware)

    async def hear(self, bot: Bot, update: Update, arrival: Arrival, *, comes_again: bool = False) -> Screen:
        """Handle one event; the answer exists only after the commit.

        comes_again: the channel will send the event once more unless it is taken; then passing trouble is not told but
        raised as `Unfinished`. Errors: `session_ended`.
        """
        try:
            async with self._order.turn_of(arrival.chat_id):
                screen = await self._dispatcher.feed_update(bot, update, arrival=arrival, comes_again=comes_again)
        except TooManyWaiting as error:
            return explain(error, arrival.locale)
        if screen is UNHANDLED or not isinstance(screen, Screen):
            log.error("unhandled", channel=arrival.channel, event_type=update.event_type)
            return await self.current(arrival)
        return screen

    async def current(self, arrival: Arrival, link: str = "") -> Screen:
        """The screen a chat is at; changes nothing. link: what the address named, for the first screen.

        Errors: `session_ended`.
        """
        found = await self.door.read(arrive, arrival, self.library, self.views)
        with use_locale(found.actor.locale):
            screen = self.views[found.actor.view.view].draw(found.facts)
            if link and found.actor.view.view == START.view:
                acting = Acting(found.actor, arrival.at, self.library)
                screen = self.views[START.view].draw(await self.door.read(self.views[START.view].load, acting, link))
        return screen.with_aside(*explain(found.trouble, found.actor.locale).blocks) if found.trouble else screen
