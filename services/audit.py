"""Audit: what officials and operators did, written in the same commit as the deed itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from secrets import token_hex
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from campaigns.text import to_json
from campaigns.units import UnitKey
from models.audit import AuditEntry
from models.columns import JsonObject

P = ParamSpec("P")
R = TypeVar("R")
OPERATOR = "operator"
"""Who acts on the command line of the machine itself."""
_UNIT = "unit="


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done: by whom, what, to which object, and which of its fields; names and ids, never values.

    A field "unit=63:30745", or an object that is a unit, also says whose affair it was: leaders of that unit, and those
    above, may read of it.
    """

    actor: str
    action: str
    object_kind: str
    object_id: str
    fields: tuple[str, ...] = ()
    digest: str | None = None
    """Of what was written, as `digest_of` gives it, so that a change behind the program's back can be told."""

    @property
    def unit(self) -> UnitKey | None:
        """The unit whose affair it was, where one is named."""
        if self.object_kind == "unit":
            return UnitKey.parse(self.object_id)
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
        "digest": deed.digest,
        "unit_epoch": unit.epoch if unit else None,
        "unit_code": unit.code if unit else None,
    }
    session.add(AuditEntry.model_validate(entry))


def digest_of(values: JsonObject) -> str:
    """A salted digest of values: "salt:digest", which proves them to whoever has them and tells nobody else."""
    salt = token_hex(8)
    return f"{salt}:{blake2b(to_json(values).encode(), salt=bytes.fromhex(salt), digest_size=16).hexdigest()}"


def is_digest_of(digest: str, values: JsonObject) -> bool:
    """Whether these are the values that a digest was made of."""
    salt, _, rest = digest.partition(":")
    return blake2b(to_json(values).encode(), salt=bytes.fromhex(salt), digest_size=16).hexdigest() == rest
