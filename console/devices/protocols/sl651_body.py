"""Bodies of SL 651-2014 (6.6, appendix C): serial number, time, then groups of identifier and data.

In HEX/BCD an identifier is a guide byte and a byte that says how many bytes follow (high five bits) and how many
decimals they have (low three); values are BCD, ``FF`` in front makes them negative, all ``F`` is no value. In ASCII
identifiers are letters, values decimal, everything apart by blanks, ``M`` is no value. ``F4`` to ``FC`` carry an hour
of five-minute values as plain numbers. Elements are named by their guide byte in hex (``39``), ``FF14`` for a user's
own, in both encodings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from console.devices.protocols.sl651_even import OWN, Column, read_bcd, read_even
from console.devices.protocols.texts import clean

STATION, OBSERVED, TYPED, PICTURE, BULK, STEP, STATUS = 0xF1, 0xF0, 0xF2, 0xF3, 0xFD, 0x04, 0x45
RAIN, LEVELS = 0xF4, range(0xF5, 0xFD)
FIVE_MINUTES = timedelta(minutes=5)
MOST = 4_000
"""Readings of one body; what is beyond them stays unread."""
_HEADS = {STATION: 0xF1, OBSERVED: 0xF0, TYPED: 0xF2, PICTURE: 0xF3, BULK: 0xF6}
SERIES = {RAIN: (12, 1, 1), **dict.fromkeys(LEVELS, (24, 2, 2))}
"""Bytes of the series, bytes of a value, decimals: fixed, whatever the byte beside the guide says (C0, 5C)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of an element; None: the station had none. ``at`` is naive local time."""

    element: str
    value: Decimal | None
    at: datetime | None = None
    station: str = ""


@dataclass(slots=True)
class Body:
    """What a body says. ``rest`` is what could not be read of it; ``kind`` the letter of the station's class."""

    serial: int = 0
    sent_at: datetime | None = None
    station: str = ""
    kind: str = ""
    readings: list[Reading] = field(default_factory=list)
    status: int | None = None
    typed: str = ""
    picture: bytes = b""
    rest: bytes = b""


