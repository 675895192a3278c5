"""Conversations: what is kept of a chat itself, its person's other ones and their roles, for that person to see."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue
from sqlmodel import Session, col, select

from campaigns.units import Unit, UnitKey
from models.campaigns import ChatCampaign
from models.chats import Chat
from models.people import RoleGrant
from services.accounts import SessionInfo, list_sessions
from services.people import Acting, Role, find_account


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role that the actor holds or held. note: whom its giver meant. is_over: it has ended, or was taken back."""

    role: Role
    unit: Unit
    starts_on: date
    ends_on: date
    note: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class OwnConversation:
    """What is kept of a chat. unit: chosen last; campaigns: those that it follows, by their slugs.

    devices: the person's chats, this one among them, where a code was ever used.
    """

    channel: str
    locale: str
    begun_at: datetime
    seen_at: datetime
    unit: UnitKey | None
    campaigns: tuple[str, ...]
    devices: tuple[SessionInfo, ...]
    roles: tuple[OwnRole, ...]

    def to_json(self) -> dict[str, JsonValue]:
        """The same as JSON values, times in ISO 8601; no id of a chat or an account."""
        return {
            "channel": self.channel,
            "locale": self.locale,
            "begun_at": self.begun_at.isoformat(),
            "last_heard_from": self.seen_at.isoformat(),
            "unit": str(self.unit) if self.unit else None,
            "campaigns": list(self.campaigns),
            "devices": [{"channel": each.channel, "linked_at": each.linked_at.isoformat()} for each in self.devices],
            "roles": [
                {
                    "role": each.role.value,
                    "unit": str(each.unit.key),
                    "starts_on": each.starts_on.isoformat(),
                    "ends_on": each.ends_on.isoformat(),
                    "note": each.note,
                    "is_over": each.is_over,
                }
                for each in self.roles
            ],
        }


def see_own_conversation(session: Session, acting: Acting) -> OwnConversation | None:
    """What is kept of the actor's chat; None of a chat that nothing is stored of."""
    chat = session.get(Chat, acting.actor.chat_id)
    if chat is None:
        return None
    followed = select(ChatCampaign.campaign).where(col(ChatCampaign.chat_id) == chat.id)
    return OwnConversation(
        channel=chat.channel,
        locale=chat.locale,
        begun_at=chat.created_at,
        seen_at=chat.seen_at,
        unit=UnitKey.stored(chat.unit_epoch, chat.unit_code) if chat.unit_epoch and chat.unit_code else None,
        campaigns=tuple(session.exec(followed.order_by(col(ChatCampaign.campaign)))),
        devices=list_sessions(session, acting),
        roles=_roles(session, acting),
    )


def _roles(session: Session, acting: Acting) -> tuple[OwnRole, ...]:
    given = select(RoleGrant).where(col(RoleGrant.account_id) == find_account(session, acting))
    return tuple(
        OwnRole(
            role=Role(row.role),
            unit=acting.library.places.unit(UnitKey.stored(row.unit_epoch, row.unit_code)),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            note=row.note,
            is_over=row.revoked_at is not None or row.ends_on < acting.today,
        )
        for row in session.exec(given.order_by(col(RoleGrant.id)))
    )
