"""Warnings: messages with their history, channels, the people they are for; calling by name; CAP files."""

import sqlalchemy as sa
from alembic import op

from db.schema import guard

revision = "0007"
down_revision = "0006"

GUARDED = (
    "warning",
    "warning_step",
    "warning_send",
    "warning_person",
    "callout",
    "callout_row",
    "callout_try",
    "cap_file",
)


def upgrade() -> None:
    _warnings()
    _callouts()
    _files()
    # a receiver may have any number of points: what a signal is of is asked for, not sought among all of them
    name = op.f("ix_device_point_device_id_account_zone_code")
    op.create_index(name, "device_point", ["device_id", "account", "zone", "code"], unique=False)
    # a new alarm follows nothing and is no incident yet: a burst writes nothing into either index
    for column in ("incident_id", "cause_id"):
        index = op.f(f"ix_alarm_{column}")
        op.drop_index(index, "alarm")
        op.create_index(index, "alarm", [column], unique=False, sqlite_where=sa.text(f"{column} IS NOT NULL"))
    guard(op.execute, *GUARDED)


def _warnings() -> None:
    op.create_table(
        "warning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.String(length=100), nullable=False),
        sa.Column("reviewer", sa.String(length=100), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("second", sa.String(length=100), nullable=False),
        sa.Column("countersigner", sa.String(length=100), nullable=False),
        sa.Column("countersigned_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_later_at", sa.BigInteger(), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("released_by", sa.String(length=100), nullable=False),
        sa.Column("onset_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('first', 'change', 'lift', 'withdraw')", name=op.f("ck_warning_kind")),
        sa.CheckConstraint("origin in ('own', 'forwarded')", name=op.f("ck_warning_origin")),
        sa.CheckConstraint(
            "state in ('draft', 'review', 'sign', 'release', 'releasing', 'active', 'changed', 'lifted', 'expired', "
            "'withdrawn', 'abandoned')",
            name=op.f("ck_warning_state"),
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_warning_incident_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["warning.id"], name=op.f("fk_warning_previous_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["officer.id"], name=op.f("fk_warning_reviewer_id")),
        sa.ForeignKeyConstraint(["root_id"], ["warning.id"], name=op.f("fk_warning_root_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["officer.id"], name=op.f("fk_warning_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning")),
        sa.UniqueConstraint("number", name=op.f("uq_warning_number")),
    )
    op.create_index(op.f("ix_warning_drafted_at"), "warning", ["drafted_at"], unique=False)
    op.create_index(op.f("ix_warning_root_id"), "warning", ["root_id"], unique=False)
    op.create_index(op.f("ix_warning_state"), "warning", ["state"], unique=False)
    op.create_table(
        "warning_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("of_name", sa.String(length=100), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_warning_step_warning_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_warning_step")),
    )
    op.create_index(op.f("ix_warning_step_warning_id"), "warning_step", ["warning_id"], unique=False)
    op.create_table(
        "warning_send",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=100), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('todo', 'doing', 'done', 'failed', 'skipped')", name=op.f("ck_warning_send_state")
        ),
        sa.CheckConstraint("way in ('manual', 'device')", name=op.f("ck_warning_send_way")),
        sa.ForeignKeyConstraint(["batch_id"], ["delivery_batch.id"], name=op.f("fk_warning_send_batch_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_warning_send_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_send")),
    )
    op.create_index(op.f("ix_warning_send_warning_id"), "warning_send", ["warning_id"], unique=False)
    op.create_table(
        "warning_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("groups", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_warning_person_person_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_warning_person_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_person")),
    )
    op.create_index(op.f("ix_warning_person_warning_id"), "warning_person", ["warning_id"], unique=False)


def _callouts() -> None:
    op.create_table(
        "callout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("target_minutes", sa.Integer(), nullable=False),
        sa.Column("stages", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("callers", sa.Text(), nullable=False),
        sa.Column("late_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_callout_incident_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_callout_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callout")),
        sa.UniqueConstraint("number", name=op.f("uq_callout_number")),
    )
    op.create_index(op.f("ix_callout_started_at"), "callout", ["started_at"], unique=False)
    op.create_index(op.f("ix_callout_warning_id"), "callout", ["warning_id"], unique=False)
    op.create_table(
        "callout_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("callout_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by", sa.String(length=100), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("reached_at", sa.BigInteger(), nullable=True),
        sa.Column("reached_name", sa.String(length=60), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'reached', 'visiting', 'given_up', 'dropped')", name=op.f("ck_callout_row_state")
        ),
        sa.ForeignKeyConstraint(["callout_id"], ["callout.id"], name=op.f("fk_callout_row_callout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callout_row")),
    )
    op.create_index(op.f("ix_callout_row_callout_id"), "callout_row", ["callout_id"], unique=False)
    op.create_table(
        "callout_try",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_callout_try_person_id")),
        sa.ForeignKeyConstraint(["row_id"], ["callout_row.id"], name=op.f("fk_callout_try_row_id")),
        sa.ForeignKeyConstraint(["undone"], ["callout_try.number"], name=op.f("fk_callout_try_undone")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_callout_try")),
        sa.UniqueConstraint("act_id", name=op.f("uq_callout_try_act_id")),
    )
    op.create_index(op.f("ix_callout_try_row_id"), "callout_try", ["row_id"], unique=False)


def _files() -> None:
    op.create_table(
        "cap_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment_digest", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_cap_file_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_file")),
        sa.UniqueConstraint("attachment_digest", name=op.f("uq_cap_file_attachment_digest")),
    )
    op.create_index(
        op.f("ix_cap_file_sender_identifier_sent_at"), "cap_file", ["sender", "identifier", "sent_at"], unique=False
    )
