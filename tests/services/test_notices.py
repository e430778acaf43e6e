"""Standing notices: from now until their end date, ended early, prolonged; always by name and in the book."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.domain.people import Role
from console.errors import Refused
from console.services import notices


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=by).actor


def test_it_holds_until_the_very_end_and_then_no_longer(desk, officer, clock):
    until = clock.now() + timedelta(days=2)
    row = desk.notices.add("大桥检修，救护车绕行国道", "县交通局（示例）", until, by=officer)
    with desk.opened.store.reading() as connection:
        held = [notices.running(connection, at) for at in (until - timedelta(seconds=1), until)]

    assert [[found.id for found in rows] for rows in held] == [[row.id], []]
    assert desk.log.newest(1)[0].text == "公告 发布，至 2030-08-14 08:00（县交通局（示例））：大桥检修，救护车绕行国道"
    assert desk.log.verify().fault is None


def test_the_newest_stands_first_and_those_that_are_over_behind(desk, officer, clock):
    first = desk.notices.add("第一条", "", clock.now() + timedelta(hours=1), by=officer)
    clock.advance(minutes=10)
    second = desk.notices.add("第二条", "", clock.now() + timedelta(days=1), by=officer)
    third = desk.notices.add("第三条", "", clock.now() + timedelta(days=1), by=officer)
    desk.notices.end(third.id, seen=third.version, by=officer)
    clock.advance(hours=2)

    assert [row.id for row in desk.notices.running(clock.now())] == [second.id]
    assert [row.id for row in desk.notices.rows(clock.now())] == [second.id, first.id, third.id]


def test_ended_early_it_says_by_whom(desk, officer, clock):
    row = desk.notices.add("停水", "", clock.now() + timedelta(days=1), by=officer)
    ended = desk.notices.end(row.id, seen=row.version, by=officer)
    with pytest.raises(Refused) as again:
        desk.notices.end(row.id, seen=ended.version, by=officer)

    assert (ended.ended_by, ended.ended_at, again.value.code) == ("陈例一", clock.now(), "notice_ended")
    assert desk.notices.running(clock.now()) == [] and desk.log.verify().fault is None


def test_its_end_is_moved_only_as_it_was_seen_and_only_ahead(desk, officer, clock):
    row = desk.notices.add("停水", "", clock.now() + timedelta(days=1), by=officer)
    moved = desk.notices.change_until(row.id, clock.now() + timedelta(days=3), seen=row.version, by=officer)
    with pytest.raises(Refused) as stale:
        desk.notices.change_until(row.id, clock.now() + timedelta(days=4), seen=row.version, by=officer)
    with pytest.raises(Refused) as past:
        desk.notices.change_until(row.id, clock.now(), seen=moved.version, by=officer)
    clock.advance(days=2)

    assert (stale.value.code, past.value.code) == ("changed_meanwhile", "notice_until_past")
    assert [found.id for found in desk.notices.running(clock.now())] == [row.id]


def test_no_notice_without_words_or_into_the_past(desk, officer, clock):
    for text, until in (("  ", clock.now() + timedelta(days=1)), ("停水", clock.now())):
        with pytest.raises(Refused):
            desk.notices.add(text, "", until, by=officer)

    assert desk.log.count() == 0
