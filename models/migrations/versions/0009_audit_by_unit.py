"""The audit trail says whose affair each deed was."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.add_column("audit", sa.Column("unit_epoch", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("unit_code", sa.String(), nullable=True))
    op.create_index("ix_audit_unit", "audit", ["unit_epoch", "unit_code", "id"], unique=False)


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_index("ix_audit_unit", table_name="audit")
    op.drop_column("audit", "unit_code")
    op.drop_column("audit", "unit_epoch")
