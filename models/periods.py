"""Reporting periods, which an operator opens and closes."""

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.columns import Json, JsonObject, Table, UtcDateTime


class Period(Table, table=True):
    """A reporting period of a campaign. None opens without controller, contact and retention.

    `clocks`: what differs from the usual time for answering people (`campaigns.clocks`), kind → "10" or "2 working".
    """

    __tablename__ = "periods"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("retention_until >= closes_on", name="kept_until_it_closes"),
        Index("ix_periods_campaign_opens_on", "campaign", "opens_on"),
    )

    id: str = Field(primary_key=True)
    campaign: str
    name: str
    target_year: int
    opens_on: date
    closes_on: date
    closed_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
    controller: str
    contact: str
    notice_number: str | None = None
    retention_until: date
    is_sample: bool = False
    clocks: JsonObject | None = Field(default=None, sa_type=Json)
