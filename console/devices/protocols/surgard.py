"""Sur-Gard automation output of MLR2, MLR2000 and System I–IV receivers: printable frames ended by DC4.

There is no start byte and no checksum; parity is the line's only protection. ``RR`` is the receiver, ``L`` (MLR2) or
``LLL`` (System II and later, "Output RRLLL digits") the line; both are read. Fields stand in fixed columns. Sources:
MLR2-E §9, MLR2000 §12, SG-System III options 10–14, SG Automation Output Protocol (form 7-3005).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from console.devices.protocols import contact_id, sia
from console.devices.protocols.contact_id import ContactId
from console.devices.protocols.framing import Ended, Piece
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sia import SiaBlock

DC4 = b"\x14"
ACK = b"\x06"
NAK = b"\x15"

LIMIT = 512
"""Bytes of one frame; the longest published one (an SIA block) has some eighty."""

_FILL = b"\r\n\x00"
"""Sent between frames by serial servers; says nothing."""


class Sort(StrEnum):
    """What a frame's first character makes of it; ``other`` is well formed and not read further."""

    HEARTBEAT = "heartbeat"
    CONTACT_ID = "contact_id"
    BASIC = "basic"
    SIA = "sia"
    HIGH_SPEED = "high_speed"
    CALLER = "caller"
    RECEIVER = "receiver"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """One frame. ``text`` is what follows receiver and line, as it stands; ``channels`` are those of high speed.

    ``code``, ``area`` and ``zone`` are of a basic (pulse) report, ``phone`` of a caller's number.
    """

    sort: Sort
    raw: bytes
    receiver: str
    line: str
    account: str = ""
    event: ContactId | None = None
    block: SiaBlock | None = None
    code: str = ""
    area: str = ""
    zone: str = ""
    phone: str = ""
    channels: str = ""
    text: str = ""


class Codec(Ended[Report]):
    """Frames and damaged pieces out of a stream; keeps at most ``LIMIT`` bytes and a terminator."""

    def __init__(self) -> None:
        super().__init__(DC4, LIMIT, _read, _FILL)


def _read(piece: Piece) -> list[Report | Damaged]:
    """A frame is read behind noise only where every column of it is known: half of one may look like another sort."""
    if not piece.whole:
        return [Damaged(piece.raw, "too_long")]
    start = next((at for at in range(len(piece.body), 0, -1) if not 0x20 <= piece.body[at - 1] < 0x7F), 0)
    noise = piece.body[:start].strip(_FILL)
    if not noise:
        return [read(piece.body[start:])]
    frame = read(piece.body[start:])
    if isinstance(frame, Report) and frame.sort in _SURE and _FRAME_LIKE.search(noise) is None:
        return [Damaged(noise, "noise"), frame]
    return [Damaged(piece.raw, "noise")]


_SURE = frozenset({Sort.CONTACT_ID, Sort.HEARTBEAT})
_FRAME_LIKE = re.compile(rb"[ -~]{12}")
"""So much text in a piece's noise may be a frame that lost its end: both are asked for again."""


def read(body: bytes) -> Report | Damaged:
    """A frame without its DC4; Damaged("empty" | "format" | "account")."""
    raw = body + DC4
    text = body.decode("latin-1")
    if not text:
        return Damaged(raw, "empty")
    found = _READERS.get(text[0], _other)(raw, text)
    return found if found is not None else _other(raw, text)


_ADDRESS = r"([0-9A-F]{2})([0-9A-F]|[0-9A-F]{3})"
_HEARTBEAT = re.compile(rf"1{_ADDRESS} {{6,14}}@ {{0,8}}")
_BASIC = re.compile(rf"1{_ADDRESS}([ 0-9A-F]{{10}}) ([0-9A-Z])([0-9A-Z ])([0-9A-F ]{{3}})")
_PAIR = re.compile(rf"1{_ADDRESS}([ 0-9A-F]{{10}}) {{4}}([0-9A-Z]{{2}})")
_SIA = re.compile(rf"3{_ADDRESS}([ 0-9A-F]{{10}})([A-Z]{{2}})([0-9A-F ]{{4}})")
_CALLER = re.compile(r"4([0-9A-F]{2})([0-9A-F]{3})([ 0-9A-F]{6})([ 0-9*#+-]{3,20})")
_CONTACT_ID = re.compile(
    r"5([0-9A-F]{2})([0-9A-F]{1,3}) ?(?:18|98)([0-9A-F]{4,16})([ERP136])([0-9A-F]{3})([0-9A-F]{2})([0-9A-F]{3})",
    re.IGNORECASE,
)
_HIGH_SPEED = re.compile(rf"8{_ADDRESS}([0-9A-F]{{4}}) ([0-9 ]{{4}}) ([0-9 ]{{4}}) ([0-9 ])")
_BLOCK = re.compile(r"[0S]([0-9A-F]{2})([0-9A-F]{1,3}) *\[#?([0-9A-F]{1,16}) *[|/]([^\]]*)\].*")
_ANY = re.compile(r"([0-9A-Za-z@])([0-9A-F]{2})([0-9]{3}|[0-9A-F])(.*)")


