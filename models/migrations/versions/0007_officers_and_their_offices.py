"""Officers and their offices."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_organisations_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint(
            "unit_epoch", "unit_code", "kind", "name", name=op.f("uq_organisations_unit_epoch_unit_code_kind_name")
        ),
    )
    op.create_index(op.f("ix_organisations_parent_id"), "organisations", ["parent_id"], unique=False)
    op.create_table(
        "officer_profiles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("staff_group", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_officer_profiles_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_profiles")),
    )
    op.create_index(op.f("ix_officer_profiles_organisation_id"), "officer_profiles", ["organisation_id"], unique=False)
    op.create_index("ix_officer_profiles_unit", "officer_profiles", ["unit_epoch", "unit_code"], unique=False)
    op.create_table(
        "officer_chats",
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_officer_chats_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer_profiles.id"], name=op.f("fk_officer_chats_officer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_officer_chats")),
    )
    op.create_index(op.f("ix_officer_chats_officer_id"), "officer_chats", ["officer_id"], unique=False)


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_index(op.f("ix_officer_chats_officer_id"), table_name="officer_chats")
    op.drop_table("officer_chats")
    op.drop_index("ix_officer_profiles_unit", table_name="officer_profiles")
    op.drop_index(op.f("ix_officer_profiles_organisation_id"), table_name="officer_profiles")
    op.drop_table("officer_profiles")
    op.drop_index(op.f("ix_organisations_parent_id"), table_name="organisations")
    op.drop_table("organisations")
