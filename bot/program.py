"""The program: what is put together from settings, and run until it is stopped."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from uuid import uuid4

import structlog
from aiohttp import hdrs, web

from bot.connections import Connections, Site, room_for_connections
from bot.conversation import Conversation
from bot.memory import tune_collector, use_large_pages
from bot.pack_cache import cached_library
from bot.routes import ROUTERS, VIEWS
from bot.rules_index import RulesIndex
from bot.settings import AddressUnavailable, Settings
from bot.telegram.service import TelegramService
from bot.telegram.webhook import PATH
from bot.throttle import Throttle
from bot.timed import TimedRunner
from bot.web.assets import HEADERS
from bot.web.gate import Gate
from bot.web.office.channel import Office
from bot.web.pages import Pages, Visit
from bot.web.push import Push
from bot.web.server import Tools, WebChannel
from bot.web.sessions import Cookies
from campaigns.errors import AppError
from campaigns.library import Library
from campaigns.working_days import load_days_off
from handlers.errors import explain, from_elsewhere, incident, not_found, out_of_reach, too_large, unreadable
from handlers.screen import Screen
from models.database import Database, open_database
from models.migrations import migrate
from models.signals import INBOX, Listener
from models.trouble import DatabaseBusy

log = structlog.get_logger()
MOST_BYTES = 1_000_000
GRACE_S = 2.0
"""How long a stop waits for answers under way; they take milliseconds, only a stalled sender takes longer."""


def utc_now() -> datetime:
    """The clock of the running program."""
    return datetime.now(UTC)


class Program:
    """Everything in one process: the database, the conversation, the web channel, the timed work."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        *,
        clock: Callable[[], datetime] = utc_now,
        throttle: Throttle | None = None,
    ) -> None:
        self.settings, self.library, self.clock = settings, library, clock
        self.database: Database = open_database(settings.database_url)
        key = settings.signing_key
        throttle = throttle or Throttle(burst=12, per_s=3, clock_s=monotonic)
        self.conversation = Conversation(self.database, library, VIEWS, ROUTERS, throttle=throttle)
        self.pages = Pages(self.database, library, key, clock)
        self.push = Push(self.database, self.pages)
        tools = Tools(
            conversation=self.conversation,
            cookies=Cookies(key, https=settings.https),
            pages=self.pages,
            push=self.push,
            # One address may be a whole ward's; a flood of new visitors from one is another matter.
            newcomers=Throttle(burst=60, per_s=2, clock_s=monotonic),
            clock=clock,
            digest_key=sha256(key.encode()).digest(),
            trust_proxy=settings.trust_proxy,
        )
        self.web = WebChannel(tools)
        self.office = Office(self.web)
        self.gate = Gate(self.web.visitor, monotonic)
        self.connections: Connections | None = None
        self.warming: asyncio.Task[None] | None = None
        self.timed = TimedRunner(self.database, library, clock)
        self.rules = RulesIndex(self.database, library)
        self.telegram: TelegramService | None = None
        if settings.bot_token is not None and settings.bot_token.get_secret_value():
            self.telegram = TelegramService(settings.bot_token, settings, self.conversation, clock)

    def application(self) -> web.Application:
        """The aiohttp application of the web channel."""
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guard])
        application.add_routes(self.web.routes())
        application.add_routes(self.office.routes())
        if self.telegram is not None:
            application.add_routes(self.telegram.routes())
        application.cleanup_ctx.append(self._beside)
        application.on_shutdown.append(self.push.end_streams)
        return application

    def bound(self, runner: web.AppRunner) -> Connections:
        """The connections over which the application will be served."""
        webhook = self.telegram.webhook if self.telegram else None
        look = (webhook.look,) if webhook else ()
        self.connections = Connections(runner, room_for_connections(), *look)
        return self.connections

    async def _beside(self, _application: web.Application) -> AsyncIterator[None]:
        """What runs beside the web channel."""
        await self.timed.catch_up()
        await self.push.start()
        soon = asyncio.get_running_loop().call_soon_threadsafe
        listener = Listener(self.settings.database_url, (INBOX,), lambda _channel, chat: soon(self.push.wake, chat))
        # Beside the first answers, not before them; whoever needs one of them at once waits for it alone.
        self.warming = asyncio.create_task(asyncio.to_thread(self._warm))
        running = [self.warming, *(asyncio.create_task(work) for work in (self.timed.run(), self.rules.run()))]
        if self.telegram is not None:
            await self.telegram.start()
        yield
        if self.telegram is not None:
            await self.telegram.stop()
        for task in running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await asyncio.to_thread(listener.close)
        await self.push.stop()
        await asyncio.to_thread(self.database.close)

    def _warm(self) -> None:
        """Make ready what is first asked for later: the search for places, then the calendar of days off (half a second
        that would otherwise be spent in the writer). All that is then there lives as long as the program."""
        self.library.places.warm()
        load_days_off(self.clock().date())
        use_large_pages()

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """The edge: headers on everything, a page of ours for every error, an incident number where it is ours."""
        with self.connections.answering(request.transport) if self.connections else nullcontext():
            if (refused := self.gate.refuse(request)) is not None:
                refused.headers.update(HEADERS)
                return refused
            return await handler(request) if request.path == PATH else await self._answer(request, handler)

    async def _answer(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPSeeOther as elsewhere:
            elsewhere.headers.update(HEADERS)
            raise
        except web.HTTPRequestEntityTooLarge:
            response = await self._say(request, too_large("vi"), 413)
        except web.HTTPException as error:
            response = await self._say(request, TURNED_BACK.get(error.status, not_found)("vi"), error.status)
        except AppError as error:
            log.warning("page_turned_back", code=error.code)
            only_looks = request.method in {hdrs.METH_GET, hdrs.METH_HEAD} and isinstance(error, DatabaseBusy)
            response = await self._say(request, out_of_reach("vi") if only_looks else explain(error, "vi"), 503)
        except ConnectionError:
            response = web.Response(status=400)  # the browser left in the middle of sending; nobody reads this
        except Exception:
            number = uuid4().hex[:8]
            log.exception("page_incident", incident=number)
            response = await self._say(request, incident(number, "vi"), 500)
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    async def _say(self, request: web.Request, screen: Screen, status: int) -> web.StreamResponse:
        try:
            # With the session, so that the way back on the page is taken.
            session = self.web.tools.cookies.read(request)
            visit = Visit(uuid4().hex, session, is_fragment=False, is_large=False)
            return await self.pages.answer(screen, visit, status)
        except AppError:
            return web.Response(text=screen.plain, status=status)


TURNED_BACK = {400: unreadable, 403: from_elsewhere, 408: unreadable}


def build(settings: Settings) -> Program:
    """Read every definition, bring the database to its newest tables, and put the program together.

    Errors: whatever is wrong with packs or forms, all at once; the program does not start half-loaded.
    """
    library = cached_library(settings.campaign_folders)
    for slug, pack in library.packs.items():
        if pack.forms:  # else the first person to name a ward would wait for it, or be the one to find it broken
            library.tree(slug)
    migrate(settings.database_url)
    return Program(settings, library)


async def serve(program: Program, announce: Callable[[str], None]) -> None:
    """Serve until cancelled or told to stop (SIGINT, SIGTERM). announce: is given the address once it answers."""
    runner = web.AppRunner(
        program.application(),
        access_log=None,
        handle_signals=False,
        shutdown_timeout=GRACE_S,
        lingering_time=1,
        # What is unpacked before anybody has asked for it is a bomb's way in; nobody we know packs requests.
        auto_decompress=False,
    )
    await runner.setup()
    connections = program.bound(runner)
    site = Site(runner, connections, program.settings.host, program.settings.port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise AddressUnavailable(program.settings.host, program.settings.port) from error
    tune_collector()
    if program.warming is not None:  # what it makes lives for ever too
        program.warming.add_done_callback(lambda _: gc.freeze())
    port = runner.addresses[0][1]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stopped.set)
    watching = loop.create_task(connections.watch())
    announce(f"http://{program.settings.host}:{port}")
    try:
        await stopped.wait()
    finally:
        watching.cancel()
        await runner.cleanup()
