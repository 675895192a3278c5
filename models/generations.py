"""Generation numbers of what processes keep in memory, so that a change reaches each of them."""

from sqlmodel import Field

from models.columns import Table, not_negative


class Generation(Table, table=True):
    """How often what `name` stands for (packs, search, places) has changed."""

    __tablename__ = "generations"
    __table_args__ = not_negative("number")

    name: str = Field(primary_key=True)
    number: int = 0
