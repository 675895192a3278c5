"""No index of when drafts changed: nothing looks for it, and every answer had to keep it up."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody misses an index that no query uses."""
    op.drop_index("ix_drafts_updated_at", "drafts")


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.create_index("ix_drafts_updated_at", "drafts", ["updated_at"], unique=False)
