"""A Sur-Gard receiver: acknowledged once stored, heartbeats at once, damaged frames asked for again."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

import resources
from console.devices import event_codes, tables
from console.devices.drivers import surgard as driver
from console.devices.protocols.surgard import ACK, NAK, write_status
from console.devices.session import Setting
from console.devices.simulated import surgard as simulated
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock
from console.domain.drivers import DRIVERS
from console.domain.signals import Signal, SignalKind

CLOCK = StoppedClock(datetime(2026, 11, 22, 5, 45, tzinfo=UTC))
ZONE = ZoneInfo("Asia/Shanghai")


def session(**options: str) -> driver.SurGardSession:
    return driver.make(Setting(CLOCK, ZONE, options))


def hear(text: str, at: driver.SurGardSession | None = None) -> tuple[list[Signal], bytes]:
    heard = (at or session()).feed(text.encode() + b"\x14", 0.0)
    return list(heard.signals), heard.write


def test_an_alarm_is_answered_by_its_signal_and_by_nothing_else():
    (signal,), write = hear("5011 181234E12101001")

    assert write == b"" and signal.answer == ACK
    assert (signal.kind, signal.account, signal.code, signal.zone) == (SignalKind.ALARM, "1234", "121", "001")
    assert (signal.words, signal.words_en, signal.priority) == ("胁迫（用户001）", "Duress (user 001)", 1)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("5011 181234R13101015", SignalKind.RESTORE, "周界盗警恢复（防区015）"),
        ("5011 981234313101015", SignalKind.RESTORE, "周界盗警恢复（防区015）"),
        ("5011 181234P11002015", SignalKind.ALARM, "火警仍在（防区015，分区02）"),
        ("5011 181234E40101005", SignalKind.STATUS, "用户撤防（用户005）"),
        ("5011 181234R40101005", SignalKind.STATUS, "用户布防（用户005）"),
        ("5011 181234E30100000", SignalKind.FAULT, "交流电断电"),
        ("5011 181234E60200000", SignalKind.STATUS, "定期测试"),
        ("5011 181234R57001004", SignalKind.STATUS, "防区旁路恢复（防区004）"),
        ("5011 181234E99901005", SignalKind.ALARM, "表中没有的代码999（防区005）"),
        ("5011 181234E49901005", SignalKind.STATUS, "表中没有的代码499（防区005）"),
        ("3011      1234BR0015", SignalKind.RESTORE, "盗警防区恢复（防区0015）"),
        ("1011      0012 C1128", SignalKind.STATUS, "脉冲格式代码C（防区128）"),
        ("401001123456   0577 0001", SignalKind.STATUS, "来电号码05770001"),
        ("001001TEL LINE FAULT", SignalKind.FAULT, "接收机01线路001自报：TEL LINE FAULT"),
        ("2011 anything", SignalKind.ALARM, "未解读的格式2：anything"),
        ("e011 anything", SignalKind.STATUS, "未解读的格式e：anything"),
        ("80111234 5555 5555 5", SignalKind.STATUS, "各通道正常"),
    ],
)
def test_what_is_well_formed_is_kept_with_its_meaning_and_acknowledged(text, kind, words):
    (signal,), write = hear(text)

    assert (signal.kind, signal.words, signal.answer, write) == (kind, words, ACK, b"")
    assert signal.words_en and signal.raw == text.encode() + b"\x14"


def test_several_events_of_one_frame_are_answered_once_after_the_last():
    signals, _ = hear("S01001[#1234|Nri1/BA015/FA02]")
    assert [(one.code, one.zone, one.answer) for one in signals] == [("BA", "015", b""), ("FA", "02", ACK)]

    channels, _ = hear("80111234 1355 5550 9")
    told = [(one.kind, one.zone, one.answer) for one in channels]
    assert told == [
        (SignalKind.ALARM, "1", b""),
        (SignalKind.RESTORE, "2", b""),
        (SignalKind.FAULT, "8", ACK),
    ]


def test_a_heartbeat_is_acknowledged_at_once_but_never_before_the_report_it_came_with():
    (alone,), write = hear("1011           @    ")
    assert (alone.kind, alone.answer, write) == (SignalKind.HEARTBEAT, b"", ACK)

    signals, write = hear("5011 181234E12101001\x14" + "1011           @    ")
    assert [one.answer for one in signals] == [ACK, ACK] and write == b""


def test_a_damaged_frame_is_kept_and_asked_for_again_until_it_is_plainly_no_noise():
    talk = session()
    for _ in range(driver.SENDINGS - 1):
        (signal,), write = hear("5011 181234X12101001", talk)
        assert (signal.kind, signal.damaged, signal.answer, write) == (SignalKind.UNREADABLE, "format", b"", NAK)
    (signal,), write = hear("5011 181234X12101001", talk)
    assert (signal.answer, write) == (ACK, b"")


def test_half_a_frame_is_given_up_before_the_receiver_repeats_it():
    talk = session()
    assert talk.wake_at() is None
    talk.feed(b"5011 1812", 10.0)
    assert talk.wake_at() == 10.0 + driver.PATIENCE < 10.0 + simulated.ACK_SECONDS
    assert talk.tick(12.9).signals == ()
    (cut,) = talk.tick(13.0).signals
    assert (cut.kind, cut.damaged, cut.raw) == (SignalKind.UNREADABLE, "cut", b"5011 1812")
    (again,) = talk.feed(b"5011 181234E12101001\x14", 14.0).signals
    assert again.kind is SignalKind.ALARM and talk.wake_at() is None


def test_ademco_685_is_read_where_the_device_says_so():
    heard = session(format="685").feed(b"\n11 1234 18 E131 01 C015 \r", 0.0)

    (signal,) = heard.signals
    assert (signal.kind, signal.account, signal.code, signal.zone) == (SignalKind.ALARM, "1234", "131", "015")
    assert signal.answer == ACK


def test_the_simulated_receiver_keeps_repeats_buffers_and_goes_on_with_an_acknowledged_heartbeat():
    device = simulated.make(Play(CLOCK, ZONE, Random(1), {"line": "001"}))
    assert device.start(0.0) and device.feed(ACK, 0.1) == b""
    frame = device.happen(Happening("alarm", "1234", "131", "015"), 1.0)
    assert frame == b"501001 181234E13101015\x14"
    assert [device.tick(at) for at in (5.0, 9.0, 13.0)] == [frame] * 3
    assert device.tick(17.0) == b"" and device.state()["buffering"]
    beat = device.tick(43.0)
    assert beat.endswith(b"@    \x14") and device.feed(ACK, 43.1) == frame
    assert device.feed(ACK, 43.2) == b"" and device.waiting() == 0
    assert device.happen(Happening("raw", facts={"bytes": write_status("OK")}), 44.0) == b"001000OK\x14"


def test_the_window_of_repeats_is_that_of_the_receiver():
    assert DRIVERS["surgard"].repeat_seconds == simulated.ACK_SECONDS * (simulated.RESENDS + 1)


def test_tables_name_types_of_event_that_exist_and_restorals_end_something():
    types = {row["code"] for row in csv.DictReader(resources.path("event_types.csv").read_text("utf-8").splitlines())}
    known = [one for table in ("contact_id", "sia_codes") for one in tables.rows(table)]
    assert len(known) > 500
    for row in known:
        found = event_codes.contact_id(row["code"]) or event_codes.sia(row["code"])
        assert found is not None and found.zh and found.en and 1 <= found.priority <= 3
        assert not found.event_type or found.event_type in types
        assert found.point in event_codes.POINTS
        assert not found.ends or event_codes.sia(found.ends) is not None
