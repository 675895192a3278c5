"""What every table is made of: base class, names of constraints, and column types that work on both databases."""

from datetime import UTC, datetime
from threading import RLock
from typing import Any, TypeAlias

import sqlalchemy
from pydantic import JsonValue
from sqlalchemy import JSON, BigInteger, CheckConstraint, DateTime, Dialect, ForeignKey, Integer, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapper, relationship
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

JsonObject: TypeAlias = dict[str, JsonValue]

# Named constraints, so that a migration can change one on either database.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_BUILDING = RLock()


class Table(SQLModel):
    """Base of every table.

    Classes with `table=True` do not validate when constructed: build rows with `model_validate`. Each builds what
    validates it when that is first asked for, since a run asks few of them.
    """

    metadata = MetaData(naming_convention=_NAMES)
    model_config = {"defer_build": True}

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """What pydantic calls then; one thread at a time, which pydantic leaves to us."""
        with _BUILDING:
            return super().model_rebuild(**options)

    @classmethod
    def core(cls) -> sqlalchemy.Table:
        """The table for Core statements, which cost a fraction of what objects cost."""
        return cls.metadata.tables[str(cls.__tablename__)]


_ORDERED: set[ForeignKey] = set()


@event.listens_for(Mapper, "before_configured")
def _order_by_foreign_keys() -> None:
    """Let a flush write what is referred to before what refers to it.

    SQLAlchemy orders by relationships only, never by foreign keys, so each foreign key gets one that loads nothing and
    is not meant to be used. Otherwise a chat and its new household could not be added in one flush.
    """
    mappers = {mapper.class_.__tablename__: mapper for mapper in Table._sa_registry.mappers}
    for mapper in mappers.values():
        for column in mapper.local_table.columns:
            for key in column.foreign_keys:
                target = mappers.get(key.target_fullname.split(".")[0], mapper)
                if target is mapper or key in _ORDERED:
                    continue
                _ORDERED.add(key)
                silent = relationship(
                    target.class_,
                    primaryjoin=column == key.column,
                    foreign_keys=[column],
                    lazy="raise",
                    passive_deletes=True,
                )
                mapper.add_property(f"order_by_{column.key}", silent)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out, on SQLite (which keeps no zone) as on PostgreSQL.

    A naive moment is refused with ValueError, since nobody can say later which zone was meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        # SQLAlchemy writes a moment for SQLite field by field, at ten times the price.
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = _in_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"naive moment refused: {value.isoformat()}")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """As SQLAlchemy stores it on SQLite."""
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


# On SQLite only "INTEGER PRIMARY KEY" is the row's own 64-bit number; a BIGINT key would be a second index beside it.
BigId = BigInteger().with_variant(Integer(), "sqlite")

# JSONB keeps no order of keys, so nothing may rely on it: the order of answers is the form's. A stored value is
# replaced as a whole (`draft.body = {...}`): a change inside it is not seen.
Json = JSON().with_variant(JSONB(), "postgresql")


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    """One CHECK >= 0 per column."""
    return tuple(CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns)
