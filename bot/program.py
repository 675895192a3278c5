"""The program: what is put together from settings, and run until it is stopped."""

import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from uuid import uuid4

import structlog
from aiohttp import web

from bot.conversation import Conversation
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.throttle import Throttle
from bot.timed import TimedRunner
from bot.web.assets import CONTENT_SECURITY_POLICY
from bot.web.pages import Pages, Visit
from bot.web.push import Push
from bot.web.server import Tools, WebChannel
from bot.web.sessions import Cookies
from campaigns.library import Library, load_library
from handlers import forms, menu, places, privacy, rules, slips, standing
from handlers.errors import not_found, too_large
from handlers.views import Views
from models.database import Database, open_database
from models.migrations import migrate

log = structlog.get_logger()
MOST_BYTES = 1_000_000
VIEWS: Views = {
    **menu.VIEWS,
    **places.VIEWS,
    **forms.VIEWS,
    **privacy.VIEWS,
    **slips.VIEWS,
    **standing.VIEWS,
    **rules.VIEWS,
}
# The busiest first: each router passed costs its share of every event.
ROUTERS = (forms.router, menu.router, places.router, privacy.router, slips.router, rules.router)


def utc_now() -> datetime:
    """The clock of the running program."""
    return datetime.now(UTC)