def read_time(digits: str) -> datetime | None:
    """``yymmddHHMM[SS]`` as naive local time; None for what is no date."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (10, 12):
        return None
    try:
        return datetime.strptime(f"20{digits:0<12}", "%Y%m%d%H%M%S")
    except ValueError:
        return None


def read_hex(body: bytes) -> Body:
    """A body in HEX/BCD. Never raises: what cannot be read stands in ``rest``."""
    made = Body(int.from_bytes(body[:2], "big"), read_time(body[2:8].hex()))
    if len(body) < 8:
        made.rest = body
        return made
    _Hex(body, made).read()
    return made


class _Hex:
    """Walks the groups of a HEX/BCD body."""

    def __init__(self, body: bytes, made: Body) -> None:
        self._body = body
        self._made = made
        self._at = 8
        self._observed: datetime | None = None
        self._step: timedelta | None = None

    def read(self) -> None:
        while self._at < len(self._body):
            before = self._at
            if len(self._made.readings) >= MOST or not self._group():
                self._made.rest = self._body[before:]
                return

    def _take(self, size: int) -> bytes:
        raw = self._body[self._at : self._at + size]
        self._at += size
        return raw

    def _group(self) -> bool:
        """The next group; False where it cannot be read."""
        if len(self._body) - self._at < 2:
            return False
        guide, defined = self._take(2)
        if _HEADS.get(guide) == defined:
            return self._head(guide)
        element = f"{guide:02X}"
        if guide == OWN:
            if self._at >= len(self._body):
                return False
            element, defined = f"FF{defined:02X}", self._take(1)[0]
        size, decimals = SERIES[guide][0] if guide in SERIES else defined >> 3, defined & 7
        if len(self._body) - self._at < size:
            return False
        return self._element(guide, element, size, decimals)

    def _head(self, guide: int) -> bool:
        left = len(self._body) - self._at
        if guide == STATION:
            self._made.station = self._take(5).hex().upper()
            self._class()
            return left >= 5
        if guide == OBSERVED:
            self._observed = read_time(self._take(5).hex())
            return left >= 5
        raw = self._take(left)
        if guide == TYPED:
            self._made.typed = clean(raw)
        elif guide == PICTURE:
            self._made.picture = raw
        return guide != BULK

    def _class(self) -> None:
        """The letter of the station's class, where one stands (appendix A)."""
        letter = self._body[self._at : self._at + 1]
        if letter in _CLASSES:
            self._made.kind = self._take(1).decode()

    def _element(self, guide: int, element: str, size: int, decimals: int) -> bool:
        if guide == STEP and size == 3:
            days, hours, minutes = (int(read_bcd(bytes([byte]), 0) or 0) for byte in self._take(3))
            self._step = timedelta(days=days, hours=hours, minutes=minutes) or None
        elif guide == STATUS and size == 4:
            self._made.status = int.from_bytes(self._take(4), "big")
        elif guide in SERIES:
            self._hour(guide, element)
        elif self._step is not None:
            return self._even(Column(element, size, decimals))
        else:
            self._put(element, read_bcd(self._take(size), decimals), self._observed)
        return True

    def _hour(self, guide: int, element: str) -> None:
        """An hour of five-minute values; all ones is no value."""
        _, size, decimals = SERIES[guide]
        first = first_of_hour(self._observed, self._made.sent_at)
        for number in range(12):
            raw = self._take(size)
            none = raw == b"\xff" * size
            value = None if none else Decimal(int.from_bytes(raw, "big")).scaleb(-decimals)
            self._put(element, value, first and first + number * FIVE_MINUTES)

    def _even(self, first: Column) -> bool:
        """Values of even intervals: the rest of the body."""
        at = self._observed
        found = read_even(self._body[self._at :], first)
        if found is None:
            return False
        self._at = len(self._body)
        rows, behind = found
        for row in rows[: MOST // len(rows[0])]:
            for element, value in row:
                self._put(element, value, at)
            at = at and later(at, self._step)
        for element, value in behind:
            self._put(element, value, self._observed)
        return True

    def _put(self, element: str, value: Decimal | None, at: datetime | None) -> None:
        self._made.readings.append(Reading(element, value, at, self._made.station))


def first_of_hour(observed: datetime | None, sent_at: datetime | None) -> datetime | None:
    """When the first of an hour's values was: the time beside them (6.6.4.7), or an hour less where that is the last's.

    Stations were captured that give the time of the last value; read as the first's, half of the hour had yet to come.
    """
    last = later(observed, 11 * FIVE_MINUTES) if observed is not None else None
    if observed is None or last is None or sent_at is None or last <= sent_at + FIVE_MINUTES:
        return observed
    return later(observed, -11 * FIVE_MINUTES)


def later(at: datetime, step: timedelta | None) -> datetime | None:
    """So much later; None beyond the end of the calendar."""
    try:
        return at + (step or timedelta())
    except OverflowError:
        return None


_CLASSES = frozenset(bytes([letter]) for letter in b"PHKZDTMGQIO")


def write_bcd(value: Decimal, digits: int, decimals: int) -> bytes:
    """A number as BCD; ValueError where it has no room."""
    whole = str(int(abs(value.scaleb(decimals)).to_integral_value()))
    if len(whole) > digits:
        raise ValueError(f"{value} in {digits} digits")
    told = whole.zfill(digits + digits % 2)
    return bytes.fromhex(("FF" if value < 0 else "") + told)


def write_element(element: str, value: Decimal | None, digits: int, decimals: int) -> bytes:
    """Identifier and data of an element in HEX/BCD."""
    size = (digits + 1) // 2
    raw = b"\xff" * size if value is None else write_bcd(value, digits, decimals)
    return bytes.fromhex(element) + bytes([len(raw) << 3 | decimals]) + raw


def write_head(serial: int, sent_at: datetime) -> bytes:
    """Serial number and time of sending: the whole body of a heartbeat and of an acknowledgement."""
    return serial.to_bytes(2, "big") + bytes.fromhex(f"{sent_at:%y%m%d%H%M%S}")


def write_report(serial: int, sent_at: datetime, station: str, kind: str, observed: datetime, data: bytes) -> bytes:
    """A report in HEX/BCD of one station and one time of observation."""
    return b"".join(
        (
            *(write_head(serial, sent_at), b"\xf1\xf1", bytes.fromhex(station), kind.encode()),
            *(b"\xf0\xf0", bytes.fromhex(f"{observed:%y%m%d%H%M}"), data),
        )
    )
