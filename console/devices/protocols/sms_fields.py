"""Fields of short messages: numbers, time stamps, validity, header of a part (3GPP TS 23.040 §9.1.2, §9.2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from console.devices.protocols import gsm7

_DIGITS = "0123456789*#abc"
_NUMBER = re.compile(r"\+?[0-9*#]{1,20}")
_INTERNATIONAL = 0x91
_UNKNOWN = 0x81
_ALPHANUMERIC = 0xD0
_FILLER = 0xF
_CONCAT_8 = 0x00
_CONCAT_16 = 0x08


class PduError(ValueError):
    """Octets that are no message of the kind asked for; ``code`` of ``wire.damaged.<code>``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Octets:
    """Octets taken from the front. PduError("cut") where there are not enough."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._raw[self._at : self._at + count]
        if len(taken) < count:
            raise PduError("cut")
        self._at += count
        return taken

    def one(self) -> int:
        return self.take(1)[0]

    def left(self) -> int:
        return len(self._raw) - self._at


@dataclass(frozen=True, slots=True)
class Concat:
    """Which part of which message: ``reference`` is chosen by the sender, ``wide`` for 16 bits of it."""

    reference: int
    total: int
    number: int
    wide: bool = False


def is_number(text: str) -> bool:
    """Whether it can stand in an address: digits, ``*`` and ``#``, at most twenty, a plus before them or not."""
    return _NUMBER.fullmatch(text) is not None


def swapped(digits: str) -> bytes:
    """Semi-octets, the first digit in the lower half; a filler ends an odd row."""
    codes = [_DIGITS.index(char) for char in digits]
    if len(codes) % 2:
        codes.append(_FILLER)
    return bytes(low | high << 4 for low, high in zip(codes[::2], codes[1::2], strict=True))


def number_address(text: str) -> bytes:
    """An address (§9.1.2.5): digits, type, semi-octets. PduError("format") for what ``is_number`` refuses."""
    if not is_number(text):
        raise PduError("format")
    digits = text.removeprefix("+")
    return bytes([len(digits), _INTERNATIONAL if text.startswith("+") else _UNKNOWN]) + swapped(digits)


def named_address(name: str) -> bytes:
    """An alphanumeric address: at most eleven characters of the GSM alphabet."""
    octets = gsm7.packed(gsm7.septets(name[:11]))
    return bytes([-(-len(gsm7.septets(name[:11])) * 7 // 4), _ALPHANUMERIC]) + octets


def read_address(octets: Octets) -> str:
    """A number with a plus where it is international, or the name of an alphanumeric sender."""
    size, kind = octets.one(), octets.one()
    if size > 22 or not kind & 0x80:
        raise PduError("format")
    raw = octets.take((size + 1) // 2)
    if kind & 0x70 == 0x50:
        return gsm7.characters(gsm7.unpacked(raw, size * 4 // 7)).rstrip("\r\x00")
    digits = semi_octets(raw, size)
    return f"+{digits}" if kind & 0x70 == 0x10 else digits


def semi_octets(raw: bytes, count: int) -> str:
    """``count`` digits; PduError("format") where a filler stands among them."""
    codes = [half for octet in raw for half in (octet & 0xF, octet >> 4)][:count]
    if any(code >= len(_DIGITS) for code in codes):
        raise PduError("format")
    return "".join(_DIGITS[code] for code in codes)


def stamp(at: datetime) -> bytes:
    """A service centre time stamp (§9.2.3.11) of an aware time, in its own zone."""
    offset = at.utcoffset() or timedelta()
    quarters = abs(round(offset.total_seconds() / 900))
    zone = swapped(f"{quarters:02d}")[0] | (0x08 if offset < timedelta() else 0)
    return swapped(at.strftime("%y%m%d%H%M%S")) + bytes([zone])


def read_stamp(octets: Octets) -> datetime | None:
    """The time, aware; None for digits that are no date (centres send zeros). PduError("format") for other halves."""
    raw = octets.take(7)
    halves = [(octet & 0xF, octet >> 4) for octet in raw]
    if any(low > 9 or high > 9 for low, high in halves[:6]) or halves[6][1] > 9:
        raise PduError("format")
    year, month, day, hour, minute, second = (low * 10 + high for low, high in halves[:6])
    low, high = halves[6]
    quarters = ((low & 0x7) * 10 + high) * (-1 if low & 0x8 else 1)
    try:
        zone = timezone(timedelta(minutes=15 * quarters))
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def validity(minutes: int) -> int:
    """A relative validity period (§9.2.3.12.1), never longer than asked: five minutes are the least it can say."""
    if minutes <= 12 * 60:
        return max(0, minutes // 5 - 1)
    if minutes <= 24 * 60:
        return 143 + (minutes - 12 * 60) // 30
    if minutes < 2 * 24 * 60:
        return 167
    if minutes <= 30 * 24 * 60:
        return 166 + minutes // (24 * 60)
    return min(255, max(196, 192 + minutes // (7 * 24 * 60)))


def valid_minutes(octet: int) -> int:
    """The minutes such an octet stands for."""
    if octet <= 143:
        return (octet + 1) * 5
    if octet <= 167:
        return 12 * 60 + (octet - 143) * 30
    if octet <= 196:
        return (octet - 166) * 24 * 60
    return (octet - 192) * 7 * 24 * 60


def header(part: Concat) -> bytes:
    """A user data header (§9.2.3.24) that says which part this is."""
    if part.wide:
        return bytes([6, _CONCAT_16, 4, *part.reference.to_bytes(2, "big"), part.total, part.number])
    return bytes([5, _CONCAT_8, 3, part.reference, part.total, part.number])


def read_header(raw: bytes) -> Concat | None:
    """What the elements of a header say about parts; None if nothing. Elements nobody knows are passed over."""
    octets = Octets(raw)
    found: Concat | None = None
    while octets.left():
        kind, size = octets.one(), octets.one()
        body = octets.take(size)
        if (kind, size) in {(_CONCAT_8, 3), (_CONCAT_16, 4)}:
            total, number = body[-2], body[-1]
            if 1 <= number <= total:
                found = Concat(int.from_bytes(body[:-2], "big"), total, number, kind == _CONCAT_16)
    return found
