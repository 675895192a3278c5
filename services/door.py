"""The one door to the database, as handlers know it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

from models.trouble import DatabaseBusy, OutcomeUnknown, Overloaded, StorageFull

__all__ = ["DatabaseBusy", "Door", "OutcomeUnknown", "Overloaded", "StorageFull"]

P = ParamSpec("P")
R = TypeVar("R")


class Door(Protocol):
    """The only ways in. A use-case is a plain function whose first argument is a `Session`; it never commits.

    It returns plain values, makes no network call, and may be run a second time from the start when the first run was
    rolled back: it keeps nothing outside its session. At most 500 rows or 20 ms.
    """

    async def write(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one use-case, alone in its transaction or savepoint; return once its changes are durable.

        Errors: whatever the use-case raises (nothing of it is kept); `DatabaseBusy`, `Overloaded`, `StorageFull`
        (nothing was changed), `OutcomeUnknown`. A cancelled caller's use-case still runs: it was accepted.
        """
        ...

    async def read(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one query on committed data, all of it as of one moment; it cannot write. Errors: as in `write`."""
        ...

    async def glance(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`read` for a query of a few rows by their keys: on a local file it is answered on the spot.

        Each of its statements sees what is committed at its own moment. That is enough to show somebody a screen: what
        is done there later is checked by the write that does it.
        """
        ...

    def pressure(self) -> float:
        """How full the queue of writes is, 0–1; new sessions may be turned away well before 1, running ones go on."""
        ...
