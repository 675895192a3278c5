"""The first journey."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


AUDIT_IS_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_refuses_{change} BEFORE {change.upper()} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        for change in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RAISE EXCEPTION ''audit is append-only'' USING ERRCODE = ''integrity_constraint_violation''; END'",
        *(
            f"CREATE TRIGGER audit_refuses_{change} BEFORE {change.upper()} ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change()"
            for change in ("update", "delete", "truncate")
        ),
    ],
}

TABLES_LAST_FIRST = (
    "help_wishes",
    "tickets",
    "inbox",
    "drafts",
    "consents",
    "chat_households",
    "reports",
    "chats",
    "unit_progress",
    "tallies",
    "snapshots",
    "retained",
    "populations",
    "households",
    "timed_work",
    "periods",
    "lockouts",
    "hamlets",
    "generations",
    "facts",
    "events",
    "consent_texts",
    "audit",
    "asked_questions",
)


def upgrade() -> None:  # noqa: PLR0915 (one table after the other)
    """Expand."""
    op.create_table(
        "asked_questions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
    )
    op.create_index("ix_asked_questions_campaign_day", "asked_questions", ["campaign", "day"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_actor"), "audit", ["actor"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index("ix_audit_object", "audit", ["object_kind", "object_id"], unique=False)
    for statement in AUDIT_IS_APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "consent_texts",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_consent_texts")),
    )
    op.create_table(
        "events",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "event_id", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_table(
        "facts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_facts")),
    )
    op.create_table(
        "generations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_generations_number_not_negative")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_generations")),
    )
    op.create_table(
        "hamlets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hamlets")),
        sa.UniqueConstraint(
            "unit_epoch", "unit_code", "kind", "name", name=op.f("uq_hamlets_unit_epoch_unit_code_kind_name")
        ),
    )
    op.create_table(
        "lockouts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("misses >= 0", name=op.f("ck_lockouts_misses_not_negative")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lockouts")),
    )
    op.create_index(op.f("ix_lockouts_first_at"), "lockouts", ["first_at"], unique=False)
    op.create_table(
        "periods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("target_year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("controller", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("notice_number", sa.String(), nullable=True),
        sa.Column("retention_until", sa.Date(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_periods_closes_after_it_opens")),
        sa.CheckConstraint("retention_until >= closes_on", name=op.f("ck_periods_kept_until_it_closes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
    )
    op.create_index("ix_periods_campaign_opens_on", "periods", ["campaign", "opens_on"], unique=False)
    op.create_table(
        "timed_work",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.CheckConstraint("(leased_until IS NULL) = (leased_by IS NULL)", name=op.f("ck_timed_work_lease_is_whole")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_timed_work_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timed_work")),
        sa.UniqueConstraint("key", name=op.f("uq_timed_work_key")),
    )
    op.create_index("ix_timed_work_due", "timed_work", ["due_at", "leased_until"], unique=False)
    op.create_table(
        "households",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slip", sa.String(length=8), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("hamlet_id", sa.String(), nullable=True),
        sa.Column("running_number", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(slip) = 8", name=op.f("ck_households_slip_has_8_digits")),
        sa.CheckConstraint("running_number >= 1", name=op.f("ck_households_running_number_from_1")),
        sa.ForeignKeyConstraint(
            ["hamlet_id"], ["hamlets.id"], name=op.f("fk_households_hamlet_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("hamlet_id", "running_number", name=op.f("uq_households_hamlet_id_running_number")),
        sa.UniqueConstraint("slip", name=op.f("uq_households_slip")),
    )
    op.create_table(
        "populations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("hamlet_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_populations_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["hamlet_id"], ["hamlets.id"], name=op.f("fk_populations_hamlet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_populations")),
    )
    op.create_index(
        "uq_populations_hamlet",
        "populations",
        ["hamlet_id", "kind", "as_of"],
        unique=True,
        sqlite_where=sa.text("hamlet_id IS NOT NULL"),
        postgresql_where=sa.text("hamlet_id IS NOT NULL"),
    )
    op.create_index(
        "uq_populations_unit",
        "populations",
        ["unit_epoch", "unit_code", "kind", "as_of"],
        unique=True,
        sqlite_where=sa.text("hamlet_id IS NULL"),
        postgresql_where=sa.text("hamlet_id IS NULL"),
    )
    op.create_table(
        "retained",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=False),
        sa.Column("den", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.CheckConstraint("den >= 0", name=op.f("ck_retained_den_not_negative")),
        sa.CheckConstraint("num >= 0", name=op.f("ck_retained_num_not_negative")),
        sa.CheckConstraint("reports >= 0", name=op.f("ck_retained_reports_not_negative")),
        sa.CheckConstraint("unknown >= 0", name=op.f("ck_retained_unknown_not_negative")),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_retained_period_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint(
            "campaign", "period_id", "unit_epoch", "unit_code", "indicator_id", name=op.f("pk_retained")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshots",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=False),
        sa.Column("den", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.CheckConstraint("den >= 0", name=op.f("ck_snapshots_den_not_negative")),
        sa.CheckConstraint("num >= 0", name=op.f("ck_snapshots_num_not_negative")),
        sa.CheckConstraint("reports >= 0", name=op.f("ck_snapshots_reports_not_negative")),
        sa.CheckConstraint("unknown >= 0", name=op.f("ck_snapshots_unknown_not_negative")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_snapshots_period_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint(
            "campaign", "period_id", "unit_epoch", "unit_code", "indicator_id", name=op.f("pk_snapshots")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tallies",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=False),
        sa.Column("den", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.CheckConstraint("den >= 0", name=op.f("ck_tallies_den_not_negative")),
        sa.CheckConstraint("num >= 0", name=op.f("ck_tallies_num_not_negative")),
        sa.CheckConstraint("reports >= 0", name=op.f("ck_tallies_reports_not_negative")),
        sa.CheckConstraint("unknown >= 0", name=op.f("ck_tallies_unknown_not_negative")),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_tallies_period_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint(
            "campaign", "period_id", "unit_epoch", "unit_code", "indicator_id", name=op.f("pk_tallies")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_progress",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("snapshot_reports", sa.Integer(), nullable=False),
        sa.Column("snapshot_on", sa.Date(), nullable=True),
        sa.CheckConstraint("reports >= 0", name=op.f("ck_unit_progress_reports_not_negative")),
        sa.CheckConstraint("snapshot_reports >= 0", name=op.f("ck_unit_progress_snapshot_reports_not_negative")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_unit_progress_period_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("campaign", "period_id", "unit_epoch", "unit_code", name=op.f("pk_unit_progress")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chats",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("view", JSON, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.String(), nullable=True),
        sa.Column("campaign", sa.String(), nullable=True),
        sa.Column("unit_epoch", sa.String(), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("last_period_id", sa.String(), nullable=True),
        sa.Column("paused_reminders", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(unit_epoch IS NULL) = (unit_code IS NULL)", name=op.f("ck_chats_unit_key_is_whole")),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_chats_seq_not_negative")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_chats_household_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["last_period_id"], ["periods.id"], name=op.f("fk_chats_last_period_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("channel", "peer", name=op.f("uq_chats_channel_peer")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_chats_token_hash")),
    )
    op.create_index(op.f("ix_chats_household_id"), "chats", ["household_id"], unique=False)
    op.create_index(op.f("ix_chats_seen_at"), "chats", ["seen_at"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("hamlet_id", sa.String(), nullable=True),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column(
            "household_id",
            sa.String(),
            sa.Computed("CASE WHEN subject_kind = 'household' THEN subject_id END", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["hamlet_id"], ["hamlets.id"], name=op.f("fk_reports_hamlet_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_reports_household_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_reports_period_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["reports.id"], name=op.f("fk_reports_supersedes"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_hamlet_id"), "reports", ["hamlet_id"], unique=False)
    op.create_index(op.f("ix_reports_household_id"), "reports", ["household_id"], unique=False)
    op.create_index("ix_reports_period_unit", "reports", ["period_id", "unit_epoch", "unit_code"], unique=False)
    op.create_index("ix_reports_subject", "reports", ["subject_kind", "subject_id"], unique=False)
    op.create_index(op.f("ix_reports_supersedes"), "reports", ["supersedes"], unique=False)
    op.create_index(
        "uq_reports_current",
        "reports",
        ["form_id", "subject_id", "period_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "chat_households",
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("household_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_chat_households_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_chat_households_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "household_id", name=op.f("pk_chat_households")),
    )
    op.create_index(op.f("ix_chat_households_household_id"), "chat_households", ["household_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("household_id", sa.String(), nullable=True),
        sa.Column("chat_id", BIG_ID, nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("ck_consents_withdrawn_after_given")),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_consents_chat_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_consents_household_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_hash"], ["consent_texts.hash"], name=op.f("fk_consents_text_hash"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_chat_id"), "consents", ["chat_id"], unique=False)
    op.create_index(op.f("ix_consents_household_id"), "consents", ["household_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=True),
        sa.Column("period_id", sa.String(), nullable=True),
        sa.Column("household_id", sa.String(), nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_drafts_seq_not_negative")),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_drafts_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_drafts_household_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_drafts_period_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("chat_id", "form_id", "subject", name=op.f("uq_drafts_chat_id_form_id_subject")),
    )
    op.create_index(op.f("ix_drafts_household_id"), "drafts", ["household_id"], unique=False)
    op.create_index(op.f("ix_drafts_period_id"), "drafts", ["period_id"], unique=False)
    op.create_index(op.f("ix_drafts_updated_at"), "drafts", ["updated_at"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_inbox_chat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_chat_id_id", "inbox", ["chat_id", "id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("chat_id", BIG_ID, nullable=False),
        sa.Column("household_id", sa.String(), nullable=True),
        sa.Column("unit_epoch", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_tickets_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_tickets_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index(op.f("ix_tickets_chat_id"), "tickets", ["chat_id"], unique=False)
    op.create_index(op.f("ix_tickets_household_id"), "tickets", ["household_id"], unique=False)
    op.create_index("ix_tickets_unit", "tickets", ["unit_epoch", "unit_code", "closed_at"], unique=False)
    op.create_table(
        "help_wishes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("household_id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("consent_id", BIG_ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consents.id"], name=op.f("fk_help_wishes_consent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_help_wishes_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_wishes")),
        sa.UniqueConstraint("household_id", "topic", name=op.f("uq_help_wishes_household_id_topic")),
    )
    op.create_index(op.f("ix_help_wishes_consent_id"), "help_wishes", ["consent_id"], unique=False)


def downgrade() -> None:
    """Back to the revision before, for tests and for a release that is taken back."""
    for table in TABLES_LAST_FIRST:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuses_change()")
