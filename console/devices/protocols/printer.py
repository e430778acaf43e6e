"""The stream a fire panel sends to its printer: lines of text, no checksum, nothing to be answered.

A record ends where the next begins (``1B 36``), at the blank line after what happened, or with a silence (``idle``).
Text is Chinese in GBK; line feeds and escapes cannot stand inside of its characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.devices.protocols.texts import clean

START = b"\x1b6"
STATUS = b"\x1b9"
"""Stands before the line that says what happened."""
LONGEST = 2_048
"""A record that goes on longer is cut."""
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_ESCAPE = re.compile(rb"\x1b.?", re.DOTALL)
_ENDS = re.compile(rb"[\r\n\x1b]")
_SOMETHING = re.compile(rb"[^\s\x1b]")
LINE_LIMIT = 80
LINES = 24


@dataclass(frozen=True, slots=True)
class Record:
    """What the panel printed about one thing."""

    raw: bytes

    def lines(self, encoding: str = "gb18030") -> list[str]:
        """Its lines as text, without escapes, controls and empty ones."""
        printed = _ESCAPE.sub(b"", self.raw).replace(b"\r", b"\n").split(b"\n")
        found = [clean(line, encoding, LINE_LIMIT) for line in printed]
        return [line for line in found if line][:LINES]

    def status(self, encoding: str = "gb18030") -> str:
        """The line the panel itself marks as what happened; empty where it marks none."""
        _, marked, rest = self.raw.partition(STATUS)
        return clean(_ENDS.split(rest, maxsplit=1)[0], encoding, LINE_LIMIT) if marked else ""


class Framer:
    """Records of a printer stream; the same ones however the bytes come, but for where the line fell silent."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def waiting(self) -> int:
        """Bytes of the record that is still being printed."""
        return len(self._rest)

    def feed(self, chunk: bytes) -> list[Record]:
        """Records that are whole now."""
        self._rest += chunk
        found: list[Record] = []
        while (size := self._size()) is not None:
            found += self._cut(size)
        return found

    def idle(self) -> list[Record]:
        """The printer fell silent: what was printed is a record."""
        return self._cut(len(self._rest))

    def _size(self) -> int | None:
        """Where the record in front ends; None while it goes on."""
        marked = self._rest.startswith(START)
        begins = _SOMETHING.search(self._rest, len(START) if marked else 0)
        next_one = self._rest.find(START, begins.end()) if begins else -1
        ends = [next_one] if next_one >= 0 else []
        if begins is not None:
            # a reset has no address: its blank line stands before what happened
            told = self._rest.find(STATUS, 0, next_one if next_one >= 0 else None) if marked else begins.end()
            blank = _BLANK_LINE.search(self._rest, told) if told >= 0 else None
            ends += [blank.end()] if blank else []
        ends += [LONGEST] if len(self._rest) > LONGEST else []
        return min(ends, default=None)

    def _cut(self, size: int) -> list[Record]:
        raw, self._rest = self._rest[:size], self._rest[size:]
        return [Record(raw)] if _SOMETHING.search(raw) else []


def encode(record: Record) -> bytes:
    """Its bytes."""
    return record.raw


def write(lines: list[str], status: int = 2, encoding: str = "gb18030") -> bytes:
    """A record as a GST9000 prints it: ``1B 36``, the lines, ``1B 39`` before the one that says what happened."""
    printed = [line.encode(encoding, errors="replace") for line in lines]
    printed[status] = STATUS + printed[status]
    return START + b"\n".join(printed) + b"\n\n"