def _one(raw: bytes, text: str) -> Report | Damaged | None:
    if (found := _HEARTBEAT.fullmatch(text)) is not None:
        return Report(Sort.HEARTBEAT, raw, found[1], found[2])
    if (found := _PAIR.fullmatch(text)) is not None and (account := _account(found[3])) is not None:
        return Report(Sort.BASIC, raw, found[1], found[2], account, code=found[4])
    if (found := _BASIC.fullmatch(text)) is None or (account := _account(found[3])) is None:
        return None
    code, area, zone = found[4], found[5].strip(), found[6].strip()
    return Report(Sort.BASIC, raw, found[1], found[2], account, code=code, area=area, zone=zone)


def _three(raw: bytes, text: str) -> Report | Damaged | None:
    if (found := _SIA.fullmatch(text)) is None or (account := _account(found[3])) is None:
        return None
    block = SiaBlock((sia.SiaEvent(found[4], found[5].strip()),))
    return Report(Sort.SIA, raw, found[1], found[2], account, block=block)


def _four(raw: bytes, text: str) -> Report | Damaged | None:
    """The number that called; it belongs to the signal before or after it."""
    if (found := _CALLER.fullmatch(text)) is None:
        return None
    phone = found[4].replace(" ", "")
    return Report(Sort.CALLER, raw, found[1], found[2], found[3].strip(), phone=phone)


def _five(raw: bytes, text: str) -> Report | Damaged | None:
    """The one frame whose every column is known: what does not fit is damaged."""
    if (found := _CONTACT_ID.fullmatch(text)) is None:
        return Damaged(raw, "format")
    account = found[3].upper()
    event = ContactId(contact_id.qualifier(found[4].upper()), found[5].upper(), found[6].upper(), found[7].upper())
    return Report(Sort.CONTACT_ID, raw, found[1], found[2], account, event)


def _eight(raw: bytes, text: str) -> Report | Damaged | None:
    if (found := _HIGH_SPEED.fullmatch(text)) is None:
        return None
    channels = f"{found[4]}{found[5]}{found[6]}"
    return Report(Sort.HIGH_SPEED, raw, found[1], found[2], found[3], channels=channels)


def _block(raw: bytes, text: str) -> Report | Damaged | None:
    if (found := _BLOCK.fullmatch(text)) is None:
        return None
    return Report(Sort.SIA, raw, found[1], found[2], found[3], block=sia.read_block(found[4]))


def _zero(raw: bytes, text: str) -> Report | Damaged | None:
    """What the receiver says of itself: a block (System III: account 0000, or a transmitter gone silent), or words."""
    if (found := _BLOCK.fullmatch(text)) is not None:
        block = sia.read_block(found[4])
        return Report(Sort.RECEIVER, raw, found[1], found[2], found[3], block=block, text=text[6:].strip())
    if (found := _ANY.fullmatch(text)) is None:
        return None
    return Report(Sort.RECEIVER, raw, found[2], found[3], text=found[4].strip())


def _other(raw: bytes, text: str) -> Report | Damaged:
    """Well formed, and not read further: kept as it is, so that the receiver's queue does not stand behind it."""
    if (found := _ANY.fullmatch(text)) is None:
        return Damaged(raw, "format")
    return Report(Sort.OTHER, raw, found[2], found[3], code=found[1], text=found[4].strip())


_READERS: dict[str, Callable[[bytes, str], Report | Damaged | None]] = {
    "0": _zero,
    "1": _one,
    "3": _three,
    "4": _four,
    "5": _five,
    "8": _eight,
    "S": _block,
}


def _account(column: str) -> str | None:
    """The account of a column ten wide; None where it is empty or has a hole."""
    account = column.strip()
    return account if account and " " not in account else None


def heartbeat(receiver: str = "01", line: str = "1") -> bytes:
    """What a receiver sends every half minute while it has nothing else to say."""
    return f"1{receiver}{line}{'':11}@{'':4}".encode() + DC4


def write_event(account: str, event: ContactId, receiver: str = "01", line: str = "1") -> bytes:
    """A Contact ID frame as a receiver prints it; ``line`` one character or three."""
    letter = contact_id.LETTERS[event.qualifier]
    return f"5{receiver}{line} 18{account}{letter}{event.code}{event.group}{event.zone}".encode() + DC4


def write_sia(account: str, code: str, zone: str, receiver: str = "01", line: str = "1") -> bytes:
    """An SIA report of two letters and a number of four digits."""
    return f"3{receiver}{line}{account:>10}{code}{zone:0>4}".encode() + DC4


def write_status(text: str, receiver: str = "01", line: str = "000") -> bytes:
    """What a receiver says of itself."""
    return f"0{receiver}{line}{text}".encode("ascii", "replace") + DC4
