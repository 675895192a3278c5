"""The audit trail: what officials and operators did. Append-only for ten years, held by the database itself."""

from pydantic import AwareDatetime, JsonValue
from sqlalchemy import DDL, Index, event
from sqlmodel import Field

from models.columns import BigId, Json, Table, UtcDateTime


class AuditEntry(Table, table=True):
    """Who did what to which object, and which fields; values only as a salted digest.

    unit_*: whose affair it was, so that those above may read it; None where it belongs to no unit.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_object", "object_kind", "object_id"),
        Index("ix_audit_unit", "unit_epoch", "unit_code", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: AwareDatetime = Field(sa_type=UtcDateTime, index=True)
    actor: str = Field(index=True)
    action: str
    object_kind: str
    object_id: str
    fields: list[JsonValue] = Field(default_factory=list, sa_type=Json)
    digest: str | None = None
    unit_epoch: str | None = None
    unit_code: str | None = None


# Ten years less fifty days, so that a purge whose clock differs from the database's is never refused.
_ON_SQLITE = tuple(
    f"CREATE TRIGGER audit_refuses_{change} BEFORE {what} BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for change, what in (
        ("update", "UPDATE ON audit"),
        ("delete", "DELETE ON audit WHEN OLD.at > datetime('now', '-3600 days')"),
    )
)
_ON_POSTGRESQL = (
    "CREATE FUNCTION audit_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''audit is append-only'' USING ERRCODE = ''integrity_constraint_violation''; END'",
    *(
        f"CREATE TRIGGER audit_refuses_{change} BEFORE {change.upper()} ON audit "
        f"FOR EACH {each} EXECUTE FUNCTION audit_refuses_change()"
        for change, each in (
            ("update", "STATEMENT"),
            ("delete", "ROW WHEN (OLD.at > now() - interval '3600 days')"),
            ("truncate", "STATEMENT"),
        )
    ),
)

for _dialect, _statements in (("sqlite", _ON_SQLITE), ("postgresql", _ON_POSTGRESQL)):
    for _statement in _statements:
        event.listen(
            Table.metadata.tables["audit"],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call] # takes a str
        )
