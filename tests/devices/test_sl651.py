"""Telemetry stations: published reports, both encodings, packets, what is acknowledged and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.drivers import sl651 as driver
from console.devices.drivers.sl651_signals import letters
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sl651 import End, Frame, Framer, encode
from console.devices.protocols.sl651_body import Body, read_hex, write_element, write_report
from console.devices.protocols.sl651_letters import read_letters, write_letters_report
from console.devices.session import Setting
from console.devices.simulated import sl651 as simulated
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock
from console.domain.signals import Signal, SignalKind
from tests.kit.conversation import AT, ZONE, Conversation, conversation
from tests.kit.frames import frames

VALID, INVALID = frames("sl651_valid"), frames("sl651_invalid")
SENT = datetime(2026, 11, 22, 9, 30, 5)
OBSERVED = datetime(2026, 11, 22, 8, 30)
STATION = "0012345678"


def heard(raw: bytes, **options: str) -> list[Signal]:
    out = driver.make(Setting(StoppedClock(AT), ZONE, options)).feed(raw, 0.0)
    assert out.write == b""
    return list(out.signals)


def said(signals: list[Signal]) -> list[str]:
    return [f"{s.kind} {s.code} {s.value} {s.unit}".strip() for s in signals]


def report(function: int, data: bytes, packet: tuple[int, int] | None = None) -> bytes:
    body = write_report(7, SENT, STATION, "H", OBSERVED, data)
    more = packet is not None and packet[0] != packet[1]
    return encode(Frame(STATION, function, body, packet=packet, end=End.ETB if more else End.ETX))


def station(**told: str) -> Conversation:
    return conversation(driver.make, simulated.make, told={"heartbeat": "3600", **told})


def test_a_published_timed_report_is_read_and_acknowledged_with_its_number() -> None:
    signals = heard(VALID["timed report (published)"], after="esc")

    assert said(signals) == ["reading 20 4.0 mm", "reading 26 4.0 mm", "reading 39 10.49 m", "reading 38 10.99 V"]
    assert {signal.account for signal in signals} == {"0011223344"}
    assert {signal.device_at for signal in signals} == {datetime(2017, 7, 18, 11, 0, tzinfo=ZONE)}
    assert signals[2].words == "瞬时河道水位、潮位 10.490 m"
    assert [bool(signal.answer) for signal in signals] == [False, False, False, True]
    answer = Framer().feed(signals[-1].answer)[0]
    published = Framer().feed(VALID["acknowledgement of the timed report (published)"])[0]
    assert (answer.body[:2], answer.end, answer.up) == (published.body[:2], published.end, published.up)
    assert (answer.station, answer.centre, answer.password) == (published.station, published.centre, published.password)


def test_five_minutes_of_rain_and_a_test_report_are_told_apart() -> None:
    rain = heard(VALID["timed report, rain of 5 minutes (published)"])
    test = heard(VALID["test report: rain, water level, voltage (published)"])

    assert "reading 22 4.0 mm" in said(rain)
    assert said(test)[2] == "status 39 0.127 m"
    assert test[2].words_en == "Test report: Water level 0.127 m"


@pytest.mark.parametrize("name", [name for name in VALID if name.startswith("heartbeat")])
def test_a_heartbeat_has_no_answer(name: str) -> None:
    (signal,) = heard(VALID[name])

    assert (signal.kind, signal.answer) == (SignalKind.HEARTBEAT, b"")


@pytest.mark.parametrize("name", INVALID)
def test_damaged_reports_are_never_answered(name: str) -> None:
    session = driver.make(Setting(StoppedClock(AT), ZONE))
    out = session.feed(INVALID[name], 0.0)
    late = session.tick(session.wake_at() or 0.0)

    assert {signal.kind for signal in (*out.signals, *late.signals)} == {SignalKind.UNREADABLE}
    assert all(not signal.answer for signal in (*out.signals, *late.signals))
    assert out.write == late.write == b""


@pytest.mark.parametrize(("after", "end"), [("eot", End.EOT), ("esc", End.ESC), ("none", None)])
def test_what_a_report_is_acknowledged_with_is_told(after: str, end: End | None) -> None:
    answer = heard(report(0x32, bytes.fromhex("38121260")), after=after)[-1].answer

    assert [frame.end for frame in Framer().feed(answer)] == ([end] if end else [])


def test_an_hour_of_five_minute_values_is_one_reading_with_all_of_them() -> None:
    data = b"\xf4\x60" + bytes([0, 5, 255, *range(9)]) + b"\xf5\xc0" + b"".join(
        value.to_bytes(2, "big") for value in (342, 0xFFFF, *range(10))
    )  # fmt: skip
    rain, level = heard(report(0x34, data))

    assert (rain.kind, rain.code, rain.value, rain.zone) == (SignalKind.READING, "F4", 0.8, "")
    assert rain.words.startswith("1 小时内每 5 分钟时段雨量 0.0、0.5、—、0.0、")
    assert rain.facts["series"][:3] == [("11-22 08:30", 0.0), ("11-22 08:35", 0.5), ("11-22 08:40", None)]
    assert rain.device_at == OBSERVED.replace(tzinfo=ZONE) + timedelta(minutes=55)
    assert (level.code, level.value, level.facts["series"][0][1]) == ("F5", 0.09, 3.42)
    assert bool(level.answer) and not rain.answer


def test_even_intervals_negative_values_own_elements_and_several_stations() -> None:
    minute = bytes.fromhex("0418000001" + "2119" + "000002" + "000015" + "ffffff")
    more = bytes.fromhex("0219ff0053" + "ff14230001234500" + "f1f1001234567950" + "201900000a")
    even = read_hex(write_report(1, SENT, STATION, "P", OBSERVED, minute))
    several = read_hex(write_report(1, SENT, STATION, "P", OBSERVED, more))

    assert [(str(r.value), r.at) for r in even.readings] == [
        ("0.2", OBSERVED),
        ("1.5", OBSERVED + timedelta(minutes=1)),
        ("None", OBSERVED + timedelta(minutes=2)),
    ]
    assert [(r.station, r.element, str(r.value)) for r in several.readings] == [
        (STATION, "02", "-5.3"),
        (STATION, "FF14", "12.345"),
    ]
    assert several.rest.startswith(b"\x00\xf1")


def test_both_encodings_say_the_same() -> None:
    words = ["PJ", "3.5", "Z", "-12.340", "VT", "M", "ZT", "00000004"]
    read = read_letters(write_letters_report(7, SENT, STATION, "H", OBSERVED, words), letters())
    same = read_hex(
        write_report(7, SENT, STATION, "H", OBSERVED, bytes.fromhex("2019000035392bff000123403812ffff452000000004"))
    )

    assert read.readings == same.readings and len(read.readings) == 3
    assert (read.serial, read.kind, read.status, read.rest) == (same.serial, same.kind, same.status, same.rest)
    even = write_letters_report(7, SENT, STATION, "H", OBSERVED, ["DRN05", "PJ", "Z", "0.5", "1.0", "M", "1.1"])
    assert [(r.element, str(r.value)) for r in read_letters(even, letters()).readings] == [
        *(("20", "0.5"), ("39", "1.0"), ("20", "None"), ("39", "1.1")),
    ]


def test_status_bits_are_alarms_and_faults_that_end() -> None:
    line = station()
    line.happen("alarm", value=5.2)
    line.happen("fault")
    line.happen("restore")

    told = [f"{s.kind} {s.code}" for s in line.signals if s.code.startswith("45")]
    assert told == ["alarm 45.2", "fault 45.1", "restore 45.2", "restore 45.1"]


@pytest.mark.parametrize("coding", ["hex", "ascii"])
def test_a_station_repeats_until_it_is_acknowledged(coding: str) -> None:
    line = station(coding=coding)
    line.stores = False
    line.happen("reading", code="39", value=4.21)
    line.run(60)
    assert line.device.waiting() == 1
    assert [s.value for s in line.signals if s.code == "39"] == [4.21] * 3
    line.stores = True
    line.run(3700)

    assert line.device.waiting() == 0
    assert len({signal.raw for signal in line.signals if signal.code == "39"}) == 1


@pytest.mark.parametrize("coding", ["hex", "ascii"])
def test_a_picture_in_packets_is_put_together_and_acknowledged_once(coding: str) -> None:
    line = station(coding=coding)
    before = len(line.written)
    line.happen("reading", facts={"packets": 4})

    answers = Framer().feed(line.written[before:])
    assert [(frame.end, frame.packet) for frame in answers] == [(End.EOT, (4, 4))]
    assert line.device.waiting() == 0
    picture = line.signals[-1]
    assert (picture.kind, picture.code) == (SignalKind.STATUS, "36")
    assert len(Framer().feed(picture.raw)) == 4


def test_a_missing_packet_is_asked_for_twice_and_then_lost() -> None:
    packets = [report(0x36, b"\xf3\xf3" + bytes(50), (3, number)) for number in (1, 2, 3)]
    session = driver.make(Setting(StoppedClock(AT), ZONE))
    session.feed(packets[0], 0.0)
    asked = [session.feed(packets[2], 0.0).write]
    while (wake := session.wake_at()) is not None:
        out = session.tick(wake)
        asked.append(out.write)

    asked = [raw for raw in asked if raw]
    assert [Framer().feed(raw)[0].packet for raw in asked] == [(3, 2), (3, 2)]
    assert {Framer().feed(raw)[0].end for raw in asked} == {End.NAK}
    assert [signal.damaged for signal in out.signals] == ["cut"]


def test_a_packet_sent_again_may_end_like_the_last() -> None:
    """As a station's firmware does (xiaozhuweini/fyyp_rtu), whatever its number."""
    one, two, three = (report(0x36, b"\xf3\xf3" + bytes(50), (3, number)) for number in (1, 2, 3))
    again = encode(replace(Framer().feed(two)[0], end=End.ETX))
    session = driver.make(Setting(StoppedClock(AT), ZONE))

    assert [Framer().feed(session.feed(raw, 0.0).write)[0].packet for raw in (one + three,)] == [(3, 2)]
    assert [signal.code for signal in session.feed(again, 1.0).signals] == ["36"]


