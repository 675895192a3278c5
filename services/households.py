"""Households: who answers, where they live, and the slip number that joins paper, community team and own phone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.units import UnitKey
from models.chats import Chat
from models.households import ChatHousehold, Household
from models.prepared import Prepared, Query
from models.tickets import DataRequest
from models.units import Hamlet
from models.upserts import insert_missing, insert_new
from services.inbox import Message, leave_message
from services.lockouts import count_miss, may_try
from services.people import Acting, ViewKey
from services.turns import move_chat

SLIP_DIGITS = 8


class NoHousehold(AppError):
    """The chat has no household yet."""

    code: ClassVar[str] = "no_household"


class DataRestricted(AppError):
    """The household lets its data be kept but not used, so nothing new is taken in either."""

    code: ClassVar[str] = "data_restricted"


@dataclass(frozen=True, slots=True)
class HouseholdInfo:
    """A household as its own people see it. slip: 8 digits. is_restricted: its data is kept but not used."""

    id: str
    slip: str
    unit: UnitKey
    hamlet_id: str | None
    hamlet_name: str | None
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class SlipOpened:
    """The slip was found and the chat now answers for its household."""

    household: HouseholdInfo


@dataclass(frozen=True, slots=True)
class SlipMissed:
    """No household has this slip; so many tries are left."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class SlipLocked:
    """Too many misses; no slip is looked up before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class SlipUnreadable:
    """That was no slip number at all, so it counts as no try."""


_OWN = Query(
    select_columns(
        *(col(getattr(Household, name)) for name in ("id", "slip", "unit_epoch", "unit_code", "hamlet_id")),
        col(Hamlet.name),
        col(Household.restricted_at).is_not(None),
    )
    .select_from(ChatHousehold)
    .join(Household, col(Household.id) == col(ChatHousehold.household_id))
    .join(Hamlet, col(Hamlet.id) == col(Household.hamlet_id), isouter=True)
    .where(
        col(ChatHousehold.chat_id) == bindparam("chat_id"), col(ChatHousehold.household_id) == bindparam("household_id")
    ),
    lambda key, slip, epoch, code, *hamlet: HouseholdInfo(key, slip, UnitKey.stored(epoch, code), *hamlet),
)
_HOLD = Prepared(
    select_columns(col(Household.id)).where(col(Household.id) == bindparam("id")).with_for_update(key_share=True)
)


_SETTLE = Prepared(
    update(Household)
    .where(col(Household.id) == bindparam("own"))
    .values({name: bindparam(name) for name in ("unit_epoch", "unit_code", "hamlet_id")})
)
_TAKE_ALONG = Prepared(
    update(DataRequest)
    .where(
        col(DataRequest.household_id) == bindparam("own"),
        col(DataRequest.fulfilled_at).is_(None),
        col(DataRequest.ticket_id).is_(None),
    )
    .values({name: bindparam(name) for name in ("unit_epoch", "unit_code")})
)
_CHOOSE = Prepared(update(Chat).where(col(Chat.id) == bindparam("chat")).values(household_id=bindparam("own")))


def own_household(session: Session, acting: Acting) -> HouseholdInfo:
    """The household that the actor answers for. Errors: `no_household`."""
    found = find_own_household(session, acting)
    if found is None:
        raise NoHousehold
    return found


def find_own_household(session: Session, acting: Acting) -> HouseholdInfo | None:
    """The household that the actor answers for, if they have one and are linked to it."""
    if acting.actor.household_id is None:
        return None
    return _OWN.first(session, {"chat_id": acting.actor.chat_id, "household_id": acting.actor.household_id})


def hold_household(session: Session, acting: Acting) -> HouseholdInfo:
    """The actor's household, whose other chats wait until the commit with what they have. Errors: `no_household`."""
    keep_others_waiting(session, acting)
    return own_household(session, acting)


def keep_others_waiting(session: Session, acting: Acting) -> None:
    """Let the household's other chats wait until the commit; nothing where there is no household."""
    if acting.actor.household_id is not None:
        _HOLD.post(session, {"id": acting.actor.household_id})


