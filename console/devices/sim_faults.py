"""What goes wrong between a simulated device and the console: noise, cut frames, silence, power, a wrong clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from console.devices.sim_scripts import Item, Script
from console.devices.simulator import Happening, SimulatedDevice
from console.domain.clock import Clock
from console.errors import Refused

_KEPT = 65_536
_HELD = 10_000
"""So many happenings are kept while the device has no power; older ones are lost, as in a panel's memory."""
_PIECES = 0.03
"""Seconds between the pieces of a frame that comes in pieces."""


@dataclass(frozen=True, slots=True)
class Faults:
    """``noise``, ``half``, ``crc``, ``silence``, ``duplicate``, ``split`` are chances (0…1) for each frame: bytes
    nobody sent before it, its end missing, a bit turned over in it, nothing of it, twice, in pieces. ``clock``: the
    device's clock is so many seconds wrong. ``storm``: so many alarms at the start. ``power``: its power fails after
    so many seconds, for as long."""

    noise: float = 0.0
    half: float = 0.0
    crc: float = 0.0
    silence: float = 0.0
    duplicate: float = 0.0
    split: float = 0.0
    clock: float = 0.0
    storm: float = 0.0
    power: float = 0.0


_CHANCES = ("noise", "half", "crc", "silence", "duplicate", "split")


def read_faults(text: str) -> Faults:
    """``noise:0.1,half,storm:1000`` as a value (a chance left out is 0.1); Refused("bad_faults") for anything else."""
    told: dict[str, float] = {}
    for word in filter(None, (part.strip() for part in text.split(","))):
        name, given, number = word.partition(":")
        try:
            told[name] = float(number) if given else 0.1
            well = abs(told[name]) <= (1.0 if name in _CHANCES else 1e6) and (told[name] >= 0 or name == "clock")
        except ValueError:
            well = False
        if not well or name not in {one.name for one in fields(Faults)} or (not given and name not in _CHANCES):
            raise Refused("bad_faults", text=word[:40], known=", ".join(one.name for one in fields(Faults)))
    return Faults(**told)


class SkewedClock:
    """A clock that is wrong by so many ``seconds``; they may be changed while it runs."""

    def __init__(self, clock: Clock, seconds: float = 0.0) -> None:
        self._clock = clock
        self.seconds = seconds

    def now(self) -> datetime:
        return self._clock.now() + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self._clock.monotonic()


