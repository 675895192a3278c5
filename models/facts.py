"""Single facts about this database itself, such as that it holds a sample."""

from sqlmodel import Field

from models.columns import Table


class Fact(Table, table=True):
    """One fact, by key."""

    __tablename__ = "facts"

    key: str = Field(primary_key=True)
    value: str
