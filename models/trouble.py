"""What can go wrong at the database, as errors that a person can be told about."""

from dataclasses import dataclass

from campaigns.errors import AppError


@dataclass(eq=False)
class DatabaseBusy(AppError):
    """Another process held the database too long; nothing was changed and trying again is right."""

    code = "database_busy"


@dataclass(eq=False)
class Overloaded(AppError):
    """More work is waiting than will be done soon; this piece was not accepted and nothing was changed."""

    code = "overloaded"
    waiting: int


@dataclass(eq=False)
class StorageFull(AppError):
    """There is no room left to write; nothing was changed, and reading goes on."""

    code = "storage_full"


@dataclass(eq=False)
class OutcomeUnknown(AppError):
    """The database failed while it made the change final; on retry the event key decides whether it happened."""

    code = "outcome_unknown"