class Line:
    """A device with its script, its power and what the line does to what it says. No I/O.

    ``clock`` is the device's own, where it can be set wrong later.
    """

    def __init__(
        self, device: SimulatedDevice, script: Script, faults: Faults, random: Random, clock: SkewedClock | None = None
    ) -> None:
        self.device = device
        self.faults = self.laid = faults
        self._clock = clock
        self.powered = True
        self.received = 0
        self.heard: bytearray = bytearray()
        self._script = script
        self._random = random
        self._begun: float | None = None
        self._items: Iterator[Item] = script.times()
        self._next: Item | None = None
        self._samples: Iterator[int] = count()
        self._sampled = 0
        self._sample_at: float | None = None
        self._open = False
        self._silent_until = float("-inf")
        self._power_at: float | None = None
        self._held: deque[Happening] = deque(maxlen=_HELD)
        self._out: deque[tuple[float, bytes]] = deque()

    def start(self, now: float) -> None:
        """The console opened the line. The first time, the script begins."""
        self._open = True
        self._say(self.device.start(now), now)
        if self._begun is None:
            self._begin(now)
        while self._held:
            self._say(self.device.happen(self._held.popleft(), now), now)

    def stop(self) -> None:
        """The line is closed: what was on its way is lost."""
        self._open = False
        self._out.clear()

    def feed(self, chunk: bytes, now: float) -> None:
        """The console wrote."""
        self.received += len(chunk)
        self.heard += chunk
        del self.heard[:-_KEPT]
        if self.powered:
            self._say(self.device.feed(chunk, now), now)

    def happen(self, event: Happening, now: float) -> None:
        """Something happens at the device; without power it is told when the power is back."""
        if not self.powered:
            self._held.append(event)
        elif event.verb == "raw":
            self._say(bytes(event.facts["bytes"]), now, faulty=False)
        else:
            self._say(self.device.happen(event, now), now)

    def power(self, on: bool, now: float) -> None:
        """Take the power away or give it back; with it the line can be opened again."""
        self.powered = on
        self._power_at = None
        if on and self.faults.power:
            self._power_at = now + self.faults.power

    def change(self, faults: Faults) -> None:
        """Other faults from now on, a wrong clock among them."""
        self.faults = faults
        if self._clock is not None:
            self._clock.seconds = faults.clock

    def calm(self, now: float) -> None:
        """As it was laid: its faults of then, its power, no silence. What waits to be said is said."""
        self.change(self.laid)
        self._silent_until = float("-inf")
        if not self.powered:
            self.power(True, now)

    def tick(self, now: float) -> None:
        """Everything that is due: the script, samples, the power, the device's own times."""
        if self._power_at is not None and now >= self._power_at:
            self._switch(now)
        self._play(now)
        self._take_samples(now)
        due = self.device.wake_at() if self._open and self.powered else None
        if due is not None and now >= due:
            self._say(self.device.tick(now), now)

    def take(self, now: float) -> bytes:
        """The bytes that are due."""
        data = b""
        while self._out and self._out[0][0] <= now:
            data += self._out.popleft()[1]
        return data

    def wake_at(self) -> float | None:
        """When ``tick`` or ``take`` has something to do again."""
        own = self.device.wake_at() if self._open and self.powered else None
        script = self._at(self._next) if self._next is not None else None
        out = self._out[0][0] if self._out else None
        times = [at for at in (own, script, out, self._sample_at, self._power_at) if at is not None]
        return min(times, default=None)

    def waiting(self) -> int:
        """Happenings the console has not acknowledged, those before the power came back with them."""
        return self.device.waiting() + len(self._held)

    def done(self) -> bool:
        """Whether the script is at its end and everything is acknowledged."""
        return self._begun is not None and self._next is None and self._sample_at is None and not self.waiting()

    def _begin(self, now: float) -> None:
        self._begun = now
        self._next = next(self._items, None)
        self._sample_at = now + self._script.every if self._script.every is not None else None
        self._power_at = now + self.faults.power if self.faults.power else None
        self._storm(int(self.faults.storm), now)

    def _at(self, item: Item) -> float:
        return (self._begun or 0.0) + item.at

    def _play(self, now: float) -> None:
        while self._begun is not None and self._next is not None and now >= self._at(self._next):
            item, self._next = self._next, next(self._items, None)
            self.do(item, now)

    def do(self, item: Item, now: float) -> None:
        """What a line of a script says, at once."""
        if item.event is not None:
            self.happen(item.event, now)
        elif item.verb == "storm":
            self._storm(int(item.amount), now)
        elif item.verb == "silence":
            self._silent_until = now + item.amount
        elif item.verb == "noise":
            self._put(self._random.randbytes(min(int(item.amount), _KEPT)), now)
        elif item.verb == "power":
            self.powered = False
            self._power_at = now + item.amount
        elif item.verb == "faults":
            self.faults = replace(read_faults(item.text), clock=self.faults.clock)

    def _storm(self, size: int, now: float) -> None:
        for _ in range(min(size, _HELD)):
            self.happen(self.device.sample(next(self._samples)), now)

    def _take_samples(self, now: float) -> None:
        while self._sample_at is not None and now >= self._sample_at:
            self._sampled += 1
            self.happen(self.device.sample(next(self._samples)), now)
            more = self._script.count is None or self._sampled < self._script.count
            self._sample_at = self._sample_at + (self._script.every or 1.0) if more else None

    def _switch(self, now: float) -> None:
        self.powered = not self.powered
        self._power_at = now + self.faults.power if self.faults.power else None

    def _say(self, frame: bytes, now: float, *, faulty: bool = True) -> None:
        if not frame or not self._open or now < self._silent_until:
            return
        if not faulty:
            self._put(frame, now)
            return
        for said in self._spoilt(frame):
            self._put(said, now)

    def _spoilt(self, frame: bytes) -> Iterator[bytes]:
        if self._chance(self.faults.silence):
            return
        if self._chance(self.faults.noise):
            yield self._random.randbytes(self._random.randint(1, 40))
        for _ in range(2 if self._chance(self.faults.duplicate) else 1):
            said = self._turned(frame) if self._chance(self.faults.crc) else frame
            yield said[: self._random.randrange(len(said))] if self._chance(self.faults.half) else said

    def _turned(self, frame: bytes) -> bytes:
        """One bit turned over: the highest, which in a protocol of letters no letter has."""
        place = self._random.randrange(len(frame))
        return frame[:place] + bytes([frame[place] ^ 0x80]) + frame[place + 1 :]

    def _put(self, data: bytes, now: float) -> None:
        if not data or not self._open:
            return
        at = max(now, self._out[-1][0] if self._out else now)
        if not self._chance(self.faults.split) or len(data) < 2:
            self._out.append((at, data))
            return
        cut = self._random.randrange(1, len(data))
        self._out.append((at, data[:cut]))
        self._out.append((at + _PIECES, data[cut:]))

    def _chance(self, of: float) -> bool:
        return of > 0 and self._random.random() < of
