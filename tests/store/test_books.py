"""The books: append-only, chained, and whatever is done to the file by hand is found."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.log import NewEntry
from console.errors import Refused
from db import schema, sqlite


def raw(desk):
    connection = sqlite.library().connect(desk.data.store)
    connection.isolation_level = None
    return connection


def fill(desk, by, count=6):
    return [desk.log.add(NewEntry(uuid4(), f"第 {i} 条"), by=by) for i in range(count)]


@pytest.mark.parametrize("table", schema.APPEND_ONLY[:2])
@pytest.mark.parametrize("act", ["UPDATE {} SET text = 'x'", "DELETE FROM {}"])
def test_sql_cannot_change_a_book(desk, by, table, act):
    fill(desk, by)
    connection = raw(desk)

    with pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        connection.execute(act.format(table))
    connection.close()


TAMPERING = {
    "changed text": ("UPDATE log_entry SET text = '改' WHERE number = 3", "line_changed", 3),
    "changed time": (
        "UPDATE log_entry SET recorded_at = recorded_at + 1 WHERE number = 3",
        "line_changed",
        3,
    ),
    "changed payload": ("UPDATE log_entry SET payload = '{\"a\":1}' WHERE number = 3", "line_changed", 3),
    "deleted": ("DELETE FROM log_entry WHERE number = 3", "number_missing", 4),
    "swapped": (
        "UPDATE log_entry SET number = 100 WHERE number = 3; UPDATE log_entry SET number = 3 WHERE number = 4;"
        "UPDATE log_entry SET number = 4 WHERE number = 100",
        "line_changed",
        3,
    ),
    "inserted": (
        "INSERT INTO log_entry SELECT 7, 'aa', occurred_at, recorded_at, kind, text, place, person, by_kind, by_id,"
        " by_name, by_role, corrects, payload, prev, digest FROM log_entry WHERE number = 6",
        "line_changed",
        7,
    ),
    "cut tail": ("DELETE FROM log_entry WHERE number > 4", "tail_cut", 5),
    "moved head": ("UPDATE book_head SET number = 5 WHERE book = 'duty'", "tail_cut", 6),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_by_hand_is_found(desk, by, how):
    statements, what, number = TAMPERING[how]
    fill(desk, by)
    connection = raw(desk)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER {name}")
    if how == "inserted":
        connection.execute("UPDATE log_entry SET id = id")
        statements = statements.replace("'aa'", f"'{uuid4().hex}'")
    connection.executescript(statements)
    connection.close()

    fault = desk.log.verify().fault

    assert (fault.what, fault.at) == (what, str(number))


def test_the_same_id_and_content_is_answered_with_the_first_entry(desk, by):
    entry = NewEntry(uuid4(), "一次")
    first = desk.log.add(entry, by=by)
    again = desk.log.add(entry, by=by)

    assert again.existing and again.number == first.number and desk.log.count() == 1
    with pytest.raises(Refused) as refused:
        desk.log.add(NewEntry(entry.id, "另一次"), by=by)
    assert refused.value.code == "id_taken"


def test_a_correction_points_at_the_old_line_and_both_stay(desk, by):
    (old, *_) = fill(desk, by, 2)
    new = desk.log.add(NewEntry(uuid4(), "更正", corrects=old.number), by=by)

    (original,) = desk.log.page(old.number, old.number)
    assert original.text == "第 0 条" and original.corrected_by == new.number


@pytest.mark.parametrize("number", [-1, 0, 3, 99, 1 << 70])
def test_a_correction_points_at_a_line_that_is_there(desk, by, number):
    fill(desk, by, 2)
    with pytest.raises(Refused) as refused:
        desk.log.add(NewEntry(uuid4(), "无", corrects=number), by=by)

    assert (refused.value.code, refused.value.facts) == ("no_such_entry", {"number": number})
    assert desk.log.count() == 2
    with pytest.raises(Refused, match="no_such_entry"):
        desk.log.standing(number)


def test_only_what_was_said_last_is_corrected(desk, by):
    fill(desk, by, 2)
    first, second = NewEntry(uuid4(), "更正", corrects=1), NewEntry(uuid4(), "又更正", corrects=3)
    desk.log.add(first, by=by)
    desk.log.add(second, by=by)

    for number in (1, 3):
        with pytest.raises(Refused) as refused:
            desk.log.add(NewEntry(uuid4(), "再更正", corrects=number), by=by)
        assert (refused.value.code, refused.value.facts) == ("already_corrected", {"number": number, "by": 4})
    assert [desk.log.standing(number).text for number in (1, 2, 3, 4)] == ["又更正", "第 1 条", "又更正", "又更正"]
    assert desk.log.count() == 4 and desk.log.verify().fault is None


def test_the_same_correction_again_is_answered_with_the_first(desk, by):
    fill(desk, by, 1)
    entry = NewEntry(uuid4(), "更正", corrects=1)
    first = desk.log.add(entry, by=by)

    again = desk.log.add(entry, by=by)
    assert again.existing and again.number == first.number == 2


def test_of_two_corrections_in_one_commit_the_second_is_refused(desk, by):
    fill(desk, by, 1)
    results = desk.log.add_all([NewEntry(uuid4(), text, corrects=1) for text in ("甲", "乙")], by=by)

    assert results[0].number == 2 and (results[1].code, results[1].facts["by"]) == ("already_corrected", 2)
    assert desk.log.count() == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\0b", "text_control"),
        ("a\x1bb", "text_control"),
        ("\ud800", "text_surrogate"),
        (" \n", "text_empty"),
        ("长" * 20_001, "text_too_long"),
    ],
)
def test_bad_text_is_refused_by_name_and_the_rest_goes_on(desk, by, text, code):
    results = desk.log.add_all([NewEntry(uuid4(), text), NewEntry(uuid4(), "好")], by=by)

    assert results[0].code == code and results[1].number == 1


@pytest.mark.parametrize("text", ["a\r\nb", "emoji 🚒", "䶮例五 𬭩", "\u202eabc\u202c", "x" * 20_000])
def test_good_text_is_stored_as_given_after_line_ends(desk, by, text):
    desk.log.add(NewEntry(uuid4(), text), by=by)

    assert desk.log.newest(1)[0].text == text.replace("\r\n", "\n")


def test_triggers_at_head_are_those_that_must_exist(desk):
    connection = raw(desk)
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    connection.close()

    assert found == schema.triggers()
