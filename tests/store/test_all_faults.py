"""A check tells everything that was done by hand, not only the first of it; a hundred by name, all by count."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain import faults
from console.domain.faults import Fault
from console.domain.log import NewEntry
from tests.kit.copies import by_hand


@pytest.fixture
def changed(desk, by):
    """``changed(*statements)``: what ``verify`` names after somebody did that by hand and put the guards back."""
    for number in range(1, 9):
        desk.log.add(NewEntry(uuid4(), f"第 {number} 条"), by=by)

    def do(*statements):
        by_hand(desk.data.store, *statements)
        return desk.log.verify().faults

    return do


def at(found):
    return [(fault.where, fault.at, fault.what) for fault in found.named]


def test_every_line_that_was_changed_is_named_once(changed):
    found = changed(
        "UPDATE log_entry SET text = '改' WHERE number IN (2, 3, 7)", "DELETE FROM log_entry WHERE number = 5"
    )
    assert at(found) == [
        ("duty", "2", "line_changed"), ("duty", "3", "line_changed"),
        ("duty", "6", "number_missing"), ("duty", "7", "line_changed"),
    ]  # fmt: skip
    assert found.count == 4 and len(found.digest) == 64


@pytest.mark.parametrize(
    "value", ["recorded_at = 'gestern'", "text = CAST(x'ff00fe' AS TEXT)", "digest = 5", "digest = CAST(x'ff' AS TEXT)"]
)
def test_lines_behind_one_that_cannot_be_read_are_still_looked_at(changed, value):
    found = changed(
        f"UPDATE log_entry SET {value} WHERE number IN (2, 4, 5)", "UPDATE log_entry SET text = '改' WHERE number = 7"
    )
    assert at(found) == [("duty", str(number), "line_changed") for number in (2, 4, 5, 7)]


def test_books_records_and_series_are_told_of_together(changed, desk, by):
    desk.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    found = changed(
        "UPDATE log_entry SET text = '改' WHERE number = 3", "UPDATE audit_entry SET text = '改' WHERE number = 1",
        "UPDATE setting_value SET value = '3'", "UPDATE store_info SET realm = 'live'",
        "INSERT INTO number_series (series, year, last) VALUES ('JB', 2030, 4)",
    )  # fmt: skip
    kinds = [(fault.where, fault.what) for fault in found.named]
    assert kinds == [
        ("duty", "line_changed"), ("audit", "line_changed"), ("setting_value", "record_changed"),
        ("store_info", "record_changed"), ("number_series", "series_wrong"),
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_does_not_hide_the_rows_beside_it(changed, desk, by):
    for key, value in (("backup.keep", "2"), ("backup.max_age", "9"), ("disk.caution", "99")):
        desk.settings.change(key, value, "样例", confirmed=True, by=by)
    found = changed(
        "UPDATE setting_value SET value = CAST(x'ff' AS TEXT) WHERE key = 'backup.keep'",
        "UPDATE setting_value SET value = '8' WHERE key = 'disk.caution'",
    )
    assert at(found) == [("setting_value", "1", "record_changed"), ("setting_value", "3", "record_changed")]


def test_a_book_rewritten_by_hand_is_named_in_part_and_counted_whole(changed, desk, by):
    desk.log.add_all([NewEntry(uuid4(), f"又 {number}") for number in range(200)], by=by)
    found = changed("UPDATE log_entry SET text = '改' WHERE number > 8")
    assert (found.count, len(found.named), found.named[-1].at) == (200, faults.LISTED, "108")
    fewer = changed("UPDATE log_entry SET text = '又改' WHERE number = 208")
    assert fewer.digest == found.digest, "the same faults have the same digest"
    more = changed("UPDATE log_entry SET text = '又改' WHERE number = 8")
    assert more.digest != found.digest and more.count == 201


def test_faults_go_into_a_manifest_and_come_back_as_they_were(changed):
    found = changed("UPDATE log_entry SET text = '改' WHERE number IN (2, 3)")
    value = faults.written(found)
    assert faults.read(value) == found
    for broken in (
        {**value, "count": 0}, {**value, "count": 3}, {**value, "named": value["named"][:1]},
        {**value, "named": [*value["named"][:1], {"where": "duty", "at": "4", "what": "line_changed"}]},
    ):  # fmt: skip
        with pytest.raises(ValueError, match="faults"):
            faults.read(broken)


def test_a_whole_store_has_none(desk):
    found = desk.log.verify().faults
    assert not found and found.first is None and found.digest == ""
    collecting = faults.Collecting()
    collecting.add("duty", 3, "line_changed")
    assert collecting.all().first == Fault("duty", "3", "line_changed")
