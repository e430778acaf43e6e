"""Frames of SL 651-2014 between telemetry stations and their centre, in both encodings (6.2 to 6.5).

HEX/BCD frames begin with ``7E7E``, ASCII frames with ``01``; then centre and station (upward) or station and centre
(downward), password, function, direction with length, ``02`` or ``16`` (one of several packets, with their number),
body, an ending that says how it goes on, and a CRC-16 (Modbus polynomial) with its high byte first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import crcmod.predefined

from console.devices.protocols.scanning import NOTHING_HERE, Bad, Scanner

crc16 = crcmod.predefined.mkCrcFun("modbus")

HEX_START, ASCII_START = b"\x7e\x7e", b"\x01"
STX, SYN = 0x02, 0x16
BODY_LIMIT = 4095
DOWN = 0x8000
_HEX_HEAD, _ASCII_HEAD = 14, 24
_DIGITS = frozenset(b"0123456789ABCDEFabcdef")


class End(IntEnum):
    """How a frame ends (table 10): upward ``ETX`` or ``ETB`` (more follows), downward the others."""

    ETX = 0x03
    EOT = 0x04
    ENQ = 0x05
    ACK = 0x06
    NAK = 0x15
    ETB = 0x17
    ESC = 0x1B


_UP = frozenset({End.ETX, End.ETB})


@dataclass(frozen=True, slots=True)
class Frame:
    """``station`` are the ten digits of its address; ``packet`` is how many there are and which this is."""

    station: str
    function: int
    body: bytes
    centre: int = 1
    password: int = 0
    up: bool = True
    end: int = End.ETX
    packet: tuple[int, int] | None = None
    letters: bool = False
    """Whether it is in ASCII."""


def encode(frame: Frame) -> bytes:
    """The bytes of a frame; ValueError for what has no room."""
    body = _packed(frame) + frame.body
    if not 1 <= len(body) <= BODY_LIMIT:
        raise ValueError(f"{len(body)} bytes of body, {BODY_LIMIT} at most")
    centre, station = bytes([frame.centre]), bytes.fromhex(frame.station)
    ends = centre + station if frame.up else station + centre
    length = len(body) | (0 if frame.up else DOWN)
    head = ends + frame.password.to_bytes(2, "big") + bytes([frame.function]) + length.to_bytes(2, "big")
    start = bytes([STX if frame.packet is None else SYN])
    if frame.letters:
        said = ASCII_START + _letters(head) + start + body + bytes([frame.end])
        return said + _letters(crc16(said).to_bytes(2, "big"))
    said = HEX_START + head + start + body + bytes([frame.end])
    return bytes(said + crc16(said).to_bytes(2, "big"))


def _letters(raw: bytes) -> bytes:
    return raw.hex().upper().encode()


def _packed(frame: Frame) -> bytes:
    """Number of packets and which of them this is: twelve bits each."""
    if frame.packet is None:
        return b""
    raw = (frame.packet[0] << 12 | frame.packet[1]).to_bytes(3, "big")
    return _letters(raw) if frame.letters else raw


class Framer(Scanner[Frame]):
    """Frames of either encoding and damaged bytes. ``why``: noise, ending, checksum, content, cut."""

    def __init__(self) -> None:
        super().__init__(_find, _look)


def _find(rest: bytes, at: int) -> int:
    ends = len(rest) - 1 if rest.endswith(HEX_START[:1]) and at < len(rest) else len(rest)
    found = [place for mark in (HEX_START, ASCII_START) if (place := rest.find(mark, at)) >= 0]
    return min([*found, ends])


def _look(rest: bytes, at: int) -> tuple[Frame, int] | Bad | None:
    if rest[at] == ASCII_START[0]:
        return _look_ascii(rest, at)
    return _look_hex(rest, at)


def _look_hex(rest: bytes, at: int) -> tuple[Frame, int] | Bad | None:
    head = rest[at : at + _HEX_HEAD]
    if (len(head) > 11 and head[11] >> 4 not in (0, 8)) or (len(head) > 13 and head[13] not in (STX, SYN)):
        return NOTHING_HERE
    if len(head) < _HEX_HEAD:
        return None
    length = int.from_bytes(head[11:13], "big") & BODY_LIMIT
    size = _HEX_HEAD + length + 3
    if not length:
        return NOTHING_HERE
    if len(rest) - at < size:
        return None
    raw = rest[at : at + size]
    if crc16(raw[:-2]) != int.from_bytes(raw[-2:], "big"):
        return Bad("checksum", size)
    frame = _whole(raw[2:13], head[13], raw[_HEX_HEAD:-3], raw[-3], letters=False)
    return (frame, size) if isinstance(frame, Frame) else Bad(frame, size)


def _look_ascii(rest: bytes, at: int) -> tuple[Frame, int] | Bad | None:
    head = rest[at : at + _ASCII_HEAD]
    if not _DIGITS.issuperset(head[1:23]) or (len(head) > 23 and head[23] not in (STX, SYN)):
        return NOTHING_HERE
    if len(head) < _ASCII_HEAD:
        return None
    fields = bytes.fromhex(head[1:23].decode())
    length = int.from_bytes(fields[9:11], "big") & BODY_LIMIT
    if fields[9] >> 4 not in (0, 8) or not length:
        return NOTHING_HERE
    size = _ASCII_HEAD + length + 5
    if len(rest) - at < size:
        return None
    raw = rest[at : at + size]
    if _letters(crc16(raw[:-4]).to_bytes(2, "big")) != raw[-4:].upper():
        return Bad("checksum", size)
    frame = _whole(fields, head[23], raw[_ASCII_HEAD:-5], raw[-5], letters=True)
    return (frame, size) if isinstance(frame, Frame) else Bad(frame, size)


def _whole(fields: bytes, start: int, body: bytes, end: int, *, letters: bool) -> Frame | str:
    """The frame of a right checksum; the code of what is wrong in it."""
    up = not fields[9] & 0x80
    if end not in set(End) or (end in _UP) is not up:
        return "ending"
    packet: tuple[int, int] | None = None
    if start == SYN:
        size = 6 if letters else 3
        if len(body) < size or (letters and not _DIGITS.issuperset(body[:size])):
            return "content"
        number = int(body[:size], 16) if letters else int.from_bytes(body[:size], "big")
        packet, body = (number >> 12, number & 0xFFF), body[size:]
    centre, station = (fields[0], fields[1:6]) if up else (fields[5], fields[:5])
    password = int.from_bytes(fields[6:8], "big")
    return Frame(station.hex().upper(), fields[8], body, centre, password, up, end, packet, letters)
