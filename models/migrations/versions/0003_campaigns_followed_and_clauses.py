"""The campaigns a chat follows, and the clauses of imported plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "plan_clauses",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("trail", JSON, nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_plan_clauses_position_not_negative")),
        sa.PrimaryKeyConstraint("campaign", "path", name=op.f("pk_plan_clauses")),
    )
    op.create_table(
        "chat_campaigns",
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_chat_campaigns_chat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "campaign", name=op.f("pk_chat_campaigns")),
    )


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_table("chat_campaigns")
    op.drop_table("plan_clauses")
