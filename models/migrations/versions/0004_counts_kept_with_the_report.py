"""Counts kept with the report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Expand."""
    op.add_column("reports", sa.Column("counts", JSON, nullable=True))


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_column("reports", "counts")
