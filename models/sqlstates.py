"""What an error of PostgreSQL means for the job that met it."""

import psycopg
from sqlalchemy.exc import DBAPIError

from models.trouble import DatabaseBusy, StorageFull

_RUN_AGAIN = {"40001", "40P01"}
# The server ends the connection: shut down, crashed, starting, unused for too long. The socket may close a bit later.
_LOST = "08006"  # also stands for what the client's side says of a lost connection, which has no code
_CUT_OFF = {_LOST, "57P01", "57P02", "57P03", "57P05", "25P03"}


def is_cut_off(error: BaseException | None) -> bool:
    """Whether the connection is lost with it."""
    return _sqlstate(error) in _CUT_OFF


def may_run_again(error: BaseException) -> bool:
    """Whether the same job may go well the next time: it had taken rows crosswise with others."""
    return _sqlstate(error) in _RUN_AGAIN


def trouble(error: BaseException) -> BaseException:
    """The error to give to a waiter: what a person can be told where we know it, else the error itself."""
    known: Exception | None = None
    match _sqlstate(error):
        case "53100":
            known = StorageFull()
        case "55P03":
            known = DatabaseBusy()
    if known is None:
        return error
    known.__cause__ = error
    return known


def _sqlstate(error: BaseException | None) -> str | None:
    """What PostgreSQL said, at the error or at what it came from: a use-case may have put another in its place."""
    while error is not None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, psycopg.Error) and cause.sqlstate is not None:
            return cause.sqlstate
        if isinstance(cause, psycopg.OperationalError):
            return _LOST
        error = error.__cause__ or error.__context__
    return None
