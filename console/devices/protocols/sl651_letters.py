"""Bodies of SL 651-2014 in ASCII (6.6.2): the same as in HEX/BCD, in words apart by blanks."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from console.devices.protocols.sl651_body import (
    FIVE_MINUTES,
    MOST,
    SERIES,
    Body,
    Reading,
    first_of_hour,
    later,
    read_time,
)
from console.devices.protocols.texts import clean

NONE = "M"
_CLASSES = frozenset("PHKZDTMGQIO")
_DIGITS = frozenset("0123456789ABCDEFabcdef")
_UNITS = {"D": "days", "H": "hours", "N": "minutes"}


def read_letters(body: bytes, elements: Mapping[str, str]) -> Body:
    """A body in ASCII; ``elements`` are the guide bytes of the letters. Never raises."""
    head = body[:16].decode("latin-1")
    if len(head) < 16 or not _DIGITS.issuperset(head[:4]):
        return Body(rest=body)
    made = Body(int(head[:4], 16), read_time(head[4:]))
    words, mark, raw = _split(body[16:])
    _Letters(words, made, elements).read()
    if mark == b"RGZS ":
        made.typed = clean(raw)
    elif mark:
        made.picture = raw
    return made


def _split(rest: bytes) -> tuple[bytes, bytes, bytes]:
    """Words before typed values or a picture, which of them it is, and its bytes as they are."""
    for mark in (b"RGZS ", b"PIC "):
        at = 0 if rest.startswith(mark) else rest.find(b" " + mark) + 1
        if at or rest.startswith(mark):
            return rest[:at], mark, rest[at + len(mark) :]
    return rest, b"", b""


class _Letters:
    """Walks the words of an ASCII body."""

    def __init__(self, rest: bytes, made: Body, elements: Mapping[str, str]) -> None:
        self._words = deque(word for word in rest.decode("latin-1").split(" ") if word)
        self._made = made
        self._elements = elements
        self._observed: datetime | None = None
        self._step: timedelta | None = None

    def read(self) -> None:
        while self._words:
            before = " ".join(self._words)
            if len(self._made.readings) >= MOST or not self._group(self._words.popleft()):
                self._made.rest = before.encode("latin-1")
                return

    def _next(self) -> str:
        return self._words.popleft() if self._words else ""

    def _group(self, word: str) -> bool:
        if word == "ST":
            self._made.station = self._next().upper()[:10]
            if self._words and self._words[0] in _CLASSES:
                self._made.kind = self._next()
        elif word == "TT":
            self._observed = read_time(self._next())
        elif word.startswith("DR") and word[2:3] in _UNITS and word[3:].isascii() and word[3:].isdigit():
            self._step = timedelta(**{_UNITS[word[2]]: int(word[3:5])}) or None
        elif word == "ZT":
            return self._status(self._next())
        elif self._step is not None:
            return self._even(word)
        else:
            return self._element(word, self._next())
        return True

    def _status(self, word: str) -> bool:
        if len(word) != 8 or not _DIGITS.issuperset(word):
            return False
        self._made.status = int(word, 16)
        return True

    def _element(self, letters: str, word: str) -> bool:
        element = self._elements.get(letters)
        if element is None or not word:
            return False
        if int(element, 16) in SERIES:
            return self._hour(element, word)
        value = _value(word)
        if value is None and word != NONE:
            return False
        self._put(element, value, self._observed)
        return True

    def _hour(self, element: str, word: str) -> bool:
        total, size, decimals = SERIES[int(element, 16)]
        if len(word) != total * 2 or not _DIGITS.issuperset(word):
            return False
        raw = bytes.fromhex(word)
        first = first_of_hour(self._observed, self._made.sent_at)
        for number in range(12):
            part = raw[number * size : number * size + size]
            none = part == b"\xff" * size
            value = None if none else Decimal(int.from_bytes(part, "big")).scaleb(-decimals)
            self._put(element, value, first and first + number * FIVE_MINUTES)
        return True

    def _even(self, first: str) -> bool:
        """Identifiers, then their values in turn, time by time (6.6.4.4)."""
        letters = [first]
        while self._words and self._words[0] in self._elements:
            letters.append(self._next())
        if not all(one in self._elements for one in letters):
            return False
        at = self._observed
        while len(self._words) >= len(letters) and len(self._made.readings) < MOST:
            for one in letters:
                self._put(self._elements[one], _value(self._next()), at)
            at = at and later(at, self._step)
        return not self._words

    def _put(self, element: str, value: Decimal | None, at: datetime | None) -> None:
        self._made.readings.append(Reading(element, value, at, self._made.station))


def _value(word: str) -> Decimal | None:
    """A decimal number of ordinary size."""
    try:
        value = Decimal(word)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 15 else None


def write_letters_head(serial: int, sent_at: datetime) -> bytes:
    """Serial number and time of sending."""
    return f"{serial:04X}{sent_at:%y%m%d%H%M%S}".encode()


def write_letters_report(
    serial: int, sent_at: datetime, station: str, kind: str, observed: datetime, groups: list[str]
) -> bytes:
    """A report in ASCII of one station and one time; every word is followed by a blank."""
    told = ["ST", station, kind, "TT", f"{observed:%y%m%d%H%M}", *groups]
    return write_letters_head(serial, sent_at) + "".join(f"{word} " for word in told).encode()
