"""Rows of the audit trail can be deleted once they are ten years old; until then nothing changes."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DROP = {
    "sqlite": "DROP TRIGGER audit_refuses_delete",
    "postgresql": "DROP TRIGGER audit_refuses_delete ON audit",
}
FOR_EVER = {
    "sqlite": "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "postgresql": "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change()",
}
FOR_TEN_YEARS = {
    "sqlite": "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit WHEN OLD.at > datetime('now', '-3600 days') "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "postgresql": "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit "
    "FOR EACH ROW WHEN (OLD.at > now() - interval '3600 days') EXECUTE FUNCTION audit_refuses_change()",
}


def upgrade() -> None:
    """Expand."""
    dialect = op.get_bind().dialect.name
    op.execute(DROP[dialect])
    op.execute(FOR_TEN_YEARS[dialect])


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    dialect = op.get_bind().dialect.name
    op.execute(DROP[dialect])
    op.execute(FOR_EVER[dialect])
