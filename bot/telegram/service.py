"""The service: Telegram put together from settings, started beside the web channel and stopped with it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from aiogram import Bot
from aiohttp import web
from pydantic import SecretStr

from bot.conversation import Conversation
from bot.settings import Settings
from bot.telegram.api import BotApi, BotApiError
from bot.telegram.channel import TelegramChannel
from bot.telegram.events import ALLOWED_UPDATES
from bot.telegram.outgoing import OutgoingRunner
from bot.telegram.polling import Polling
from bot.telegram.profile import introduce
from bot.telegram.webhook import PATH, Webhook

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
MOST_CONNECTIONS = 100
log = structlog.get_logger()


class TelegramService:
    """Polls, or listens where a public address is set. Telegram out of reach never keeps the rest from starting."""

    def __init__(
        self, token: SecretStr, settings: Settings, conversation: Conversation, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.api = BotApi(token, settings.telegram_api_url)
        self.channel = TelegramChannel(conversation, self.api, Bot(token=token.get_secret_value()), clock)
        self.webhook = Webhook(self.channel, settings.webhook_key) if settings.webhook_url else None
        self.polling = None if self.webhook else Polling(self.channel)
        self.outgoing = OutgoingRunner(conversation.door, conversation.library, self.channel.sender, clock)
        self._running: list[asyncio.Task[None]] = []

    def routes(self) -> list[web.RouteDef]:
        """What is listened to; nothing while polling."""
        return self.webhook.routes() if self.webhook else []

    async def start(self) -> None:
        """Begin; returns at once."""
        self._running.append(asyncio.create_task(self._prepare()))
        self._running.append(asyncio.create_task(self.outgoing.run()))
        if self.polling is not None:
            self._running.append(asyncio.create_task(self.polling.run()))

    async def stop(self) -> None:
        """Stop taking updates, let go of everything."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.channel.sender.close()
        await self.api.close()

    async def _prepare(self) -> None:
        """Learn our name, set the address and the profile; tried again until it is done."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                await self._learn_name()
                if self.webhook is not None:
                    await self._set_webhook()
                await introduce(self.api)
                return
            except BotApiError as error:
                log.warning("telegram_not_ready", error=str(error))
                await asyncio.sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, pause_s * 2)

    async def _learn_name(self) -> None:
        me = await self.api.call("getMe")
        username = me.get("username") if isinstance(me, dict) else None
        self.channel.groups.username = username if isinstance(username, str) else ""

    async def _set_webhook(self) -> None:
        params = {
            "url": self.settings.webhook_url.rstrip("/").removesuffix(PATH) + PATH,
            "secret_token": self.settings.webhook_key,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": MOST_CONNECTIONS,
        }
        await self.api.call("setWebhook", params)
