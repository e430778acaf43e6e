"""A captured file looked at before it is played: what it holds, and which of its lines cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from console.devices.capture import HEAD, Captured, transfer
from console.errors import Refused, Unavailable

LIMIT = 64 << 20
"""Bytes of a file that is looked at: four times what a capture can grow to."""
MOST_BAD = 1_000
"""Damaged lines that are kept by their number; more are counted."""
_ABOUT, _ABOUT_LONG = 3, 200
"""Lines, and characters of each, in which a file says what it is of."""
_LOST = re.compile(r"# lost (\d{1,9})")


@dataclass(slots=True)
class Capture:
    """A captured file in memory: its transfers in order, and the numbers of lines that were skipped."""

    name: str
    about: tuple[str, ...] = ()
    """What the file says it is of."""
    transfers: list[Captured] = field(default_factory=list)
    bad: list[int] = field(default_factory=list)
    """Numbers of damaged lines, the file's first line being 1."""
    bad_count: int = 0
    full: bool = False
    """It ended because it was full, not because somebody ended it."""
    lost: int = 0
    """Transfers that are missing because the disk was too slow."""

    @property
    def received(self) -> list[Captured]:
        """What came from the device: all that is played."""
        return [one for one in self.transfers if one.received]

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """When the first and the last byte was received; None without any."""
        times = [one.at for one in self.transfers if one.received]
        return (min(times), max(times)) if times else None


def read_whole(path: Path) -> Capture:
    """All of it. Refused("no_capture") for another file, ("file_too_big"); Unavailable("file")."""
    made = Capture(path.name)
    try:
        if path.stat().st_size > LIMIT:
            raise Refused("file_too_big", size=f"{path.stat().st_size >> 20} MB", limit=f"{LIMIT >> 20} MB")
        with path.open(encoding="utf-8", errors="replace") as file:
            _read(made, file)
    except OSError as error:
        raise Unavailable("file", error, path=str(path)) from error
    return made


def _read(made: Capture, lines: Iterator[str]) -> None:
    about: list[str] = []
    for number, line in enumerate(lines, 1):
        if number == 1:
            if line.strip() != HEAD:
                raise Refused("no_capture", name=made.name)
        elif line.strip() == "# full":
            made.full = True
        elif (missing := _LOST.fullmatch(line.strip())) is not None:
            made.lost += int(missing[1])
        elif line.startswith("#") and len(about) < _ABOUT:
            about.append(line[1:].strip()[:_ABOUT_LONG])
        elif line.startswith("#"):
            continue
        elif line.strip():
            _take(made, number, transfer(line))
    made.about = tuple(about)


def _take(made: Capture, number: int, told: Captured | None) -> None:
    if told is not None:
        made.transfers.append(told)
        return
    made.bad_count += 1
    if len(made.bad) < MOST_BAD:
        made.bad.append(number)
