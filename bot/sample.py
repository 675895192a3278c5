"""The sample, as a whole: made once, kept while its survey is open, made anew after that."""

from datetime import UTC, datetime

from bot.pack_cache import cached_library
from bot.settings import Settings
from models.database import open_database
from models.migrations import migrate
from services.people import DESK, Acting, Actor
from services.samples import (
    add_households,
    add_officers,
    begin_sample,
    invent_households,
    invent_officers,
    list_sample_offices,
    sample_is_current,
)

MAKER = Actor(0, DESK, "vi")
_AT_ONCE = 3  # a job is at most 20 ms


def fill_sample(settings: Settings) -> int:
    """Fill the database that the settings name; how many reports were added, 0 where a sample is still good."""
    migrate(settings.database_url)
    now = datetime.now(UTC)
    with open_database(settings.database_url) as database:
        acting = Acting(MAKER, now, cached_library(settings.campaign_folders))
        if database.read_now(sample_is_current, acting):
            return 0
        period_id = database.write_now(begin_sample, acting)
        households = invent_households(now)
        for start in range(0, len(households), _AT_ONCE):
            database.write_now(add_households, acting, period_id, households[start : start + _AT_ONCE])
        database.write_now(list_sample_offices, acting)
        officers = invent_officers(now)
        for start in range(0, len(officers), _AT_ONCE):
            database.write_now(add_officers, acting, period_id, officers[start : start + _AT_ONCE])
    return len(households) + len(officers)
