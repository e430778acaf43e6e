"""Sirens on relays: switched on once and by nobody else, believed only when read, switched off whatever happens."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.drivers import relay, usb_relay
from console.devices.protocols.lc_relay import command, read, states
from console.devices.protocols.modbus_rtu import Asked, Function, Requests
from console.devices.session import Setting
from console.devices.simulated import relay as board
from console.devices.simulated import usb_relay as stick
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import SignalKind
from tests.kit.conversation import AT, ZONE, Conversation, conversation

COILS = (Function.WRITE_COIL, Function.WRITE_COILS)


def siren(**options: str) -> Conversation:
    line = conversation(relay.make, board.make, **options)
    line.run(1)
    return line


def sound(target: str = "", **facts: object) -> Order:
    return Order(uuid4(), Verb.SOUND, target, facts=facts)


def stop() -> Order:
    return Order(uuid4(), Verb.STOP)


def writes(stream: bytes) -> list[tuple[bool, int]]:
    """What was written to coils: on or off, and from which."""
    asked = [item for item in Requests(lambda unit: unit < 8).feed(stream) if isinstance(item, Asked)]
    return [(any(a.pdu.bits), a.pdu.address) for a in asked if a.pdu.function_code in COILS]


def ons(stream: bytes) -> int:
    return sum(on for on, _ in writes(stream))


def coils(line: Conversation) -> tuple[bool, ...]:
    return tuple(line.device.state()["coils"][1])


def told(line: Conversation) -> list[str]:
    return [f"{s.kind} {s.code}" for s in line.signals if s.kind is not SignalKind.HEARTBEAT]


def test_a_siren_is_confirmed_by_what_was_read_and_goes_off_by_itself() -> None:
    line = siren(coils="0-1")
    line.ask(sound(seconds=30))
    line.run(29)

    assert line.states() == ["confirmed read_back"]
    receipt = line.receipts[0][1]
    assert receipt.facts["coils"] == {"0": True, "1": True}
    assert receipt.command and receipt.answer and receipt.began
    assert coils(line)[:3] == (True, True, False)
    line.run(5)
    assert not any(coils(line))
    assert ons(line.written) == 1
    assert told(line) == ["status off"]


def test_nothing_sounds_longer_than_its_device_may() -> None:
    line = siren(seconds="20")
    line.ask(sound(seconds=float("inf")))
    line.run(19)
    assert coils(line)[0] and line.receipts[0][1].facts["seconds"] == 20
    line.run(5)
    assert not any(coils(line))


def test_separate_coils_are_written_one_by_one_and_only_those_asked_for() -> None:
    line = siren(coils="0,3,5")
    line.ask(sound("3"))
    line.ask(sound("0,5"))
    line.ask(sound("4"))

    line.run(3)
    assert line.states() == ["confirmed read_back", "confirmed read_back", "failed not_possible"]
    assert [index for index, on in enumerate(coils(line)) if on] == [0, 3, 5]


def test_a_board_that_says_yes_and_does_nothing_has_failed() -> None:
    line = siren()
    line.happen("fault", code="stuck")
    line.ask(sound())
    line.run(3)

    assert line.states() == ["failed read_differs"]
    assert line.receipts[0][1].facts["coils"] == {"0": False}


def test_a_board_that_refuses_or_says_nothing_is_told_apart() -> None:
    refusing, silent = siren(), siren()
    refusing.happen("fault", code="refused")
    silent.happen("fault", code="silent")
    for line in (refusing, silent):
        line.ask(sound(seconds=60))
        line.run(10)

    assert refusing.states() == ["failed device_refused"]
    assert refusing.receipts[0][1].facts["refused"] == 4
    assert silent.states() == ["unknown not_read_back"]
    assert ons(silent.written) == ons(refusing.written) == 1


def test_a_siren_that_does_not_go_off_is_a_fault_and_is_tried_until_it_does() -> None:
    line = siren()
    line.ask(sound(seconds=10))
    line.run(5)
    line.happen("fault", code="stuck")
    line.run(60)

    assert told(line) == ["fault still_on"]
    assert coils(line)[0]
    line.happen("restore", code="stuck")
    line.run(10)
    assert not any(coils(line))
    assert told(line) == ["fault still_on", "status off", "restore still_on"]
    assert ons(line.written) == 1


def test_stop_comes_before_everything_and_is_read_back() -> None:
    line = siren(coils="0-2")
    line.ask(sound())
    line.run(3)
    waiting = sound()
    line.deaf = True
    line.ask(waiting)
    line.ask(sound())
    line.deaf = False
    line.ask(stop())
    line.run(5)

    assert line.states() == [
        "confirmed read_back",
        "unknown stopped",
        "failed stopped",
        "confirmed read_back",
    ]
    assert not any(coils(line))
    line.run(600)
    assert not any(coils(line))


def test_a_stop_is_done_whatever_else_stands_in_it() -> None:
    odd = Order(uuid4(), Verb.STOP, "nowhere", facts={"seconds": "until further notice"})
    line = siren(coils="0-1")
    line.ask(sound(seconds=30))
    line.run(1)
    line.ask(odd)
    line.run(2)
    assert line.states()[-1] == "confirmed read_back" and not any(coils(line))
    stick_line = conversation(usb_relay.make, stick.make, coils="1-2")
    stick_line.ask(odd)
    assert stick_line.states() == ["unconfirmed commanded"]


def test_a_silent_test_reads_and_never_writes() -> None:
    line = siren(coils="0-3")
    line.happen("alarm", zone="2")
    line.ask(Order(uuid4(), Verb.PROBE))
    line.run(5)

    assert line.states() == ["confirmed read_back"]
    assert line.receipts[0][1].facts["coils"] == {"0": False, "1": False, "2": True, "3": False}
    assert writes(line.written) == []


def test_after_the_line_was_lost_nothing_is_written_and_what_is_on_is_told() -> None:
    line = siren()
    line.ask(sound(seconds=180))
    line.run(2)
    again = Conversation(relay.make(Setting(StoppedClock(AT), ZONE)), line.device, line.clock).start()
    again.run(3600)

    assert told(again) == ["fault found_on"]
    assert writes(again.written) == []
    assert coils(line)[0]
    again.ask(stop())
    again.run(5)
    assert again.states() == ["confirmed read_back"]
    assert told(again) == ["fault found_on", "restore found_on"]


@pytest.mark.parametrize(("run", "state"), [(0.0, SendState.UNKNOWN), (3.0, None)])
def test_a_lost_line_leaves_a_commanded_siren_unknown(run: float, state: SendState | None) -> None:
    line = siren()
    line.deaf = run == 0
    line.ask(sound())
    line.run(run)
    if state:
        line.ask(Order(uuid4(), Verb.PROBE))
    ended: tuple[tuple[UUID, Receipt], ...] = line.session.ended()  # type: ignore[attr-defined]

    assert [receipt.state for _, receipt in ended] == ([state, SendState.FAILED] if state else [])
    assert [receipt.began for _, receipt in ended] == ([True, False] if state else [])


def test_the_same_order_twice_sounds_once() -> None:
    line = siren()
    order = sound(seconds=5)
    line.ask(order)
    line.ask(order)
    line.run(30)
    line.ask(order)
    line.run(30)

    assert ons(line.written) == 1
    assert line.states() == ["confirmed read_back"]


def test_a_broadcast_is_commanded_and_never_confirmed() -> None:
    line = siren(unit="0")
    line.ask(Order(uuid4(), Verb.PROBE))
    line.ask(sound(seconds=10))
    line.run(5)
    assert coils(line)[0]
    line.run(20)

    assert line.states() == ["unconfirmed cannot_be_known", "unconfirmed commanded"]
    assert not any(coils(line))


@pytest.mark.parametrize("seconds", [0, -1, "x", float("nan"), None])
def test_a_time_out_of_bounds_sounds_nothing(seconds: object) -> None:
    for line in (siren(), conversation(usb_relay.make, stick.make)):
        line.ask(sound(seconds=seconds))
        line.run(5)

        assert line.states() == ["failed not_possible"]
        assert not line.device.state()["sounding"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bytes_from_the_board_ever_switch_anything_on(data: st.DataObject) -> None:
    session = relay.make(Setting(StoppedClock(AT), ZONE, {"coils": "0-3"}))
    written = session.start(0.0).write
    now, asked = 0.0, 0
    for _ in range(data.draw(st.integers(1, 25))):
        now += data.draw(st.sampled_from([0.0, 0.1, 0.6, 200.0]))
        act = data.draw(st.sampled_from(["feed", "tick", "sound", "stop", "probe"]))
        if act == "feed":
            replies = [b"\x01\x01\x01\x0f", bytes.fromhex("010101001188"), bytes.fromhex("0105 0000 FF00 8C3A")]
            chunk = data.draw(st.one_of(st.binary(max_size=9), st.sampled_from(replies)))
            written += session.feed(chunk, now).write
        elif act == "tick":
            written += session.tick(now).write
        else:
            asked += act == "sound"
            written += session.ask(Order(uuid4(), Verb(act)), now).write

    assert ons(written) <= asked


def test_usb_commands_are_the_published_ones() -> None:
    said = ["A00101A2", "A00100A1", "A00201A3", "A00200A2", "A00801A9", "A00800A8"]
    made = [command(channel, on) for channel in (1, 2, 8) for on in (True, False)]

    assert [raw.hex().upper() for raw in made] == said
    assert [read(raw) for raw in made] == [(channel, on) for channel in (1, 2, 8) for on in (True, False)]
    assert read(bytes.fromhex("A00101A3")) is None
    assert states(b"CH1: ON\r\nCH2: OFF\r\n") == states(b"\x01\x00") == {1: True, 2: False}
    assert states(b"") == states(b"hello") == states(bytes(17)) == {}


@pytest.mark.parametrize(
    ("query", "answers", "said"),
    [
        ("no", "none", ["unconfirmed commanded", "unconfirmed cannot_be_known"]),
        ("yes", "none", ["unconfirmed commanded", "unconfirmed cannot_be_known"]),
        ("yes", "bytes", ["confirmed read_back", "confirmed read_back"]),
        ("yes", "text", ["confirmed read_back", "confirmed read_back"]),
    ],
)
def test_a_usb_relay_is_never_said_to_have_done_it_unless_it_says_so(query: str, answers: str, said: list[str]) -> None:
    line = conversation(usb_relay.make, stick.make, told={"answers": answers}, coils="1-2", query=query)
    line.run(60)
    assert line.written == b""
    line.ask(sound("2", seconds=20))
    line.run(2)
    line.ask(Order(uuid4(), Verb.PROBE))
    line.run(5)

    assert line.states() == said
    assert line.device.state()["coils"] == (False, True)
    line.run(20)
    assert line.device.state()["commands"] == (bytes.fromhex("A00201A3"), bytes.fromhex("A00200A2"))
    assert told(line) == ["status off"]


def test_a_usb_relay_that_answers_that_it_did_not_has_failed_and_stop_is_for_all() -> None:
    line = conversation(usb_relay.make, stick.make, told={"answers": "bytes"}, coils="1-2", query="yes")
    line.happen("fault", code="stuck")
    line.ask(sound("1"))
    line.ask(sound("2"))
    line.run(0.1)
    line.ask(stop())
    line.run(600)

    assert line.states() == ["unknown stopped", "failed stopped", "confirmed read_back"]
    assert line.device.state()["commands"] == tuple(map(bytes.fromhex, ("A00101A2", "A00100A1", "A00200A2")))
    line.ask(sound("1"))
    line.run(2)
    assert line.states()[-1] == "failed read_differs"
