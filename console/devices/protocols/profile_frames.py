"""Frames of a device that a profile describes: cut as it says, with their checksum tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.devices.protocols.framing import Piece, Terminated
from console.devices.protocols.scanning import NOTHING_HERE, Bad, Damaged, Scanner
from console.domain.profile import LengthField, Profile, Template
from console.domain.profile_template import fill


@dataclass(frozen=True, slots=True)
class Framed:
    """A frame: as it came, and without the terminators it was cut at."""

    raw: bytes
    body: bytes


SAID = {
    "account": "1",
    "zone": "1",
    "code": "1",
    "value": "240",
    "text": "TEST",
    "sender": "10000000001",
    "number": "1",
}
"""What a sample is filled with where nothing else is told."""


def written(profile: Profile, template: Template, values: Mapping[str, str]) -> bytes:
    """A frame as the device writes it, with its checksum and terminator."""
    data = fill(template, values, "ascii" if profile.encoding == "hex" else profile.encoding)
    return (data if profile.checksum is None else profile.checksum.sealed(data)) + profile.terminator


def framer(profile: Profile) -> LineFramer | MarkFramer | SilenceFramer:
    """What cuts the stream of that device."""
    if profile.framing.ends:
        return LineFramer(profile)
    return MarkFramer(profile) if profile.framing.start else SilenceFramer(profile)


class LineFramer:
    """Frames that end with a terminator; where the profile names a start, what stands before it is noise."""

    def __init__(self, profile: Profile) -> None:
        self._profile, self._told = profile, profile.framing
        self._pieces = Terminated(self._told.ends, self._told.limit)

    def feed(self, chunk: bytes) -> list[Framed | Damaged]:
        return [found for piece in self._pieces.feed(chunk) for found in self._read(piece)]

    def idle(self) -> list[Framed | Damaged]:
        """The line fell silent: an unfinished line is one where silence ends frames too."""
        piece = self._pieces.flush()
        if piece is None:
            return []
        return self._read(piece) if self._told.idle_ms and piece.whole else [Damaged(piece.raw, "cut")]

    def _read(self, piece: Piece) -> list[Framed | Damaged]:
        if not piece.whole:
            return [Damaged(piece.raw, "too_long")]
        start = piece.body.rfind(self._told.start) if self._told.start else 0
        if start < 0:
            return [Damaged(piece.raw, "noise")]
        noise, body = piece.body[:start], piece.body[start:]
        found: list[Framed | Damaged] = [Damaged(noise, "noise")] if noise else []
        return [*found, *_checked(self._profile, Framed(piece.raw[start:], body))] if body else found


class MarkFramer:
    """Frames that begin with a mark and end by another, by their length, or where the next one begins."""

    def __init__(self, profile: Profile) -> None:
        self._profile, self._told = profile, profile.framing
        self._scanner: Scanner[Framed] = Scanner(self._find, self._look)
        self._silent = False

    def feed(self, chunk: bytes) -> list[Framed | Damaged]:
        return self._scanner.feed(chunk)

    def idle(self) -> list[Framed | Damaged]:
        """The line fell silent: a frame that ends so has ended, another is cut."""
        self._silent = bool(self._told.idle_ms)
        try:
            return self._scanner.idle()
        finally:
            self._silent = False

    def _find(self, rest: bytes, at: int) -> int:
        """The next start, or where one may yet begin."""
        mark = self._told.start
        found = rest.find(mark, at)
        if found >= 0:
            return found
        part = next(
            (size for size in range(min(len(mark) - 1, len(rest) - at), 0, -1) if rest.endswith(mark[:size])), 0
        )
        return len(rest) - part

    def _look(self, rest: bytes, at: int) -> tuple[Framed, int] | Bad | None:
        told = self._told
        if not rest.startswith(told.start, at):
            return NOTHING_HERE if len(rest) - at >= len(told.start) else None
        size = self._by_length(rest, at, told.length) if told.length is not None else self._by_mark(rest, at)
        if size is None or isinstance(size, Bad):
            return size
        raw = rest[at : at + size]
        if self._profile.checksum is not None and not self._profile.checksum.fits(raw):
            return Bad("checksum", size)
        return Framed(raw, raw), size

    def _by_length(self, rest: bytes, at: int, told: LengthField) -> int | Bad | None:
        field = rest[at + told.at : at + told.at + told.size]
        if len(field) < told.size:
            return None
        size = int.from_bytes(field, "little" if told.little else "big") + told.adds
        if not told.at + told.size <= size <= self._told.limit:
            return Bad("length", told.at + told.size)
        return None if len(rest) - at < size else size

    def _by_mark(self, rest: bytes, at: int) -> int | Bad | None:
        """The frame's end: its end mark, or the start of the next one, or now."""
        told, start = self._told, at + len(self._told.start)
        stop = rest.find(told.end or told.start, start)
        if stop >= 0 and (size := stop + len(told.end) - at) <= told.limit:
            return size
        if stop >= 0 or len(rest) - at > told.limit + len(told.end or told.start):
            return Bad("too_long", told.limit)
        return len(rest) - at if self._silent and not told.end and len(rest) - at <= told.limit else None


class SilenceFramer:
    """Frames that only end when the line falls silent."""

    def __init__(self, profile: Profile) -> None:
        self._profile, self._limit = profile, profile.framing.limit
        self._rest = bytearray()

    def feed(self, chunk: bytes) -> list[Framed | Damaged]:
        self._rest += chunk
        found: list[Framed | Damaged] = []
        while len(self._rest) > self._limit:
            found.append(Damaged(bytes(self._rest[: self._limit]), "too_long"))
            del self._rest[: self._limit]
        return found

    def idle(self) -> list[Framed | Damaged]:
        raw = bytes(self._rest)
        self._rest.clear()
        return _checked(self._profile, Framed(raw, raw)) if raw else []


def _checked(profile: Profile, frame: Framed) -> list[Framed | Damaged]:
    if profile.checksum is None or profile.checksum.fits(frame.body):
        return [frame]
    return [Damaged(frame.raw, "checksum")]
