"""A simulated transmission device of a fire panel: what GB/T 26875.3 says the device side does.

One upload at a time; repeated three times after ten seconds, then kept while the link counts as lost and its
heartbeat goes out every five seconds instead of every ``heartbeat`` seconds. Fires are sent with bit 0 clear, as real
devices send them. ``duty`` is after how many seconds somebody answers 查岗 (empty: nobody).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from console.devices.drivers.gathering import soonest
from console.devices.drivers.gb26875_signals import bits
from console.devices.protocols.gb26875 import Command, Frame, Framer, encode, header, pack_time, read_time
from console.devices.protocols.gb26875_units import READ, Item, Type, write_unit
from console.devices.protocols.scanning import Damaged
from console.devices.simulator import Happening, Play, SimulatedDevice

ANSWER_SECONDS = 10.0
REPEATS = 3
LOST_HEARTBEAT = 5.0
SYSTEM = (1, 1)
SMOKE = 40

_DEVICE_CODES = frozenset({"main_power", "backup_power", "centre_line", "panel_line"})


class Gb26875Device:
    """The device: ``address`` and ``centre`` are decimal."""

    def __init__(self, play: Play) -> None:
        told = play.options
        self._play = play
        self.address = int(told.get("address", "889"))
        self.centre = int(told.get("centre", "88888"))
        self._beat = float(told.get("heartbeat", "25"))
        self._duty = float(told["duty"]) if told.get("duty") else None
        self._framer = Framer()
        self._serial = 0
        self._queue: deque[bytes] = deque()
        self._open: Frame | None = None
        self._tries = 0
        self._repeat_at: float | None = None
        self._beat_at = 0.0
        self._duty_at: float | None = None
        self._ahead = timedelta()
        self._lost = False
        self._status = 1
        self._done: list[str] = []

    def start(self, now: float) -> bytes:
        self._framer = Framer()
        self._lost, self._beat_at = False, now
        if self._open is not None:
            self._repeat_at, self._tries = now, 0
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        return b"".join(self._take(found, now) for found in self._framer.feed(chunk))

    def tick(self, now: float) -> bytes:
        out = b""
        if self._duty_at is not None and now >= self._duty_at:
            self._duty_at = None
            self._put(Type.DEVICE_OPERATION, Item(bits=1 << 5, operator=1, at=self._local()))
        if self._repeat_at is not None and now >= self._repeat_at:
            out += self._again(now)
        out += self._next(now)
        if now >= self._beat_at:
            out += self._heartbeat(now)
        return out

    def wake_at(self) -> float | None:
        return soonest(self._beat_at, self._repeat_at, self._duty_at)

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        kind, item = self._unit(event)
        self._put(kind, item)
        return self._next(now)

    def sample(self, number: int) -> Happening:
        text = f"{number % 30 + 1} 层走廊"
        return Happening("alarm", code="fire", zone=f"{number // 60_000 % 60_000}-{number % 60_000 + 1}", text=text)

    def waiting(self) -> int:
        return len(self._queue) + (self._open is not None)

    def state(self) -> Mapping[str, Any]:
        return {"status": self._status, "lost": self._lost, "done": tuple(self._done), "ahead": self._ahead}

    def _local(self) -> Any:
        return (self._play.clock.now() + self._ahead).astimezone(self._play.zone).replace(tzinfo=None)

    def _frame(self, command: Command, data: bytes = b"", serial: int | None = None) -> Frame:
        if serial is None:
            serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        return Frame(serial, command, self.address, self.centre, data, pack_time(self._local()))

    def _put(self, kind: Type, item: Item) -> None:
        self._queue.append(write_unit(kind, (item,)))

    def _next(self, now: float) -> bytes:
        if self._open is not None or not self._queue or self._lost:
            return b""
        self._open, self._tries = self._frame(Command.SEND, self._queue.popleft()), 1
        self._repeat_at = now + ANSWER_SECONDS
        return encode(self._open)

    def _again(self, now: float) -> bytes:
        """Repeat what was not confirmed; after the third time the link counts as lost."""
        assert self._open is not None
        if self._tries > REPEATS:
            self._lost, self._repeat_at = True, None
            self._beat_at = min(self._beat_at, now + LOST_HEARTBEAT)
            return b""
        self._tries, self._repeat_at = self._tries + 1, now + ANSWER_SECONDS
        return encode(self._open)

    def _heartbeat(self, now: float) -> bytes:
        self._beat_at = now + (LOST_HEARTBEAT if self._lost else self._beat)
        return encode(self._frame(Command.SEND))

    def _take(self, found: Frame | Damaged, now: float) -> bytes:
        if isinstance(found, Damaged):
            head = header(found.raw)
            return encode(head.answered(Command.DENY, pack_time(self._local()))) if head is not None else b""
        if found.destination != self.address:
            return b""
        if found.command == Command.CONFIRM:
            return self._confirmed(found, now)
        if found.command == Command.CONTROL:
            return self._controlled(found, now)
        if found.command == Command.REQUEST:
            return self._asked(found)
        return b""

    def _confirmed(self, frame: Frame, now: float) -> bytes:
        if self._open is not None and frame.serial == self._open.serial:
            self._open = self._repeat_at = None
        if self._lost:
            self._lost = False
            if self._open is not None:
                self._tries, self._repeat_at = 0, now
        return self.tick(now)

    def _controlled(self, frame: Frame, now: float) -> bytes:
        kind, body = (frame.data[0], frame.data[2:]) if len(frame.data) > 2 else (0, b"")
        if kind == Type.SET_CLOCK and (told := read_time(body)) is not None:
            self._ahead += told - self._local()
        elif kind == Type.DUTY_CHECK:
            self._duty_at = now + self._duty if self._duty is not None else None
        elif kind != Type.INITIALISE:
            return encode(self._frame(Command.DENY, serial=frame.serial))
        self._done.append(Type(kind).name.lower())
        return encode(self._frame(Command.CONFIRM, serial=frame.serial))

    def _asked(self, frame: Frame) -> bytes:
        kind = frame.data[0] - READ if frame.data else 0
        item = self._has(kind, frame.data)
        if item is None:
            return encode(self._frame(Command.DENY, serial=frame.serial))
        return encode(self._frame(Command.RESPONSE, write_unit(kind, (item,)), frame.serial))

    def _has(self, kind: int, data: bytes) -> Item | None:
        """What the device answers when that type is read."""
        at = self._local()
        point = (int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little"))
        return {
            Type.SYSTEM_STATUS: Item(SYSTEM, bits=self._status, at=at),
            Type.PART_STATUS: Item(SYSTEM, (SMOKE, *point), self._status, "感烟探测器", at=at),
            Type.ANALOG: Item(SYSTEM, (SMOKE, *point), kind=3, value=215, at=at),
            Type.OPERATION: Item(SYSTEM, bits=1, operator=1, at=at),
            Type.VERSION: Item(SYSTEM, version=(1, 2)),
            Type.SYSTEM_CONFIG: Item(SYSTEM, text="火灾报警控制器"),
            Type.PART_CONFIG: Item(SYSTEM, (SMOKE, *point), text="感烟探测器"),
            Type.SYSTEM_TIME: Item(SYSTEM, at=at),
            Type.DEVICE_STATUS: Item(bits=self._status & 3, at=at),
            Type.DEVICE_OPERATION: Item(bits=1 << 4, operator=1, at=at),
            Type.DEVICE_VERSION: Item(version=(1, 1)),
            Type.DEVICE_CONFIG: Item(text="用户信息传输装置"),
            Type.DEVICE_TIME: Item(at=at),
        }.get(Type(kind) if kind in set(Type) else Type.INITIALISE)

    def _unit(self, event: Happening) -> tuple[Type, Item]:
        at = self._local()
        part = (SMOKE, *_zone(event.zone))
        if event.verb == "reading":
            kind = int(event.code) if event.code.isdigit() else 3
            return Type.ANALOG, Item(SYSTEM, part, kind=kind, value=round((event.value or 0.0) * 10), at=at)
        if event.verb == "status":
            return Type.DEVICE_OPERATION, Item(bits=_mask("device_act", event.code or "self_test"), operator=1, at=at)
        if event.code in _DEVICE_CODES:
            flags = _mask("device", event.code) if event.verb != "restore" else 1
            return Type.DEVICE_STATUS, Item(bits=flags, at=at)
        default = "fault" if event.verb == "fault" else "fire"
        flags = 1 if event.verb == "restore" else _mask("part", event.code or default)
        self._status = flags
        return Type.PART_STATUS, Item(SYSTEM, part, flags, event.text or "感烟探测器", at=at)


def _zone(text: str) -> tuple[int, int]:
    """Zone and point out of ``217-6``, ``1/1/40/217-6`` or ``6``."""
    numbers = [int(part) & 0xFFFF for part in text.rpartition("/")[2].split("-") if part.isdigit()]
    return (numbers[0], numbers[1]) if len(numbers) > 1 else (1, numbers[0] if numbers else 1)


def _mask(group: str, code: str) -> int:
    return next((bit.mask for bit in bits(group) if bit.code == code), 2)


def make(play: Play) -> SimulatedDevice:
    """The simulated device of the ``gb26875`` driver."""
    return Gb26875Device(play)
