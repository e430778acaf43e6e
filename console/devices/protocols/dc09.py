"""SIA DC-09 (ANSI/SIA DC-09-2013) over TCP or UDP, unencrypted: LF, CRC, length, body, CR.

CRC-16/ARC and length count from the first quote to before the CR. Read liberally: the LF may be missing, hexadecimal
digits may be small, receiver, line and account may be missing, ``None`` may stand for an empty receiver. An encrypted
frame (``*`` before its ID) is read up to its account. The paper knows ASCII only; names that panels send beside it are
read as UTF-8 or GB 18030.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from crcmod.predefined import mkPredefinedCrcFun

from console.devices.protocols import contact_id
from console.devices.protocols.contact_id import ContactId
from console.devices.protocols.framing import Ended, Piece
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.texts import decoded

LIMIT = 4_096
"""Bytes of one frame; the length field itself could say four hexadecimal digits."""

CONTACT_ID, SIA, NULL = "ADM-CID", "SIA-DCS", "NULL"
ACK, NAK, DUH, RSP = "ACK", "NAK", "DUH", "RSP"

_crc = mkPredefinedCrcFun("crc-16")


@dataclass(frozen=True, slots=True)
class Dc09:
    """One frame. ``receiver`` and ``line`` are without their R and L, None where they were not sent.

    ``data`` is what stands in the first brackets, ``extended`` what stands in the further ones; ``whole`` is False
    where something there could not be read. ``at`` is the sender's clock.
    """

    id: str
    sequence: str
    account: str = ""
    data: str = ""
    receiver: str | None = None
    line: str | None = "0"
    extended: tuple[str, ...] = ()
    at: datetime | None = None
    encrypted: bool = False
    whole: bool = True
    raw: bytes = b""


def crc(body: bytes) -> int:
    """CRC-16/ARC: reflected 8005, from nought; of ``123456789`` it is BB3D."""
    return int(_crc(body))


class Codec(Ended[Dc09]):
    """Frames and damaged pieces out of a stream or out of datagrams; keeps at most ``LIMIT`` bytes and a CR."""

    def __init__(self) -> None:
        super().__init__(b"\r", LIMIT, _read, b"\n\0")


_HEAD = re.compile(rb"([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})\"")


def _read(piece: Piece) -> list[Dc09 | Damaged]:
    if not piece.whole:
        return [Damaged(piece.raw, "too_long")]
    noise, _, text = piece.body.rpartition(b"\n")
    noise = noise.strip(b"\n\x00")
    if not text:
        return [Damaged(piece.raw, "noise" if noise else "empty")]
    found: list[Dc09 | Damaged] = [Damaged(noise, "noise")] if noise else []
    return [*found, read(text)]


def read(text: bytes) -> Dc09 | Damaged:
    """A frame without LF and CR; Damaged("format" | "length" | "checksum")."""
    raw = b"\n" + text + b"\r"
    head = _HEAD.search(text)
    if head is None:
        return Damaged(raw, "format")
    body = text[head.end() - 1 :]
    if crc(body) != int(head[1], 16):
        return Damaged(raw, "checksum")
    if len(body) != int(head[2], 16):
        return Damaged(raw, "length")
    found = _BODY.fullmatch(decoded(body))
    return Damaged(raw, "format") if found is None else _frame(raw, found)


_BODY = re.compile(
    r'"(\*?)([A-Za-z0-9-]{1,16})"([0-9]{4})'
    r"(?:R([0-9A-Fa-f]{0,6})|None)?(?:L([0-9A-Fa-f]{0,6})|None)?(?:#([0-9A-Za-z]{0,16})|A0)?(.*)",
    re.DOTALL,
)
_REST = re.compile(r"((?:\[[^\[\]]*\])*)(?:_(\d{2}:\d{2}:\d{2},\d{2}-\d{2}-\d{4}))?")


def _frame(raw: bytes, found: re.Match[str]) -> Dc09:
    receiver, line, account = found[4], found[5], found[6] or ""
    if found[1]:
        return Dc09(found[2], found[3], account, "", receiver, line, encrypted=True, raw=raw)
    rest = _REST.fullmatch(found[7])
    if rest is None:
        return Dc09(found[2], found[3], account, found[7], receiver, line, whole=False, raw=raw)
    groups = rest[1][1:-1].split("][") if rest[1] else [""]
    told = groups[0]
    if not account and (inside := re.match(r"#([0-9A-Za-z]{1,16})", told)) is not None:
        account = inside[1]
    return Dc09(found[2], found[3], account, told, receiver, line, tuple(groups[1:]), _time(rest[2] or ""), raw=raw)


def _time(text: str) -> datetime | None:
    """GMT, as ``HH:MM:SS,MM-DD-YYYY``; None for a moment that does not exist."""
    try:
        return datetime.strptime(text, "%H:%M:%S,%m-%d-%Y").replace(tzinfo=UTC)
    except ValueError:
        return None


_EVENT = re.compile(r"(?:#[0-9A-Za-z]*)?\|?([136ERP])([0-9A-Fa-f]{3}) ?([0-9A-Fa-f]{2}) ?([0-9A-Fa-f]{3})")


def contact_id_of(data: str) -> ContactId | None:
    """The event of an ADM-CID frame's data: ``#1234|1131 01 015``; None where it is none."""
    found = _EVENT.fullmatch(data.strip())
    if found is None:
        return None
    return ContactId(contact_id.qualifier(found[1]), found[2].upper(), found[3].upper(), found[4].upper())


def block_of(data: str) -> str:
    """The block of an SIA-DCS frame's data: ``Nri1/BA015`` of ``#1234|Nri1/BA015``."""
    return data.partition("|")[2] if data.startswith("#") or data.startswith("|") else data


def encode(frame: Dc09) -> bytes:
    """The bytes of a frame that is not encrypted."""
    receiver = "" if frame.receiver is None else f"R{frame.receiver}"
    line = "" if frame.line is None else f"L{frame.line}"
    account = f"#{frame.account}" if frame.account else ""
    data = "".join(f"[{part}]" for part in (frame.data, *frame.extended))
    at = "" if frame.at is None else frame.at.astimezone(UTC).strftime("_%H:%M:%S,%m-%d-%Y")
    return _wrapped(f'"{frame.id}"{frame.sequence}{receiver}{line}{account}{data}{at}')


def answer(frame: Dc09, word: str) -> bytes:
    """ACK or DUH to that frame: its sequence, receiver, line and account, nothing else."""
    return encode(Dc09(word, frame.sequence, frame.account, "", frame.receiver, frame.line or "0"))


def refusal(now: datetime) -> bytes:
    """NAK with our own time, so that the sender sets its clock and sends again."""
    at = now.astimezone(UTC).strftime("_%H:%M:%S,%m-%d-%Y")
    return _wrapped(f'"{NAK}"0000R0L0A0[]{at}')


def _wrapped(text: str) -> bytes:
    body = text.encode("gb18030", "replace")
    return b"\n%04X%04X%s\r" % (crc(body), len(body), body)
