"""Changed by hand outside the program: ``log verify`` says where, and exits 1; through SQL the triggers refuse."""

from __future__ import annotations

from contextlib import closing
from uuid import uuid4

import pytest

from console.domain.duty import PostLine
from console.domain.inbound import FigureValue, Intake
from console.domain.log import NewEntry
from console.domain.people import Role
from db import records, schema, sqlite

WORD = "example-duty-1"
SWAP = (
    "UPDATE log_entry SET number = 900 WHERE number = 3; UPDATE log_entry SET number = 3 WHERE number = 4;"
    "UPDATE log_entry SET number = 4 WHERE number = 900"
)
INSERT = (
    "INSERT INTO log_entry SELECT number + 1, 'ffffffffffff4fffbfffffffffffffff', occurred_at, recorded_at, kind, text,"
    " place, person, by_kind, by_id, by_name, by_role, corrects, payload, digest, digest FROM log_entry"
    " ORDER BY number DESC LIMIT 1"
)
BY_HAND = {
    "update": ("UPDATE log_entry SET text = '改' WHERE number = 3", "entry 3"),
    "delete": ("DELETE FROM log_entry WHERE number = 3", "entry 4"),
    "insert": (INSERT, "was changed at entry"),
    "swap": (SWAP, "entry 3"),
    "cut tail": ("DELETE FROM log_entry WHERE number > 5", "head record"),
    "cut tail of the audit book": ("DELETE FROM audit_entry WHERE number > 0", "head record"),
    "changed intake": ("UPDATE inbound SET summary = '改'", "does not agree"),
    "changed figure": ("UPDATE figure SET value = 20 WHERE key = 'affected'", "does not agree"),
    "unreadable intake": ("UPDATE inbound SET id = 'x', version = 9007199254740993", ""),
    "changed sheet": ("UPDATE sheet SET body = replace(body, 'sample', 'live')", "does not agree"),
    "sheet that is no JSON": ("UPDATE sheet SET body = 'x'", "does not agree"),
    "changed head": ("UPDATE book_head SET digest = zeroblob(32) WHERE book = 'duty'", "head record"),
    "changed head number": ("UPDATE book_head SET number = number - 1 WHERE book = 'duty'", "head record"),
    "realm": ("UPDATE store_info SET realm = 'live'", "does not agree"),
    "identity": ("UPDATE store_info SET id = 'ffffffffffff4fffbfffffffffffffff'", "does not agree"),
    "number given again": ("UPDATE number_series SET last = last - 1 WHERE series = 'JB'", "JB2030"),
    "number left out": ("UPDATE number_series SET last = last + 1 WHERE series = 'JJ'", "JJ2030"),
    "series cut": ("DELETE FROM number_series WHERE series = 'JB'", "JB2030"),
    "time that is none": ("UPDATE log_entry SET recorded_at = 'gestern' WHERE number = 2", "entry 2"),
    "time beyond all calendars": ("UPDATE log_entry SET occurred_at = 9223372036854775807 WHERE number = 2", "entry 2"),
    "text that is no UTF-8": ("UPDATE log_entry SET text = CAST(x'ff00fe' AS TEXT) WHERE number = 2", "entry 2"),
    "digest of another kind": ("UPDATE log_entry SET digest = 5 WHERE number = 2", "entry 2"),
}


@pytest.fixture
def watch(desk, by):
    """A store with lines, an intake and a running sheet."""
    desk.log.add_all([NewEntry(uuid4(), f"第 {i} 条") for i in range(6)], by=by)
    officer = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=by)
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=officer.actor)
    figures = {"dead": FigureValue(None, True), "affected": FigureValue(19)}
    form = Intake(id=uuid4(), summary="样例村12 山体裂缝", received_at=desk.clock.now(), figures=figures)
    desk.intake.register(form, by=officer.actor)
    desk.duty.start_hand_over(by=officer.actor)
    return desk


def by_hand(desk, statements, *, triggers):
    connection = sqlite.library().connect(desk.data.store, isolation_level=None)
    try:
        if not triggers:
            for name in schema.triggers():
                connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(statements)
    finally:
        connection.close()


@pytest.mark.parametrize("how", BY_HAND)
def test_verify_finds_it_and_says_where(watch, ask, how):
    statements, said = BY_HAND[how]
    assert ask(watch.data, "log", "verify").returncode == 0

    by_hand(watch, statements, triggers=False)
    done = ask(watch.data, "log", "verify")

    assert done.returncode == 1 and done.stderr == ""
    first, *_, count = done.stdout.splitlines()
    assert said in first, "what was done comes before the guards that were taken away for it"
    assert "disagreements in all" in count


@pytest.mark.parametrize(
    "by_sql",
    [
        "DROP TRIGGER log_entry_no_update",
        "DROP TRIGGER sheet_no_delete; CREATE TRIGGER sheet_no_delete BEFORE DELETE ON sheet BEGIN SELECT 1; END",
    ],
)
def test_a_guard_that_is_gone_or_says_something_else_is_found(watch, ask, by_sql):
    by_hand(watch, by_sql, triggers=True)
    name = by_sql.split()[2].rstrip(";")

    done = ask(watch.data, "log", "verify")
    assert done.returncode == 1 and name in done.stdout
    looked = ask(watch.data, "doctor")
    assert looked.returncode == 1 and name in looked.stdout


@pytest.mark.parametrize(
    "how", ["update", "delete", "swap", "cut tail", "cut tail of the audit book", "changed figure", "realm"]
)
def test_sql_itself_refuses(watch, ask, how):
    with pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        by_hand(watch, BY_HAND[how][0], triggers=True)

    assert ask(watch.data, "log", "verify").returncode == 0


def test_every_table_the_books_answer_for_is_guarded():
    assert set(records.COVERED) <= {*schema.NEVER_DELETED, *schema.APPEND_ONLY}


@pytest.mark.parametrize("table", ["place", "organisation", "post", "person", "post_holder", "phone_number"])
def test_no_place_person_or_number_of_the_county_is_deleted(county_store, table):
    connection = sqlite.library().connect(county_store.store)
    with closing(connection), pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        connection.execute(f"DELETE FROM {table}")


FILLED = ("inbound", "shift", "shift_post", "sheet", "officer", "store_info", "book_head", "number_series")


@pytest.mark.parametrize("table", FILLED)
def test_nothing_recorded_is_deleted(watch, table):
    assert table in (*schema.NEVER_DELETED, *schema.APPEND_ONLY)

    with pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        by_hand(watch, f"DELETE FROM {table}", triggers=True)
