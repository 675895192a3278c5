"""Which campaigns a chat follows, and the clauses of their plans as imported from the official documents."""

from pydantic import AwareDatetime, JsonValue
from sqlmodel import Field

from models.columns import BigId, Json, Table, UtcDateTime, not_negative


class ChatCampaign(Table, table=True):
    """A chat follows a campaign; the current one stands in the chat itself."""

    __tablename__ = "chat_campaigns"

    chat_id: int = Field(primary_key=True, foreign_key="chats.id", ondelete="CASCADE", sa_type=BigId)
    campaign: str = Field(primary_key=True)
    followed_at: AwareDatetime = Field(sa_type=UtcDateTime)


class PlanClause(Table, table=True):
    """One clause of a plan, verbatim. trail: the headings above it, outermost first; source: name of the file."""

    __tablename__ = "plan_clauses"
    __table_args__ = not_negative("position")

    campaign: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    position: int
    trail: list[JsonValue] = Field(default_factory=list, sa_type=Json)
    marker: str = ""
    text: str
    source: str
    imported_at: AwareDatetime = Field(sa_type=UtcDateTime)
