"""What the tables cannot say for themselves: append-only triggers and the search index.

Shared by migrations (which call it literally after building tables) and by the test that compares a store at head
with what must exist. Rebuilding a table drops its triggers, so a migration that does so calls ``guard`` again.
"""

from __future__ import annotations

from collections.abc import Callable

APPEND_ONLY = (
    "log_entry",
    "audit_entry",
    "setting_value",
    "figure",
    "signature",
    "store_info",
    "attachment_link",
    "brief",
    "reading",
    "incident_state",
    "incident_grade",
    "incident_figure",
    "task_step",
    "roll_call_answer",
    "number_change",
    "roster_change",
    "call_attempt",
    "response_step",
    "stock_step",
    "stock_movement",
    "assignment_step",
    "shelter_count",
    "relocation_step",
    "alarm_step",
    "call_step",
    "self_test",
    "warning_step",
    "warning_person",
    "callout_try",
    "cap_file",
)
"""Tables in which no row is ever changed or deleted."""

NEVER_DELETED = (
    "inbound",
    "inbound_action",
    "task",
    "shift",
    "shift_post",
    "sheet",
    "sheet_confirmation",
    "sheet_difference",
    "officer",
    "place",
    "organisation",
    "post",
    "person",
    "post_holder",
    "phone_number",
    "attachment",
    "book_head",
    "number_series",
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
    "report",
    "form_file",
    "print_copy",
    "incident",
    "incident_item",
    "incident_command",
    "incident_clock",
    "incident_report",
    "report_recipient",
    "approval",
    "returns_round",
    "town_return",
    "instruction",
    "consultation",
    "roll_call",
    "contact_group",
    "contact_group_member",
    "call_list",
    "import_run",
    "duty_staff",
    "leave",
    "duty_wish",
    "roster_plan",
    "roster_swap",
    "plan",
    "plan_level",
    "plan_task",
    "response",
    "response_task",
    "warehouse",
    "item",
    "lot",
    "quota",
    "agreement",
    "vehicle",
    "stock_document",
    "stock_line",
    "stock_balance",
    "stock_reservation",
    "team",
    "team_certificate",
    "expert",
    "need",
    "dispatch",
    "assignment",
    "shelter",
    "shelter_opening",
    "relocation",
    "map_outline",
    "device",
    "device_point",
    "alarm",
    "delivery_batch",
    "delivery",
    "delivery_attempt",
    "warning",
    "warning_send",
    "callout",
    "callout_row",
)
"""Tables whose rows may move on (versions, states) but never vanish."""

_APPROVED = (
    "number", "year", "serial", "kind", "ordinal", "title", "body", "facts", "figures_until", "urgency", "marking",
    "digest", "approved_at", "approved_by",
)  # fmt: skip

_WARNING = (
    "number", "root_id", "previous_id", "kind", "form", "canonical", "digest", "authors", "title", "rule", "urgent",
    "origin", "scheme", "signal", "level", "rank", "onset_at", "expires_at", "drafted_at", "drafted_by",
)  # fmt: skip
_UNSIGNED = "NEW.state = 'draft' AND NEW.digest IS NULL AND NEW.reviewer = '' AND NEW.signer = ''"
"""Only what nobody has signed any more may be written anew: the text never changes under a name."""

FIXED = {
    "instruction": ("", ("leader", "words", "said_at", "way")),
    "incident_report": ("OLD.digest IS NOT NULL AND ", _APPROVED),
    "dispatch": ("", ("number", "key", "incident_id", "commander", "text", "proposal", "decided", "at")),
    "approval": ("", ("subject_kind", "subject_id", "preview", "digest", "asked_at")),
    "alarm": ("", ("number", "device_key", "driver", "kind", "words", "account", "code", "zone", "first_at", "text")),
    "delivery": (
        "",
        ("number", "device_id", "verb", "target", "area", "text", "facts", "audible", "test", "asked_at", "asked_by"),
    ),
    "warning": (f"(OLD.released_at IS NOT NULL OR (OLD.digest IS NOT NULL AND NOT ({_UNSIGNED}))) AND ", _WARNING),
    "response": ("", ("number", "plan_id", "plan_code", "plan_title", "cause", "started_at")),
}
"""Columns nobody rewrites, and from when on: a leader's words at once, a report once it was approved.

What a response is called stays what it was called when it was started.
"""


SEALED = {
    "warning": (
        "OLD.released_at IS NOT NULL",
        ("reviewer", "reviewer_id", "reviewed_at", "signer", "signer_id", "signed_at", "by_phone", "second",
         "released_at", "released_by", "cap"),
    ),
}  # fmt: skip
"""Columns that are fixed later than those of the same table in ``FIXED``: whose names stand under what went out."""


def triggers() -> dict[str, str]:
    """Name and statement of every trigger a store must have."""
    made: dict[str, str] = {}
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            made[f"{table}_no_{act}"] = _abort(table, act)
    for table in NEVER_DELETED:
        made[f"{table}_no_delete"] = _abort(table, "delete")
    for table, (once, columns) in FIXED.items():
        made[f"{table}_no_rewrite"] = _hold(table, once, columns)
    for table, (once, columns) in SEALED.items():
        made[f"{table}_no_reseal"] = _hold(table, f"{once} AND ", columns, "reseal")
    return made


def _hold(table: str, once: str, columns: tuple[str, ...], act: str = "rewrite") -> str:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
    return (
        f"CREATE TRIGGER {table}_no_{act} BEFORE UPDATE ON {table} WHEN {once}({changed}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is fixed'); END"
    )


def _abort(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def guard(execute: Callable[[str], object], *tables: str) -> None:
    """Make the triggers of these tables (all when none is named), replacing those that are there."""
    for name, statement in triggers().items():
        if tables and name.rpartition("_no_")[0] not in tables:
            continue
        execute(f"DROP TRIGGER IF EXISTS {name}")
        execute(statement)


SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE log_search USING fts5(text, place, person, content='', tokenize='ascii', columnsize=0)"
)
"""Contentless: the log keeps the text, the index only where its tokens stand; rowid is the entry's number."""
