"""Reports of SL 651-2014 that come in several packets (mode M3): put together, asked for where one is missing.

The station sends all packets, then is told once: that everything is there, or which one is missing, at most twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from console.devices.protocols.sl651 import End, Frame

WAIT_SECONDS = 10.0
ASKS = 2
LARGEST = 512 * 1024
"""Bytes of one report; a picture is smaller."""
MOST = 16
"""Reports under way at once."""

Key = tuple[str, int]


@dataclass(slots=True)
class _Report:
    first: Frame
    total: int
    until: float
    raw: dict[int, bytes] = field(default_factory=dict)
    parts: dict[int, bytes] = field(default_factory=dict)
    asked: int = 0

    def missing(self) -> int | None:
        return next((number for number in range(1, self.total + 1) if number not in self.parts), None)


@dataclass(frozen=True, slots=True)
class Whole:
    """A report that is complete: as one frame, its bytes, and its last packet, which is answered."""

    frame: Frame
    raw: bytes
    last: Frame


@dataclass(frozen=True, slots=True)
class Missing:
    """A packet that is to be sent again."""

    frame: Frame
    number: int


@dataclass(frozen=True, slots=True)
class Lost:
    """What is left of a report whose packets never came."""

    raw: bytes
    station: str


class Packets:
    """Reports under way, by station and function."""

    def __init__(self) -> None:
        self._reports: dict[Key, _Report] = {}

    def take(self, frame: Frame, raw: bytes, now: float) -> Whole | Missing | Lost | None:
        """One packet more."""
        assert frame.packet is not None
        total, number = frame.packet
        key = (frame.station, frame.function)
        report = self._reports.get(key)
        if report is None or report.total != total:
            report = self._reports[key] = _Report(frame, total, now + WAIT_SECONDS)
        if number == 1:
            report.first = frame
        report.until = now + WAIT_SECONDS
        report.raw[number], report.parts[number] = raw, frame.body
        size = sum(map(len, report.raw.values()))
        if not 1 <= number <= total or size > LARGEST or len(self._reports) > MOST:
            del self._reports[key]
            return Lost(b"".join(report.raw.values())[:LARGEST], frame.station)
        if report.missing() is None:
            return self._whole(key, frame)
        return self._ask(key, report, now) if frame.end == End.ETX else None

    def tick(self, now: float) -> list[Missing | Lost]:
        """What is missing after the station fell silent."""
        made: list[Missing | Lost] = []
        for key, report in [*self._reports.items()]:
            if now >= report.until:
                made.append(self._ask(key, report, now))
        return made

    def wake_at(self) -> float | None:
        return min((report.until for report in self._reports.values()), default=None)

    def _ask(self, key: Key, report: _Report, now: float) -> Missing | Lost:
        missing = report.missing()
        if missing is None or report.asked >= ASKS:
            del self._reports[key]
            return Lost(b"".join(report.raw.values()), report.first.station)
        report.asked, report.until = report.asked + 1, now + WAIT_SECONDS
        return Missing(report.first, missing)

    def _whole(self, key: Key, last: Frame) -> Whole:
        report = self._reports.pop(key)
        order = range(1, report.total + 1)
        body = b"".join(report.parts[number] for number in order)
        frame = replace(report.first, body=body, packet=None, end=End.ETX)
        return Whole(frame, b"".join(report.raw[number] for number in order), last)
