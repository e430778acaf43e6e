"""Texts that go out by a modem: handed over, reported, confirmed, and what is said when that fails."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from console.devices.drivers import modem
from console.devices.drivers.modem import Modem
from console.devices.protocols.sms_pdu import Report, write_report
from console.devices.simulated.modem import Modem as Device
from console.domain.delivery import SendState, Verb
from console.domain.signals import SignalKind
from tests.devices.far_side import AT, Line, play, setting
from tests.devices.modem_line import LONG, NUMBER, line, order, receipt, said


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
