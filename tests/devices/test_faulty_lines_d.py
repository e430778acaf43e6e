"""Panels and stations over bad lines: noise, halves, turned bits, silence, doubles; nothing is lost, nothing unheard is
acknowledged."""

from __future__ import annotations

from random import Random

import pytest

from console.devices.drivers import gb26875, sl651
from console.devices.session import MakeSession, Setting
from console.devices.sim_faults import Line, read_faults
from console.devices.sim_scripts import Script
from console.devices.simulated import gb26875 as panel
from console.devices.simulated import sl651 as station
from console.devices.simulator import Happening, MakeDevice, Play
from console.domain.clock import StoppedClock
from console.domain.signals import SignalKind
from tests.kit.conversation import AT, ZONE, Conversation

BAD = "noise:0.2,half:0.2,crc:0.2,silence:0.1,duplicate:0.2,split:0.3"
EVENTS = 12


class Faulty:
    """A simulated device behind a line that spoils what it says."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def start(self, now: float) -> bytes:
        self.line.start(now)
        return self.line.take(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        self.line.feed(chunk, now)
        return self.line.take(now)

    def tick(self, now: float) -> bytes:
        self.line.tick(now)
        return self.line.take(now)

    def wake_at(self) -> float | None:
        return self.line.wake_at()

    def happen(self, event: Happening, now: float) -> bytes:
        self.line.happen(event, now)
        return self.line.take(now)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("make", "device", "verb"), [(gb26875.make, panel.make, "alarm"), (sl651.make, station.make, "reading")]
)
def test_every_event_is_heard_over_a_bad_line(make: MakeSession, device: MakeDevice, verb: str, seed: int) -> None:
    clock = StoppedClock(AT)
    line = Line(device(Play(clock, ZONE, Random(seed))), Script(), read_faults(BAD), Random(seed))
    talk = Conversation(make(Setting(clock, ZONE)), Faulty(line), clock).start()  # type: ignore[arg-type]
    for number in range(EVENTS):
        talk.happen(
            verb, zone=f"1-{number}" if verb == "alarm" else "", code="" if verb == "alarm" else "39", value=number
        )
        talk.run(7)
    talk.run(3_600)

    heard = [signal for signal in talk.signals if signal.kind in (SignalKind.ALARM, SignalKind.READING)]
    found = {signal.zone for signal in heard} if verb == "alarm" else {s.value for s in heard if s.code == "39"}
    assert len(found) == EVENTS
    assert line.device.waiting() == 0
    assert any(signal.damaged for signal in talk.signals)
