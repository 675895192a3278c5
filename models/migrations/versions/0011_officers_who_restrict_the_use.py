"""Officers who let what they answered be kept but not used."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.add_column("officer_profiles", sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_column("officer_profiles", "restricted_at")
