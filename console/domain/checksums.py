"""Checksums of device frames by name, over a range of their bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import xor

from crcmod.predefined import mkPredefinedCrcFun


def sum8(data: bytes) -> int:
    """The sum of all bytes, its lowest eight bits."""
    return sum(data) & 0xFF


def sum16(data: bytes) -> int:
    """The sum of all bytes, its lowest sixteen bits (Alpha signs)."""
    return sum(data) & 0xFFFF


def xor8(data: bytes) -> int:
    """All bytes by exclusive or (NMEA 0183)."""
    return reduce(xor, data, 0)


def lrc(data: bytes) -> int:
    """What makes the sum of all bytes nought (Modbus ASCII)."""
    return -sum(data) & 0xFF


crc16_modbus: Callable[[bytes], int] = mkPredefinedCrcFun("modbus")
crc16_arc: Callable[[bytes], int] = mkPredefinedCrcFun("crc-16")

KINDS: Mapping[str, tuple[Callable[[bytes], int], int]] = {
    "sum8": (sum8, 1),
    "xor8": (xor8, 1),
    "lrc": (lrc, 1),
    "sum16": (sum16, 2),
    "crc16-modbus": (crc16_modbus, 2),
    "crc16-arc": (crc16_arc, 2),
}
"""How each is computed, and how many bytes it has."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """Which bytes of a frame are covered and where the sum stands.

    ``first`` is the first covered byte, ``last`` the first that is not any more, ``at`` where the sum begins; numbers
    below nought count from the frame's end. ``digits``: as hexadecimal digits instead of bytes.
    """

    kind: str
    first: int
    last: int
    at: int
    little: bool = False
    digits: bool = False

    @property
    def size(self) -> int:
        """Bytes of the frame the sum itself takes."""
        return width(self.kind, self.digits)

    def of(self, covered: bytes) -> bytes:
        """The sum over these bytes, as it is sent."""
        compute, size = KINDS[self.kind]
        value = compute(covered).to_bytes(size, "little" if self.little else "big")
        return value.hex().upper().encode() if self.digits else value

    def fits(self, frame: bytes) -> bool:
        """Whether the frame carries the sum it should; one too short for it does not."""
        stop, start = _from_end(self.last, len(frame)), _from_end(self.at, len(frame))
        if min(stop, start) < self.first:
            return False
        return frame[start : start + self.size].upper() == self.of(frame[self.first : stop]).upper()

    def sealed(self, frame: bytes) -> bytes:
        """A frame that still lacks its sum, with it at its end."""
        stop = _from_end(self.last, len(frame) + self.size)
        return frame + self.of(frame[self.first : max(stop, self.first)])


def width(kind: str, digits: bool) -> int:
    """Bytes of a frame that a checksum of that kind takes."""
    return KINDS[kind][1] * (2 if digits else 1)


def _from_end(place: int, length: int) -> int:
    return place if place >= 0 else length + place
