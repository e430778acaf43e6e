"""The far side of the flood: simulated alarm receivers at 9600 whose power comes back, in a child process."""

from __future__ import annotations

import json
import sys
import time
from random import Random

from console.devices import simulator
from console.devices.sim_faults import Faults, Line
from console.devices.sim_ports import Port, PtyPort, Served
from console.devices.sim_scripts import Script
from console.devices.simulator import ZONE, Happening, Play
from console.domain.clock import SystemClock

BYTES_A_SECOND = 960
"""9600 8N1."""


class PacedPort:
    """A port that takes no more than a line of 9600 carries."""

    def __init__(self, port: Port) -> None:
        self._port, self.url = port, port.url
        self._carried, self._since = 0, 0.0
        self.waits, self.read, self.close = port.waits, port.read, port.close

    def look(self, now: float, *, powered: bool) -> bool:
        return self._port.look(now, powered=powered)

    def write(self, data: bytes) -> int:
        now = time.monotonic()
        if now - self._since > 1.0:
            self._carried, self._since = 0, now  # a line that was quiet has saved nothing up
        room = int((now - self._since) * BYTES_A_SECOND) + 16 - self._carried
        taken = self._port.write(data[:room]) if room > 0 else 0
        self._carried += taken
        return taken


def flood() -> None:
    """``PORTS FRAMES`` on the first line of the input; then the terminals' names; on the next line the power comes.

    Printed in the end: how many frames were acknowledged, and how many seconds after the power came.
    """
    count, frames = map(int, sys.stdin.readline().split())
    clock = SystemClock()
    lines = [_receiver(clock, number) for number in range(count)]
    ports = [PacedPort(PtyPort()) for _ in lines]
    for number in range(frames):
        account = f"{1000 + number % count}"
        lines[number % count].happen(Happening("alarm", account, "131", f"{number // count:03d}"), clock.monotonic())
    print(json.dumps([port.url for port in ports]), flush=True)
    sys.stdin.readline()
    served = [Served(line, port, clock.monotonic, lambda _state: None) for line, port in zip(lines, ports, strict=True)]
    begun = clock.monotonic()
    for line in lines:
        line.power(True, begun)
    while any(line.waiting() for line in lines) and clock.monotonic() < begun + 120:
        for one in served:
            one.turn(clock.monotonic())
        time.sleep(0.002)
    left = sum(line.waiting() for line in lines)
    print(json.dumps({"acknowledged": frames - left, "seconds": clock.monotonic() - begun}), flush=True)


def _receiver(clock: SystemClock, number: int) -> Line:
    play = Play(clock, ZONE, Random(number), {"receiver": f"{number + 1:02d}"})
    line = Line(simulator.make("surgard", play), Script(), Faults(), Random(number))
    line.power(False, clock.monotonic())
    return line
