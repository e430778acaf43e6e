"""DC-09 diallers: ACK with their own number once stored, supervision at once, DUH for what nobody can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from console.devices.drivers import dc09 as driver
from console.devices.protocols import dc09
from console.devices.protocols.dc09 import Dc09
from console.devices.session import Setting
from console.devices.simulated import dc09 as simulated
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock
from console.domain.signals import SignalKind

AT = datetime(2026, 11, 22, 13, 45, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
ALARM = Dc09("ADM-CID", "0001", "1234", "#1234|1131 01 015", at=AT)


def hear(raw: bytes | Dc09, **options: str):
    frame = dc09.encode(raw) if isinstance(raw, Dc09) else raw
    return driver.make(Setting(StoppedClock(AT), ZONE, options)).feed(frame, 0.0)


def test_an_alarm_is_answered_with_its_own_number_once_stored():
    heard = hear(ALARM)

    (signal,) = heard.signals
    assert heard.write == b"" and signal.answer == b'\n1BC10012"ACK"0001L0#1234[]\r'
    assert (signal.kind, signal.account, signal.code, signal.zone) == (SignalKind.ALARM, "1234", "131", "015")
    assert (signal.words, signal.device_at) == ("周界盗警（防区015）", AT)


def test_receiver_and_line_come_back_in_the_answer_and_extended_data_is_kept():
    frame = replace(ALARM, receiver="2", line="33", extended=("X121E45N", "Vhttp://h/v"))
    (signal,) = hear(frame).signals

    assert b'"ACK"0001R2L33#1234[]' in signal.answer
    assert signal.facts["extended"] == ["X121E45N", "Vhttp://h/v"]


def test_a_block_of_sia_has_one_answer_after_its_last_event():
    signals = hear(Dc09("SIA-DCS", "0007", "1234", "#1234|Nri1/BA015/FA02*'Hall'NM")).signals

    assert [(one.code, one.zone, bool(one.answer)) for one in signals] == [("BA", "015", False), ("FA", "02", True)]
    assert signals[1].words == "火警（防区02）：Hall"


def test_supervision_is_answered_at_once():
    heard = hear(Dc09("NULL", "0000", "1234"))

    assert [one.kind for one in heard.signals] == [SignalKind.HEARTBEAT]
    assert heard.write == dc09.encode(Dc09("ACK", "0000", "1234")) and heard.signals[0].answer == b""


@pytest.mark.parametrize(
    "frame",
    [
        Dc09("XYZ-1", "0003", "1234", "#1234|whatever"),
        Dc09("ADM-CID", "0003", "1234", "#1234|garbage"),
        Dc09("SIA-DCS", "0003", "1234", "#1234|???"),
        Dc09("*ADM-CID", "0003", "1234", "A0B1C2"),
    ],
)
def test_what_nobody_can_read_is_a_fault_to_be_looked_at_and_answered_duh(frame):
    heard = hear(frame)

    (signal,) = heard.signals
    assert (signal.kind, signal.account, heard.write) == (SignalKind.FAULT, "1234", b"")
    assert signal.answer == dc09.encode(Dc09("DUH", "0003", "1234"))


def test_what_is_damaged_is_kept_and_never_answered():
    for raw in (b'\nDACB003B"ADM-CID"0001L0#1234[]\r', b"\n\r", b'\n1BC10012"ACK"0001L0#1234[]\r'):
        heard = hear(raw)
        assert [one.kind for one in heard.signals] == [SignalKind.UNREADABLE]
        assert heard.write == b"" and heard.signals[0].answer == b""


def test_a_wrong_clock_is_noted_and_only_refused_where_it_is_checked():
    old = replace(ALARM, at=AT - timedelta(seconds=90))
    (kept,) = hear(old).signals
    assert kept.kind is SignalKind.ALARM and kept.facts["clock_off"] == -90

    heard = hear(old, time_check="on")
    assert [one.kind for one in heard.signals] == [SignalKind.STATUS]
    assert b'"NAK"0000R0L0A0[]_13:45:00,11-22-2026' in heard.write
    assert hear(replace(ALARM, at=AT + timedelta(seconds=40)), time_check="on").signals[0].kind is SignalKind.ALARM


@pytest.mark.parametrize("name", ["ADM-CID", "SIA-DCS"])
def test_the_dialler_repeats_until_it_is_answered_and_sets_its_clock(name):
    clock = StoppedClock(AT - timedelta(hours=3))
    device = simulated.make(Play(clock, ZONE, Random(1), {"id": name, "heartbeat": "0"}))
    talk = driver.make(Setting(StoppedClock(AT), ZONE, {"time_check": "on"}))
    assert device.start(0.0) == b""

    first = device.happen(Happening("alarm", zone="015"), 0.0)
    assert device.tick(19.0) == b"" and device.tick(20.0) == first and device.waiting() == 1
    device.start(30.0)
    device.feed(dc09.encode(Dc09("ACK", "0099", "1234")), 30.0)
    assert device.waiting() == 1
    again = device.feed(talk.feed(first, 31.0).write, 31.0)
    (signal,) = talk.feed(again, 31.0).signals
    assert signal.kind is SignalKind.ALARM and signal.zone == "015" and signal.device_at == AT
    assert device.feed(signal.answer, 31.0) == b"" and device.waiting() == 0
    device.alarm("1234", "", "001", 40.0)
    device.feed(dc09.encode(Dc09("DUH", "0002", "1234")), 41.0)
    assert device.state()["refused"] == 1 and device.waiting() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_that_panels_send_in_chinese_are_read_in_either_set(encoding):
    """镊 and 偙 have a bracket's octet within them in GB 18030."""
    for data, words in (("#1234|NFA02*'东楼镊'NM", "火警（防区02）：东楼镊"), ("#1234|不懂的偙", "#1234|不懂的偙")):
        body = f'"SIA-DCS"0007L0#1234[{data}]'.encode(encoding)
        (signal,) = hear(b"\n%04X%04X%s\r" % (dc09.crc(body), len(body), body)).signals
        assert words in signal.words
        assert dc09.read(signal.raw.strip()).account == "1234"
