"""The trail: what was done, read by those who answer for it; and looks at what is not public, written into it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from campaigns.awarding.entries import InputKind
from campaigns.units import Unit, UnitKey
from models.audit import AuditEntry
from models.people import RoleGrant
from models.unit_inputs import UnitInput
from services.audit import Deed, write_deed
from services.people import (
    TIME_ZONE,
    Acting,
    Capability,
    Mandate,
    Role,
    account_of,
    account_signature,
    covers,
    require_anywhere,
    signature,
)
from services.scopes import lies_within

R = TypeVar("R")
PAGE = 50
LOOK = "look_"
"""How the actions begin that are looks at a list or at figures. To read what a person wrote is a deed of its own."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a look at a page or a screen leaves in the trail."""

    action: str
    object_kind: str
    object_id: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which deeds are wanted; None and "" for all. Days are local and belong to it. before: the id to go on from.

    without_looks: only what was done, not what was merely looked at.
    """

    since: date | None = None
    until: date | None = None
    actor: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    before: int | None = None
    without_looks: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. note: whom the giver of the actor's role meant, "" where the actor holds none that may be seen.

    roles: what the actor held at that moment, and where; for people to read instead of the signature `actor`.
    """

    id: int
    at: datetime
    actor: str
    note: str
    action: str
    object_kind: str
    object_id: str
    fields: tuple[str, ...]
    unit: Unit | None
    digest: str | None
    roles: tuple[tuple[Role, Unit], ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of deeds, the newest first. before: the id from which the next page goes on, None at the end.

    people: signature → note of everybody, to choose from. names: what was entered, such as "figure:nguoi_lon_dtm" →
    how the catalogue or the plan calls it.
    """

    entries: tuple[Entry, ...]
    people: Mapping[str, str]
    names: Mapping[str, str]
    filters: Filters
    before: int | None


def list_audit(session: Session, acting: Acting, filters: Filters, limit: int = PAGE) -> Trail:
    """Deeds about the actor's units and those below, and deeds without a unit by people who hold roles there.

    Who keeps the assistant in order sees every deed. Errors: `not_yours` without the right to see any.
    """
    held = require_anywhere(session, acting, Capability.SEE_AUDIT)
    people = _people(session, acting, held)
    scope = _scope(acting, held, people)
    query = select(AuditEntry).where(*scope, *_wanted(filters)).order_by(col(AuditEntry.id).desc())
    rows = session.exec(query.limit(limit + 1)).all()
    grants = _grants(session, {row.actor for row in rows})
    return Trail(
        entries=tuple(replace(_entry(acting, row, people), roles=_roles(acting, row, grants)) for row in rows[:limit]),
        people=people,
        names=_names(session, acting, rows[:limit]),
        filters=filters,
        before=rows[limit - 1].id if len(rows) > limit else None,
    )


def record_look(session: Session, acting: Acting, action: str, object_kind: str, object_id: str, *fields: str) -> None:
    """Write that somebody looked at what is not public. fields: such as "unit=63:30745". Effects: one row."""
    write_deed(session, acting.now, Deed(signature(session, acting), action, object_kind, object_id, fields))


def look_at(
    session: Session, acting: Acting, query: Callable[..., R], traced: Callable[[R], Trace | None], *args: str
) -> R:
    """Run a query of a screen and write the look down, if it is one. Errors: the query's; nothing is written then."""
    found = query(session, acting, *args)
    trace = traced(found)
    if trace is not None:
        record_look(session, acting, trace.action, trace.object_kind, trace.object_id, *trace.fields)
    return found


def trace_inputs(unit: Unit) -> Trace:
    """What a look at what a unit entered for awards leaves; of what lies below it as well."""
    return Trace("look_inputs", "unit", str(unit.key), (f"unit={unit.key}",))


def _sees_all(held: Iterable[Mandate]) -> bool:
    return any(each.unit is None or each.role is Role.OPERATOR for each in held)


def _scope(acting: Acting, held: tuple[Mandate, ...], people: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    if _sees_all(held):
        return ()
    about = lies_within(acting, held, col(AuditEntry.unit_epoch), col(AuditEntry.unit_code))
    by = and_(col(AuditEntry.unit_epoch).is_(None), col(AuditEntry.actor).in_(sorted(people)))
    return (or_(about, by),)


def _people(session: Session, acting: Acting, held: tuple[Mandate, ...]) -> dict[str, str]:
    """Signature → note, of everybody who holds or held a role where the actor may see deeds."""
    found: dict[str, str] = {}
    everywhere = _sees_all(held)
    for row in session.exec(select(RoleGrant).order_by(col(RoleGrant.id))):
        if everywhere or covers(acting, held, UnitKey.stored(row.unit_epoch, row.unit_code)):
            name = account_signature(row.account_id)
            found[name] = row.note or found.get(name, "")
    return found


def _grants(session: Session, actors: Iterable[str]) -> dict[str, list[RoleGrant]]:
    """Signature → every role that the account was ever given, oldest first."""
    accounts = sorted(account for each in actors if (account := account_of(each)) is not None)
    found: dict[str, list[RoleGrant]] = {}
    for row in session.exec(
        select(RoleGrant).where(col(RoleGrant.account_id).in_(accounts)).order_by(col(RoleGrant.id))
    ):
        found.setdefault(account_signature(row.account_id), []).append(row)
    return found


def _roles(acting: Acting, deed: AuditEntry, grants: Mapping[str, list[RoleGrant]]) -> tuple[tuple[Role, Unit], ...]:
    """What whoever did it held at that moment; what they held before where that was nothing any more."""
    day, known = deed.at.astimezone(TIME_ZONE).date(), grants.get(deed.actor, [])
    given = [each for each in known if each.given_at <= deed.at]
    held = [each for each in given if each.ends_on >= day and (each.revoked_at is None or each.revoked_at >= deed.at)]
    units = ((Role(each.role), UnitKey.stored(each.unit_epoch, each.unit_code)) for each in held or given[-1:])
    places = acting.library.places
    return tuple(dict.fromkeys((role, places.unit(key)) for role, key in units if key in places))


def _names(session: Session, acting: Acting, rows: Sequence[AuditEntry]) -> dict[str, str]:
    """What the inputs on this page are about, in words: figures by the catalogue, acts by the plan's criteria."""
    told = {str(field): row.object_id for row in rows if row.object_kind == "unit_input" for field in row.fields}
    found, packs, locale = dict[str, str](), acting.library.packs, acting.actor.locale
    for field in told:
        kind, _colon, about = field.partition(":")
        if kind == InputKind.FIGURE and about in packs.catalogue.by_id:
            found[field] = packs.catalogue.by_id[about].name.to(locale)
    acts = {field: int(number) for field, number in told.items() if field.startswith(f"{InputKind.ACT}:")}
    query = select(UnitInput.id, UnitInput.campaign).where(col(UnitInput.id).in_(sorted(acts.values())))
    campaigns = dict(session.exec(query).all()) if acts else {}
    for field, number in acts.items():
        pack, criterion = packs.get(campaigns.get(number, "")), field.partition(":")[2]
        entries = pack.entries() if pack else ()
        named = next((each.text.to(locale) for _category, each in entries if each.id == criterion), None)
        if named is not None:
            found[field] = named
    return found


def _wanted(filters: Filters) -> list[ColumnElement[bool]]:
    found = [
        col(getattr(AuditEntry, name)) == value
        for name in ("actor", "action", "object_kind", "object_id")
        if (value := getattr(filters, name))
    ]
    if filters.since is not None:
        found.append(col(AuditEntry.at) >= _midnight(filters.since))
    if filters.until is not None:
        found.append(col(AuditEntry.at) < _midnight(filters.until + timedelta(days=1)))
    if filters.without_looks:
        found.append(~col(AuditEntry.action).startswith(LOOK, autoescape=True))
    if filters.before is not None:
        found.append(col(AuditEntry.id) < filters.before)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TIME_ZONE)


def _entry(acting: Acting, row: AuditEntry, people: dict[str, str]) -> Entry:
    key = UnitKey.stored(row.unit_epoch, row.unit_code) if row.unit_epoch and row.unit_code else None
    return Entry(
        id=row.id or 0,
        at=row.at,
        actor=row.actor,
        note=people.get(row.actor, ""),
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        fields=tuple(str(field) for field in row.fields),
        unit=acting.library.places.unit(key) if key is not None and key in acting.library.places else None,
        digest=row.digest,
    )
