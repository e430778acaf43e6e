"""Incidents with their states, grades, figures and clocks, reports, approvals, returns, instructions, roll calls."""

import sqlalchemy as sa
from alembic import op

from db.schema import guard

revision = "0003"
down_revision = "0002"

GUARDED = (
    "roll_call",
    "incident",
    "roll_call_answer",
    "approval",
    "consultation",
    "incident_command",
    "incident_grade",
    "incident_report",
    "incident_state",
    "returns_round",
    "incident_clock",
    "incident_figure",
    "incident_item",
    "instruction",
    "report_recipient",
    "task_step",
    "town_return",
)


def _widen() -> None:
    """What event types and tasks have from now on."""
    op.add_column("event_type", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("form", sa.String(length=16), server_default="", nullable=False))
    op.add_column("task", sa.Column("stage", sa.String(length=12), server_default="", nullable=False))
    op.add_column("task", sa.Column("unit", sa.String(length=100), server_default="", nullable=False))
    op.add_column("task", sa.Column("phone", sa.String(length=40), server_default="", nullable=False))
    op.execute(
        "ALTER TABLE task ADD COLUMN incident_id CHAR(32) CONSTRAINT fk_task_incident_id REFERENCES incident (id)"
    )
    op.add_column("task", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.add_column("task", sa.Column("verified_at", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("verified_by", sa.String(length=100), server_default="", nullable=False))
    op.create_index(op.f("ix_task_incident_id"), "task", ["incident_id"], unique=False)
    op.create_index(op.f("ix_task_source_id"), "task", ["source_id"], unique=False)


def upgrade() -> None:
    op.create_table(
        "roll_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("retry_minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call")),
        sa.UniqueConstraint("number", name=op.f("uq_roll_call_number")),
    )
    op.create_index(op.f("ix_roll_call_started_at"), "roll_call", ["started_at"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("event_type", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("place_path", sa.String(length=200), nullable=False),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=True),
        sa.Column("occurred_precision", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("outlook", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=100), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(standing = 'none') = (grade = '')", name=op.f("ck_incident_graded")),
        sa.CheckConstraint("standing in ('none', 'first', 'confirmed')", name=op.f("ck_incident_standing")),
        sa.CheckConstraint(
            "state in ('reported', 'handling', 'controlled', 'ended', 'archived', 'cancelled')",
            name=op.f("ck_incident_state"),
        ),
        sa.ForeignKeyConstraint(["event_type"], ["event_type.code"], name=op.f("fk_incident_event_type")),
        sa.ForeignKeyConstraint(["parent_id"], ["incident.id"], name=op.f("fk_incident_parent_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_incident_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_number")),
    )
    op.create_index(op.f("ix_incident_parent_id"), "incident", ["parent_id"], unique=False)
    op.create_index(op.f("ix_incident_received_at_number"), "incident", ["received_at", "number"], unique=False)
    op.create_index(op.f("ix_incident_state_received_at"), "incident", ["state", "received_at"], unique=False)
    op.create_table(
        "roll_call_answer",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("roll_call_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("quality", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("expected", sa.String(length=60), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["roll_call_id"], ["roll_call.id"], name=op.f("fk_roll_call_answer_roll_call_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_roll_call_answer")),
    )
    op.create_index(
        op.f("ix_roll_call_answer_roll_call_id_unit"), "roll_call_answer", ["roll_call_id", "unit"], unique=False
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column("of_name", sa.String(length=60), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("means", sa.String(length=12), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("later_at", sa.BigInteger(), nullable=True),
        sa.Column("later_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("means in ('', 'password', 'phone')", name=op.f("ck_approval_means")),
        sa.CheckConstraint("state in ('waiting', 'approved', 'returned', 'withdrawn')", name=op.f("ck_approval_state")),
        sa.ForeignKeyConstraint(["asker_id"], ["officer.id"], name=op.f("fk_approval_asker_id")),
        sa.ForeignKeyConstraint(["later_by"], ["officer.id"], name=op.f("fk_approval_later_by")),
        sa.ForeignKeyConstraint(["of_id"], ["officer.id"], name=op.f("fk_approval_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_state_of_name"), "approval", ["state", "of_name"], unique=False)
    op.create_index(op.f("ix_approval_subject_id"), "approval", ["subject_id"], unique=False)
    op.create_index(
        "uq_approval_waiting",
        "approval",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("chair", sa.String(length=60), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_consultation_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("number", name=op.f("uq_consultation_number")),
    )
    op.create_index(op.f("ix_consultation_held_at"), "consultation", ["held_at"], unique=False)
    op.create_table(
        "incident_command",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("taken_from", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_command_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_command")),
    )
    op.create_index(op.f("ix_incident_command_incident_id"), "incident_command", ["incident_id"], unique=False)
    op.create_table(
        "incident_grade",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_grade_incident_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident_grade")),
    )
    op.create_index(op.f("ix_incident_grade_incident_id"), "incident_grade", ["incident_id"], unique=False)
    op.create_table(
        "incident_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("figures_until", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.Column("marking", sa.String(length=12), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.String(length=100), nullable=False),
        sa.Column("drafter_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state in ('approved', 'archived')) = (digest is not null)", name=op.f("ck_incident_report_frozen")
        ),
        sa.CheckConstraint(
            "kind in ('first', 'follow', 'daily', 'final', 'quick')", name=op.f("ck_incident_report_kind")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'waiting', 'approved', 'archived', 'void')", name=op.f("ck_incident_report_state")
        ),
        sa.CheckConstraint("(number is null) = (serial is null)", name=op.f("ck_incident_report_numbered")),
        sa.ForeignKeyConstraint(["drafter_id"], ["officer.id"], name=op.f("fk_incident_report_drafter_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_report_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_report")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_report_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_incident_report_year_serial")),
    )
    op.create_index(op.f("ix_incident_report_incident_id"), "incident_report", ["incident_id"], unique=False)
    op.create_index(op.f("ix_incident_report_state"), "incident_report", ["state"], unique=False)
    op.create_table(
        "incident_state",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_state_incident_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident_state")),
    )
    op.create_index(op.f("ix_incident_state_incident_id"), "incident_state", ["incident_id"], unique=False)
    op.create_table(
        "returns_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("before_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('open', 'closed')", name=op.f("ck_returns_round_state")),
        sa.ForeignKeyConstraint(["before_id"], ["returns_round.id"], name=op.f("fk_returns_round_before_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_returns_round_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns_round")),
        sa.UniqueConstraint("number", name=op.f("uq_returns_round_number")),
    )
    op.create_table(
        "incident_clock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("whom", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("counts_from", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=100), nullable=False),
        sa.Column("told", sa.String(length=100), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.BigInteger(), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=False),
        sa.Column("dropped_by", sa.String(length=100), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("outbound_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("done_at is null or dropped_at is null", name=op.f("ck_incident_clock_one_end")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_clock_incident_id")),
        sa.ForeignKeyConstraint(["outbound_id"], ["outbound.id"], name=op.f("fk_incident_clock_outbound_id")),
        sa.ForeignKeyConstraint(["report_id"], ["incident_report.id"], name=op.f("fk_incident_clock_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_clock")),
        sa.UniqueConstraint("incident_id", "rule", "ordinal", name=op.f("uq_incident_clock_incident_id_rule_ordinal")),
    )
    op.create_index(
        op.f("ix_incident_clock_done_at_dropped_at_due_at"),
        "incident_clock",
        ["done_at", "dropped_at", "due_at"],
        unique=False,
    )
    op.create_index(op.f("ix_incident_clock_incident_id"), "incident_clock", ["incident_id"], unique=False)
    op.create_table(
        "incident_figure",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("unknown", sa.Boolean(), nullable=False),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.CheckConstraint("(value is null) = unknown", name=op.f("ck_incident_figure_known_or_not")),
        sa.CheckConstraint("value is null or value >= 0", name=op.f("ck_incident_figure_not_negative")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_incident_figure_inbound_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_figure_incident_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident_figure")),
    )
    op.create_index(op.f("ix_incident_figure_incident_id_key"), "incident_figure", ["incident_id", "key"], unique=False)
    op.create_table(
        "incident_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('source', 'more', 'duplicate')", name=op.f("ck_incident_item_kind")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_incident_item_inbound_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_item_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_item")),
    )
    op.create_index(op.f("ix_incident_item_incident_id"), "incident_item", ["incident_id"], unique=False)
    op.create_index(
        "uq_incident_item_joined",
        "incident_item",
        ["inbound_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "instruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("leader", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("read_back_at", sa.BigInteger(), nullable=True),
        sa.Column("read_back_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("way in ('phone', 'paper', 'message', 'face')", name=op.f("ck_instruction_way")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_instruction_incident_id")),
        sa.ForeignKeyConstraint(["report_id"], ["incident_report.id"], name=op.f("fk_instruction_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
        sa.UniqueConstraint("number", name=op.f("uq_instruction_number")),
    )
    op.create_index(op.f("ix_instruction_incident_id"), "instruction", ["incident_id"], unique=False)
    op.create_index(op.f("ix_instruction_said_at"), "instruction", ["said_at"], unique=False)
    op.create_table(
        "report_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("outbound_id", sa.Uuid(), nullable=True),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("part in ('to', 'copy')", name=op.f("ck_report_recipient_part")),
        sa.ForeignKeyConstraint(["outbound_id"], ["outbound.id"], name=op.f("fk_report_recipient_outbound_id")),
        sa.ForeignKeyConstraint(["report_id"], ["incident_report.id"], name=op.f("fk_report_recipient_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_recipient")),
    )
    op.create_index(op.f("ix_report_recipient_report_id"), "report_recipient", ["report_id"], unique=False)
    op.create_table(
        "task_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("outbound_id", sa.Uuid(), nullable=True),
        sa.Column("inbound_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_task_step_inbound_id")),
        sa.ForeignKeyConstraint(["outbound_id"], ["outbound.id"], name=op.f("fk_task_step_outbound_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_step_task_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_task_step")),
    )
    op.create_index(op.f("ix_task_step_task_id"), "task_step", ["task_id"], unique=False)
    op.create_table(
        "town_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("replaced_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["returns_round.id"], name=op.f("fk_town_return_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_return")),
    )
    op.create_index(op.f("ix_town_return_round_id_unit"), "town_return", ["round_id", "unit"], unique=False)
    _widen()
    guard(op.execute, *GUARDED)
