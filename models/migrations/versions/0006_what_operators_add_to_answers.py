"""What operators add to answers, and which questions they are done with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "curated_answers",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("clauses", JSON, nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curated_answers")),
    )
    op.create_table(
        "lexicon_entries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_entries")),
    )
    op.add_column("asked_questions", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_column("asked_questions", "settled_at")
    op.drop_table("lexicon_entries")
    op.drop_table("curated_answers")
