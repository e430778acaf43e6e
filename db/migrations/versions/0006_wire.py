"""The wire: devices and points, what they said, alarms, links, deliveries with their attempts, self-tests."""

import sqlalchemy as sa
from alembic import op

from db.schema import guard

revision = "0006"
down_revision = "0005"

GUARDED = (
    "device",
    "device_point",
    "alarm",
    "alarm_step",
    "call_step",
    "delivery_batch",
    "delivery",
    "delivery_attempt",
    "self_test",
)


def upgrade() -> None:
    _devices()
    _alarms()
    _deliveries()
    guard(op.execute, *GUARDED)


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("driver", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("repeat_seconds", sa.Integer(), nullable=False),
        sa.Column("silent_seconds", sa.Integer(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("priority between 1 and 3", name=op.f("ck_device_priority")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_device_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("code", name=op.f("uq_device_code")),
    )
    op.create_table(
        "device_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("event_type", sa.String(length=16), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("person_ids", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("repeat_seconds", sa.Integer(), nullable=True),
        sa.Column("above", sa.Float(), nullable=True),
        sa.Column("below", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_point_device_id")),
        sa.ForeignKeyConstraint(["event_type"], ["event_type.code"], name=op.f("fk_device_point_event_type")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_device_point_place_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_device_point_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_point")),
    )
    op.create_index(op.f("ix_device_point_device_id"), "device_point", ["device_id"], unique=False)
    op.create_table(
        "link",
        sa.Column("device_key", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changes_since", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state in ('closed', 'opening', 'online', 'silent', 'lost')", name=op.f("ck_link_state")),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_link")),
    )
    op.create_table(
        "self_test",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("well", sa.Boolean(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_self_test_device_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_self_test")),
    )
    op.create_index(op.f("ix_self_test_device_id_at"), "self_test", ["device_id", "at"], unique=False)


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("device_key", sa.String(length=300), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("device_name", sa.String(length=100), nullable=False),
        sa.Column("driver", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=True),
        sa.Column("point_name", sa.String(length=100), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("device_at", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("limit_value", sa.Float(), nullable=True),
        sa.Column("sender", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("event_type", sa.String(length=16), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("person_ids", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("restored_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=100), nullable=False),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.Column("shelved_until", sa.BigInteger(), nullable=True),
        sa.Column("inbound_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('alarm', 'fault', 'message', 'link')", name=op.f("ck_alarm_kind")),
        sa.CheckConstraint("state in ('open', 'shelved', 'accepted', 'false', 'settled')", name=op.f("ck_alarm_state")),
        sa.CheckConstraint("priority between 1 and 3", name=op.f("ck_alarm_priority")),
        sa.ForeignKeyConstraint(["cause_id"], ["alarm.id"], name=op.f("fk_alarm_cause_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_alarm_device_id")),
        sa.ForeignKeyConstraint(["event_type"], ["event_type.code"], name=op.f("fk_alarm_event_type")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_alarm_inbound_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_alarm_incident_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_alarm_place_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_alarm_plan_id")),
        sa.ForeignKeyConstraint(["point_id"], ["device_point.id"], name=op.f("fk_alarm_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("number", name=op.f("uq_alarm_number")),
    )
    op.create_index(
        op.f("ix_alarm_device_key_account_code_zone"), "alarm", ["device_key", "account", "code", "zone"], unique=False
    )
    op.create_index(op.f("ix_alarm_first_at"), "alarm", ["first_at"], unique=False)
    op.create_index(op.f("ix_alarm_cause_id"), "alarm", ["cause_id"], unique=False)
    op.create_index(op.f("ix_alarm_incident_id"), "alarm", ["incident_id"], unique=False)
    op.create_index(op.f("ix_alarm_state_acknowledged_at"), "alarm", ["state", "acknowledged_at"], unique=False)
    op.create_table(
        "alarm_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_step_alarm_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alarm_step")),
    )
    op.create_index(op.f("ix_alarm_step_alarm_id"), "alarm_step", ["alarm_id"], unique=False)
    op.create_table(
        "wire_event",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device_key", sa.String(length=300), nullable=False),
        sa.Column("driver", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("device_at", sa.BigInteger(), nullable=True),
        sa.Column("sender", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("damaged", sa.String(length=40), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_wire_event_alarm_id")),
        sa.ForeignKeyConstraint(["first_id"], ["wire_event.number"], name=op.f("fk_wire_event_first_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wire_event")),
    )
    op.create_index(op.f("ix_wire_event_alarm_id"), "wire_event", ["alarm_id"], unique=False)
    op.create_index(op.f("ix_wire_event_at"), "wire_event", ["at"], unique=False)
    op.create_index(
        op.f("ix_wire_event_device_key_account_code_zone_number"),
        "wire_event",
        ["device_key", "account", "code", "zone", "number"],
        unique=False,
    )
    op.create_index("ix_wire_event_call", "wire_event", ["at"], unique=False, sqlite_where=sa.text("kind = 'call'"))
    op.create_table(
        "call_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("act in ('taken', 'no_need')", name=op.f("ck_call_step_act")),
        sa.ForeignKeyConstraint(["event_number"], ["wire_event.number"], name=op.f("fk_call_step_event_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_call_step")),
    )
    op.create_index(op.f("ix_call_step_at"), "call_step", ["at"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "delivery_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_batch")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("device_name", sa.String(length=100), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("area", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("audible", sa.Boolean(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("armed_at", sa.BigInteger(), nullable=True),
        sa.Column("armed_by", sa.String(length=100), nullable=False),
        sa.Column("armed_for", sa.Integer(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_number", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('held', 'queued', 'sending', 'sent', 'confirmed', 'unconfirmed', 'failed', 'unknown', "
            "'cancelled')",
            name=op.f("ck_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["delivery_batch.id"], name=op.f("fk_delivery_batch_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_delivery_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
    )
    op.create_index(op.f("ix_delivery_asked_at"), "delivery", ["asked_at"], unique=False)
    op.create_index(op.f("ix_delivery_batch_id"), "delivery", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_delivery_device_id_state_asked_at_number"),
        "delivery",
        ["device_id", "state", "asked_at", "number"],
        unique=False,
    )
    op.create_index(op.f("ix_delivery_state_not_before"), "delivery", ["state", "not_before"], unique=False)
    op.create_index(op.f("ix_delivery_subject_id"), "delivery", ["subject_id"], unique=False)
    op.create_table(
        "delivery_attempt",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("said", sa.String(length=60), nullable=False),
        sa.Column("command", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_attempt_delivery_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delivery_attempt")),
    )
    op.create_index(op.f("ix_delivery_attempt_began_at"), "delivery_attempt", ["began_at"], unique=False)
    op.create_index(op.f("ix_delivery_attempt_delivery_id"), "delivery_attempt", ["delivery_id"], unique=False)
