"""Alpha and BetaBrite signs: NUL, SOH, type, address, STX, command and data, ETX, checksum, EOT; ASCII only.

The checksum is the sum of all bytes from STX through ETX in sixteen bits, as four hexadecimal digits. A priority text
(file 0) is shown before all others and needs no memory to be set up. Source: Alpha communications protocol reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from console.devices.protocols.framing import Ended, Piece
from console.devices.protocols.scanning import Damaged
from console.domain.checksums import sum16

LIMIT = 4_096
TEXT_LIMIT = 125
"""Bytes of a priority text."""

SOH, STX, ETX, EOT, ESC = b"\x01", b"\x02", b"\x03", b"\x04", b"\x1b"
ALL_SIGNS, BROADCAST = "Z", "00"
WRITE_TEXT, PRIORITY = "A", "0"


class Mode(StrEnum):
    """How a text stands on the sign."""

    HOLD = "b"
    ROTATE = "a"
    FLASH = "c"


@dataclass(frozen=True, slots=True)
class Alpha:
    """One frame; ``data`` is what follows the letter of the command. ``checked``: it carries a checksum."""

    command: str
    data: bytes
    sign: str = ALL_SIGNS
    address: str = BROADCAST
    checked: bool = True


def can_show(text: str) -> bool:
    """Whether such a sign has all these letters: printable ASCII, no Chinese."""
    return all(" " <= letter <= "~" for letter in text)


def priority_text(text: str, mode: Mode, address: str) -> Alpha:
    """Show this before all others; an empty text takes it away again."""
    data = PRIORITY + (f"\x1b0{mode.value}{text}" if text else "")
    return Alpha(WRITE_TEXT, data.encode("ascii"), address=address)


def shown_by(frame: Alpha) -> tuple[str, str] | None:
    """Text and mode of a frame that writes the priority text, both empty of one that clears it; else None."""
    if frame.command != WRITE_TEXT or not frame.data.startswith(PRIORITY.encode()):
        return None
    told = frame.data[1:].decode("latin-1")
    return (told[3:], told[2:3]) if told.startswith("\x1b") else (told, "")


_FRAME = re.compile(rb"([!-~])([0-9A-F?]{2})\x02([A-Z])([^\x03]*)(?:\x03([0-9A-Fa-f]{4}))?", re.DOTALL)


def encode(frame: Alpha) -> bytes:
    """The bytes: five NULs let the sign find its rate."""
    body = STX + frame.command.encode() + frame.data
    tail = ETX + b"%04X" % sum16(body + ETX) if frame.checked else b""
    return bytes(5) + SOH + frame.sign.encode() + frame.address.encode() + body + tail + EOT


class Codec(Ended[Alpha]):
    """Frames and damaged pieces out of a stream: what the sign hears; keeps at most ``LIMIT`` bytes and an EOT."""

    def __init__(self) -> None:
        super().__init__(EOT, LIMIT, _read)


def _read(piece: Piece) -> list[Alpha | Damaged]:
    noise, mark, body = piece.body.rpartition(SOH)
    if not piece.whole:
        return [Damaged(piece.raw, "too_long")]
    if not mark:
        return [Damaged(piece.raw, "noise")]
    noise = noise.strip(b"\x00")
    found: list[Alpha | Damaged] = [Damaged(noise, "noise")] if noise else []
    frame = _FRAME.fullmatch(body)
    if frame is None:
        return [*found, Damaged(SOH + body + EOT, "format")]
    covered = body[3 : body.rfind(ETX) + 1]
    if frame[5] is not None and sum16(covered) != int(frame[5], 16):
        return [*found, Damaged(SOH + body + EOT, "checksum")]
    told = (frame[3].decode(), frame[4], frame[1].decode(), frame[2].decode())
    return [*found, Alpha(*told, checked=frame[5] is not None)]
