"""Faults a hostile review of the wire found in what is stored of it."""

from __future__ import annotations

from console.domain.signals import SignalKind
from tests.kit.wire import device, hear, texts


def test_armed_after_disarmed_is_another_event_and_the_same_frame_again_is_not(desk, clock):
    panel = device(desk)
    told = {"account": "1234", "code": "401", "zone": "007"}
    opened = hear(desk, panel, SignalKind.STATUS, words="用户撤防（用户007）", raw=b"E401", **told)
    clock.advance(seconds=3)
    closed = hear(desk, panel, SignalKind.STATUS, words="用户布防（用户007）", raw=b"R401", **told)
    again = hear(desk, panel, SignalKind.STATUS, words="用户布防（用户007）", raw=b"R401", **told)

    assert closed.id != opened.id and (closed.repeats, opened.repeats) == (0, 0)
    assert (again.id, again.repeats) == (closed.id, 1)


def test_the_line_about_a_message_says_what_was_written(desk):
    modem = device(desk, "短信", "sms")
    hear(
        desk, modem, SignalKind.MESSAGE, account="100-0000-0001", code="SMS", zone="1", words="100-0000-0001 发来短信",
        sender="100-0000-0001", text="水位上涨\n请派人",
    )  # fmt: skip

    assert "100-0000-0001 发来短信：水位上涨 请派人" in texts(desk, 1)[0]
