"""What must not fall silent or get lost: groups whose cause was seen or ended, what came again, clocks set back."""

from datetime import timedelta

import pytest

from console.devices.drivers import surgard
from console.devices.session import Setting
from console.domain.alarm import AlarmState
from console.domain.signals import Arrived, SignalKind
from console.domain.wire import LinkState, LinkStatus
from tests.kit.wire import device, hear, officer, point, said, texts


@pytest.fixture
def panel(desk):
    return device(desk)


@pytest.fixture
def by(desk):
    return officer(desk)


def sounding(desk):
    return [row for row in desk.alarms.queue().rows if row.sounds]


def end(desk, by):
    for row in desk.alarms.queue().rows:
        if row.cause_id is None:
            desk.alarms.settle(row.id, "试验", seen=row.version, by=by)


def test_what_nobody_has_seen_does_not_fall_silent_behind_what_somebody_has(desk, clock, panel, by):
    for zone in range(1, 40):
        hear(desk, panel, zone=str(zone))
        clock.advance(seconds=1)
        if zone in {1, 20}:
            rows = desk.alarms.queue().rows
            head = next(row for row in rows if row.sounds)
            desk.alarms.acknowledge([head.id], by=by)
    rows = {row.id: row for row in desk.alarms.queue().rows}
    (head,) = sounding(desk)
    unseen = [row for row in rows.values() if row.acknowledged_at is None and int(row.zone) > 20]
    assert len(unseen) == 19 and {row.cause_id for row in unseen} == {None, head.id}
    assert rows[head.id].acknowledged_at is None, "each time it is seen, what comes after is heard once"


def test_a_cause_stands_for_its_group_until_all_of_it_is_over(desk, clock, by):
    doors = [device(desk, f"D-{number}") for number in range(4)]

    def tell(which, state):
        cause = "gone" if state is LinkState.LOST else ""
        desk.links.note([LinkStatus(one.key, state, clock.now(), cause=cause) for one in which])

    tell(doors, LinkState.ONLINE)
    tell(doors, LinkState.LOST)
    clock.advance(seconds=70)
    desk.alarms.escalate()
    (head,) = sounding(desk)
    desk.alarms.acknowledge([head.id], by=by)
    first = [one for one in doors if one.key == head.device_key]
    tell(first, LinkState.ONLINE)
    rows = desk.alarms.queue().rows
    assert len(rows) == 4 and desk.alarms.one(head.id).restored_at is not None
    tell([one for one in doors if one not in first], LinkState.ONLINE)
    assert desk.alarms.queue().rows == () and desk.log.verify().fault is None


def test_what_was_well_again_in_between_is_another_alarm_and_no_retransmission(desk, clock, panel, by):
    """Sur-Gard frames carry no number: the second fire has the bytes of the first."""
    for dealt_with in (True, False):
        hear(desk, panel)
        (row,) = desk.alarms.queue().rows
        desk.alarms.acknowledge([row.id], by=by)
        if dealt_with:
            end(desk, by)
        clock.advance(seconds=5)
        hear(desk, panel, SignalKind.RESTORE)
        clock.advance(seconds=5)
        hear(desk, panel)
        (back,) = sounding(desk)
        assert (back.id != row.id) is dealt_with and desk.alarms.one(back.id).restored_at is None
        assert desk.alarms.escalate() == [], "it waits since it came again"
        end(desk, by)
        clock.advance(minutes=5)


def test_a_gauge_that_comes_and_goes_says_so_each_time(desk, clock):
    gauge = device(desk, "YL-1", "modbus")
    point(desk, gauge, "水位", above=12.0)
    over = []
    for value in (12.6, 11.0, 12.6, 12.6, 11.0):
        clock.advance(seconds=8)
        hear(desk, gauge, SignalKind.READING, value=value, raw=b"L=%f" % value, code="L")
        over.append([row.restored_at is not None for row in desk.alarms.queue().rows])
    assert over[0] == [False] and over[1] == [True] and over[2].count(False) == over[3].count(False) == 1
    assert all(over[4])


def test_the_same_zone_of_two_partitions_are_two_alarms(desk, clock, panel):
    session = surgard.make(Setting(clock, desk.settings.zone()))

    def hears(*frames):
        clock.advance(seconds=1)
        heard = session.feed(b"".join(frame + b"\x14" for frame in frames), 0.0)
        stored = [Arrived(panel.key, "surgard", clock.now(), signal) for signal in heard.signals]
        return [one.alarm_number for one in desk.alarm_intake.receive(stored)]

    one, two = hears(b"5011 181234E13101015", b"5011 181234E13102015")
    assert one != two and hears(b"5011 181234E13102015") == [two]
    hears(b"5011 181234R13101015")
    assert {row.number: row.restored_at is not None for row in desk.alarms.queue().rows} == {one: True, two: False}


def test_blanks_tell_no_two_accounts_apart_whatever_else_a_frame_carries(desk, clock, panel):
    hear(desk, panel, account=" 12  34", zone="1 ", facts={"group": "1"})
    (row,) = desk.alarms.queue().rows
    assert (row.account, row.zone) == ("12 34", "1")
    hear(desk, panel, SignalKind.RESTORE, account=" 12  34", zone="1 ", facts={"group": "1", "count": 3})
    assert desk.alarms.one(row.id).restored_at is not None


