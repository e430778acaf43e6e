"""Frames of GB/T 26875.3-2011: user information transmission devices of fire panels and the monitoring centre.

``@@`` serial number, version, time, source, destination, length, command, application unit, checksum, ``##`` (8.2).
There is no byte stuffing: ``@@`` and ``##`` may stand inside, so a frame is cut by its length and believed only with
the right checksum **and** tail. Numbers are little endian, times plain binary in local time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from console.devices.protocols.scanning import NOTHING_HERE, Bad, Scanner

START, END = b"@@", b"##"
HEADER = 27
OVERHEAD = 30
DATA_LIMIT = 1024
"""Longest application unit (8.2.2.7)."""

NO_TIME = bytes(6)


class Command(IntEnum):
    """What a frame is for (table 2); 7 to 127 are reserved, 128 to 255 private."""

    CONTROL = 1
    SEND = 2
    CONFIRM = 3
    REQUEST = 4
    RESPONSE = 5
    DENY = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame; ``time`` are the six bytes as they stood. ``source``/``destination`` are 48-bit numbers."""

    serial: int
    command: int
    source: int
    destination: int
    data: bytes = b""
    time: bytes = NO_TIME
    version: tuple[int, int] = (1, 1)

    def answered(self, command: Command, time: bytes) -> Frame:
        """The same number back to where it came from, without data."""
        return Frame(self.serial, command, self.destination, self.source, b"", time, self.version)


def encode(frame: Frame) -> bytes:
    """The bytes of a frame; ValueError for a number or unit that has no room."""
    if len(frame.data) > DATA_LIMIT:
        raise ValueError(f"{len(frame.data)} bytes of application data, {DATA_LIMIT} at most")
    body = (
        frame.serial.to_bytes(2, "little")
        + bytes(frame.version)
        + frame.time
        + frame.source.to_bytes(6, "little")
        + frame.destination.to_bytes(6, "little")
        + len(frame.data).to_bytes(2, "little")
        + bytes([frame.command])
        + frame.data
    )
    return START + body + bytes([sum(body) & 0xFF]) + END


def header(raw: bytes) -> Frame | None:
    """What stands in the header of a frame, damaged or not; None where it is too short to have one."""
    if len(raw) < HEADER or raw[:2] != START:
        return None
    return Frame(
        serial=int.from_bytes(raw[2:4], "little"),
        version=(raw[4], raw[5]),
        time=raw[6:12],
        source=int.from_bytes(raw[12:18], "little"),
        destination=int.from_bytes(raw[18:24], "little"),
        command=raw[26],
    )


class Framer(Scanner[Frame]):
    """Frames and damaged bytes of a line. ``why``: noise, length, checksum, ending, cut."""

    def __init__(self) -> None:
        super().__init__(_find, _look)


def _find(rest: bytes, at: int) -> int:
    found = rest.find(START, at)
    if found >= 0:
        return found
    return len(rest) - 1 if rest.endswith(START[:1]) and at < len(rest) else len(rest)


def _look(rest: bytes, at: int) -> tuple[Frame, int] | Bad | None:
    if len(rest) - at < HEADER:
        return None
    length = int.from_bytes(rest[at + 24 : at + 26], "little")
    if length > DATA_LIMIT:
        return Bad("length", HEADER)
    size = OVERHEAD + length
    if len(rest) - at < size:
        return None
    raw = rest[at : at + size]
    right = sum(raw[2:-3]) & 0xFF == raw[-3]
    if raw.endswith(END) and right:
        return _whole(raw), size
    if right or raw.endswith(END):
        return Bad("ending" if right else "checksum", size)
    return NOTHING_HERE


def _whole(raw: bytes) -> Frame:
    head = header(raw)
    assert head is not None
    return Frame(head.serial, head.command, head.source, head.destination, raw[HEADER:-3], head.time, head.version)


def pack_time(local: datetime) -> bytes:
    """Six bytes of local time: second, minute, hour, day, month, year of the century (8.2.2.4)."""
    return bytes([local.second, local.minute, local.hour, local.day, local.month, local.year % 100])


def read_time(raw: bytes) -> datetime | None:
    """The naive local time of six bytes; None for what is no date (a clock that never was set)."""
    if len(raw) != len(NO_TIME):
        return None
    second, minute, hour, day, month, year = raw
    try:
        return datetime(2000 + year, month, day, hour, minute, second)
    except ValueError:
        return None
