"""Frames others published or captured, each held against what its source says of it (``tests/golden/frames``).

A codec that only ever met its own simulator proves nothing; what no source could be found for stands in
``docs/decisions/0041-simulator-tool-peers.md``.
"""

from __future__ import annotations

import tomllib
from datetime import datetime

import pytest

from console.devices.drivers import gb26875, printer, sl651, surgard
from console.devices.protocols import beidou, gb26875_units, lc_relay
from console.devices.protocols.caller_id import CallerIdReader, Told
from console.devices.protocols.sl651 import End, Frame, Framer
from console.devices.protocols.sl651_body import read_hex
from console.devices.protocols.surgard import ACK
from console.devices.session import Setting
from console.domain.clock import StoppedClock
from console.domain.signals import Signal, SignalKind
from tests.kit.conversation import AT, ZONE
from tests.kit.frames import FOLDER, frames

STATIONS, PANELS = frames("sl651_published"), frames("gb26875_captured")
PRINTED = PANELS["maker's own type 141: what the panel printed, an equipment fault in a room called fire alarm"]
RECEIVERS = tomllib.loads((FOLDER / "receivers.toml").read_text("utf-8"))
CALLERS = tomllib.loads((FOLDER / "callers.toml").read_text("utf-8"))
SURGARD, ADEMCO = RECEIVERS["surgard_captured"], RECEIVERS["ademco685_captured"]["lines"]


def heard(raw: bytes) -> list[Signal]:
    """What the driver tells of a frame, and of the silence behind it."""
    session = sl651.make(Setting(StoppedClock(AT), ZONE, {"after": "eot"}))
    return [*session.feed(raw, 0.0).signals, *session.tick(60.0).signals]


def read(name: str) -> list[str]:
    return [f"{one.kind} {one.code} {one.value} {one.unit}".strip() for one in heard(STATIONS[name])]


LEVEL_AND_VOLTAGE = ["reading 39 {} m", "reading 38 {} V"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("heartbeat in letters", ["heartbeat  None"]),
        ("test report in letters", ["status 20 0.5 mm", "status 26 0.5 mm", "status 39 0.301 m", "status 38 10.91 V"]),
        (
            "Fujian: hourly report, series announced with 5C",
            ["reading F5 27.3 m", "reading 39 27.3 m", "reading 38 12.9 V"],
        ),
        ("Fujian: even intervals", ["reading 39 28.96 m"]),
        ("Fujian: timed", ["reading 20 0.0 mm", "reading 26 319.6 mm", "reading 39 28.96 m", "reading 38 13.12 V"]),
        ("Fujian: extra", ["reading 39 28.96 m", "reading 20 0.0 mm", "reading 26 319.6 mm", "reading 38 13.17 V"]),
        (
            "Fujian: hourly report of a station, series with 5C, its times beside each",
            ["reading F4 0.0 mm", "reading 26 319.6 mm", "reading F5 27.96 m", "reading 39 28.96 m",
             "reading 20 0.0 mm", "reading 38 13.16 V"],
        ),
        ("Fujian: typed", ["message 35 None"]),
        (
            "Fujian: asked, no level",
            ["reading 20 0.0 mm", "reading 26 0.0 mm", "reading 39 None m", "reading 38 11.43 V"],
        ),
        ("Fujian: history, rain all missing", ["reading F4 None mm"]),
        ("Fujian: state", ["fault 45.0 None"]),
        (
            "Beijing: timed, status word, own elements",
            ["reading 26 311.3 mm", "reading 38 12.87 V", "reading FF09 20.0", "reading FF33 20.5", "fault 45.0 None"],
        ),
        ("own gauges: negative values", ["reading 76 -1.72", "reading 77 -0.21", "reading 78 1.52"]),
        ("even intervals of two elements", ["reading 22 0.0 mm", "reading 39 0.0 m"]),
        ("Beijing: timed, rain station", ["reading 26 1222.2 mm", "reading 38 14.16 V"]),
        ("Beijing: hourly, time of the last value", ["reading F5 0.0 m", "reading 39 0.0 m", "reading 38 12.07 V"]),
        (
            "Beijing: hourly of centre 16, rain and level",
            ["reading F4 0.0 mm", "reading F5 4.28 m", "reading 26 0.0 mm", "reading 39 4.28 m", "reading 38 13.7 V"],
        ),
        (
            "Beijing: timed, level, velocity, flow",
            ["reading 39 33.66 m", "reading 36 0.11 m/s", "reading 27 4.32 m³/s", "reading FF22 0.11",
             "reading 38 12.3 V"],
        ),
        ("Beijing: timed, password FFFF", ["reading 26 184.8 mm", "reading 38 12.0 V"]),
    ],
)  # fmt: skip
def test_a_report_is_read_as_its_source_says(name: str, told: list[str]) -> None:
    assert read(name) == told


