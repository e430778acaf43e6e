"""Captured bytes of a line in a file: for whoever looks for a fault, and to be played again.

UTF-8 text. The first line is ``# duty-dispatch-console wire 1``; further lines with ``#`` say what it is of. Each
other line is one transfer: time (ISO 8601, UTC), ``rx`` (received) or ``tx`` (sent), the bytes as hex, and who sent or
was answered where a port has several::

    2030-08-12T00:00:00.000000+00:00 rx 35303131203138

``# lost 12``: here so many transfers are missing, because the disk was too slow. ``# full``: it ended by itself.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from console.domain.clock import YEARS
from console.errors import Refused

log = logging.getLogger(__name__)

HEAD = "# duty-dispatch-console wire 1"
LIMIT = 16 << 20
"""Bytes after which a capture ends by itself: a forgotten one must not fill the disk."""
WAITING, WAITING_BYTES = 10_000, 1 << 20
"""Transfers, and bytes in them, that wait for the disk."""
_FRAME = 38
"""Characters of a line beside the bytes in it and who sent them."""


class Captured(NamedTuple):
    """Bytes that went over a line: when, which way, with whom (empty: the device at the other end)."""

    at: datetime
    received: bool
    data: bytes
    peer: str = ""


class Capture:
    """A file that is being written, on a thread of its own: a slow or full disk must not hold up a line.

    What waits for the disk is bounded; ``lost`` counts what found no room, and the file says so where it is missing.
    The first trouble ends it: ``ended`` says why, bytes go on flowing. OSError where the file cannot be made, which may
    take its time.
    """

    def __init__(self, path: Path, title: str, limit: int = LIMIT) -> None:
        self.path = path
        self.ended = ""
        self.lost = 0
        self._left = limit
        self._waiting: deque[Captured | int] = deque()
        self._bytes = self._gap = 0
        self._over = False
        self._news = threading.Condition()
        self._file = path.open("w", encoding="utf-8", newline="\n")
        try:
            self._put(f"{HEAD}\n# {' '.join(title.split())}\n")
        except OSError:
            self._file.close()
            raise
        self._thread = threading.Thread(target=self._run, name="wire-capture", daemon=True)
        self._thread.start()

    def write(self, told: Captured) -> None:
        """Hand it to the file's thread; never waits."""
        with self._news:
            if self._over:
                return
            self._left -= 2 * len(told.data) + len(told.peer) + _FRAME
            if self._left < 0:
                self.ended, self._over = "full", True
            elif len(self._waiting) >= WAITING or self._bytes + len(told.data) > WAITING_BYTES:
                self._lose()
            else:
                if self._gap:
                    self._waiting.append(self._gap)
                self._gap = 0
                self._waiting.append(told)
                self._bytes += len(told.data)
            self._news.notify()

    def close(self) -> None:
        """End it; never waits. What was handed over before is still written."""
        with self._news:
            self._over = True
            self._news.notify()

    def settled(self, limit: float = 5.0) -> bool:
        """Whether an ended one has all it will ever have; waits for it ``limit`` seconds at most."""
        self._thread.join(limit)
        return not self._thread.is_alive()

    def _lose(self) -> None:
        self.lost += 1
        self._gap += 1
        if self.lost == 1:
            log.warning("%s: the disk is slower than the line, parts of the capture are lost", self.path)

    # the thread

    def _run(self) -> None:
        over = False
        while not over:
            with self._news:
                while not self._waiting and not self._over:
                    self._news.wait()
                some, over = [*self._waiting, self._gap], self._over
                self._waiting.clear()
                self._bytes = self._gap = 0
            try:
                self._put("".join(map(_line, some)) + ("# full\n" if over and self.ended == "full" else ""))
            except OSError as error:
                over = self._fail(error)
        try:
            self._file.close()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> bool:
        with self._news:
            self.ended = self.ended or str(error)
            self._over = True
        log.warning("%s: the capture has ended: %s", self.path, error)
        return True

    def _put(self, text: str) -> None:
        self._file.write(text)
        self._file.flush()


def _line(told: Captured | int) -> str:
    if isinstance(told, int):
        return f"# lost {told}\n" if told else ""
    line = f"{told.at.isoformat(timespec='microseconds')} {'rx' if told.received else 'tx'} {told.data.hex()}"
    return f"{line} {told.peer}\n" if told.peer else f"{line}\n"


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
