"""Captured bytes of a line in a file: for whoever looks for a fault, and to be played again.

UTF-8 text. The first line is ``# duty-dispatch-console wire 1``; further lines with ``#`` say what it is of. Each
other line is one transfer: time (ISO 8601, UTC), ``rx`` (received) or ``tx`` (sent), the bytes as hex, and who sent or
was answered where a port has several::

    2030-08-12T00:00:00.000000+00:00 rx 35303131203138
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from console.domain.clock import YEARS
from console.errors import Refused

HEAD = "# duty-dispatch-console wire 1"
LIMIT = 16 << 20
"""Bytes after which a capture ends by itself: a forgotten one must not fill the disk."""


class Captured(NamedTuple):
    """Bytes that went over a line: when, which way, with whom (empty: the device at the other end)."""

    at: datetime
    received: bool
    data: bytes
    peer: str = ""


class Capture:
    """A file that is being written. The first trouble with it ends it: ``ended`` says why, bytes go on flowing."""

    def __init__(self, path: Path, title: str, limit: int = LIMIT) -> None:
        self.path = path
        self.ended = ""
        self._left = limit
        self._file: IO[str] | None = path.open("w", encoding="utf-8", newline="\n")
        self._put(f"{HEAD}\n# {' '.join(title.split())}\n")

    def write(self, told: Captured) -> None:
        line = f"{told.at.isoformat(timespec='microseconds')} {'rx' if told.received else 'tx'} {told.data.hex()}"
        self._put(f"{line} {told.peer}\n" if told.peer else f"{line}\n")

    def close(self, why: str = "") -> None:
        if self._file is None:
            return
        self.ended = why
        try:
            self._file.close()
        except OSError as error:
            self.ended = why or str(error)
        self._file = None

    def _put(self, text: str) -> None:
        if self._file is None:
            return
        self._left -= len(text)
        if self._left < 0:
            self._file.write("# full\n")
            self.close("full")
            return
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            self.close(str(error))


def read_capture(path: Path) -> Iterator[Captured]:
    """Its transfers in order, read as they are asked for. Refused("no_capture") for another file.

    OSError where it cannot be read. What is damaged in it is left out.
    """
    with path.open(encoding="utf-8", errors="replace") as file:
        if file.readline(len(HEAD) + 2).strip() != HEAD:
            raise Refused("no_capture", name=path.name)
    return _transfers(path)


def _transfers(path: Path) -> Iterator[Captured]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            told = transfer(line)
            if told is not None:
                yield told


def transfer(line: str) -> Captured | None:
    """One line of a capture; None for what is damaged, a line cut off by a power failure with it."""
    words = line.split()
    if len(words) not in (3, 4) or words[1] not in ("rx", "tx"):
        return None
    try:
        at, data = datetime.fromisoformat(words[0]), bytes.fromhex(words[2])
    except ValueError:
        return None
    if at.tzinfo is None or at.year not in YEARS or not line.endswith("\n"):
        return None
    return Captured(at, words[1] == "rx", data, words[3] if len(words) == 4 else "")