@pytest.mark.parametrize(
    "name", ["settings", "working settings", "version", "working settings changed", "event record"]
)
def test_settings_are_no_readings_although_their_identifiers_are_those_of_elements(name: str) -> None:
    """20 is the rain of the day among elements, the interval of reports among settings, which stations send unasked."""
    (signal,) = heard(STATIONS[f"Fujian: {name}"])
    assert (signal.kind, signal.value) == (SignalKind.STATUS, None)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("hourly, time of the first value", "07-01 05:05", "07-01 06:00"),
        ("hourly, time of the last value", "07-01 05:05", "07-01 06:00"),
        ("hourly half full, time of the last value", "07-01 05:35", "07-01 06:30"),
    ],
)
def test_no_value_of_an_hour_was_measured_after_it_was_sent(name: str, first: str, last: str) -> None:
    """The standard gives the time of the first value; stations were captured that give that of the last."""
    level = heard(STATIONS[f"Beijing: {name}"])[0]
    series = level.facts["series"]
    assert (level.code, series[0][0], series[-1][0]) == ("F5", first, last)
    assert level.device_at == datetime.strptime(f"2026-{last}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def test_a_long_report_with_elements_of_a_makers_own_is_read_to_its_end() -> None:
    told = read("reservoir: hourly, long own elements")
    assert told[:5] == [
        *("reading 20 13.0 mm", "reading 26 149.5 mm", "reading 1A 10.3 mm", "reading F4 1.9 mm"),
        "reading F5 29.51 m",
    ]
    assert told[-3:] == ["reading FFF1 23.0", "reading FFF2 0.0", "reading 38 12.13 V"]


@pytest.mark.parametrize(
    ("announced", "values", "told"),
    [
        ("3923", "00028960 ff00000345 ffffffff 00001200", ["28.960", "-0.345", "None", "1.200"]),
        ("3923", "00028960 ff000345 00001200", ["28.960", "-0.345", "1.200"]),
        ("3923", "ff00000345 ff00000346 ff00000347 ff00000348", ["-0.345", "-0.346", "-0.347", "-0.348"]),
        ("3923", "00028960 00028961 38121312", ["28.960", "28.961", "38 13.12"]),
        ("2019", "000005 000007 38121312", ["0.5", "0.7", "38 13.12"]),
        ("272b", "0000010000 0000020000 382200001312", ["10.000", "20.000", "38 13.12"]),
        ("201a", "000005 000007 3922", []),
    ],
)
def test_even_values_fit_to_the_last_byte_or_are_not_told(announced: str, values: str, told: list[str]) -> None:
    """Negative values a byte longer than announced: xiaozhuweini/fyyp_rtu, firmware of a station (inside the announced
    bytes: wainshine/SL651); the voltage behind the values: Tommua/SL651-2014. Nobody measures a level of 38121 m."""
    data = bytes.fromhex(f"0001 221205110019 f0f02212051005 0418000005 {announced} {values}")
    body = read_hex(data)
    assert [f"{one.element} {one.value}".removeprefix(f"{announced[:2]} ") for one in body.readings] == told
    assert bool(body.rest) is not bool(told)


def test_a_lone_byte_of_the_start_mark_behind_a_frame_says_nothing() -> None:
    even, timed = (STATIONS[f"Fujian: {name}"] for name in ("even intervals", "timed"))
    assert even.endswith(b"\x7e")
    assert [one.kind for one in heard(even + timed)] == [SignalKind.READING] * 5


def test_soil_and_own_elements_of_a_captured_report_are_all_told() -> None:
    signals = heard(STATIONS["Beijing: extra, soil and own elements"])
    values = {one.code: one.value for one in signals}
    assert {one.account for one in signals} == {"00303A9006"}
    assert (values["10"], values["FF92"], values["FF95"], values["18"], values["38"]) == (15.8, 19.9, 17.7, 98.5, 12.0)


def test_what_was_typed_is_told() -> None:
    (typed,) = heard(STATIONS["Fujian: typed"])
    assert typed.text == "Q 1.234"


def test_the_second_packet_of_a_published_picture_is_asked_for_until_it_is_given_up() -> None:
    session = sl651.make(Setting(StoppedClock(AT), ZONE, {"after": "eot"}))
    (came,) = session.feed(STATIONS["Fujian: picture, first of four packets"], 0.0).signals
    (asked,) = Framer().feed(session.tick(10.0).write)
    assert isinstance(asked, Frame)
    assert (came.kind, asked.end, asked.packet) == (SignalKind.HEARTBEAT, End.NAK, (4, 2))
    session.tick(20.0)
    (lost,) = session.tick(30.0).signals
    assert (lost.kind, lost.account) == (SignalKind.UNREADABLE, "1000000006")


def received(frame: bytes, **options: str) -> list[str]:
    """What the driver tells of one frame of a receiver; it was acknowledged, or will be once stored."""
    heard = surgard.make(Setting(StoppedClock(AT), ZONE, options)).feed(frame, 0.0)
    (signal,) = heard.signals
    assert ACK in {heard.write, signal.answer}
    return [signal.kind.value, signal.account, signal.code, signal.zone]


@pytest.mark.parametrize("row", [row for rows in SURGARD.values() for row in rows], ids=lambda row: row[0])
def test_what_sur_gard_receivers_sent_to_others_is_read_and_acknowledged(row: list[str]) -> None:
    text, *told = row
    assert received(text.encode() + b"\x14")[: len(told)] == told


@pytest.mark.parametrize("row", ADEMCO, ids=lambda row: row[0])
def test_what_an_ademco_685_receiver_sent_to_others_is_read(row: list[str]) -> None:
    text, *told = row
    assert received(b"\n" + text.encode() + b"\r", format="685") == told


def test_a_transmitter_that_speaks_again_ends_what_its_silence_was() -> None:
    """A receiver's own frames were one fault each, and the end of a transmitter's failure was a fault of its own."""
    lost, back = (text for text, kind, *_ in SURGARD["system_three"] if text.startswith("001001"))
    session = surgard.make(Setting(StoppedClock(AT), ZONE, {}))
    fault, restore = (session.feed(text.encode() + b"\x14", 0.0).signals[0] for text in (lost, back))
    assert (fault.kind, restore.kind) == (SignalKind.FAULT, SignalKind.RESTORE)
    assert (restore.account, restore.zone, restore.facts["ends"]) == (fault.account, fault.zone, fault.code)


@pytest.mark.parametrize(("raw", "number", "why"), CALLERS["caller_id"]["dtmf"])
def test_every_form_of_digits_others_write_is_one_caller_wherever_it_is_cut(raw: str, number: str, why: str) -> None:
    for at in range(len(raw)):
        reader = CallerIdReader()
        (told,) = [*reader.feed(raw[:at].encode()), *reader.feed(raw[at:].encode()), *reader.idle()]
        assert isinstance(told, Told)
        assert (told.number, told.why, told.form) == (number, why, "dtmf")


def test_a_message_by_satellite_is_written_as_others_write_it() -> None:
    for card, text, line in CALLERS["beidou"]["written"]:
        assert beidou.sentence("CCTXA", card, "1", "2", beidou.mixed(text)) == line.encode() + b"\r\n"


def test_cards_are_known_and_all_ones_are_none() -> None:
    def card(line: str) -> beidou.Card | None:
        (told,) = beidou.SentenceReader().feed(line.encode() + b"\r\n")
        assert isinstance(told, beidou.Sentence)
        return beidou.read_card(told)

    for line, number, seconds, level in CALLERS["beidou"]["cards"]:
        assert card(line) == beidou.Card(number, seconds, level)
    assert [card(line) for line in CALLERS["beidou"]["no_cards"]] == [None, None]


@pytest.mark.parametrize(
    ("name", "kind", "account", "code", "text"),
    [
        ("heartbeat of a device, data of length 0", "heartbeat", "11111", "", ""),
        ("reset at a device, version 1.16", "status", "11111", "reset", ""),
        ("fire of an optical smoke detector, loop 1 point 1, version 16.0", "alarm", "841756972", "fire", None),
        (
            "maker's own type 9: fire",
            "fault",
            "280454927295784",
            "9 1层南走廊西 A02 082 火警",
            "1层南走廊西 A02 082 火警",
        ),
        ("maker's own type 9: equipment fault", "fault", "280454927295753", None, "空调新风 6162 切空调 设备故障"),
        ("maker's own type 9: system reset", "fault", "280454927295753", "9 系统复位", "系统复位"),
        ("maker's own type 150: switches, no words", "unreadable", "1", "", ""),
    ],
)
def test_what_a_transmission_device_sent_to_others_is_read_and_confirmed(name, kind, account, code, text) -> None:
    """What a maker adds is not understood, but a fire in it must reach somebody: its words wait as a fault."""
    (signal,) = gb26875.make(Setting(StoppedClock(AT), ZONE, {})).feed(PANELS[name], 0.0).signals
    assert (signal.kind.value, signal.account) == (kind, account)
    assert code in {None, signal.code} and text in {None, signal.text} and signal.answer[26] == 3
    if kind == "alarm":
        assert (signal.zone, "1号接口板1回路1号" in signal.words) == ("1/1/42/1-1", True)


def test_the_panels_own_mark_says_what_happened_and_not_the_name_of_a_room() -> None:
    """Captured: an equipment fault in 夹层配电室火警 was told as a fire."""
    session = printer.make(Setting(StoppedClock(AT), ZONE, {}))
    (signal,) = session.feed(PRINTED[32:-3], 0.0).signals
    assert (signal.kind, signal.code, signal.zone) == (SignalKind.FAULT, "fault", "004-002")
    assert signal.device_at == datetime(2024, 1, 12, 15, 24, tzinfo=ZONE) and "夹层配电室火警" in signal.words


UNITS = [
    ("0101010204020400 0902 0715", "system", (1, 2), 0x0204),
    ("020101027901020304040237C2A53032CAD2BBE1D2E9CAD2D1CCB8D00000000000000000000000000000 04000902 0715", "part",
     (0x79, 0x0201, 0x0403), "7楼02室会议室烟感"),
    ("0301010228010203040320030400 0902 0715", "value", 3, 0x0320),
    ("0401010284FA040009020715", "act", 0x84, 0xFA),
    ("0501010203 04", "version", (1, 2), (3, 4)),
    ("150108040009020715", "device", 8, datetime(2021, 7, 2, 9, 0, 4)),
    ("180131FA040009020715", "device_act", 0x31, 0xFA),
]  # fmt: skip
"""Units of the tests of shootingfans/codec_gb26875_3_2011 (codec/codec_test.go) and what they are there."""


@pytest.mark.parametrize(("raw", "what", "first", "second"), UNITS, ids=[row[1] for row in UNITS])
def test_units_are_what_another_decoder_says_they_are(raw: str, what: str, first: object, second: object) -> None:
    unit = gb26875_units.read_unit(bytes.fromhex(raw))
    assert unit is not None
    (one,) = unit[1]
    told = {
        "system": (one.system, one.bits), "part": (one.part, one.text), "value": (one.kind, one.value),
        "act": (one.bits, one.operator), "version": (one.system, one.version), "device": (one.bits, one.at),
        "device_act": (one.bits, one.operator),
    }  # fmt: skip
    assert told[what] == (first, second)


def test_controls_are_written_as_others_write_them() -> None:
    """Bodies of 89, 90 and 91 as three programs of others have them, one of them the firmware of a device."""
    at = datetime(2021, 7, 2, 9, 0, 4)
    kind = gb26875_units.Type
    assert gb26875_units.control(kind.INITIALISE) == bytes.fromhex("590100")
    assert gb26875_units.control(kind.SET_CLOCK, local=at) == bytes.fromhex("5A01040009020715")
    assert gb26875_units.control(kind.DUTY_CHECK, 10) == bytes.fromhex("5B010A")


def test_both_answers_of_relay_boards_to_their_query_are_read() -> None:
    """A byte for each relay, or a line for each: two programs of others, each for boards it was written with."""
    assert lc_relay.states(bytes.fromhex("00010000")) == {1: False, 2: True, 3: False, 4: False}
    told = b"CH1: OFF\r\nCH2: ON\r\nCH3: OFF\r\nCH4: ON\r\n"
    assert lc_relay.states(told) == {1: False, 2: True, 3: False, 4: True}
    assert [lc_relay.command(channel, True).hex() for channel in (1, 8)] == ["a00101a2", "a00801a9"]
