"""Tickets are answered, and rights over one's data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Expand."""
    # First, while nothing refers to tickets: SQLite makes the table anew.
    with op.batch_alter_table("tickets") as tickets:
        tickets.alter_column("chat_id", existing_type=BIG_ID, nullable=True)
    op.create_table(
        "data_requests",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=True),
        sa.Column("household_id", sa.String(), nullable=True),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("unit_epoch", sa.String(), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fulfilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_data_requests_chat_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_data_requests_household_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_data_requests_ticket_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_asked_at"), "data_requests", ["asked_at"], unique=False)
    op.create_index(op.f("ix_data_requests_chat_id"), "data_requests", ["chat_id"], unique=False)
    op.create_index(op.f("ix_data_requests_household_id"), "data_requests", ["household_id"], unique=False)
    op.create_index(op.f("ix_data_requests_ticket_id"), "data_requests", ["ticket_id"], unique=False)
    op.create_index("ix_data_requests_unit", "data_requests", ["unit_epoch", "unit_code", "fulfilled_at"], unique=False)
    op.create_table(
        "ticket_words",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_words_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_words")),
    )
    op.create_index(op.f("ix_ticket_words_ticket_id"), "ticket_words", ["ticket_id"], unique=False)
    op.add_column("households", sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbox", sa.Column("delivery", sa.String(), nullable=True))
    op.add_column("inbox", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("delivery = 'waiting'"),
        postgresql_where=sa.text("delivery = 'waiting'"),
    )
    op.add_column("periods", sa.Column("clocks", JSON, nullable=True))
    op.add_column("reports", sa.Column("set_aside", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("owner", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    op.drop_column("tickets", "answered_at")
    op.drop_column("tickets", "owner")
    op.drop_column("reports", "set_aside")
    op.drop_column("periods", "clocks")
    op.drop_index(
        "ix_inbox_waiting",
        table_name="inbox",
        sqlite_where=sa.text("delivery = 'waiting'"),
        postgresql_where=sa.text("delivery = 'waiting'"),
    )
    op.drop_column("inbox", "claimed_at")
    op.drop_column("inbox", "delivery")
    op.drop_column("households", "restricted_at")
    op.drop_index(op.f("ix_ticket_words_ticket_id"), table_name="ticket_words")
    op.drop_table("ticket_words")
    op.drop_index("ix_data_requests_unit", table_name="data_requests")
    op.drop_index(op.f("ix_data_requests_ticket_id"), table_name="data_requests")
    op.drop_index(op.f("ix_data_requests_household_id"), table_name="data_requests")
    op.drop_index(op.f("ix_data_requests_chat_id"), table_name="data_requests")
    op.drop_index(op.f("ix_data_requests_asked_at"), table_name="data_requests")
    op.drop_table("data_requests")
    op.execute("DELETE FROM tickets WHERE chat_id IS NULL")
    with op.batch_alter_table("tickets") as tickets:
        tickets.alter_column("chat_id", existing_type=BIG_ID, nullable=False)
