"""A request about data says which consent is withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Expand."""
    op.add_column("data_requests", sa.Column("purpose", sa.String(), nullable=True))


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_column("data_requests", "purpose")
