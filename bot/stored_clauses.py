"""Imported clauses and operators' additions for the command line: from the database that the settings name, if any."""

import os
from pathlib import Path

from models.light import PlansAndAdditions, is_light, read_plans

_NAME, _DEFAULT = "THIDUASO_DATABASE_URL", "sqlite:///data/thiduaso.db"


def stored_plans() -> PlansAndAdditions:
    """Campaign → its imported clauses, and what was added; nothing where there is no database of this version."""
    url = _database_url()
    return read_plans(url) if is_light(url) else _through_the_door(url)


def _database_url() -> str:
    """As the settings have it; they themselves are only read where a file may hold it."""
    if Path(".env").exists():
        from bot.settings import Settings

        return Settings().database_url
    return next((value for name, value in os.environ.items() if name.upper() == _NAME), _DEFAULT)


def _through_the_door(url: str) -> PlansAndAdditions:
    # Imported here: it takes longer than a whole answer.
    from bot.logs import set_up_logs
    from models.database import open_database
    from models.light import NOTHING
    from models.migrations import HEAD, stored_version
    from services.clauses import read_clauses
    from services.curation import read_curation

    set_up_logs(as_json=False)  # to stderr: what is printed may be JSON for another program
    if stored_version(url) != HEAD:
        return NOTHING
    with open_database(url) as database:
        return database.read_now(read_clauses), database.read_now(read_curation)
