"""The seat: county lists, shift table, routines, outbound register, clocks of documents, briefs, reports, own forms."""

import sqlalchemy as sa
from alembic import op

from db.schema import guard

revision = "0002"
down_revision = "0001"

GUARDED = (
    "list_row",
    "roster_line",
    "substitution",
    "whereabouts",
    "routine_tick",
    "check_mark",
    "notice",
    "zero_report",
    "outbound",
    "inbound_clock",
    "attachment_link",
    "brief",
    "reading",
    "report",
    "form_file",
    "print_copy",
)


def upgrade() -> None:
    op.create_table(
        "brief",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.CheckConstraint("kind in ('weather', 'river', 'other')", name=op.f("ck_brief_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
    )
    op.create_index(op.f("ix_brief_at"), "brief", ["at"], unique=False)
    op.create_table(
        "list_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_row")),
        sa.UniqueConstraint("list", "code", name=op.f("uq_list_row_list_code")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_until_at"), "notice", ["until_at"], unique=False)
    op.create_table(
        "outbound",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("to_name", sa.String(length=60), nullable=False),
        sa.Column("to_org", sa.String(length=100), nullable=False),
        sa.Column("to_phone", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_number", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("receipt_by", sa.String(length=60), nullable=False),
        sa.Column("receipt_at", sa.BigInteger(), nullable=True),
        sa.Column("receipt_note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('sent', 'received', 'failed')", name=op.f("ck_outbound_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound")),
        sa.UniqueConstraint("number", name=op.f("uq_outbound_number")),
    )
    op.create_index(op.f("ix_outbound_sent_at"), "outbound", ["sent_at"], unique=False)
    op.create_index(op.f("ix_outbound_subject_id"), "outbound", ["subject_id"], unique=False)
    op.create_table(
        "print_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_copy")),
        sa.UniqueConstraint("form", "number", "ordinal", name=op.f("uq_print_copy_form_number_ordinal")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('daily', 'weekly', 'monthly')", name=op.f("ck_report_kind")),
        sa.CheckConstraint("state in ('draft', 'issued')", name=op.f("ck_report_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
    )
    op.create_index(op.f("ix_report_kind_from_at"), "report", ["kind", "from_at"], unique=False)
    op.create_table(
        "routine_tick",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("result in ('done', 'abnormal', 'not_done')", name=op.f("ck_routine_tick_result")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine_tick")),
        sa.UniqueConstraint("code", "due_at", name=op.f("uq_routine_tick_code_due_at")),
    )
    op.create_index(op.f("ix_routine_tick_due_at"), "routine_tick", ["due_at"], unique=False)
    op.create_table(
        "attachment_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["attachment.digest"], name=op.f("fk_attachment_link_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_link")),
        sa.UniqueConstraint("digest", "subject_id", name=op.f("uq_attachment_link_digest_subject_id")),
    )
    op.create_index(op.f("ix_attachment_link_subject_id"), "attachment_link", ["subject_id"], unique=False)
    op.create_table(
        "form_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["attachment.digest"], name=op.f("fk_form_file_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_file")),
    )
    op.create_index(op.f("ix_form_file_form_active"), "form_file", ["form", "active"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_reading_brief_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_series_at"), "reading", ["series", "at"], unique=False)
    op.create_table(
        "roster_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("source in ('hand', 'import', 'plan')", name=op.f("ck_roster_line_source")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_line")),
    )
    op.create_index(op.f("ix_roster_line_day"), "roster_line", ["day"], unique=False)
    op.create_index(op.f("ix_roster_line_ends_at_starts_at"), "roster_line", ["ends_at", "starts_at"], unique=False)
    op.create_table(
        "whereabouts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("deputy", sa.String(length=60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_whereabouts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whereabouts")),
    )
    op.create_index(op.f("ix_whereabouts_from_at"), "whereabouts", ["from_at"], unique=False)
    op.create_table(
        "check_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('ok', 'fault', 'absent')", name=op.f("ck_check_mark_state")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_check_mark_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_mark")),
        sa.UniqueConstraint("shift_id", "code", name=op.f("uq_check_mark_shift_id_code")),
    )
    op.create_table(
        "inbound_clock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=100), nullable=False),
        sa.Column("whom", sa.String(length=100), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("outbound_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_inbound_clock_inbound_id")),
        sa.ForeignKeyConstraint(["outbound_id"], ["outbound.id"], name=op.f("fk_inbound_clock_outbound_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_clock")),
        sa.UniqueConstraint("inbound_id", "kind", name=op.f("uq_inbound_clock_inbound_id_kind")),
    )
    op.create_index(op.f("ix_inbound_clock_done_at_due_at"), "inbound_clock", ["done_at", "due_at"], unique=False)
    op.create_table(
        "substitution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("absent", sa.String(length=60), nullable=False),
        sa.Column("stands_in", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_substitution_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_starts_at"), "substitution", ["starts_at"], unique=False)
    op.create_table(
        "zero_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reporter", sa.String(length=60), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('none', 'some')", name=op.f("ck_zero_report_state")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_zero_report_inbound_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zero_report")),
        sa.UniqueConstraint("period", "day", "unit", name=op.f("uq_zero_report_period_day_unit")),
    )
    op.add_column("inbound", sa.Column("kind", sa.String(length=12), server_default="", nullable=False))
    op.add_column("inbound", sa.Column("source_number", sa.String(length=60), server_default="", nullable=False))
    op.add_column("inbound", sa.Column("urgency", sa.String(length=12), server_default="", nullable=False))
    op.add_column("inbound", sa.Column("caller_post", sa.String(length=60), server_default="", nullable=False))
    op.add_column("inbound", sa.Column("told", sa.String(length=200), server_default="", nullable=False))
    op.execute(
        "ALTER TABLE inbound ADD COLUMN caller_person_id CHAR(32) "
        "CONSTRAINT fk_inbound_caller_person_id REFERENCES person (id)"
    )
    op.execute(
        "ALTER TABLE inbound_action ADD COLUMN outbound_id CHAR(32) "
        "CONSTRAINT fk_inbound_action_outbound_id REFERENCES outbound (id)"
    )
    op.add_column("person", sa.Column("staff_number", sa.String(length=40), server_default="", nullable=False))
    op.add_column("phone_number", sa.Column("extension", sa.String(length=12), server_default="", nullable=False))
    op.add_column("phone_number", sa.Column("label", sa.String(length=30), server_default="", nullable=False))
    op.add_column("phone_number", sa.Column("valid_to", sa.Date(), nullable=True))
    op.execute(
        "ALTER TABLE sheet_difference ADD COLUMN task_id CHAR(32) "
        "CONSTRAINT fk_sheet_difference_task_id REFERENCES task (id)"
    )
    op.add_column("signature", sa.Column("absent", sa.String(length=60), server_default="", nullable=False))
    op.add_column("signature", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    guard(op.execute, *GUARDED)
