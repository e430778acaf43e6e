"""Links as they are told: rows, lines on change, alarms where one is lost too long, the lamp."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.domain.alarm import AlarmKind, AlarmState
from console.domain.health import LampState
from console.domain.people import Actor
from console.domain.wire import LinkCounts, LinkState, LinkStatus
from db.locks import FileLock
from tests.kit.wire import device, officer, texts


@pytest.fixture
def panel(desk):
    return device(desk, silent_seconds=90)


def told(desk, state, *rows, cause="", heard=3):
    now = desk.clock.now()
    desk.links.note([LinkStatus(row.key, state, now, now, cause, LinkCounts(received=heard)) for row in rows])


def alarms(desk):
    return [(row.kind, row.device_name, row.words, row.restored_at) for row in desk.alarms.queue().rows]


def test_a_change_is_a_line_and_the_same_again_is_none(desk, clock, panel):
    told(desk, LinkState.CLOSED, panel)
    told(desk, LinkState.OPENING, panel)
    told(desk, LinkState.ONLINE, panel)
    lines = desk.log.count()
    clock.advance(seconds=5)
    told(desk, LinkState.ONLINE, panel, heard=9)
    assert desk.log.count() == lines and texts(desk, 1) == ["设备通信在线：接警机 1"]
    (status,) = desk.devices.statuses()
    assert (status.state, status.counts.received) == (LinkState.ONLINE, 9)
    assert desk.devices.one(panel.form.id).status == status


def test_a_lost_link_is_an_alarm_after_the_countys_seconds_and_over_when_it_is_back(desk, clock, panel):
    by = officer(desk)
    told(desk, LinkState.ONLINE, panel)
    told(desk, LinkState.LOST, panel, cause="gone")
    assert texts(desk, 1)[0].startswith("设备通信失联：接警机 1（") and alarms(desk) == []
    for seconds in (30, 29):
        clock.advance(seconds=seconds)
        told(desk, LinkState.OPENING, panel)
    assert alarms(desk) == [] and desk.devices.statuses()[0].state is LinkState.LOST
    clock.advance(seconds=1)
    desk.alarms.escalate()
    ((kind, name, said, restored),) = alarms(desk)
    assert (kind, name, restored) == (AlarmKind.LINK, "接警机 1", None) and said.startswith("通信中断：")
    desk.alarms.escalate()
    clock.advance(seconds=20)
    told(desk, LinkState.ONLINE, panel)
    (row,) = desk.alarms.queue().rows
    assert row.restored_at == clock.now() and row.sounds, "it was lost, and nobody has seen it"
    assert desk.alarms.acknowledge([row.id], by=by)[0].state is AlarmState.SETTLED
    assert desk.log.verify().fault is None


def test_a_silent_link_is_an_alarm_at_once_and_one_only(desk, clock, panel):
    told(desk, LinkState.SILENT, panel)
    told(desk, LinkState.SILENT, panel)
    assert [said for _, _, said, _ in alarms(desk)] == ["超过 90 秒没有任何数据"]
    (row,) = desk.alarms.queue().rows
    by = officer(desk)
    desk.alarms.settle(row.id, "检修", seen=row.version, by=by)
    clock.advance(hours=3)
    told(desk, LinkState.SILENT, panel)
    assert alarms(desk) == [], "still the same silence"
    told(desk, LinkState.ONLINE, panel)
    told(desk, LinkState.SILENT, panel)
    assert len(alarms(desk)) == 1 and desk.log.verify().fault is None


def test_many_lost_at_once_follow_the_first_and_are_one_line(desk, clock):
    rows = [device(desk, f"站 {n:02d}") for n in range(30)]
    told(desk, LinkState.LOST, *rows, cause="gone")
    assert "等 30 台" in texts(desk, 1)[0]
    clock.advance(seconds=60)
    told(desk, LinkState.LOST, *rows, cause="gone")
    queue = desk.alarms.queue()
    assert len(queue.rows) == 30 and sum(row.sounds for row in queue.rows) == 1


def test_nobody_supervises_a_stopped_device_or_a_port_without_one(desk, clock, panel):
    desk.devices.stop(panel.form.id, "送修", seen=1, by=Actor.tool("tester"))
    told(desk, LinkState.SILENT, panel)
    now = clock.now()
    desk.links.note([LinkStatus("socket://127.0.0.1:1", LinkState.SILENT, now)])
    clock.advance(hours=1)
    assert desk.alarms.escalate() == [] and alarms(desk) == []


def lamp(desk):
    return next((one for one in desk.health.lamps() if one.id == "wire"), None)


def test_the_lamp_says_whether_anybody_listens_and_what_is_lost(desk, clock):
    assert lamp(desk) is None
    first, second = device(desk), device(desk, "接警机 2")
    assert lamp(desk).code == "lamp.wire.off" and lamp(desk).state is LampState.OFF
    with FileLock(desk.data.locks / "wire", alone=True) as lock:
        assert lock.acquire()
        told(desk, LinkState.ONLINE, first, second)
        assert lamp(desk).state is LampState.OK
        told(desk, LinkState.SILENT, second)
        assert (lamp(desk).state, lamp(desk).facts["name"]) == (LampState.CAUTION, "接警机 2")
        told(desk, LinkState.LOST, first)
        assert (lamp(desk).state, lamp(desk).facts["lost"]) == (LampState.FAULT, 1)


def test_an_hour_of_a_lost_line_writes_few_lines(desk, clock, panel):
    told(desk, LinkState.ONLINE, panel)
    before = desk.log.count()
    for _ in range(120):
        clock.advance(seconds=30)
        told(desk, LinkState.OPENING, panel)
        told(desk, LinkState.LOST, panel, cause="refused")
        desk.alarms.escalate(clock.now() + timedelta(0))
    assert desk.log.count() - before == 3, "lost, its alarm, told upwards"


def test_a_link_that_comes_and_goes_fills_no_book_and_is_an_alarm_of_its_own(desk, clock, panel):
    told(desk, LinkState.ONLINE, panel)
    before = desk.log.count()
    for _ in range(100):
        clock.advance(seconds=10)
        told(desk, LinkState.LOST, panel, cause="gone")
        clock.advance(seconds=10)
        told(desk, LinkState.ONLINE, panel)
    assert [said for _, _, said, _ in alarms(desk)] == ["一小时内通断 11 次"]
    assert desk.log.count() - before == 10, "nine more changes and the alarm"
    clock.advance(hours=1)
    told(desk, LinkState.ONLINE, panel)
    assert alarms(desk)[0][3] == clock.now() and desk.log.verify().fault is None
    told(desk, LinkState.LOST, panel, cause="gone")
    assert texts(desk, 1)[0].startswith("设备通信失联"), "another hour"
