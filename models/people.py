"""People who hold roles: accounts over several chats, roles for units, invitations and codes that join chats."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime


class Account(Table, table=True):
    """One person who has used a code, whichever chats they use. No name and no number: a note says who was meant."""

    __tablename__ = "accounts"

    id: str = Field(primary_key=True)
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)


class AccountChat(Table, table=True):
    """A chat through which a person acts; a chat belongs to one person at most."""

    __tablename__ = "account_chats"

    chat_id: int = Field(primary_key=True, foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    account_id: str = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    linked_at: AwareDatetime = Field(sa_type=UtcDateTime)


class RoleGrant(Table, table=True):
    """A role that an account holds for a unit and all below it, on the days from `starts_on` to `ends_on`.

    given_by, revoked_by: signatures (`services.people.signature`). note: whom the giver meant, in their words.
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_role_grants_unit", "unit_epoch", "unit_code"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    account_id: str = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    role: str
    unit_epoch: str
    unit_code: str
    starts_on: date
    ends_on: date
    note: str = ""
    given_by: str
    given_at: AwareDatetime = Field(sa_type=UtcDateTime)
    revoked_by: str | None = None
    revoked_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(Table, table=True):
    """A role on offer to whoever has the code; the code itself is nowhere, only its digest."""

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_unit", "unit_epoch", "unit_code"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    code_hash: str = Field(unique=True)
    role: str
    unit_epoch: str
    unit_code: str
    ends_on: date
    note: str = ""
    given_by: str
    given_at: AwareDatetime = Field(sa_type=UtcDateTime)
    expires_at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)
    used_by: str | None = None
    used_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class LinkCode(Table, table=True):
    """A short-lived code by which another chat of the same person joins their account."""

    __tablename__ = "link_codes"

    code_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    chat_id: int = Field(foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId, index=True)
    expires_at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)
    used_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
