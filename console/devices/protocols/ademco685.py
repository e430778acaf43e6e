"""Ademco 685 automation output (also MX8000 in 685 mode): LF, text, CR; no sequence number, no checksum.

Read tolerantly: the layouts are those of MX8000 §8.5, figures 8-1 to 8-4. Contact ID lines and ``00 OKAY @`` are held
against a program at work behind such a receiver (zones of two digits there, accounts of four or six); the other formats
were **not seen on a wire**. Whether the receiver waits for an answer depends on its "improved ACK/NACK" setting.
"""

from __future__ import annotations

import re

from console.devices.protocols import contact_id
from console.devices.protocols.contact_id import ContactId
from console.devices.protocols.framing import Ended, Piece
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.surgard import Report, Sort

LIMIT = 256


class Codec(Ended[Report]):
    """Frames and damaged pieces out of a stream; keeps at most ``LIMIT`` bytes and a terminator."""

    def __init__(self) -> None:
        super().__init__(b"\r", LIMIT, _read)


_HEAD = r"([0-9A-F])([0-9A-F]) ([0-9A-F]{3,10})"
_CONTACT_ID = re.compile(
    rf"{_HEAD} (?:18|98) ([ERP136])([0-9A-F]{{3}}) ([0-9A-F]{{2}}) (?:[CU](\d{{2,3}})|([0-9A-F]{{3}}))"
)
_HIGH_SPEED = re.compile(rf"{_HEAD} ([0-9]{{4}}) ([0-9]{{4}}) ([0-9])")
_BASIC = re.compile(rf"{_HEAD} ([0-9A-Z])(?: ([0-9A-F]))?")
_HEARTBEAT = re.compile(r"([0-9])([0-9]) OKAY(?: @)?")
_ANY = re.compile(r"([0-9A-F])([0-9A-F]) (.*)")


def _read(piece: Piece) -> list[Report | Damaged]:
    if not piece.whole:
        return [Damaged(piece.raw, "too_long")]
    noise, _, body = piece.body.rpartition(b"\n")
    noise = noise.strip(b"\x00")
    if not body.strip(b"\x00"):
        return [Damaged(piece.raw, "noise")] if noise else []
    found: list[Report | Damaged] = [Damaged(noise, "noise")] if noise else []
    return [*found, _frame(body)]


def _frame(body: bytes) -> Report | Damaged:
    raw = b"\n" + body + b"\r"
    text = body.decode("latin-1").rstrip(" ")
    if (found := _CONTACT_ID.fullmatch(text)) is not None:
        zone = (found[7] or found[8]).zfill(3)
        event = ContactId(contact_id.qualifier(found[4]), found[5], found[6], zone)
        return Report(Sort.CONTACT_ID, raw, found[1], found[2], found[3].zfill(4), event)
    if (found := _HIGH_SPEED.fullmatch(text)) is not None:
        channels = found[4] + found[5] + found[6]
        return Report(Sort.HIGH_SPEED, raw, found[1], found[2], found[3].zfill(4), channels=channels)
    if (found := _BASIC.fullmatch(text)) is not None:
        return Report(Sort.BASIC, raw, found[1], found[2], found[3].zfill(4), code=found[4], zone=found[5] or "")
    if (found := _HEARTBEAT.fullmatch(text)) is not None:
        return Report(Sort.HEARTBEAT, raw, found[1], found[2])
    if (found := _ANY.fullmatch(text)) is not None and text.isascii() and text.isprintable():
        return Report(Sort.OTHER, raw, found[1], found[2], text=found[3])
    return Damaged(raw, "format")
