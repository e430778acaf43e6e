"""Cutting frames out of a stream of bytes that may hold noise: shared by codecs whose frames say their own length.

The outermost frame wins: while the frame begun at the first start mark is not complete, nothing inside of it is
believed, so a text field that carries a whole frame of its own cannot speak. What does not turn out to be a frame is
searched again one byte further, and kept as damaged bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

NOISE_LIMIT = 512
"""Bytes of noise reported as one."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes that are no frame; ``why`` is the code of ``wire.damaged.<why>``."""

    raw: bytes
    why: str


F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Bad:
    """A frame that is wrong: ``why``, and how many bytes it claims (all of them are there)."""

    why: str
    size: int


NOTHING_HERE = Bad("noise", 0)
"""It only looked like a start mark."""


class Scanner(Generic[F]):
    """Feed it bytes in any chunking; it answers frames and damaged bytes, always the same ones.

    ``find(rest, at)`` says where the next start mark is, or would be once more bytes come (never past the end);
    ``look(rest, at)`` reads the frame there: the frame with its size, ``Bad``, or None while it is not complete.
    """

    def __init__(
        self, find: Callable[[bytes, int], int], look: Callable[[bytes, int], tuple[F, int] | Bad | None]
    ) -> None:
        self._find = find
        self._look = look
        self._rest = b""
        self._at = 0
        self._bad: Bad | None = None

    @property
    def waiting(self) -> int:
        """Bytes kept because they may yet become a frame, or are noise not reported yet."""
        return len(self._rest)

    def feed(self, chunk: bytes) -> list[F | Damaged]:
        """What is whole now."""
        self._rest += chunk
        return self._scan(final=False)

    def idle(self) -> list[F | Damaged]:
        """The line fell silent: what is not complete will not become so. Nothing is kept."""
        found = self._scan(final=True)
        return found + self._drop(len(self._rest))

    def _scan(self, *, final: bool) -> list[F | Damaged]:
        found: list[F | Damaged] = []
        while True:
            self._at = self._find(self._rest, self._at)
            found += self._settled()
            if self._at >= len(self._rest):
                return found
            seen = self._look(self._rest, self._at)
            if seen is None:
                if not final:
                    return found
                seen = Bad("cut", len(self._rest) - self._at)
            if isinstance(seen, Bad):
                found += self._failed(seen)
            else:
                found += self._drop(self._at)
                found.append(seen[0])
                self._rest = self._rest[seen[1] :]

    def _settled(self) -> list[F | Damaged]:
        """Damaged bytes that nothing can come out of any more."""
        found: list[F | Damaged] = []
        while True:
            if self._bad is not None and self._at >= self._bad.size:
                found += self._drop(self._bad.size)
            elif self._bad is None and self._at >= NOISE_LIMIT:
                found += self._drop(NOISE_LIMIT)
            else:
                return found

    def _failed(self, seen: Bad) -> list[F | Damaged]:
        found: list[F | Damaged] = []
        if self._bad is None and seen.size:
            found += self._drop(self._at)
            self._bad = seen
        self._at += 1
        return found

    def _drop(self, size: int) -> list[F | Damaged]:
        """Report the first ``size`` bytes as damaged, in the words of what failed there."""
        raw, self._rest = self._rest[:size], self._rest[size:]
        why = self._bad.why if self._bad is not None else "noise"
        self._bad, self._at = None, max(0, self._at - size)
        return [Damaged(raw, why)] if raw else []
