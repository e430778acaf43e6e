"""A modem on the line: texts that come in, and who rings; caller-ID boxes, which only ring."""

from __future__ import annotations

import pytest

from console.devices.drivers import callerid, sms
from console.devices.drivers.modem import Modem
from console.devices.protocols import caller_id
from console.devices.protocols.sms_fields import Concat
from console.devices.protocols.sms_pdu import Deliver, read_incoming, write_deliver
from console.devices.simulated import callerid as boxes
from console.devices.simulated.modem import Modem as Device
from console.devices.simulator import Happening
from console.domain.signals import Signal, SignalKind
from console.domain.sms_parts import Alphabet
from tests.devices.far_side import AT, Line, play, setting
from tests.devices.modem_line import LONG, line, said


def test_what_came_while_nobody_listened_is_stored_and_only_then_deleted():
    device = Device(play())
    device.text("+8610000000001", LONG)
    device.text("BANK", "hello {x}")
    refusing = line(device, stores=lambda signal: signal.kind is not SignalKind.MESSAGE).run(300)
    assert not said(refusing, b"AT+CMGD") and device.waiting() == 3, "not stored, so it stays on the card"

    on = Line(Modem(setting()), device).open()

    assert [(one.sender, one.text) for one in on.of(SignalKind.MESSAGE)] == [
        ("+8610000000001", LONG),
        ("BANK", "hello {x}"),
    ]
    assert said(on, b"AT+CMGD") == [b"AT+CMGD=1\r", b"AT+CMGD=2\r", b"AT+CMGD=3\r"] and device.waiting() == 0
    assert on.of(SignalKind.MESSAGE)[0].device_at == AT
    assert all(0 < one.answer_within < 60 for one in on.of(SignalKind.MESSAGE)), "never among later commands"
    parts = [read_incoming(bytes.fromhex(raw.decode())) for raw in on.of(SignalKind.MESSAGE)[0].raw.split(b"\r\n")]
    assert "".join(part.text for part in parts if isinstance(part, Deliver)) == LONG, "kept as it came"


def test_a_store_that_comes_back_gets_the_message_later():
    device = Device(play())
    broken = [True]
    on = line(device, stores=lambda signal: signal.kind is not SignalKind.MESSAGE or not broken[0])
    on.say(device.text("+8610000000001", "水位三十一米"))
    on.run(120)
    broken[0] = False
    on.run(100)

    assert [one.text for one in on.of(SignalKind.MESSAGE)] == ["水位三十一米"] and device.waiting() == 0


@pytest.mark.parametrize("chunk", [1, 7, 4096])
def test_new_texts_are_read_joined_and_deleted(chunk):
    device = Device(play())
    on = line(device, chunk=chunk)
    on.say(
        device.text("+8610000000001", LONG + "😀", wide=True) + device.text("10086", "ok") + device.text("10086", "ok2")
    )

    assert [one.text for one in on.of(SignalKind.MESSAGE)] == [LONG + "😀", "ok", "ok2"]
    assert device.waiting() == 0
    first, *others = on.of(SignalKind.MESSAGE)
    assert first.zone != others[0].zone != others[1].zone, "two texts of a minute are not a repeat of each other"


def test_a_part_that_never_comes_is_waited_for_and_then_said():
    device = Device(play())
    on = line(device)
    on.say(device.text("+8610000000001", LONG, lost=1))
    assert not on.run(800).of(SignalKind.MESSAGE)
    (torn,) = on.run(200).of(SignalKind.MESSAGE)

    assert torn.facts["missing"] == [1] and torn.text.startswith("……") and "缺 1 条" in torn.words
    assert device.waiting() == 0


def test_what_nobody_can_read_is_kept_and_does_not_block_the_card():
    device = Device(play())
    device.card.places[1] = (0, bytes.fromhex("0791683108200505F0240D91683108108300F0000862112290035023023430"))
    on = line(device)

    (unread,) = on.of(SignalKind.UNREADABLE)
    assert unread.damaged == "format" and b"0791683108200505F0" in unread.raw
    assert said(on, b"AT+CMGD") == [b"AT+CMGD=1\r"]


def test_a_modem_that_only_says_ok_is_ready_and_one_that_says_nothing_is_heard():
    class Terse(Device):
        def _command(self, *_line: bytes) -> bytes:
            return b"\r\nOK\r\n"

    class Mute(Device):
        def _command(self, *_line: bytes) -> bytes:
            return b""

    pdu = write_deliver(Deliver("10086", AT, "来信", Alphabet.UCS2))
    for device in (Terse(play()), Mute(play())):
        on = line(device)
        on.say(f"\r\n+CMT: ,{len(pdu) - 1}\r\n{pdu.hex()}\r\n".encode())
        assert [one.text for one in on.of(SignalKind.MESSAGE)] == ["来信"] and not on.of(SignalKind.FAULT)
    begun = len(on.written)
    on.say(b"\r\n> ")
    assert len(on.written) == begun, "a prompt nobody asked for is no answer"


