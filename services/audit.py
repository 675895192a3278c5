"""Audit: what officials and operators did, written in the same commit as the deed itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from campaigns.units import UnitKey
from models.audit import AuditEntry

P = ParamSpec("P")
R = TypeVar("R")
OPERATOR = "operator"
"""Who acts on the command line of the machine itself."""
_UNIT = "unit="


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done: by whom, what, to which object, and which of its fields; names and ids, never values.

    A field "unit=63:30745" also says whose affair it was: leaders of that unit, and those above, may read of it.
    """

    actor: str
    action: str
    object_kind: str
    object_id: str
    fields: tuple[str, ...] = ()

    @property
    def unit(self) -> UnitKey | None:
        """The unit whose affair it was, where one is named."""
        named = (field.removeprefix(_UNIT) for field in self.fields if field.startswith(_UNIT))
        return next(map(UnitKey.parse, named), None)


def audited(
    session: Session,
    at: datetime,
    deed: Deed,
    use_case: Callable[Concatenate[Session, P], R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a use-case and write the deed to the trail. at: aware. Effects: one row more, with the use-case's own."""
    done = use_case(session, *args, **kwargs)
    write_deed(session, at, deed)
    return done


def write_deed(session: Session, at: datetime, deed: Deed) -> None:
    """Write one deed to the trail. at: aware. Effects: one row, which nothing can change or delete."""
    unit = deed.unit
    entry = {
        "at": at,
        "actor": deed.actor,
        "action": deed.action,
        "object_kind": deed.object_kind,
        "object_id": deed.object_id,
        "fields": list(deed.fields),
        "unit_epoch": unit.epoch if unit else None,
        "unit_code": unit.code if unit else None,
    }
    session.add(AuditEntry.model_validate(entry))
