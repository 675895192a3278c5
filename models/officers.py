"""People who answer for themselves as officers, and the offices they work in. No names, no staff numbers."""

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.columns import BigId, Table, UtcDateTime

OFFICER = "officer"
"""The `subject_kind` of reports about an officer."""


class Organisation(Table, table=True):
    """An office under a unit (department, subordinate unit, school …) from a list that the province keeps.

    kind: a `SubjectKind`. parent_id: the office above, of a subordinate unit. source: whose list.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("unit_epoch", "unit_code", "kind", "name"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
    )

    id: str = Field(primary_key=True)
    unit_epoch: str
    unit_code: str
    kind: str
    name: str
    parent_id: str | None = Field(default=None, foreign_key="organisations.id", ondelete="RESTRICT", index=True)
    source: str
    imported_at: AwareDatetime = Field(sa_type=UtcDateTime)


class OfficerProfile(Table, table=True):
    """One officer: the unit whose office they work in, the organisation if it is listed, the group as last told.

    Reports name it as their subject: who deletes a profile settles its reports, and so the tallies, first.
    `restricted_at`: since when what it has told is kept but not used.
    """

    __tablename__ = "officer_profiles"
    __table_args__ = (Index("ix_officer_profiles_unit", "unit_epoch", "unit_code"),)

    id: str = Field(primary_key=True)
    unit_epoch: str
    unit_code: str
    organisation_id: str | None = Field(default=None, foreign_key="organisations.id", ondelete="RESTRICT", index=True)
    staff_group: str | None = None
    created_at: AwareDatetime = Field(sa_type=UtcDateTime)
    restricted_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class OfficerChat(Table, table=True):
    """A chat through which an officer answers; it speaks for one officer at most."""

    __tablename__ = "officer_chats"

    chat_id: int = Field(primary_key=True, foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    officer_id: str = Field(foreign_key="officer_profiles.id", ondelete="CASCADE", index=True)
    linked_at: AwareDatetime = Field(sa_type=UtcDateTime)
