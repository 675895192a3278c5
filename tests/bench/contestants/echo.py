"""Bare aiogram: every message comes back, the answer inside the webhook response. `--tuned`: the collector as ours."""

import sys

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bot.memory import tune_collector

router = Router()


@router.message()
async def echo(message: Message) -> SendMessage:
    """Say it back."""
    return SendMessage(chat_id=message.chat.id, text=message.text or "-")


@router.callback_query()
async def pressed(query: CallbackQuery) -> SendMessage:
    """Say the button's data back."""
    return SendMessage(chat_id=query.from_user.id, text=query.data or "-")


def main(port: int, api_port: int, tuned: bool) -> None:
    """Serve until killed."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{api_port}"))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    application = web.Application()
    bot = Bot("1:bench", session=session)
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False).register(application, path="/telegram")
    setup_application(application, dispatcher, bot=bot)
    if tuned:
        application.on_startup.append(_tune)
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


async def _tune(_application: web.Application) -> None:
    tune_collector()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), "--tuned" in sys.argv)
