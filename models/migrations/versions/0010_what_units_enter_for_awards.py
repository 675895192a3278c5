"""What units enter for awards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "unit_inputs",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'entered') = (decided_by IS NULL)", name=op.f("ck_unit_inputs_decided_by_somebody")
        ),
        sa.CheckConstraint("state IN ('entered', 'approved', 'returned')", name=op.f("ck_unit_inputs_state_known")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> entered_by", name=op.f("ck_unit_inputs_decided_by_other_hands")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_unit_inputs_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_inputs")),
        sa.UniqueConstraint(
            "campaign",
            "unit_epoch",
            "unit_code",
            "audience",
            "subject_name",
            "year",
            "kind",
            "about",
            "version",
            name="uq_unit_inputs_version",
        ),
    )
    op.create_index("ix_unit_inputs_state", "unit_inputs", ["state", "unit_epoch", "unit_code"], unique=False)


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_index("ix_unit_inputs_state", table_name="unit_inputs")
    op.drop_table("unit_inputs")
