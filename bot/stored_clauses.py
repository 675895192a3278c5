"""Imported clauses for the command line: from the database that the settings name, where there is one."""

from collections.abc import Mapping, Sequence

from bot.settings import Settings
from campaigns.plan_text import Clause


def stored_clauses() -> Mapping[str, Sequence[Clause]]:
    """Campaign → its imported clauses; nothing where the database is missing or not of this version."""
    settings = Settings()
    path = settings.database_url.removeprefix("sqlite:///")
    if path != settings.database_url and not settings.data_folder.joinpath(path.rpartition("/")[2]).exists():
        return {}
    # Imported here: most commands run where there is no database, and need not wait for it.
    from bot.logs import set_up_logs
    from models.database import open_database
    from models.migrations import HEAD, stored_version
    from services.clauses import read_clauses

    set_up_logs(as_json=settings.log_json)  # to stderr: what is printed may be JSON for another program
    if stored_version(settings.database_url) != HEAD:
        return {}
    with open_database(settings.database_url) as database:
        return database.read_now(read_clauses)