def test_a_text_handed_over_at_once_is_acknowledged_once_it_is_stored():
    device = Device(play())
    on = line(device)
    device._cnmi = (2, 2, 0, 1, 0)
    on.say(device.text("10086", "ok"))
    assert [one.text for one in on.of(SignalKind.MESSAGE)] == ["ok"] and said(on, b"AT+CNMA") and not device.waiting()

    part = Deliver("10086", AT, "半", Alphabet.UCS2, Concat(3, 2, 1))
    on.say(device._direct("+CMT: ,", write_deliver(part)).encode())
    assert on.of(SignalKind.MESSAGE)[-1].facts["missing"] == [2], "it cannot wait on the card: kept as it is"


# who rings


def test_a_call_is_told_once_however_often_it_rings():
    device = Device(play())
    on = line(device)
    on.say(device.ring("+8610000000002", on.now))
    on.run(60)
    on.say(device.ring("", on.now))
    on.run(60)
    on.say(device.ring("057700000001", on.now, bells=1))
    on.run(2)

    assert [(one.sender, one.facts["number"]) for one in on.of(SignalKind.CALL)] == [
        ("+8610000000002", "given"), ("", "withheld"), ("057700000001", "given"),
    ]  # fmt: skip
    assert not any(one.answer for one in on.of(SignalKind.CALL))


def test_a_modem_that_sends_no_number_still_rings_and_the_sms_driver_does_not():
    device = Device(play())
    on = line(device)
    on.say(b"\r\nRING\r\n")
    assert not on.run(2).of(SignalKind.CALL)
    assert [one.facts["number"] for one in on.run(2).of(SignalKind.CALL)] == ["silent"]
    on.say(b'\r\nRING\r\n+CLIP: "10000000002",129\r\n')
    assert [(one.sender, one.facts["late"]) for one in on.run(2).of(SignalKind.CALL)[1:]] == [("10000000002", True)]

    quiet = Line(sms.make(setting()), Device(play())).open()
    quiet.say(b'\r\nRING\r\n+CLIP: "10000000002",129\r\n')
    assert not quiet.run(20).of(SignalKind.CALL) and not said(quiet, b"AT+CLIP")


@pytest.mark.parametrize("form", ["line", "mdmf", "sdmf", "dtmf"])
def test_a_caller_id_box_tells_one_call_a_ringing(form):
    box = boxes.make(play(form=form))
    on = Line(callerid.make(setting()), box).open()
    on.say(box.happen(Happening("call", sender="05770000001", text="陈例一"), on.now))
    on.run(60)
    on.say(box.happen(Happening("call"), on.now))
    on.run(60)

    first, hidden = on.of(SignalKind.CALL)
    assert first.sender == "05770000001" and (hidden.sender, hidden.facts["number"]) == ("", "withheld")
    assert first.text == ("陈例一" if form in {"line", "mdmf"} else "")
    assert form == "dtmf" or first.device_at == AT.replace(second=0)
    assert not on.of(SignalKind.UNREADABLE)


def test_a_box_that_only_rings_a_second_caller_and_a_year_that_turns():
    on = Line(callerid.make(setting()), boxes.make(play())).open()
    on.say(b"RING\r\n")
    assert [one.facts["number"] for one in on.run(7).of(SignalKind.CALL)] == ["silent"]
    on.run(60).say(
        b"\xfe\xfe" + caller_id.single("12312359", "05770000001") + caller_id.single("01012359", "05770000002")
    )
    on.run(3)

    assert [one.sender for one in on.of(SignalKind.CALL)[1:]] == ["05770000001", "05770000002"]
    years = [one.device_at.year for one in on.of(SignalKind.CALL)[1:] if one.device_at]
    assert years == [2026, 2027] and len(on.of(SignalKind.UNREADABLE)) == 1


def test_signals_say_themselves_in_both_languages():
    device = Device(play())
    on = line(device)
    on.say(device.ring("10000000002", on.now) + device.text("10086", "ok"))
    on.run(2)

    told: list[Signal] = [one for one in on.signals if one.kind is not SignalKind.HEARTBEAT]
    assert len(told) == 2 and all(one.words and one.words_en and one.words != one.words_en for one in told)
