"""Officers: people who answer for themselves, the office they work in, and the offices a province has listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session, col, select

from campaigns.errors import AppError
from campaigns.format.audience import SubjectKind
from campaigns.units import UnitKey
from models.officers import OfficerChat, OfficerProfile, Organisation
from models.people import AccountChat
from models.upserts import insert_missing
from services.households import sortable_id
from services.people import Acting, Capability, find_account, require


class NoOfficer(AppError):
    """The chat has not said yet in which office the person works."""

    code: ClassVar[str] = "no_officer"


class NoOffice(AppError):
    """No such office belongs to the campaign, or the organisation is another unit's."""

    code: ClassVar[str] = "no_office"


class OfficerRestricted(AppError):
    """The officer lets what they answered be kept but not used, so nothing new is taken in either."""

    code: ClassVar[str] = "officer_restricted"


@dataclass(frozen=True, slots=True)
class OrganisationInfo:
    """A listed office under a unit. parent_id: the office above, of a subordinate unit; source: whose list."""

    id: str
    unit: UnitKey
    kind: SubjectKind
    name: str
    source: str
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class OfficerInfo:
    """An officer as they see themself. group: as their last report told it, None before the first.

    is_restricted: what they answered is kept but not used.
    """

    id: str
    unit: UnitKey
    organisation: OrganisationInfo | None
    group: str | None
    is_restricted: bool = False


def own_officer(session: Session, acting: Acting) -> OfficerInfo:
    """The officer that the actor answers as. Errors: `no_officer`."""
    found = find_own_officer(session, acting)
    if found is None:
        raise NoOfficer
    return found


def find_own_officer(session: Session, acting: Acting) -> OfficerInfo | None:
    """The officer that the actor answers as: through this chat, or another one of their account."""
    profile = _own_profile(session, acting)
    return None if profile is None else _info(session, profile)


def hold_officer(session: Session, acting: Acting) -> OfficerInfo:
    """The same, whose other chats wait until the commit with what they have. Errors: `no_officer`."""
    profile = _own_profile(session, acting)
    if profile is not None:
        held = select(OfficerProfile.id).where(col(OfficerProfile.id) == profile.id)
        session.exec(held.with_for_update(key_share=True)).first()
    return own_officer(session, acting)


def find_officer_of(session: Session, acting: Acting, campaign: str) -> OfficerInfo | None:
    """The officer that the actor answers as, if they work in one of the campaign's units."""
    officer = find_own_officer(session, acting)
    is_there = officer is not None and acting.library.tree(campaign).find(officer.unit) is not None
    return officer if is_there else None


def hold_officer_of(session: Session, acting: Acting, campaign: str) -> OfficerInfo:
    """`hold_officer` for an officer of one of the campaign's units. Errors: `no_officer`, `no_office`.

    Effects: the chat answers for the officer from now on, if so far only another one of the account has.
    """
    officer = hold_officer(session, acting)
    if acting.library.tree(campaign).find(officer.unit) is None:
        raise NoOffice
    _link(session, acting, officer.id)
    return officer


def place_officer(session: Session, acting: Acting, unit: UnitKey, organisation_id: str | None = None) -> OfficerInfo:
    """Say in which unit's office the actor works, and in which listed organisation; makes the profile the first time.

    Errors: `no_office` where the organisation is not of this unit. Effects: the chat answers for it from now on. A
    report that was already sent moves when it is next corrected.
    """
    if organisation_id is not None:
        organisation = session.get(Organisation, organisation_id)
        if organisation is None or UnitKey.stored(organisation.unit_epoch, organisation.unit_code) != unit:
            raise NoOffice
    profile = _own_profile(session, acting)
    if profile is None:
        fresh = {"id": sortable_id(acting.now), "created_at": acting.now}
        profile = OfficerProfile.model_validate({**fresh, "unit_epoch": unit.epoch, "unit_code": unit.code})
        session.add(profile)
        session.flush()
    _link(session, acting, profile.id)
    profile.unit_epoch, profile.unit_code, profile.organisation_id = unit.epoch, unit.code, organisation_id
    session.add(profile)
    session.flush()
    return _info(session, profile)


def list_organisations(session: Session, acting: Acting, unit: UnitKey) -> list[OrganisationInfo]:
    """The listed offices of a unit, by name."""
    del acting  # The list is public.
    here = (col(Organisation.unit_epoch) == unit.epoch, col(Organisation.unit_code) == unit.code)
    rows = session.exec(select(Organisation).where(*here).order_by(col(Organisation.name), col(Organisation.id)))
    return [_organisation(row) for row in rows]


def import_organisations(session: Session, acting: Acting, offices: Sequence[OrganisationInfo]) -> int:
    """Keep these offices, parents before those below them; how many. Idempotent by id. At most 500 a call.

    Errors: `not_yours` for a unit that the actor does not curate.
    """
    for unit in {office.unit for office in offices}:
        require(session, acting, Capability.CURATE, unit)
    for office in offices:
        fields = {
            "id": office.id,
            "unit_epoch": office.unit.epoch,
            "unit_code": office.unit.code,
            "kind": office.kind.value,
            "name": office.name,
            "parent_id": office.parent_id,
            "source": office.source,
            "imported_at": acting.now,
        }
        session.merge(Organisation.model_validate(fields))
        session.flush()
    return len(offices)


def require_officer_use(officer: OfficerInfo) -> None:
    """Errors: `officer_restricted` while the officer restricts the use of what they answered."""
    if officer.is_restricted:
        raise OfficerRestricted


def chats_of(session: Session, officer_id: str) -> Sequence[int]:
    """The chats through which an officer answers."""
    return session.exec(select(OfficerChat.chat_id).where(col(OfficerChat.officer_id) == officer_id)).all()


def _link(session: Session, acting: Acting, officer_id: str) -> None:
    link = {"chat_id": acting.actor.chat_id, "officer_id": officer_id, "linked_at": acting.now}
    insert_missing(session, OfficerChat, link)


def _own_profile(session: Session, acting: Acting) -> OfficerProfile | None:
    chat_id = acting.actor.chat_id
    own = select(OfficerProfile).join(OfficerChat, col(OfficerChat.officer_id) == col(OfficerProfile.id))
    found = session.exec(own.where(col(OfficerChat.chat_id) == chat_id)).first()
    account = None if found is not None else find_account(session, acting)
    if account is None:
        return found
    of_account = own.join(AccountChat, col(AccountChat.chat_id) == col(OfficerChat.chat_id))
    wanted = of_account.where(col(AccountChat.account_id) == account).order_by(col(OfficerProfile.id))
    return session.exec(wanted).first()


def _info(session: Session, profile: OfficerProfile) -> OfficerInfo:
    listed = session.get(Organisation, profile.organisation_id) if profile.organisation_id else None
    unit = UnitKey.stored(profile.unit_epoch, profile.unit_code)
    organisation, is_restricted = None if listed is None else _organisation(listed), profile.restricted_at is not None
    return OfficerInfo(profile.id, unit, organisation, profile.staff_group, is_restricted)


def _organisation(row: Organisation) -> OrganisationInfo:
    unit = UnitKey.stored(row.unit_epoch, row.unit_code)
    return OrganisationInfo(row.id, unit, SubjectKind(row.kind), row.name, row.source, row.parent_id)
