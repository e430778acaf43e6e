"""A codec and the time it is given: what is begun and does not go on for so long a silence is given up."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

F = TypeVar("F")


class Framing(Protocol[F]):
    """What a session reads frames with. ``waiting`` bytes are kept because they may yet become one."""

    @property
    def waiting(self) -> int: ...

    def feed(self, chunk: bytes) -> list[F]:
        """What is whole now."""
        ...

    def idle(self) -> list[F]:
        """The line fell silent: what the rest is, now that nothing follows."""
        ...


class Patient(Generic[F]):
    """``seconds`` of silence end what was begun; noise nobody has told yet is told then too."""

    def __init__(self, framing: Framing[F], seconds: float) -> None:
        self._framing = framing
        self._seconds = seconds
        self._until: float | None = None

    def feed(self, chunk: bytes, now: float) -> list[F]:
        """What is whole now."""
        found = self._framing.feed(chunk)
        self._until = now + self._seconds if self._framing.waiting else None
        return found

    def due(self, now: float) -> list[F]:
        """What was begun and is given up now."""
        if self._until is None or now < self._until:
            return []
        self._until = None
        return self._framing.idle()

    def wake_at(self) -> float | None:
        """When ``due`` wants to be called."""
        return self._until
