"""What devices say: stored once, repeats counted by two windows, limits held, storms and nuisances grouped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.domain.alarm import AlarmAct, AlarmKind, AlarmState
from console.domain.log import EntryKind, NewEntry
from console.domain.people import Actor
from console.domain.signals import Arrived, Signal, SignalKind
from console.errors import Unavailable
from tests.kit.wire import device, hear, officer, point, said, texts


@pytest.fixture
def panel(desk):
    return device(desk)


@pytest.fixture
def by(desk):
    return officer(desk)


def ids(stored):
    return [(one.id, one.repeats) for one in stored]


def test_an_alarm_is_an_event_a_pending_item_and_one_line(desk, clock, panel):
    arrived = said(panel, clock.now())
    (stored,) = desk.alarm_intake.receive([arrived])
    (row,) = desk.alarms.queue().rows
    assert stored.arrived is arrived and stored.alarm_number == row.number and row.number.endswith("GJ2030-00001")
    assert (row.words, row.account, row.code, row.zone, row.count) == ("火警", "1234", "110", "1", 1)
    assert row.sounds and row.priority == 2 and row.kind is AlarmKind.ALARM
    assert texts(desk, 1)[0] == f"{row.number} 接警机 1：火警（账号 1234，代码 110，防区 1）"
    (event,) = desk.alarms.events(row.id)
    assert (event.id, event.raw, event.repeats) == (stored.id, arrived.signal.raw, 0)
    assert desk.log.newest(1)[0].by.name == "接警机 1"
    assert desk.log.verify().fault is None


def test_a_code_of_ours_is_said_in_words_and_a_receivers_own_as_it_is(desk):
    inputs = device(desk, "输入模块", "modbus")
    for code, marks in (
        ("fire", "代码 火警 fire"),
        ("input", "代码 输入 input"),
        ("BA", "代码 BA"),
        ("131", "代码 131"),
    ):
        hear(desk, inputs, code=code)
        assert texts(desk, 1)[0].endswith(f"（账号 1234，{marks}，防区 1）")


def test_the_same_frame_is_counted_and_writes_no_line(desk, clock, panel):
    """Rows 8 and 9 of the demonstration: one alarm, count 4."""
    first = hear(desk, panel)
    lines = desk.log.count()
    for seconds in (1, 2, 30):
        clock.advance(seconds=seconds)
        assert hear(desk, panel).id == first.id
    (row,) = desk.alarms.queue().rows
    assert row.count == 4 and row.last_at == clock.now() and desk.log.count() == lines
    assert desk.log.verify().fault is None


def test_other_bytes_of_the_same_alarm_have_their_own_row_and_the_first_ones_number(desk, clock, panel):
    first = hear(desk, panel, raw=b"one")
    clock.advance(seconds=5)
    assert ids([hear(desk, panel, raw=b"two")]) == [(first.id, 1)]
    assert ids([hear(desk, panel, raw=b"two")]) == [(first.id, 2)], "the second one again"
    (row,) = desk.alarms.queue().rows
    assert row.count == 3 and [event.raw for event in desk.alarms.events(row.id)] == [b"two", b"one"]


def test_behind_the_window_it_is_a_new_event(desk, clock, panel):
    first = hear(desk, panel)
    clock.advance(seconds=60)
    assert hear(desk, panel).id == first.id, "within the minute of its last arrival"
    clock.advance(seconds=61)
    second = hear(desk, panel)
    assert second.id != first.id and len(desk.alarms.queue().rows) == 2


def test_what_was_dealt_with_takes_up_retransmissions_only(desk, clock, panel, by):
    first = hear(desk, panel)
    (row,) = desk.alarms.queue().rows
    desk.alarms.settle(row.id, "试验", seen=row.version, by=by)
    clock.advance(seconds=20)
    assert hear(desk, panel).id == first.id, "no acknowledgement reached it"
    assert desk.alarms.queue().rows == ()
    clock.advance(seconds=45)
    assert hear(desk, panel).id != first.id, "within the repeat window, but a second alarm after the first was settled"
    assert len(desk.alarms.queue().rows) == 1


@pytest.mark.parametrize(("of_point", "of_device", "seconds"), [(5, 60, 45), (None, 5, 45), (None, 300, 290)])
def test_point_and_device_say_how_long_the_same_is_the_same(desk, clock, of_point, of_device, seconds):
    panel = device(desk, repeat_seconds=of_device)
    point(desk, panel, "仓库", account="1234", repeat_seconds=of_point)
    first = hear(desk, panel, raw=b"1")
    clock.advance(seconds=seconds)
    again = hear(desk, panel, raw=b"2").id == first.id
    assert again is (seconds <= (of_device if of_point is None else of_point))


def test_another_zone_code_account_device_or_kind_is_another_event(desk, clock, panel):
    other = device(desk, "接警机 2")
    heard = [
        hear(desk, panel), hear(desk, panel, zone="2"), hear(desk, panel, code="111"), hear(desk, panel, account="2"),
        hear(desk, other), hear(desk, panel, SignalKind.FAULT),
    ]  # fmt: skip
    assert len({one.id for one in heard}) == len({one.alarm_number for one in heard}) == 6


def test_an_arrival_from_the_spool_is_stored_once(desk, clock, panel):
    """The program died between storing it and dropping it from the spool."""
    at = clock.now()
    arrived = [said(panel, at, raw=b"a"), said(panel, at + timedelta(milliseconds=1), raw=b"a")]
    before = desk.alarm_intake.receive(arrived)
    clock.advance(minutes=10)
    hear(desk, panel, raw=b"a")
    again = [Arrived(one.device_key, one.driver, one.at, one.signal, again=True) for one in arrived]
    for _ in range(3):
        assert ids(desk.alarm_intake.receive(again)) == [(before[0].id, 1), (before[0].id, 1)]
    assert sorted(row.count for row in desk.alarms.queue().rows) == [1, 2]


def test_what_only_the_spool_has_is_stored_late_and_once(desk, clock, panel):
    at = clock.now()
    clock.advance(seconds=10)
    live = hear(desk, panel, raw=b"a")
    late = Arrived(panel.key, "surgard", at, said(panel, at, raw=b"a").signal, again=True)
    assert [ids(desk.alarm_intake.receive([late])) for _ in range(2)] == [[(live.id, 1)]] * 2, "earlier than the first"
    for n in range(20):
        clock.advance(minutes=10)
        hear(desk, panel, raw=b"%d" % n)
    between = at + timedelta(minutes=25)
    lost = Arrived(panel.key, "surgard", between, said(panel, between, raw=b"lost").signal, again=True)
    first, second = desk.alarm_intake.receive([lost]), desk.alarm_intake.receive([lost])
    assert ids(first) == ids(second) and first[0].repeats == 0


def test_glued_frames_of_one_chunk_are_counted(desk, clock, panel):
    arrived = [said(panel, clock.now()) for _ in range(3)]
    assert ids(desk.alarm_intake.receive(arrived)) == [(1, 0), (1, 1), (1, 2)]


def test_an_alarm_and_the_same_in_other_bytes_come_in_one_batch(desk, clock, panel):
    arrived = [said(panel, clock.now(), raw=raw) for raw in (b"1", b"2", b"1", b"3")]
    assert ids(desk.alarm_intake.receive(arrived)) == [(1, 0), (1, 1), (1, 2), (1, 3)]
    (row,) = desk.alarms.queue().rows
    assert row.count == 4 and len(desk.alarms.events(row.id)) == 3 and desk.log.verify().fault is None


def test_a_heartbeat_is_not_stored(desk, clock, panel):
    beat = said(panel, clock.now(), SignalKind.HEARTBEAT)
    before = desk.log.count()
    stored = desk.alarm_intake.receive([beat, said(panel, clock.now()), beat])
    assert [one.id for one in stored] == [0, 1, 0]
    assert [one.id for one in desk.alarm_intake.receive([beat])] == [0]
    assert desk.log.count() == before + 1


def test_unreadable_bytes_are_kept_and_no_alarm(desk, clock, panel):
    """Row 10 of the demonstration."""
    stored = hear(desk, panel, SignalKind.UNREADABLE, raw=b"\xff\x00", damaged="checksum", words="")
    assert desk.alarms.queue().rows == () and stored.alarm_number == ""
    (event,) = desk.alarms.heard(panel.key)
    assert (event.raw, event.damaged, event.kind) == (b"\xff\x00", "checksum", "unreadable")


def test_noise_above_what_the_county_lets_pass_is_one_fault_of_the_line(desk, clock, panel):
    desk.settings.change("alarm.noise", "3", "样例", confirmed=True, by=Actor.tool("tester"))
    for n in range(8):
        clock.advance(seconds=40)
        hear(desk, panel, SignalKind.UNREADABLE, raw=bytes([n]), account="", code="", zone="", words="")
    (row,) = desk.alarms.queue().rows
    assert (row.kind, row.code, row.words) == (AlarmKind.FAULT, "noise", "一小时内收到 3 次无法识别的数据")


@pytest.mark.parametrize("code", ["110", ""])
def test_a_restore_ends_the_alarm_and_unseen_it_waits_all_the_same(desk, clock, panel, by, code):
    hear(desk, panel)
    clock.advance(seconds=5)
    hear(desk, panel)
    hear(desk, panel, SignalKind.RESTORE, code=code, words="恢复")
    (row,) = desk.alarms.queue().rows
    assert row.restored_at == clock.now() and row.sounds
    assert texts(desk, 1) == [f"{row.number} 接警机 1 火警：已恢复（共 2 次）"]
    desk.alarms.acknowledge([row.id], by=by)
    assert desk.alarms.one(row.id).state is AlarmState.OPEN, "an alarm from the field asks for a person's word"


def test_a_restore_of_another_zone_ends_nothing_and_one_code_may_end_another(desk, clock, panel):
    hear(desk, panel, code="BA")
    hear(desk, panel, SignalKind.RESTORE, code="BR", zone="2", facts={"ends": "BA"})
    assert desk.alarms.queue().rows[0].restored_at is None
    hear(desk, panel, SignalKind.RESTORE, code="BR", facts={"ends": "BA"})
    assert desk.alarms.queue().rows[0].restored_at == clock.now()


def test_a_fault_that_is_over_and_seen_is_settled(desk, clock, panel, by):
    for first in (True, False):
        hear(desk, panel, SignalKind.FAULT, code="301", words="主电故障", raw=b"%d" % first)
        (row,) = desk.alarms.queue().rows
        acts = [
            lambda row=row: desk.alarms.acknowledge([row.id], by=by),
            lambda: hear(desk, panel, SignalKind.RESTORE, code="301", words="主电恢复"),
        ]
        for act in acts if first else reversed(acts):
            act()
        assert desk.alarms.one(row.id).state is AlarmState.SETTLED and desk.alarms.queue().rows == ()
        clock.advance(hours=1)
    assert desk.log.verify().fault is None


def test_back_within_the_window_is_the_same_alarm_and_a_fluttering_point_is_left_active(desk, clock, panel):
    for _ in range(20):
        clock.advance(seconds=10)
        hear(desk, panel)
        hear(desk, panel, SignalKind.RESTORE, words="恢复")
    (row,) = desk.alarms.queue().rows
    steps = [step.act for step in desk.alarms.steps(row.id)]
    assert steps.count(AlarmAct.AGAIN) == 5 and row.restored_at is None, "the county lets five pass within the hour"
    assert row.count == 20 and desk.log.count() < 20
    assert desk.log.verify().fault is None


def test_a_reading_beyond_its_limit_is_an_alarm_of_its_point(desk, clock):
    """Rows 8 and 25 of the demonstration."""
    station = device(desk, "SW-03", "sl651")
    point(desk, station, "示塘大桥水位", code="39", above=12.5, unit="m", priority=1)
    reading = {"code": "39", "zone": "", "words": "水位"}

    def level(value):
        clock.advance(minutes=5)
        return hear(desk, station, SignalKind.READING, value=value, unit="m", **reading)

    assert level(12.3).alarm_number == ""
    first = level(12.62)
    (row,) = desk.alarms.queue().rows
    assert (row.number, row.priority, row.value, row.limit) == (first.alarm_number, 1, 12.62, 12.5)
    assert row.words == "12.62 m，达到或超过限值 12.5 m" and row.words_en == "12.62 m, at or above its limit 12.5 m"
    assert level(12.9).alarm_number == row.number and len(desk.alarms.queue().rows) == 1
    level(12.49)
    assert desk.alarms.one(row.id).restored_at is None, "it flickers at the limit"
    level(12.2)
    assert desk.alarms.one(row.id).restored_at == clock.now()
    assert [event.value for event in desk.alarms.trend(row.id)] == [12.3, 12.62, 12.9, 12.49, 12.2]
    assert level(12.55).alarm_number != row.number
    assert desk.log.verify().fault is None


def test_the_gravest_limit_speaks_and_the_lower_one_too(desk, clock):
    station = device(desk, "SW-03", "sl651")
    point(desk, station, "警戒水位", above=11.0, priority=2)
    point(desk, station, "保证水位", above=12.5, priority=1)
    point(desk, station, "枯水位", below=2.0)
    for value, expected in ((11.4, "警戒水位"), (12.6, "保证水位"), (1.5, "枯水位")):
        clock.advance(minutes=5)
        number = hear(desk, station, SignalKind.READING, value=value).alarm_number
        assert next(row.point_name for row in desk.alarms.queue().rows if row.number == number) == expected
    assert len(desk.alarms.queue().rows) == 3


def test_still_beyond_the_limit_long_after_it_was_settled_is_said_again(desk, clock, by):
    station = device(desk, "SW-03", "sl651")
    point(desk, station, "水位", above=12.5)
    first = hear(desk, station, SignalKind.READING, value=13.0)
    (row,) = desk.alarms.queue().rows
    desk.alarms.settle(row.id, "已关闸", seen=row.version, by=by)
    for minutes, same in ((30, True), (29, True), (5, False)):
        clock.advance(minutes=minutes)
        number = hear(desk, station, SignalKind.READING, value=13.0 + minutes / 100).alarm_number
        assert (number == first.alarm_number) is same


def test_a_message_waits_and_another_text_of_the_sender_is_another(desk, clock):
    modem = device(desk, "短信", "sms")
    for text in ("水位上涨", "水位上涨", "已转移"):
        hear(desk, modem, SignalKind.MESSAGE, account="", code="", zone="", words="", sender="100-0000-0001", text=text,
             raw=f"{text}{clock.now()}".encode())  # fmt: skip
        clock.advance(seconds=3)
    first, second = desk.alarms.queue().rows
    assert (first.kind, first.words, first.count, second.words) == (AlarmKind.MESSAGE, "水位上涨", 2, "已转移")
    assert "（来自 100-0000-0001）" in texts(desk, 1)[0]


@pytest.mark.parametrize("beside", [0, 60])
def test_a_text_sent_again_behind_many_others_is_the_same_text(desk, clock, beside):
    """A page of texts within seconds: what its sender repeats is looked for as far back as he may repeat it."""
    modem = device(desk, "短信", "sms")
    made = {"kind": SignalKind.MESSAGE, "account": "", "code": "", "zone": "", "words": "", "sender": "100-0000-0001"}
    first, *_ = [hear(desk, modem, text=f"第 {at} 村", raw=b"%d" % at, **made) for at in range(12)]
    clock.advance(seconds=5)
    panels = [said(modem, clock.now(), account=str(at)) for at in range(beside)]  # read for all their keys at once
    again = desk.alarm_intake.receive([said(modem, clock.now(), text="第 0 村", raw=b"0", **made), *panels])[0]
    assert (again.id, again.repeats) == (first.id, 1)
    assert sum(row.kind is AlarmKind.MESSAGE for row in desk.alarms.queue().rows) == 12


def test_a_storm_of_a_place_that_grows_to_one_of_its_device_gathers_what_stood_alone(desk, clock, panel):
    """In one batch as in many: what is known as a storm once is looked at again when more came to stand alone."""
    point(desk, panel, "大厦", zone="0", place_text="示例大厦")
    near = [device(desk, f"A{n}", place_text="示例大厦") for n in range(12)]
    now = clock.now()
    batch = [said(panel, now, zone="0"), *(said(one, now) for one in near)]
    batch += [said(panel, now, zone=str(zone)) for zone in range(1, 14)]
    desk.alarm_intake.receive(batch)
    assert [row.zone for row in desk.alarms.queue().rows if row.sounds] == ["0"]


def test_a_call_is_an_event_and_never_an_alarm(desk, clock):
    phone = device(desk, "来电盒", "callerid", repeat_seconds=10)
    for number in ("0577-0000-0001", "0577-0000-0001", "0577-0000-0002"):
        hear(
            desk, phone, SignalKind.CALL, account="", code="", zone="", words="来电", sender=number, raw=number.encode()
        )
    assert [(call.phone, call.count) for call in desk.ringing.ringing()] == [
        ("0577-0000-0002", 1), ("0577-0000-0001", 2),
    ]  # fmt: skip
    assert desk.alarms.queue().rows == ()


def test_a_storm_follows_its_first_alarm_and_nothing_graver_hides_in_it(desk, clock, panel):
    for zone in range(30):
        hear(desk, panel, zone=str(zone))
    graver = hear(desk, panel, zone="99", priority=1)
    clock.advance(minutes=2)
    later = hear(desk, panel, zone="100")
    queue = desk.alarms.queue()
    first = next(row for row in queue.rows if row.zone == "0")
    assert {row.number for row in queue.rows if row.sounds} == {first.number, graver.alarm_number, later.alarm_number}
    assert [row.number for row in queue.rows[:3]] == [graver.alarm_number, first.number, later.alarm_number]
    assert (queue.unseen, queue.grouped) == (3, 29)
    assert {row.cause_id for row in queue.rows} == {None, first.id}
    assert desk.log.verify().fault is None


def test_a_storm_of_one_place_follows_too_and_other_places_do_not(desk, clock):
    desk.settings.change("alarm.storm", "3", "样例", confirmed=True, by=Actor.tool("tester"))
    near = [device(desk, f"A{n}", place_text="示例大厦") for n in range(5)]
    far = device(desk, "B", place_text="别处")
    for one in (*near, far):
        hear(desk, one)
    rows = {row.device_name: row for row in desk.alarms.queue().rows}
    first = rows["A0"].id
    assert [rows[name].cause_id for name in ("A0", "A1", "A4", "B")] == [None, first, first, None]


def test_a_chattering_point_follows_its_first_alarm_in_words(desk, clock, panel):
    for _ in range(8):
        hear(desk, panel)
        clock.advance(minutes=3)
    rows = sorted(desk.alarms.queue().rows, key=lambda row: row.number)
    assert [row.cause_id for row in rows] == [None] * 5 + [rows[0].id] * 3
    assert texts(desk, 1)[0].endswith(f"，一小时内第 8 次，归入 {rows[0].number}")


def test_the_most_specific_point_says_what_it_means(desk, clock, panel):
    point(desk, panel, "甲单位", account="1234", priority=3)
    point(desk, panel, "甲单位仓库", account="1234", zone="1", priority=1, place_text="示例路 1 号")
    point(desk, panel, "任何人", priority=2)
    for zone, account, name, priority in (
        ("1", "1234", "甲单位仓库", 1),
        ("2", "1234", "甲单位", 3),
        ("1", "9", "任何人", 2),
    ):
        number = hear(desk, panel, zone=zone, account=account).alarm_number
        row = next(row for row in desk.alarms.queue().rows if row.number == number)
        assert (row.point_name, row.priority) == (name, priority)
    assert desk.alarms.queue().rows[0].place == "示例路 1 号"


def test_a_port_without_a_ledger_entry_is_its_own_device(desk, clock):
    key = "socket://127.0.0.1:1025"
    arrived = Arrived(key, "surgard", clock.now(), Signal(SignalKind.ALARM, b"raw", "1", "110", "1", "火警"))
    first = desk.alarm_intake.receive([arrived])
    assert ids(desk.alarm_intake.receive([arrived])) == [(first[0].id, 1)]
    (row,) = desk.alarms.queue().rows
    assert (row.device_name, row.device_key) == (key, key) and "账号 1，代码 110，防区 1" in texts(desk, 1)[0]


def test_texts_of_the_wire_are_never_trusted(desk, clock, panel):
    hear(desk, panel, words="火\x00警\ud800" + "长" * 9_000, account="A" * 99, raw=b"\x00\xff", value=float("inf"),
         facts={"n": float("nan"), "x": {"y": [1 << 70, b"z", object]}})  # fmt: skip
    (row,) = desk.alarms.queue().rows
    assert row.words.startswith("火\ufffd警\ufffd长") and len(row.words) == 2_000 and row.account == "A" * 40
    assert row.value is None and row.facts["n"] is None
    assert desk.log.verify().fault is None


def test_nothing_is_stored_when_one_of_a_batch_cannot_be(desk, clock, panel, monkeypatch):
    """A full disk: all or nothing, and the caller learns it."""
    (desk.data.store.parent / "moved").mkdir()
    arrived = [said(panel, clock.now()), said(panel, clock.now(), zone="2")]
    store = desk.data.store.rename(desk.data.store.parent / "moved" / "store")
    with pytest.raises(Unavailable):
        desk.alarm_intake.receive(arrived)
    store.rename(desk.data.store)
    assert desk.alarms.queue().rows == ()
    assert ids(desk.alarm_intake.receive(arrived)) == [(1, 0), (2, 0)]


def test_receipts_reach_the_outbox_after_they_are_stored(desk, clock, panel):
    told = []
    intake = type(desk.alarm_intake)(
        desk.opened.store, clock, desk.realm, lambda one: told.append((one, len(desk.alarms.heard())))
    )
    receipt = said(panel, clock.now(), SignalKind.RECEIPT, facts={"reference": "42", "state": "confirmed"})
    intake.receive([receipt])
    assert told == [(receipt, 1)]


def test_lines_between_alarms_keep_their_order(desk, clock, panel, by):
    hear(desk, panel)
    desk.log.add(NewEntry(panel.form.id, "巡查正常", EntryKind.NOTE), by=by)
    hear(desk, panel, zone="2")
    assert len(desk.log.newest(3)) == 3 and desk.log.verify().fault is None


def test_a_storm_in_one_batch_is_grouped_whatever_its_order(desk, clock, panel):
    """A graver alarm may come after those that will follow it."""
    grave = [3, 2, 3, 1, 2, 3, 1, 2, 3, 3, 2, 1, 3, 3, 1, 2]
    arrived = [said(panel, clock.now(), zone=str(n), priority=priority) for n, priority in enumerate(grave)]
    desk.alarm_intake.receive(arrived)
    rows = {int(row.zone): row for row in desk.alarms.queue().rows}
    causes = {row.id: row for row in rows.values() if row.cause_id is None}
    assert all(causes[row.cause_id].priority <= row.priority for row in rows.values() if row.cause_id is not None)
    assert len(causes) < 6 and desk.log.verify().fault is None


@pytest.mark.parametrize("whole", [300, 2])
def test_points_that_are_asked_for_mean_what_those_read_at_once_do(desk, clock, panel, monkeypatch, whole):
    """A receiver of many flats is not read whole for each batch."""
    monkeypatch.setattr("console.services.wire_ledger.WHOLE", whole)
    for name, marks in (("全部", {}), ("一号", {"account": "1"}), ("一号二区", {"account": "1", "zone": "2"}),
                        ("火警", {"code": "110"}), ("二区火警", {"zone": "2", "code": "110"})):  # fmt: skip
        point(desk, panel, name, **marks)
    stopped = point(desk, panel, "撤了的", account="1", zone="2", code="110")
    desk.devices.drop_point(stopped.form.id, seen=stopped.version, by=Actor.tool("tester"))
    told = [
        ("1", "2", "110"),
        ("1", "2", "111"),
        ("1", "3", "110"),
        ("１", "", "113"),
        ("9", "9", "119"),
        ("9", "2", "110"),
    ]
    now = clock.now()
    heard = [said(panel, now, account=account, zone=zone, code=code) for account, zone, code in told]
    desk.alarm_intake.receive(heard)
    found = {(row.account, row.zone, row.code): row.point_name for row in desk.alarms.queue().rows}
    assert [found[marks] for marks in told] == ["二区火警", "一号二区", "火警", "一号", "全部", "二区火警"]
    gauge = device(desk, "水位站", "sl651")
    for name, above in (("警戒", 11.0), ("保证", 12.5), ("枯水", 20.0)):
        point(desk, gauge, name, above=above)
    hear(desk, gauge, SignalKind.READING, value=12.6, unit="m")
    assert next(row.point_name for row in desk.alarms.queue().rows if row.value) == "保证"