def test_what_the_simulator_writes_are_the_published_bytes() -> None:
    elements = ((*("20", "4.0"), 5, 1), (*("26", "4.0"), 6, 1), (*("39", "10.490"), 7, 3), (*("38", "10.99"), 4, 2))
    data = b"".join(write_element(code, Decimal(value), digits, places) for code, value, digits, places in elements)
    at = datetime(2017, 7, 18, 11, 0)
    body = write_report(0x34, at.replace(second=16), "0011223344", "H", at, data)
    assert encode(Frame("0011223344", 0x32, body, 5, 1000)) == VALID["timed report (published)"]

    clock = StoppedClock(datetime(2059, 10, 11, 15, 51, 11, tzinfo=ZONE))
    device = simulated.make(Play(clock, ZONE, Random(1)))
    for _ in range(3):
        device.happen(Happening("reading"), 0.0)
    assert device.start(0.0).endswith(VALID["heartbeat (published)"])


def test_typed_values_wait_to_be_read() -> None:
    body = VALID["heartbeat (published)"][14:22] + b"\xf2\xf2" + "Z 3.42 报汛".encode("gb18030") + b"\x1b"
    (signal,) = heard(encode(Frame(STATION, 0x35, body)))

    assert (signal.kind, signal.text) == (SignalKind.MESSAGE, "Z 3.42 报汛")
    assert signal.answer


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.booleans())
def test_any_body_is_read_without_an_exception_and_its_frame_is_answered(body: bytes, ascii_coded: bool) -> None:
    read = read_letters(body, letters()) if ascii_coded else read_hex(body)
    assert isinstance(read, Body)
    if body:
        frame = Frame(STATION, 0x32, body, letters=ascii_coded)
        (again,) = Framer().feed(encode(frame))
        assert not isinstance(again, Damaged) and again == frame
        assert heard(encode(frame))[-1].answer
