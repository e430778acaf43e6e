"""What the duty log says of an alarm is said to people."""

from __future__ import annotations

from console.domain.signals import SignalKind
from console.domain.wire import LinkState, LinkStatus
from tests.kit.wire import device, hear, officer, texts


def test_a_line_names_no_mark_that_only_the_program_can_read(desk, clock):
    """A text's fields tell it from another text, a lost link has a code of our own: neither is an account or a zone."""
    officer(desk)
    modem, station = device(desk, "短信猫", "sms"), device(desk, "SW-03", "sl651")
    more = {"sender": "100-0000-0001", "text": "桥头进水", "words": "短信"}
    hear(desk, modem, SignalKind.MESSAGE, account="100-0000-0001", code="SMS", zone="2030-8c1f", **more)
    told = texts(desk, 1)[0]
    assert "桥头进水" in told and told.endswith("（来自 100-0000-0001）") and "防区" not in told
    now = clock.now()
    desk.links.note([LinkStatus(station.key, LinkState.LOST, now, now, "gone")])
    clock.advance(minutes=2)
    desk.alarms.escalate()
    (line,) = [text for text in texts(desk) if "通信中断" in text and "GJ" in text]
    assert "代码" not in line and "link" not in line
