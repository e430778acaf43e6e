"""Lamps: the chain keeps up with what is recorded, the disk by the site's thresholds, a clock set back is said once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.health import LampState, disk_state, megabytes
from console.domain.log import NewEntry
from console.domain.realm import Realm
from console.services.health import HealthService
from db import schema, sqlite


def fill(desk, by, count):
    for i in range(count):
        desk.log.add(NewEntry(uuid4(), f"第 {i} 条"), by=by)


def tamper(data, statement):
    connection = sqlite.library().connect(data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    connection.execute(statement)
    schema.guard(connection.execute)
    connection.commit()
    connection.close()


def lamp(desk, which):
    return next(value for value in desk.health.lamps() if value.id == which)


def test_a_guard_that_is_gone_is_not_called_a_broken_line(desk, data, clock):
    connection = sqlite.library().connect(data.store)
    connection.execute("DROP TRIGGER log_entry_no_delete")
    connection.close()
    desk.health.verify()

    for asked in (desk.health, HealthService(data, desk.opened.store, clock)):
        chain = asked.verify_tail()
        assert (chain.state, chain.code) == (LampState.FAULT, "lamp.chain.unguarded")
        assert chain.facts["number"] == "log_entry_no_delete"


def test_there_are_four_lamps_and_backup_is_honest(desk):
    assert [(value.id, value.state) for value in desk.health.lamps()] == [
        ("disk", LampState.OK), ("backup", LampState.OFF), ("chain", LampState.OK), ("clock", LampState.OK),
    ]  # fmt: skip


def test_the_chain_is_walked_on_in_steps(desk, by):
    fill(desk, by, 7)

    steps = [desk.health.verify_tail(3) for _ in range(3)]
    assert [(step.code, step.facts["number"]) for step in steps] == [
        ("lamp.chain.checking", 3), ("lamp.chain.checking", 6), ("lamp.chain.ok", 7),
    ]  # fmt: skip
    fill(desk, by, 1)
    assert desk.health.verify_tail().facts["number"] == 8 and lamp(desk, "chain").code == "lamp.chain.ok"


def test_a_later_run_goes_on_where_this_one_stopped(desk, by, clock):
    fill(desk, by, 5)
    desk.health.verify_tail()
    later = HealthService(desk.data, desk.opened.store, clock)
    fill(desk, by, 2)

    assert later.verify_tail(1).facts["number"] == 6


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE log_entry SET text = '改' WHERE number = 7", "7"),
        ("DELETE FROM log_entry WHERE number = 6", "7"),
        ("DELETE FROM log_entry WHERE number > 6", "7"),
        ("UPDATE log_entry SET digest = x'00' WHERE number = 5", "5"),
        ("UPDATE book_head SET number = 7 WHERE book = 'duty'", "8"),
    ],
)
def test_what_is_changed_by_hand_behind_the_last_step_puts_the_lamp_on(desk, by, data, statement, number):
    fill(desk, by, 5)
    desk.health.verify_tail()
    fill(desk, by, 3)
    tamper(data, statement)

    found = desk.health.verify_tail()
    assert (found.state, found.code, found.facts["number"]) == (LampState.FAULT, "lamp.chain.broken", number)
    assert desk.health.verify_tail() == lamp(desk, "chain") == found


def test_a_full_check_finds_what_lies_before_and_a_later_run_still_knows(desk, by, data, clock):
    fill(desk, by, 5)
    desk.health.verify_tail()
    tamper(data, "UPDATE log_entry SET text = '改' WHERE number = 2")
    assert desk.health.verify_tail().state is LampState.OK

    assert desk.health.verify().fault.at == "2"
    later = HealthService(data, desk.opened.store, clock)
    assert later.verify_tail().state is LampState.FAULT
    tamper(data, "UPDATE log_entry SET text = '第 1 条' WHERE number = 2")
    assert later.verify().fault is None and later.verify_tail().state is LampState.OK


def test_a_note_that_cannot_be_read_only_means_beginning_again(desk, by, data):
    fill(desk, by, 2)
    (data.logs / "verified.json").write_text('{"reached": [1]}')

    assert desk.health.verify_tail().facts["number"] == 2


def test_the_disk_lamp_follows_the_sites_thresholds(desk, by):
    assert [disk_state(free, 2000, 200) for free in (2_000_000_000, 1_999_999_999, 199_999_999)] == [
        LampState.OK, LampState.CAUTION, LampState.FAULT,
    ]  # fmt: skip
    assert (megabytes(512_300_000), megabytes(12_340_000_000)) == ("512 MB", "12.3 GB")
    desk.settings.change("disk.caution", "10000000", "示例", confirmed=True, by=by)
    assert lamp(desk, "disk").state is LampState.CAUTION
    desk.settings.change("disk.fault", "10000000", "示例", confirmed=True, by=by)
    assert lamp(desk, "disk").state is LampState.FAULT


def test_a_clock_set_back_is_seen_said_once_and_never_refuses(desk, by, clock):
    fill(desk, by, 1)
    before = clock.now()
    assert desk.health.notice_clock() is False
    clock.set(before - timedelta(seconds=2))
    assert desk.health.notice_clock() is False and desk.log.count() == 1

    clock.set(before - timedelta(hours=26, minutes=3, seconds=9))
    assert desk.health.notice_clock() and desk.health.notice_clock()
    added = desk.log.add(NewEntry(uuid4(), "时钟回拨后照记"), by=by)

    value = lamp(desk, "clock")
    assert (value.state, value.code, value.facts["back"]) == (LampState.CAUTION, "lamp.clock.back", "26:03:09")
    line = desk.log.page(2, 2)[0]
    assert (line.kind, line.by.name, added.number) == ("system", "program", 3) and "26:03:09" in line.text
    assert desk.health.notice_clock() and desk.log.count() == 3 and desk.log.verify().fault is None
    clock.set(before)
    assert desk.health.notice_clock() is False and lamp(desk, "clock").state is LampState.OK


def test_opening_a_store_notices_by_itself(desk, by, data, clock):
    fill(desk, by, 1)
    earlier = StoppedClock(clock.now() - timedelta(days=1))
    for _ in range(2):
        bootstrap.build(data, earlier).close()

    assert [entry.kind for entry in desk.log.newest(9)] == ["system", "note"]


def test_a_live_store_that_was_written_in_the_future_still_records(data, by):
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    fill(desk, by, 1)
    desk.close()
    # a live store takes no other clock: the line's time moves instead of the machine's
    tamper(data, "UPDATE log_entry SET recorded_at = recorded_at + 3 * 86400000000")

    desk = bootstrap.build(data)
    assert desk.log.add(NewEntry(uuid4(), "照记"), by=by).number == 3
    assert desk.log.page(2, 2)[0].kind == "system" and lamp(desk, "clock").state is LampState.CAUTION
    desk.close()
