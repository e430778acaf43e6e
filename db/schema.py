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
)
"""Tables whose rows may move on (versions, states) but never vanish."""


def triggers() -> dict[str, str]:
    """Name and statement of every trigger a store must have."""
    made: dict[str, str] = {}
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            made[f"{table}_no_{act}"] = _abort(table, act)
    for table in NEVER_DELETED:
        made[f"{table}_no_delete"] = _abort(table, "delete")
    return made


def _abort(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def guard(execute: Callable[[str], object], *tables: str) -> None:
    """Make the triggers of these tables (all when none is named), replacing those that are there."""
    for name, statement in triggers().items():
        if tables and not any(name in (f"{t}_no_update", f"{t}_no_delete") for t in tables):
            continue
        execute(f"DROP TRIGGER IF EXISTS {name}")
        execute(statement)


SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE log_search USING fts5(text, place, person, content='', tokenize='ascii', columnsize=0)"
)
"""Contentless: the log keeps the text, the index only where its tokens stand; rowid is the entry's number."""