def require_use(household: HouseholdInfo) -> None:
    """Errors: `data_restricted` while the household restricts the use of its data."""
    if household.is_restricted:
        raise DataRestricted


def settle(session: Session, acting: Acting, unit: UnitKey, hamlet_id: str | None) -> str:
    """Say where the actor's household lives; makes the household, with its slip, the first time. Its id.

    Errors: `no_household` where it is not the actor's any more. Effects: the chat answers for it from now on. A report
    that was already sent moves when it is next corrected; what was asked by telephone and is not carried out yet is for
    the new unit to do, and nobody else could.
    """
    place = {"unit_epoch": unit.epoch, "unit_code": unit.code, "hamlet_id": hamlet_id}
    own = acting.actor.household_id
    if own is None or not _SETTLE.change(session, {"own": own, **place}):
        own = _new_household(session, acting, place)
        _link(session, acting, own)
    else:
        _TAKE_ALONG.post(session, {"own": own, "unit_epoch": unit.epoch, "unit_code": unit.code})
        own_household(session, acting)
    return own


def open_slip(
    session: Session, acting: Acting, slip: str, then: ViewKey
) -> SlipOpened | SlipMissed | SlipLocked | SlipUnreadable:
    """Come back with a slip number, from this or another browser.

    Misses are counted per chat and per address, in results rather than errors so that they stay counted. then: where
    the chat goes once the slip is found. Effects: links the chat to the household, and tells the household's other
    chats.
    """
    if (until := may_try(session, acting, "slip").locked_until) is not None:
        return SlipLocked(until)
    digits = read_slip(slip)
    if digits is None:
        return SlipUnreadable()
    household = session.exec(select(Household).where(col(Household.slip) == digits)).first()
    if household is None:
        tries = count_miss(session, acting, "slip")
        return SlipLocked(tries.locked_until) if tries.locked_until else SlipMissed(tries.left)
    others = session.exec(select(ChatHousehold.chat_id).where(ChatHousehold.household_id == household.id)).all()
    for chat_id in sorted(set(others) - {acting.actor.chat_id}):
        leave_message(session, chat_id, Message("slip_opened"), acting.now)
    _link(session, acting, household.id)
    move_chat(session, acting.actor.chat_id, then)
    return SlipOpened(_info(session, household))


def read_slip(written: str) -> str | None:
    """The eight digits of a slip in what somebody typed; None for anything else."""
    digits = "".join(str(int(letter)) for letter in written if letter.isdecimal())
    return digits if len(digits) == SLIP_DIGITS else None


def _new_household(session: Session, acting: Acting, place: Mapping[str, str | None]) -> str:
    """A household with a slip number that nobody else has; its id."""
    fresh = {"id": sortable_id(acting.now), "created_at": acting.now, **place}
    while not insert_new(session, Household, {**fresh, "slip": f"{secrets.randbelow(90_000_000) + 10_000_000}"}):
        pass
    return str(fresh["id"])


def _link(session: Session, acting: Acting, household_id: str) -> None:
    """Let the actor's chat answer for a household from now on."""
    chat_id = acting.actor.chat_id
    link = {"chat_id": chat_id, "household_id": household_id, "label": "", "linked_at": acting.now}
    insert_missing(session, ChatHousehold, link)
    _CHOOSE.post(session, {"chat": chat_id, "own": household_id})


def sortable_id(now: datetime) -> str:
    """An id that sorts by time and that nobody can guess."""
    return f"{int(now.timestamp() * 1000):012x}{uuid4().hex[:16]}"


def _info(session: Session, household: Household) -> HouseholdInfo:
    hamlet = session.get(Hamlet, household.hamlet_id) if household.hamlet_id else None
    unit = UnitKey.stored(household.unit_epoch, household.unit_code)
    name, is_restricted = hamlet.name if hamlet else None, household.restricted_at is not None
    return HouseholdInfo(household.id, household.slip, unit, household.hamlet_id, name, is_restricted)
