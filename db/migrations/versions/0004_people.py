"""Contacts in groups, call lists and imports; the duty planner with leave and swaps; plans and their responses."""

import sqlalchemy as sa
from alembic import op

from db.schema import guard

revision = "0004"
down_revision = "0003"

GUARDED = (
    "contact_group",
    "import_run",
    "roster_plan",
    "contact_group_member",
    "duty_staff",
    "duty_wish",
    "leave",
    "roster_swap",
    "call_list",
    "plan",
    "call_attempt",
    "plan_level",
    "number_change",
    "roster_change",
    "plan_task",
    "response",
    "response_step",
    "response_task",
    "incident_report",  # more of an approved one is held fast
)


def upgrade() -> None:
    op.create_table(
        "contact_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('fixed', 'rule')", name=op.f("ck_contact_group_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_group")),
        sa.UniqueConstraint("name", name=op.f("uq_contact_group_name")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode in ('all', 'good')", name=op.f("ck_import_run_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_at"), "import_run", ["at"], unique=False)
    op.create_table(
        "roster_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("published_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("method in ('rotation', 'solver', 'hand')", name=op.f("ck_roster_plan_method")),
        sa.CheckConstraint("state in ('draft', 'published', 'given_up')", name=op.f("ck_roster_plan_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_roster_plan_number")),
    )
    op.create_index(op.f("ix_roster_plan_from_day"), "roster_plan", ["from_day"], unique=False)
    op.create_table(
        "contact_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["contact_group.id"], name=op.f("fk_contact_group_member_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_group_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_group_member")),
    )
    op.create_index(op.f("ix_contact_group_member_group_id"), "contact_group_member", ["group_id"], unique=False)
    op.create_index(op.f("ix_contact_group_member_person_id"), "contact_group_member", ["person_id"], unique=False)
    op.create_table(
        "duty_staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("posts", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("leader", sa.Boolean(), nullable=False),
        sa.Column("rest_hours", sa.Integer(), nullable=True),
        sa.Column("most_consecutive", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_staff_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_staff")),
    )
    op.create_index(op.f("ix_duty_staff_person_id"), "duty_staff", ["person_id"], unique=False)
    op.create_table(
        "duty_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("wish in ('want', 'avoid')", name=op.f("ck_duty_wish_wish")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_wish")),
    )
    op.create_index(op.f("ix_duty_wish_day"), "duty_wish", ["day"], unique=False)
    op.create_table(
        "leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('asked', 'granted', 'refused', 'withdrawn')", name=op.f("ck_leave_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_leave_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_ends_at_starts_at"), "leave", ["ends_at", "starts_at"], unique=False)
    op.create_index(op.f("ix_leave_person_id"), "leave", ["person_id"], unique=False)
    op.create_table(
        "roster_swap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("back_day", sa.Date(), nullable=True),
        sa.Column("back_shift", sa.String(length=16), nullable=False),
        sa.Column("back_post", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('asked', 'accepted', 'approved', 'refused', 'withdrawn')", name=op.f("ck_roster_swap_state")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_roster_swap_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_swap_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_swap")),
        sa.UniqueConstraint("number", name=op.f("uq_roster_swap_number")),
    )
    op.create_index(op.f("ix_roster_swap_day"), "roster_swap", ["day"], unique=False)
    op.create_index(op.f("ix_roster_swap_state"), "roster_swap", ["state"], unique=False)
    op.create_table(
        "call_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_call_list_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_list")),
        sa.UniqueConstraint("number", name=op.f("uq_call_list_number")),
    )
    op.create_index(op.f("ix_call_list_started_at"), "call_list", ["started_at"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("event_type", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(length=60), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_plan_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_code")),
    )
    op.create_table(
        "call_attempt",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_list_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('answered', 'no_answer', 'busy', 'off', 'suspended', 'refused', 'stood_in')",
            name=op.f("ck_call_attempt_outcome"),
        ),
        sa.ForeignKeyConstraint(["call_list_id"], ["call_list.id"], name=op.f("fk_call_attempt_call_list_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_attempt_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_call_attempt")),
    )
    op.create_index(op.f("ix_call_attempt_call_list_id"), "call_attempt", ["call_list_id"], unique=False)
    op.create_table(
        "plan_level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("starts_when", sa.Text(), nullable=False),
        sa.Column("ends_when", sa.Text(), nullable=False),
        sa.Column("starter", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("milestones", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level in ('I', 'II', 'III', 'IV')", name=op.f("ck_plan_level_level")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_level_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_level")),
        sa.UniqueConstraint("plan_id", "level", name=op.f("uq_plan_level_plan_id_level")),
    )
    op.create_table(
        "number_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=60), nullable=False),
        sa.Column("after", sa.String(length=60), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["phone_number.id"], name=op.f("fk_number_change_phone_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_number_change")),
    )
    op.create_index(op.f("ix_number_change_phone_id"), "number_change", ["phone_id"], unique=False)
    op.create_table(
        "roster_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind in ('edit', 'copy', 'import', 'publish', 'swap', 'stand_in', 'take_back')",
            name=op.f("ck_roster_change_kind"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_roster_change")),
    )
    op.create_index(op.f("ix_roster_change_day"), "roster_change", ["day"], unique=False)
    op.create_table(
        "plan_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("due_minutes", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["level_id"], ["plan_level.id"], name=op.f("fk_plan_task_level_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
        sa.UniqueConstraint("level_id", "code", name=op.f("uq_plan_task_level_id_code")),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("plan_code", sa.String(length=40), nullable=False),
        sa.Column("plan_title", sa.String(length=200), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('running', 'ended')", name=op.f("ck_response_state")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_response_incident_id")),
        sa.ForeignKeyConstraint(["level_id"], ["plan_level.id"], name=op.f("fk_response_level_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_response_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("number", name=op.f("uq_response_number")),
    )
    op.create_index(op.f("ix_response_incident_id"), "response", ["incident_id"], unique=False)
    op.create_index(op.f("ix_response_state"), "response", ["state"], unique=False)
    op.create_index(
        "uq_response_running", "response", ["plan_id", "cause"], unique=True, sqlite_where=sa.text("state = 'running'")
    )
    op.create_table(
        "response_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("milestone", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_read", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "kind in ('start', 'raise', 'lower', 'milestone', 'end')", name=op.f("ck_response_step_kind")
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_response_step_response_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_response_step")),
    )
    op.create_index(op.f("ix_response_step_response_id"), "response_step", ["response_id"], unique=False)
    op.create_table(
        "response_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("plan_task_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("as_read", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.String(length=1), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lease_by", sa.String(length=100), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('planned', 'claimed', 'given', 'cancelled')", name=op.f("ck_response_task_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_response_task_person_id")),
        sa.ForeignKeyConstraint(["plan_task_id"], ["plan_task.id"], name=op.f("fk_response_task_plan_task_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_response_task_response_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_response_task_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_task")),
        sa.UniqueConstraint("response_id", "code", name=op.f("uq_response_task_response_id_code")),
    )
    op.create_index(op.f("ix_response_task_task_id"), "response_task", ["task_id"], unique=False)
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("organisation", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column("post", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column("phone_number", sa.Column("verified_by", sa.String(length=100), server_default="", nullable=False))
    op.add_column("phone_number", sa.Column("verified_how", sa.String(length=12), server_default="", nullable=False))
    guard(op.execute, *GUARDED)
