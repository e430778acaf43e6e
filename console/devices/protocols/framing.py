"""Cutting a stream of bytes into pieces at its terminators, bounded and whatever the chunks are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from console.devices.protocols.scanning import Damaged


@dataclass(frozen=True, slots=True)
class Piece:
    """What stood before a terminator. ``whole`` False: a beginning was cut off because it grew past the limit.

    ``ended`` False: it is such a beginning itself; ``raw`` has the terminator where there was one.
    """

    raw: bytes
    body: bytes
    whole: bool = True
    ended: bool = True


F = TypeVar("F")


class Terminated:
    """Pieces that end with one of some terminators; the earliest counts, at one place the shortest.

    So nothing waits for a byte that may never come: a lone CR ends a line where CR may, and a LF after it makes an
    empty piece. At most ``limit`` bytes without a terminator are kept: what is longer leaves in pieces of that length.
    """

    def __init__(self, terminators: tuple[bytes, ...], limit: int) -> None:
        self._terminators = terminators
        self._longest = max(map(len, terminators))
        self._limit = limit
        self._rest = bytearray()
        self._spilled = False

    @property
    def waiting(self) -> int:
        """Bytes kept because their terminator has not come."""
        return len(self._rest)

    def feed(self, chunk: bytes) -> list[Piece]:
        self._rest += chunk
        pieces = []
        while (piece := self._next()) is not None:
            pieces.append(piece)
        return pieces

    def flush(self) -> Piece | None:
        """What stands there without an end, when the line has been silent for long enough."""
        if not self._rest:
            return None
        raw = self._take(len(self._rest))
        whole, self._spilled = not self._spilled, False
        return Piece(raw, raw, whole, ended=False)

    def _next(self) -> Piece | None:
        at, length = self._earliest()
        if at > self._limit or (at < 0 and len(self._rest) >= self._limit + self._longest):
            self._spilled = True
            raw = self._take(self._limit)
            return Piece(raw, raw, whole=False, ended=False)
        if at < 0:
            return None
        raw = self._take(at + length)
        whole, self._spilled = not self._spilled, False
        return Piece(raw, raw[:at], whole)

    def _earliest(self) -> tuple[int, int]:
        found = [(at, len(end)) for end in self._terminators if (at := self._rest.find(end)) >= 0]
        return min(found, default=(-1, 0))

    def _take(self, count: int) -> bytes:
        taken = bytes(self._rest[:count])
        del self._rest[:count]
        return taken


class Ended(Generic[F]):
    """Frames and damaged pieces out of a stream or of datagrams whose frames end with a terminator.

    ``read`` says what a piece holds; ``fill`` are bytes that mean nothing where a frame was cut. At most ``limit``
    bytes and a terminator are kept.
    """

    def __init__(
        self, terminator: bytes, limit: int, read: Callable[[Piece], list[F | Damaged]], fill: bytes = b"\0"
    ) -> None:
        self._pieces = Terminated((terminator,), limit)
        self._read = read
        self._fill = fill

    @property
    def waiting(self) -> int:
        """Bytes of a frame that has not ended."""
        return self._pieces.waiting

    def feed(self, chunk: bytes) -> list[F | Damaged]:
        """What is whole now."""
        return [found for piece in self._pieces.feed(chunk) for found in self._read(piece)]

    def idle(self) -> list[F | Damaged]:
        """The line fell silent: half a frame gets no further."""
        piece = self._pieces.flush()
        return [] if piece is None or not piece.raw.strip(self._fill) else [Damaged(piece.raw, "cut")]
