"""A 北斗 terminal on the line: messages in and out, the card's rate kept, what stands in the way said."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.devices.drivers.beidou import Beidou, make
from console.devices.simulated.beidou import Terminal
from console.domain.delivery import Order, SendState, Verb
from console.domain.signals import SignalKind
from tests.devices.far_side import Line, play, setting


def order(text: str = "请立即转移", target: str = "179773", verb: Verb = Verb.TEXT) -> Order:
    return Order(uuid4(), verb, target, text)


def line(device: Terminal | None = None) -> Line:
    return Line(make(setting()), device or Terminal(play())).open()


def test_messages_come_in_and_are_no_repeat_of_each_other():
    device = Terminal(play())
    on = line(device)
    on.say(device.text("179773", "hello北斗") + device.text("179773", "第二条"))
    on.say(b"$BDTXR,1,0195817,2,,A4FB113383315933313233343536*37\r\n$BDTXR,1,01")
    on.run(5)

    first, second, data = on.of(SignalKind.MESSAGE)
    assert (first.sender, first.text, second.text) == ("0179773", "hello北斗", "第二条") and first.zone != second.zone
    assert not data.facts["readable"] and data.text == "A4FB113383315933313233343536" and data.words
    assert [one.damaged for one in on.of(SignalKind.UNREADABLE)] == ["cut"], "half a sentence is kept, not waited for"


def test_the_card_s_rate_is_kept_and_said():
    device = Terminal(play(gap="60"))
    on = line(device)
    first, second = order(), order("第二条")
    on.ask(first)
    on.ask(second)
    on.ask(second)
    assert [one.state for _key, one in on.receipts] == [SendState.UNCONFIRMED]
    assert on.receipts[0][1].facts["wait_s"] == 61
    on.run(45)
    assert len(device.sent) == 1 and on.of(SignalKind.HEARTBEAT)[-1].facts["wait_s"] in range(1, 60)
    on.run(20)

    assert device.sent == [("0179773", "请立即转移"), ("0179773", "第二条")]
    assert [key for key, _one in on.receipts] == [first.id, second.id]
    assert on.of(SignalKind.HEARTBEAT)[0].facts["gap_s"] == 60


def test_a_long_rest_is_the_outbox_s_to_wait_for():
    device = Terminal(play(gap="300"))
    on = line(device)
    on.ask(order())
    on.ask(order("第二条"))

    later = on.receipts[1][1]
    assert (later.state, later.code, later.began, later.facts["wait_s"]) == (SendState.QUEUED, "gap", False, 301)
    again = Line(make(setting()), device, now=on.now + 100).open()
    again.ask(order("第三条"))
    refused = again.receipts[0][1]
    assert (refused.state, refused.code, refused.began) == (SendState.FAILED, "not_transmitted", False)
    assert refused.facts["wait_s"] == 201, "the terminal knows how long it must rest, a new session does not"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (order(target="12345678"), "bad_number"), (order(""), "no_text"), (order("长" * 39), "too_long"),
        (order(verb=Verb.SPEAK), "not_possible"),
    ],
    ids=["number", "text", "long", "verb"],
)  # fmt: skip
def test_what_can_never_be_sent_is_said(asked, code):
    on = line()
    on.ask(asked)

    assert (on.receipts[0][1].state, on.receipts[0][1].code, on.receipts[0][1].began) == (SendState.FAILED, code, True)


def test_no_answer_leaves_it_unknown_and_a_lost_line_too():
    device = Terminal(play())
    device.silent = True
    on = line(device)
    on.ask(order())
    on.run(20)
    assert (on.receipts[0][1].state, on.receipts[0][1].code) == (SendState.UNKNOWN, "no_answer")

    lost = line(device)
    lost.ask(order())
    lost.ask(order("第二条"))
    assert isinstance(lost.session, Beidou)
    assert [(one.state, one.began) for _key, one in lost.session.ended()] == [
        (SendState.UNKNOWN, True), (SendState.FAILED, False),
    ]  # fmt: skip


def test_card_and_beams_are_supervised():
    device = Terminal(play(card="0000000"))
    on = line(device)
    assert [one.code for one in on.of(SignalKind.FAULT)] == ["no_card"]
    on.ask(order())
    on.ask(order(verb=Verb.PROBE))
    assert [(one.code, one.began) for _key, one in on.receipts] == [("no_card", False), ("no_card", True)]
    device.card = "0242286"
    on.run(35)
    assert [one.code for one in on.of(SignalKind.RESTORE)] == ["no_card"]
    device.power = 0
    assert len(on.run(35).of(SignalKind.FAULT)) == 1, "one dark look may be chance"
    assert [one.code for one in on.run(65).of(SignalKind.FAULT)] == ["no_card", "no_signal"]
    device.power = 3
    assert [one.code for one in on.run(35).of(SignalKind.RESTORE)] == ["no_card", "no_signal"]
    on.ask(order(verb=Verb.PROBE))
    assert on.receipts[-1][1].state is SendState.CONFIRMED


def test_a_terminal_that_says_nothing_fails_what_was_asked():
    class Mute(Terminal):
        def _answer(self, *_asked: object) -> bytes:
            return b""

    on = line(Mute(play()))
    on.ask(order())
    on.run(20)
    assert [(one.code, one.began) for _key, one in on.receipts] == [("no_answer", False)] and not on.signals
