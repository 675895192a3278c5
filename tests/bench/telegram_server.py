"""A server to be measured: `python -m tests.bench.telegram_server echo|ours API_URL DATABASE`; prints its port."""

import asyncio
import cProfile
import os
import signal
import sys
from time import monotonic

from aiohttp import web
from pydantic import SecretStr

TOKEN = "4242:bench"
PATH = "/telegram"


def echo() -> web.Application:
    """Bare aiogram: one handler, its answer in the response, one request handled before it is answered."""
    from aiogram import Bot, Dispatcher
    from aiogram.methods import SendMessage
    from aiogram.types import CallbackQuery, Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def say(message: Message) -> SendMessage:
        return SendMessage(chat_id=message.chat.id, text=message.text or "-")

    @dispatcher.callback_query()
    async def press(query: CallbackQuery) -> SendMessage:
        return SendMessage(chat_id=query.from_user.id, text=query.data or "-")

    application = web.Application()
    SimpleRequestHandler(dispatcher, Bot(TOKEN), handle_in_background=False).register(application, path=PATH)
    return application


def ours(api_url: str, database: str) -> web.Application:
    """The whole program, with nobody throttled."""
    from bot.program import Program
    from bot.settings import Settings
    from bot.throttle import Throttle
    from campaigns.library import load_library

    settings = Settings(
        database_url=database,
        bot_token=SecretStr(TOKEN),
        telegram_api_url=api_url,
        webhook_url="https://example.invalid",
        webhook_secret=SecretStr("s"),
        secret_key=SecretStr("k" * 32),
    )
    library = load_library(())
    library.tree("rach-gia")
    throttle = Throttle(burst=1e9, per_s=1e9, clock_s=monotonic)
    return Program(settings, library, throttle=throttle).application()


async def serve(application: web.Application, *, tuned: bool) -> None:
    """Serve until told to stop."""
    from bot.memory import tune_collector

    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    if tuned:
        tune_collector()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await runner.cleanup()


def main(what: str, api_url: str, database: str) -> None:
    """Run one server; with BENCH_PROFILE set its profile is written there."""
    from bot.logs import set_up_logs

    set_up_logs(as_json=True)
    profile = os.environ.get("BENCH_PROFILE")
    application = ours(api_url, database) if what == "ours" else echo()
    running = serve(application, tuned=what != "echo")
    if not profile:
        asyncio.run(running)
        return
    profiler = cProfile.Profile()
    profiler.runcall(asyncio.run, running)
    profiler.dump_stats(profile)


if __name__ == "__main__":
    main(*sys.argv[1:])
