"""Contacts behind Modbus: published frames, debounce, what is active at the start, silence, refusals, echoes, noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.drivers import modbus as driver
from console.devices.protocols.modbus_rtu import Function, Replies, Reply, Request, Requests, encode
from console.devices.protocols.scanning import Damaged
from console.devices.session import Setting
from console.devices.simulated import modbus as simulated
from console.domain.clock import StoppedClock
from console.domain.signals import Signal, SignalKind
from console.errors import Refused
from tests.kit.conversation import AT, ZONE, Conversation, conversation

ON, OFF = (True,), (False,)
PUBLISHED = {
    "01050000FF008C3A": Request(1, Function.WRITE_COIL, 0, bits=ON),
    "010500000000CDCA": Request(1, Function.WRITE_COIL, 0, bits=OFF),
    "010F0000000801FFBED5": Request(1, Function.WRITE_COILS, 0, 8, ON * 8),
    "010F000000080100FE95": Request(1, Function.WRITE_COILS, 0, 8, OFF * 8),
    "0101000000083DCC": Request(1, Function.READ_COILS, 0, 8),
    "01020000000879CC": Request(1, Function.READ_INPUTS, 0, 8),
    "00050000FF008DEB": Request(0, Function.WRITE_COIL, 0, bits=ON),
    "FF050000FF0099E4": Request(255, Function.WRITE_COIL, 0, bits=ON),
}
READ = Request(1, Function.READ_COILS, 0, 8)
BITS = bytes.fromhex("01010105918B")
ILLEGAL = bytes.fromhex("018102C191")


def polls(**options: str) -> Conversation:
    return conversation(driver.make, simulated.make, **options)


def told(line: Conversation) -> list[str]:
    return [
        f"{s.kind} {s.code} {s.account}/{s.zone}" for s in line.signals if s.kind is not SignalKind.HEARTBEAT
    ]  # fmt: skip


def test_published_requests_are_written_and_read_by_the_device() -> None:
    for said, request in PUBLISHED.items():
        assert encode(request).hex().upper() == said
        (asked,) = Requests(lambda unit: unit in (0, 1, 255)).feed(bytes.fromhex(said))
        assert not isinstance(asked, Damaged)
        assert (asked.unit, asked.pdu.address) == (request.unit, request.first)


@pytest.mark.parametrize("at", range(len(BITS)))
def test_a_reply_is_found_in_noise_and_however_it_is_cut(at: int) -> None:
    noise = bytes.fromhex("05 01 83 FF 01")
    replies = Replies(READ)
    found = [*replies.feed(noise + BITS[:at]), *replies.feed(BITS[at:]), *replies.idle()]

    assert [item for item in found if isinstance(item, Reply)] == [
        Reply(BITS, 1, 1, (True, False, True, False, False, False, False, False))
    ]
    assert b"".join(item.raw for item in found if isinstance(item, Damaged)) == noise


def test_only_what_was_asked_for_is_believed() -> None:
    assert [item.refused for item in Replies(READ).feed(ILLEGAL) if isinstance(item, Reply)] == [2]
    for other in (Request(2, Function.READ_COILS, 0, 8), Request(1, Function.READ_INPUTS, 0, 8)):
        assert not any(isinstance(item, Reply) for item in Replies(other).feed(BITS))
    assert not any(isinstance(item, Reply) for item in Replies(Request(1, Function.READ_COILS, 0, 9)).feed(BITS))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=12), st.sampled_from([BITS, ILLEGAL, *map(bytes.fromhex, PUBLISHED)]))))
def test_any_bytes_on_either_side_give_the_same_in_any_chunks(pieces: list[bytes]) -> None:
    for make in (lambda: Replies(READ), lambda: Requests(lambda unit: unit < 3)):
        whole, cut = make(), make()
        glued = [repr(item)[:40] for item in [*whole.feed(b"".join(pieces)), *whole.idle()]]
        parts = [repr(item)[:40] for item in [*(x for piece in pieces for x in cut.feed(piece)), *cut.idle()]]

        assert parts == glued
        assert cut.waiting == 0


def test_what_is_active_at_the_start_is_told_once_and_its_end_too() -> None:
    line = polls(inputs="0-3", names="1=水浸,2:1=别处")
    line.happen("alarm", zone="1")
    line.run(5)
    line.happen("restore", zone="1")
    line.run(5)

    assert told(line) == ["alarm input 1/1", "restore input 1/1"]
    assert [signal.words for signal in line.signals if signal.code] == ["水浸：动作", "水浸：恢复"]
    assert [signal.words_en for signal in line.signals if signal.code] == ["水浸: active", "水浸: back to normal"]


def test_a_bounce_shorter_than_the_debounce_is_nothing() -> None:
    line = polls(poll_ms="100", debounce="5")
    line.run(1)
    line.happen("alarm", zone="0")
    line.run(0.35)
    line.happen("restore", zone="0")
    line.run(2)
    assert told(line) == []

    line.happen("alarm", zone="0")
    line.run(0.9)
    assert told(line) == ["alarm input 1/0"]


def test_an_inverted_contact_alarms_when_it_opens() -> None:
    line = polls(inputs="0-1", inverted="1")
    line.run(3)

    assert told(line) == ["alarm input 1/1"]


def test_a_silent_unit_among_others_is_a_fault_and_comes_back() -> None:
    line = polls(unit="1-3", inputs="0-7")
    line.run(2)
    line.happen("fault", account="2", code="silent")
    line.happen("alarm", account="3", zone="4")
    line.run(10)
    line.happen("restore", account="2", code="silent")
    line.run(5)

    assert told(line) == ["alarm input 3/4", "fault silent 2/", "restore silent 2/"]


def test_a_single_silent_unit_leaves_the_line_silent() -> None:
    line = polls()
    line.run(6)
    line.happen("fault", code="silent")
    before = len(line.signals)
    line.run(30)

    assert line.signals[:before] and line.signals[before:] == []


def test_a_refusal_is_told_once_until_it_ends() -> None:
    line = polls()
    line.happen("fault", code="refused")
    line.run(5)
    line.happen("restore", code="refused")
    line.run(5)

    assert told(line) == ["fault refused 1/", "restore refused 1/"]
    assert [signal.facts["refused"] for signal in line.signals if signal.kind is SignalKind.FAULT] == [4]


def test_a_line_with_echo_is_read_as_one_without() -> None:
    session = driver.make(Setting(StoppedClock(AT), ZONE, {"echo": "yes", "debounce": "1"}))
    asked = session.start(0.0).write
    reply = bytes.fromhex("010201016048")
    heard: list[Signal] = []
    for chunk in (asked[:3], asked[3:] + reply[:2], reply[2:]):
        heard += session.feed(chunk, 0.1).signals

    assert [signal.kind for signal in heard] == [SignalKind.ALARM, SignalKind.HEARTBEAT]


def test_a_late_reply_is_not_taken_for_the_next() -> None:
    session = driver.make(Setting(StoppedClock(AT), ZONE, {"debounce": "1"}))
    session.start(0.0)
    assert session.tick(0.6).write == b""
    late = session.feed(bytes.fromhex("010201016048"), 0.65)

    assert [signal.damaged for signal in late.signals] == ["unasked"]
    assert session.tick(0.7).write == b""
    assert session.tick(0.9).write


def test_a_slow_unit_is_waited_for_as_long_as_it_is_told() -> None:
    session = driver.make(Setting(StoppedClock(AT), ZONE, {"debounce": "1", "reply_ms": "3000"}))
    session.start(0.0)
    assert session.tick(2.5).write == b""

    assert SignalKind.ALARM in {signal.kind for signal in session.feed(bytes.fromhex("010201016048"), 2.6).signals}


@pytest.mark.parametrize(
    "options", [{"inputs": "7-0"}, {"inputs": ""}, {"unit": "0"}, {"names": "手报"}, {"unit": "x"}]
)
def test_options_that_say_nothing_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(Refused, match="bad_option"):
        driver.make(Setting(StoppedClock(AT), ZONE, options))
