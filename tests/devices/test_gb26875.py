"""A fire panel's transmission device: stored before it is confirmed, fires with a "test" bit, questions and answers."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import uuid4

import pytest

from console.devices.drivers import gb26875 as driver
from console.devices.protocols.gb26875 import Command, Frame, Framer, encode, pack_time
from console.devices.protocols.gb26875_units import Item, Type, read_unit, write_unit
from console.devices.protocols.texts import clean
from console.devices.session import Setting
from console.devices.simulated import gb26875 as simulated
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, Verb
from console.domain.signals import Signal, SignalKind
from tests.kit.conversation import AT, ZONE, Conversation, conversation
from tests.kit.frames import frames

VALID = frames("gb26875_valid")
INVALID = frames("gb26875_invalid")
CONFIRM = VALID["its confirm"]


def heard(raw: bytes) -> tuple[list[Signal], bytes]:
    """Signals and what is written at once."""
    out = driver.make(Setting(StoppedClock(AT), ZONE)).feed(raw, 0.0)
    return list(out.signals), out.write


def panel(**told: str) -> Conversation:
    return conversation(driver.make, simulated.make, told={"heartbeat": "3600", **told})


def probe(**facts: object) -> Order:
    return Order(uuid4(), Verb.PROBE, facts=facts)


def test_a_heartbeat_is_confirmed_with_the_published_bytes_and_only_as_an_answer() -> None:
    signals, written = heard(VALID["heartbeat of a device (data of length 0)"])

    assert [signal.kind for signal in signals] == [SignalKind.HEARTBEAT]
    assert signals[0].answer == CONFIRM
    assert written == b""


def test_a_fire_marked_as_test_is_a_fire_and_says_both() -> None:
    name = next(name for name in VALID if name.startswith("hex frame used"))
    (signal,) = heard(VALID[name])[0]

    assert (signal.kind, signal.code, signal.zone) == (SignalKind.ALARM, "fire", "1/3/0/217-6")
    assert signal.words == "3 号火灾报警系统 通用 217-6 Ａ区１层呷哺走廊：火警（装置标为测试）"
    assert signal.words_en.endswith("Ａ区１层呷哺走廊: Fire (marked as a test by the device)")
    assert signal.device_at == datetime(2020, 8, 1, 19, 18, 48, tzinfo=ZONE)
    assert signal.facts["clock_off"] < -3 * 365 * 86_400
    assert Framer().feed(signal.answer)[0].command == Command.CONFIRM


@pytest.mark.parametrize("name", ["bad checksum", "bad tail", "length field 2000 (>1024)"])
def test_damaged_frames_are_denied_at_once_and_never_confirmed(name: str) -> None:
    signals, written = heard(INVALID[name])

    assert {signal.kind for signal in signals} == {SignalKind.UNREADABLE}
    assert all(signal.answer == b"" and signal.words for signal in signals)
    assert [frame.command for frame in Framer().feed(written)] == [Command.DENY]


def test_unknown_commands_are_denied_and_unknown_content_is_kept_and_confirmed() -> None:
    for command, data, why, denied in ((9, b"", "command", True), (2, b"\x63\x01\x00", "content", False)):
        signals, written = heard(encode(Frame(7, command, 889, 1, data)))

        assert [signal.damaged for signal in signals] == [why]
        assert bool(written) is denied
        assert bool(signals[0].answer) is not denied


@pytest.mark.parametrize(
    ("kind", "item", "said"),
    [
        (Type.SYSTEM_STATUS, Item((1, 1), bits=1 | 1 << 8), "fault main_power 1/1"),
        (Type.SYSTEM_STATUS, Item((1, 1), bits=1), "restore  1/1"),
        (Type.PART_STATUS, Item((1, 1), (40, 1, 2), 1 | 1 << 3), "fault shielded 1/1/40/1-2"),
        (Type.ANALOG, Item((1, 1), (30, 1, 2), kind=3, value=-55), "reading analog3 1/1/30/1-2"),
        (Type.OPERATION, Item((1, 1), bits=1 << 2, operator=4), "alarm manual_alarm 1/1"),
        (Type.VERSION, Item((1, 1), version=(2, 5)), "status version 1/1"),
        (Type.SYSTEM_CONFIG, Item((1, 1), text="一号楼"), "status config 1/1"),
        (Type.PART_CONFIG, Item((1, 1), (40, 1, 2), text="走廊"), "status config 1/1/40/1-2"),
        (Type.SYSTEM_TIME, Item((1, 1), at=datetime(2026, 1, 2, 3, 4, 5)), "status time 1/1"),
        (Type.DEVICE_STATUS, Item(bits=1 | 1 << 6), "fault panel_line "),
        (Type.DEVICE_OPERATION, Item(bits=1 << 3), "restore manual_alarm "),
        (Type.DEVICE_VERSION, Item(version=(1, 1)), "status version "),
        (Type.DEVICE_CONFIG, Item(text="装置"), "status config "),
        (Type.DEVICE_TIME, Item(), "status time "),
    ],
)
def test_every_upload_is_read_as_what_it_means(kind: Type, item: Item, said: str) -> None:
    unit = write_unit(kind, (item, item))
    signals = heard(encode(Frame(1, Command.SEND, 889, 1, unit)))[0]

    assert read_unit(unit) == (kind, (item, item))
    assert [f"{signal.kind} {signal.code} {signal.zone}" for signal in signals] == [said, said]
    assert [bool(signal.answer) for signal in signals] == [False, True]
    assert all(signal.words and signal.words_en for signal in signals)


def test_a_pump_that_runs_without_a_fire_says_that_it_runs_and_that_nothing_is_wrong() -> None:
    unit = write_unit(Type.PART_STATUS, (Item((1, 1), (91, 1, 2), 1 | 1 << 5),))
    signals = heard(encode(Frame(1, Command.SEND, 889, 1, unit)))[0]

    assert [(signal.kind, signal.code) for signal in signals] == [("status", "started"), ("restore", "")]


def test_an_analog_value_has_its_unit_and_sign() -> None:
    unit = write_unit(Type.ANALOG, (Item((1, 1), (30, 1, 2), kind=3, value=-55),))
    (signal,) = heard(encode(Frame(1, Command.SEND, 889, 1, unit)))[0]

    assert (signal.value, signal.unit) == (-5.5, "℃")


def test_texts_of_the_wire_lose_what_controls() -> None:
    assert clean("走廊\x1b[2J\x00\u202e火\r\n警".encode("gb18030") + b"\xff") == "走廊[2J 火 警\ufffd"
    assert len(clean("火".encode("gb18030") * 500)) == 120


def test_nothing_is_confirmed_before_it_is_stored_and_the_device_repeats_until_then() -> None:
    line = panel()
    line.run(1)
    line.stores = False
    line.happen("alarm", zone="217-6", text="走廊")
    line.run(60)

    assert len([signal for signal in line.signals if signal.kind is SignalKind.ALARM]) == 4
    assert line.device.waiting() == 1
    line.stores = True
    line.run(3600)
    assert line.device.waiting() == 0
    assert {signal.raw for signal in line.signals if signal.kind is SignalKind.ALARM} == {
        next(signal.raw for signal in line.signals if signal.kind is SignalKind.ALARM)
    }


def test_questions_are_answered_and_orders_are_done() -> None:
    line = panel()
    line.ask(probe())
    for what in ("part_status", "analog", "system_config", "initialise", "set_clock"):
        line.ask(probe(what=what, zone=217, point=6))

    assert line.states() == [
        *["confirmed device_answered"] * 4,
        *["confirmed device_confirmed"] * 2,
    ]
    assert line.device.state()["done"] == ("initialise", "set_clock")
    assert [signal.zone for signal in line.signals if signal.code == "analog3"] == ["1/1/40/217-6"]
    assert all(receipt.command and receipt.answer for _, receipt in line.receipts)


def test_a_fire_that_is_read_when_asked_is_kept_and_raises_no_second_alarm() -> None:
    line = panel()
    line.happen("alarm", zone="217-6")
    line.ask(probe())

    told = [(signal.kind, signal.code, signal.facts.get("meant")) for signal in line.signals if signal.code]
    assert told == [("alarm", "fire", None), ("status", "fire", "alarm")]


PUBLISHED_AT = datetime(2012, 9, 26, 9, 58, 32, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("centre: read version", "response version"),
        ("centre: read UITD status", None),
        ("centre: read time", None),
        ("centre: initialise UITD", None),
        ("centre: duty check 10 min", None),
    ],
)
def test_the_simulated_device_does_what_the_published_frames_of_a_centre_ask(asked: str, answered: str | None) -> None:
    clock = StoppedClock(PUBLISHED_AT)
    device = simulated.make(Play(clock, ZONE, Random(1)))
    device.start(0.0)
    said = device.feed(VALID[asked], 0.0)

    (reply,) = Framer().feed(said)
    assert reply.serial == 1 and reply.command in (Command.RESPONSE, Command.CONFIRM)
    assert answered is None or said == VALID[answered]


def test_the_simulated_device_takes_the_published_confirm_and_repeats_after_the_published_denial() -> None:
    device = simulated.make(Play(StoppedClock(PUBLISHED_AT), ZONE, Random(1)))
    device.start(0.0)
    raw = device.happen(Happening("fault", code="main_power"), 0.0)
    published = Framer().feed(VALID["UITD main power fault"])[0]
    ours = Framer().feed(raw)[0]
    assert (ours.serial, ours.source, ours.destination, ours.time) == (1, 889, 88888, published.time)
    assert ours.data[:3] == published.data[:3]

    device.feed(VALID["centre deny"], 1.0)
    assert device.waiting() == 1
    assert device.tick(10.0).startswith(raw)
    device.feed(VALID["centre confirm"], 11.0)
    assert device.waiting() == 0


def test_an_unanswered_question_is_repeated_three_times_and_given_up() -> None:
    line = panel()
    line.deaf = True
    before = len(line.written)
    line.ask(probe(what="version"))
    line.ask(probe(what="initialise"))
    line.run(100)

    asked = [frame for frame in Framer().feed(line.written[before:]) if frame.command == Command.REQUEST]
    assert len(asked) == 4 and len({encode(frame) for frame in asked}) == 1
    assert line.states() == ["failed no_answer", "unknown no_answer"]


def test_a_duty_check_ends_when_somebody_answers_it_or_nobody_does() -> None:
    answered, ignored = panel(duty="120"), panel()
    for line in (answered, ignored):
        line.ask(probe(what="duty_check", minutes=5))
        line.run(600)

    assert answered.states() == ignored.states() == ["sent duty_asked"]
    for line, state in ((answered, "confirmed"), (ignored, "failed")):
        (told,) = [signal for signal in line.signals if signal.kind is SignalKind.RECEIPT]
        assert told.facts == {"reference": line.receipts[0][1].reference, "state": state, "target": ""}


def test_a_denial_an_unknown_order_and_a_lost_line_are_told_apart() -> None:
    line = panel()
    line.ask(probe(what="nothing"))
    line.ask(Order(uuid4(), Verb.SOUND))
    line.deaf = True
    line.ask(probe())
    line.ask(probe())
    ended = line.session.ended()  # type: ignore[attr-defined]

    assert line.states() == ["failed not_possible"] * 2
    assert [(receipt.state, receipt.began) for _, receipt in ended] == [("unknown", True), ("failed", False)]


@pytest.mark.parametrize(
    ("what", "facts", "name"),
    [
        ("device_status", {}, "centre: read UITD status"),
        ("device_version", {}, "centre: read version"),
        ("device_time", {}, "centre: read time"),
        ("initialise", {}, "centre: initialise UITD"),
        ("duty_check", {"minutes": 10}, "centre: duty check 10 min"),
    ],
)
def test_orders_are_written_as_the_published_frames_of_a_centre(what: str, facts: dict[str, int], name: str) -> None:
    session = driver.make(Setting(StoppedClock(PUBLISHED_AT), ZONE))
    session.feed(VALID["UITD main power fault"], 0.0)
    session.ask(probe(what="device_config"), 0.0)
    refused = next(frame for frame in Framer().feed(session.tick(10.0).write)).answered(Command.DENY, bytes(6))

    assert session.feed(encode(refused), 11.0).receipts[0][1].code == "device_denied"
    assert session.ask(probe(what=what, **facts), 12.0).write == VALID[name]


def test_a_cut_frame_ends_after_silence_and_the_next_is_heard() -> None:
    session = driver.make(Setting(StoppedClock(AT), ZONE))
    session.feed(INVALID["truncated"], 0.0)
    wake = session.wake_at()
    assert wake is not None
    lost = session.tick(wake).signals
    after = session.feed(VALID["UITD main power fault"], wake).signals

    assert [signal.damaged for signal in lost] == ["cut"]
    assert [signal.code for signal in after] == ["main_power"]


def test_a_text_that_carries_a_whole_frame_says_nothing_of_its_own() -> None:
    inner = VALID["heartbeat of a device (data of length 0)"]
    unit = bytes([Type.DEVICE_CONFIG, 1, len(inner)]) + inner
    raw = encode(Frame(1, Command.SEND, 889, 1, unit, pack_time(AT)))
    session = driver.make(Setting(StoppedClock(AT), ZONE))
    found = [signal for byte in raw for signal in session.feed(bytes([byte]), 0.0).signals]

    assert [signal.code for signal in found] == ["config"]
