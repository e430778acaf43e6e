"""A modem on the line: who rings, texts in and out, the card, the network; and caller-ID boxes, which only ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from console.devices.drivers import callerid, modem, sms
from console.devices.drivers.modem import Modem
from console.devices.drivers.modem_sim import RefusedPins
from console.devices.protocols import caller_id
from console.devices.protocols.sms_fields import Concat
from console.devices.protocols.sms_pdu import Deliver, Report, read_incoming, write_deliver, write_report
from console.devices.simulated import callerid as boxes
from console.devices.simulated.modem import Modem as Device
from console.devices.simulator import Happening
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind
from console.domain.sms_parts import Alphabet
from console.errors import Refused
from tests.devices.far_side import AT, Line, play, setting

NUMBER = "100-0000-0001"
LONG = "【应急指挥中心】黄石路三号楼发生火灾，请沿东门疏散。" * 4


def line(device: Device | None = None, **chosen: Any) -> Line:
    """An open line to a modem that is set up."""
    pins = chosen.pop("refused", None) or RefusedPins()
    session = Modem(setting(pin=chosen.pop("pin", None)), refused=pins)
    return Line(session, device or Device(play()), **chosen).open()


def order(text: str = "请立即转移", target: str = NUMBER, verb: Verb = Verb.TEXT, **facts: object) -> Order:
    return Order(uuid4(), verb, target, text, facts)


def receipt(on: Line) -> Receipt:
    (one,) = on.receipts
    return one[1]


def said(on: Line, start: bytes) -> list[bytes]:
    return [raw for raw in on.written if raw.startswith(start)]


# what comes in


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


# the card and the network


def test_a_pin_behind_a_passphrase_is_entered_as_soon_as_it_can_be_had():
    device, locked = Device(play(pin="4711")), [True]

    def secret(_name: str) -> str:
        if locked[0]:
            raise Refused("secrets_locked")
        return "4711"

    on = Line(Modem(replace(setting(), secret=secret), refused=RefusedPins()), device).open().run(100)
    (fault,) = on.of(SignalKind.FAULT)
    assert (fault.facts["why"], device.card.tries, said(on, b"AT+CPIN=")) == ("pin_locked", 3, [])
    on.ask(order())
    assert (receipt(on).state, receipt(on).code, receipt(on).began) == (SendState.FAILED, "pin_locked", False)
    locked.clear()
    locked.append(False)
    on.run(70)
    assert said(on, b"AT+CPIN=") == [b'AT+CPIN="4711"\r'] and on.of(SignalKind.RESTORE)


def test_a_pin_is_entered_once_and_a_wrong_one_never_again():
    device = Device(play(pin="4711"))
    device.text("10086", "ok")
    right = line(device, pin="4711").run(10)
    assert said(right, b"AT+CPIN=") == [b'AT+CPIN="4711"\r'] and right.of(SignalKind.MESSAGE)
    refused = RefusedPins()
    for _power in range(2):
        device.card.open = False
        assert said(line(device, pin="4711", refused=refused), b"AT+CPIN="), "a right one opens the card each time"

    device, refused = Device(play(pin="4711")), RefusedPins()
    wrong = line(device, pin="0000", refused=refused).run(2_000)
    (fault,) = wrong.of(SignalKind.FAULT)
    assert fault.facts["why"] == "pin_wrong" and len(said(wrong, b"AT+CPIN=")) == 1 and device.card.tries == 2
    assert wrong.of(SignalKind.HEARTBEAT), "the modem itself lives"
    wrong.ask(order())
    assert (receipt(wrong).state, receipt(wrong).code) == (SendState.FAILED, "pin_wrong") and not device.card.sent

    class Plain(Device):
        """One that cannot say how many tries are left."""

        def _one(self, command: str) -> str | None:
            return None if command.startswith("+CPINR") else super()._one(command)

    plain = Plain(play(pin="4711"))
    for far, memory in ((device, RefusedPins()), (plain, refused)):
        again = line(far, pin="0000", refused=memory).run(100)
        assert [one.facts["why"] for one in again.of(SignalKind.FAULT)] == ["pin_tried"]
        assert not said(again, b"AT+CPIN="), "a new link, and a new process, leave the two tries to people"


@pytest.mark.parametrize(
    ("options", "tries", "why"),
    [({"pin": "4711"}, 3, "pin_missing"), ({"pin": "4711"}, 0, "puk"), ({"sim": "no"}, 3, "no_sim")],
)
def test_what_stands_in_the_way_of_the_card_is_a_fault_of_its_own(options, tries, why):
    device = Device(play(**options))
    device.card.tries = tries
    on = line(device).run(400)

    (fault,) = on.of(SignalKind.FAULT)
    assert fault.facts["why"] == why and fault.words and fault.words_en and on.of(SignalKind.HEARTBEAT)
    if why == "no_sim":
        device.card.present = True
        assert [one.code for one in on.run(60).of(SignalKind.RESTORE)] == ["SIM"]


def test_the_network_is_supervised():
    device = Device(play(csq="15"))
    on = line(device).run(95)
    assert [(one.value, one.unit) for one in on.of(SignalKind.HEARTBEAT)] == [(-83, "dBm")] * 4
    device.card.registered = False
    assert not on.run(35).of(SignalKind.FAULT), "one poll may be chance"
    assert [one.code for one in on.run(60).of(SignalKind.FAULT)] == ["REG"]
    on.say(device.network(True))
    assert [one.code for one in on.of(SignalKind.RESTORE)] == ["REG"] and len(on.run(60).of(SignalKind.FAULT)) == 1
    on.say(b"\r\n+CREG: 2\r\n")
    assert len(on.of(SignalKind.FAULT)) == 1, "searching is not lost"
    on.say(b"\r\n+CREG: 3\r\n")
    assert len(on.of(SignalKind.FAULT)) == 2, "refused is"


def test_a_modem_that_restarts_is_set_up_again_and_a_silent_one_is_asked_on():
    device = Device(play())
    on = line(device).run(40)
    on.say(device.restart())
    on.run(10).say(device.text("10086", "ok"))
    assert on.of(SignalKind.MESSAGE) and len(said(on, b"AT+CNMI")) == 2

    class Dead(Device):
        def _command(self, *_line: bytes) -> bytes:
            return b""

    mute = line(Dead(play())).run(600)
    assert not mute.signals and len(said(mute, b"AT+CPIN?")) > 3, "silence is the link's to say"
    assert len(mute.written) < 100


# texts out


def test_a_text_is_sent_reported_and_confirmed_by_all_its_parts():
    device = Device(play())
    on = line(device)
    begun = len(on.written)
    on.ask(order(LONG, validity_minutes=60))
    assert on.written[begun] == b"AT+CMGF=0\r", "in text mode the length would be a telephone number"
    assert len(on.run(1.5).written) and len(device.card.sent) == 1, "networks throttle"
    on.run(60)

    sent = receipt(on)
    assert (sent.state, sent.code, sent.reference, sent.facts["parts"]) == (SendState.SENT, "accepted", "0,1", 2)
    assert "".join(one.text for one in device.card.sent) == LONG and {one.valid for one in device.card.sent} == {60}
    assert {one.number for one in device.card.sent} == {"10000000001"}
    first, last = on.of(SignalKind.RECEIPT)
    assert "state" not in first.facts
    assert (last.facts["reference"], last.facts["state"], last.facts["target"]) == ("0,1", "confirmed", NUMBER)
    assert len(said(on, b"AT+CNMA")) == 2 and device.waiting() == 0


def test_a_report_that_is_not_stored_is_not_acknowledged_and_comes_again():
    device = Device(play())
    stored = [False]
    on = line(device, stores=lambda signal: signal.kind is not SignalKind.RECEIPT or stored[0])
    on.ask(order())
    on.run(70)
    assert not said(on, b"AT+CNMA") and device.waiting() == 1
    stored[0] = True
    on.run(90)
    assert on.of(SignalKind.RECEIPT) and said(on, b"AT+CNMA") and device.waiting() == 0


def test_a_report_after_the_line_was_lost_says_what_it_knows():
    device = Device(play(report="30"))
    on = line(device)
    on.ask(order())
    on.run(5)
    again = Line(Modem(setting()), device, now=on.now).open().run(60)

    (report,) = again.of(SignalKind.RECEIPT)
    known = {"part": "0", "status": 0, "reference": "0", "state": "confirmed", "target": "10000000001"}
    assert report.facts == {**known, "sent_at": report.facts["sent_at"]}


@pytest.mark.parametrize(
    ("errors", "state", "code", "began"),
    [
        ([38], SendState.FAILED, "network", False), ([42], SendState.FAILED, "network", False),
        ([331], SendState.FAILED, "network", False), ([332], SendState.UNKNOWN, "network_unsure", True),
        ([500], SendState.UNKNOWN, "network_unsure", True), ([1], SendState.FAILED, "refused", True),
        ([304], SendState.FAILED, "refused", True), ([-1], SendState.UNKNOWN, "no_answer", True),
        ([0, 38], SendState.FAILED, "partly", True), ([0, -1], SendState.UNKNOWN, "no_answer", True),
    ],
)  # fmt: skip
def test_errors_are_told_as_what_is_known(errors: Sequence[int], state, code, began):
    device = Device(play())
    device.errors.extend(errors)
    on = line(device)
    on.ask(order(LONG))
    on.run(150)

    told = receipt(on)
    assert (told.state, told.code, told.began) == (state, code, began)
    assert told.facts["parts"] == len(errors) - 1 == len(device.card.sent)
    assert (b"\x1bAT\r" in on.written) == (code == "no_answer"), "what the modem may still be in is left"
    on.ask(order("还能发"))
    on.run(60)
    assert on.receipts[-1][1].state is SendState.SENT, "the line is not stuck"


def test_the_outbox_may_try_the_same_order_again():
    device = Device(play())
    device.errors.append(42)
    on = line(device)
    one = order()
    for _attempt in range(2):
        on.ask(one)

    assert [told.state for _key, told in on.receipts] == [SendState.FAILED, SendState.SENT]


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([0, 0], "confirmed"), ([0, 1], "unconfirmed"), ([0x1F, 0], "unconfirmed"), ([0, 0x30], None),
        ([0, 0x45], "failed"), ([0x30, 0x45], "failed"), ([0x61, 0], "failed"), ([0, 0x80], "unknown"),
    ],
)  # fmt: skip
def test_a_text_is_as_good_as_its_worst_part(statuses, state):
    device = Device(play(report="9999"))
    on = line(device)
    on.ask(order(LONG))
    on.run(20)
    for part, status in enumerate(statuses):
        pdu = write_report(Report(part, "+8610000000001", AT, AT, status))
        on.say(device._direct("+CDS: ", pdu).encode())

    assert on.of(SignalKind.RECEIPT)[-1].facts.get("state") == state


def test_nothing_is_said_while_a_message_is_handed_over():
    device = Device(play(lag="20"))
    on = line(device)
    on.ask(order())
    begun = len(on.written)
    on.run(5).say(device.ring("10000000002", on.now) + device.text("10086", "来信") + b"\r\nNO CARRIER\r\n")
    on.run(10)
    assert len(on.written) == begun and on.of(SignalKind.CALL), "calls are told, the rest waits"
    on.run(30)

    assert receipt(on).state is SendState.SENT and [one.text for one in on.of(SignalKind.MESSAGE)] == ["来信"]
    assert device.card.sent[0].text == "请立即转移"


def test_an_order_that_waited_too_long_for_the_line_is_surely_unsent():
    device = Device(play(lag="100"))
    on = line(device)
    on.ask(order())
    on.ask(order("第二条"))
    on.run(120)

    assert [(one.state, one.code, one.began) for _key, one in on.receipts] == [
        (SendState.SENT, "accepted", True), (SendState.FAILED, "line_busy", False),
    ]  # fmt: skip
    assert [one.text for one in device.card.sent] == ["请立即转移"]


def test_a_lost_line_leaves_what_was_handed_over_unknown():
    device = Device(play(lag="20"))
    on = line(device)
    orders = [order(), order("二")]
    for one in orders:
        on.ask(one)
    on.ask(orders[0])
    before, after = Modem(setting()), on.session
    before.ask(orders[1], 0)

    assert isinstance(after, Modem)
    assert [(key, one.state, one.began) for key, one in after.ended()] == [
        (orders[0].id, SendState.UNKNOWN, True), (orders[1].id, SendState.FAILED, False),
    ]  # fmt: skip
    assert [(one.state, one.began) for _key, one in before.ended()] == [(SendState.FAILED, False)]
    assert after.ended() == ()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (order(target="值班室"), "bad_number"), (order(" "), "no_text"), (order("长" * 700), "too_long"),
        (order(verb=Verb.SOUND), "not_possible"), (order(validity_minutes="x"), "bad_number"),
    ],
    ids=["number", "text", "long", "verb", "validity"],
)  # fmt: skip
def test_what_can_never_be_sent_is_said_and_not_tried_again(asked, code):
    on = line()
    on.ask(asked)

    assert (receipt(on).state, receipt(on).code, receipt(on).began) == (SendState.FAILED, code, True)
    assert not said(on, b"AT+CMGS")


def test_the_silent_test_sends_nothing():
    device = Device(play(csq="99"))
    on = Line(modem.make(setting()), device).open()
    on.ask(order(verb=Verb.PROBE))
    assert receipt(on).state is SendState.CONFIRMED and dict(receipt(on).facts) == {"dbm": None, "registered": True}
    device.card.registered = False
    on.ask(order(verb=Verb.PROBE))
    assert on.receipts[-1][1].code == "not_registered" and not device.card.sent


def test_a_prompt_that_never_comes_leaves_it_surely_unsent():
    class Deaf(Device):
        def _one(self, command: str) -> str | None:
            return "+CMS ERROR: 500" if command.startswith("+CMGS") else super()._one(command)

    on = line(Deaf(play()))
    on.ask(order())
    assert (receipt(on).state, receipt(on).code, receipt(on).began) == (SendState.FAILED, "network", False)


def test_signals_say_themselves_in_both_languages():
    device = Device(play())
    on = line(device)
    on.say(device.ring("10000000002", on.now) + device.text("10086", "ok"))
    on.run(2)

    told: list[Signal] = [one for one in on.signals if one.kind is not SignalKind.HEARTBEAT]
    assert len(told) == 2 and all(one.words and one.words_en and one.words != one.words_en for one in told)
