"""The operator's desk: what a command works with at the database, without the chat."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

from bot.logs import set_up_logs
from bot.settings import Settings
from campaigns.errors import AppError
from models.database import Database, open_database
from models.migrations import migrate
from services.audit import OPERATOR, Deed, audited
from services.people import DESK, Acting, Actor

if TYPE_CHECKING:
    from campaigns.library import Library
    from services.turns import UseCase

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Desk:
    """An open database and a moment. The library is read only by commands that ask for it."""

    settings: Settings
    database: Database
    now: datetime

    @cached_property
    def library(self) -> "Library":
        """Every definition in force. Errors: as in `load_library`."""
        from bot.pack_cache import cached_library

        return cached_library(self.settings.campaign_folders)

    @property
    def acting(self) -> Acting:
        """The operator, now."""
        return Acting(Actor(0, DESK, "vi"), self.now, self.library)

    def do(self, deed: Deed, use_case: "UseCase[P, R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use-case as the operator and write the deed to the audit trail, in one commit."""
        return self.database.write_now(audited, self.now, deed, use_case, self.acting, *args, **kwargs)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk at the database that the settings name, with its newest tables."""
    settings = Settings()
    # Else everything would go to stdout, among the answers; that a job was slow is news for the server's log only.
    set_up_logs(as_json=settings.log_json, least=logging.ERROR)
    migrate(settings.database_url)
    with open_database(settings.database_url) as database:
        yield Desk(settings, database, datetime.now(UTC))


def deed(action: str, object_kind: str, object_id: str, *fields: str) -> Deed:
    """A deed of the operator."""
    return Deed(OPERATOR, action, object_kind, object_id, fields)


@dataclass(eq=False)
class NoDatabaseFile(AppError):
    """The settings name a database that is no single file."""

    code: ClassVar[str] = "no_database_file"


def database_file(settings: Settings) -> Path:
    """The SQLite file that the settings name. Errors: `no_database_file` for another kind of database."""
    from models.sqlite import sqlite_path

    try:
        return sqlite_path(settings.database_url)
    except ValueError as error:
        raise NoDatabaseFile from error