def test_a_detector_that_comes_and_goes_stays_on_the_shelf_however_often(desk, clock, panel, by):
    first = hear(desk, panel)
    (row,) = desk.alarms.queue().rows
    desk.alarms.shelve(row.id, clock.now() + timedelta(hours=1), "检修", seen=row.version, by=by)
    for _ in range(9):
        clock.advance(seconds=65)
        hear(desk, panel, SignalKind.RESTORE)
        clock.advance(seconds=65)
        assert hear(desk, panel).alarm_number == first.alarm_number


def test_back_from_the_shelf_it_waits_anew_and_a_clock_set_back_hides_nothing(desk, clock, panel, by):
    hear(desk, panel, priority=1)
    (row,) = desk.alarms.queue().rows
    desk.alarms.shelve(row.id, clock.now() + timedelta(hours=1), "检修", seen=row.version, by=by)
    clock.advance(hours=1, seconds=1)
    assert desk.alarms.escalate() == [] and sounding(desk)
    clock.advance(seconds=61)
    assert [one.id for one in desk.alarms.escalate()] == [row.id] and "1 分 1 秒" in texts(desk, 1)[0]
    row = desk.alarms.one(row.id)
    desk.alarms.shelve(row.id, clock.now() + timedelta(hours=1), "检修", seen=row.version, by=by)
    hear(desk, panel, zone="2")
    clock.advance(days=-400)
    desk.alarms.escalate()
    assert desk.alarms.one(row.id).state is AlarmState.OPEN and "时钟回拨" in "".join(texts(desk, 3))


def test_a_device_writes_one_line_of_the_log(desk, clock, panel, by):
    words = "火警\n2030-08-12 值班长 已处置\u202e\u2066<b>x</b>" + "长" * 100_000
    hear(desk, panel, words=words, words_en=words, account="12\n34", zone="1\u202e", text=words, sender="1\n2")
    hear(desk, panel, SignalKind.MESSAGE, words="", text="一\n二", zone="9")
    assert all("\n" not in line and "\u202e" not in line for line in texts(desk, 2))
    for row in desk.alarms.queue().rows:
        desk.alarms.accept(row.id, desk.alarms.draft(row.id)[1], None, by=by)
    assert desk.log.verify().fault is None


def test_a_fault_that_ended_and_came_again_within_one_batch_waits_for_somebody(desk, clock, panel, by):
    """The restore settles what was seen; what comes behind it in the same wake is no repeat of what is settled."""
    hear(desk, panel, SignalKind.FAULT, code="301")
    (row,) = desk.alarms.queue().rows
    desk.alarms.acknowledge([row.id], by=by)
    told = []
    for kind in (SignalKind.FAULT, SignalKind.RESTORE, SignalKind.FAULT):
        clock.advance(seconds=2)
        told.append(said(panel, clock.now(), kind, code="301"))
    *_, last = desk.alarm_intake.receive(told)
    (new,) = desk.alarms.queue().rows
    assert (new.number, new.id != row.id) == (last.alarm_number, True)


def test_a_burst_is_stored_as_its_signals_one_by_one_would_be(desk, clock, by):
    """More zones than are asked for at once, some with a long past; one device is heard in one wake each time."""
    single, whole = device(desk, "单"), device(desk, "群")
    kinds = (SignalKind.FAULT, SignalKind.RESTORE, SignalKind.FAULT, SignalKind.ALARM)
    for turn, zones in enumerate((range(51), range(3), range(3), range(51))):
        told = []
        for zone in zones:
            for kind in kinds[: 1 + (zone + turn) % 4 if turn and zone < 3 else 1]:
                clock.advance(milliseconds=300)
                told.append((kind, clock.now(), f"{turn % 3} {zone}".encode(), str(zone)))
        one_by_one = [
            stored
            for kind, at, raw, zone in told
            for stored in desk.alarm_intake.receive([said(single, at, kind, raw=raw, zone=zone)])
        ]
        together = desk.alarm_intake.receive(
            [said(whole, at, kind, raw=raw, zone=zone) for kind, at, raw, zone in told]
        )
        assert [one.repeats for one in together] == [one.repeats for one in one_by_one]
        assert _waiting(desk, whole) == _waiting(desk, single), turn
        desk.alarms.acknowledge([row.id for row in desk.alarms.queue().rows if int(row.zone) % 2], by=by)
        clock.advance(seconds=5 if turn == 1 else 90)
        if turn == 2:
            clock.advance(minutes=-30)
    assert desk.log.verify().fault is None


def _waiting(desk, of):
    """What waits of a device, without what the two do not share: names, numbers and who was heard first."""
    return sorted(
        (row.zone, row.kind, row.state, row.count, str(row.restored_at), row.first_at, row.acknowledged_at is None)
        for row in desk.alarms.queue().rows
        if row.device_key == of.key
    )
