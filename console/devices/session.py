"""The contract between a link and a driver: a conversation with one device, without I/O.

A **codec** (``console.devices.protocols``) turns bytes into frames: ``feed(chunk)`` answers whole frames and damaged
ones, never raises, whatever the bytes and however they are cut, and keeps no more than a bounded rest. A **session**
(``console.devices.drivers``) owns a codec, timers and what is outstanding: it turns frames into signals and orders
into bytes. A **link** (``console.devices.links``) owns the port, stores signals and writes answers afterwards.

All calls come from one thread, the wire's. ``now`` counts seconds of a monotonic clock; the time of day comes from the
clock in ``Setting``. Nothing here blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.delivery import Order, Receipt
from console.domain.signals import Signal


@dataclass(frozen=True, slots=True)
class Setting:
    """What a session is made with: time of day, the station's zone, the driver's options, a profile's text.

    ``secret`` answers a device's secret by name (``pin``, ``key``) or None; it is asked when needed and never kept. It
    raises Refused("secrets_locked") or Unavailable("keyring") for one that is kept and cannot be had now.
    """

    clock: Clock
    zone: ZoneInfo
    options: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    secret: Callable[[str], str | None] = lambda _name: None


@dataclass(frozen=True, slots=True)
class Heard:
    """What one call brought. ``write`` goes out at once: polls, commands, refusals of damaged frames.

    Answers that say "I have it" stand in ``Signal.answer`` and go out after the signal is stored.
    ``receipts`` are what became of orders.
    """

    signals: tuple[Signal, ...] = ()
    write: bytes = b""
    receipts: tuple[tuple[UUID, Receipt], ...] = ()


NOTHING = Heard()


class Session(Protocol):
    """A conversation with one device. After a lost link the session is thrown away and a new one is made."""

    def start(self, now: float) -> Heard:
        """The port was opened; what is to be said first."""
        ...

    def feed(self, chunk: bytes, now: float) -> Heard:
        """Bytes arrived. Never raises for what they are."""
        ...

    def tick(self, now: float) -> Heard:
        """``wake_at`` has come (or passed): polls, time-outs, frames that end by silence."""
        ...

    def wake_at(self) -> float | None:
        """When ``tick`` wants to be called; None: not before bytes come."""
        ...


class Sending(Session, Protocol):
    """A session that can also be asked to do something."""

    def ask(self, order: Order, now: float) -> Heard:
        """Begin an order; its receipt comes with this or a later ``Heard``. A second order waits for the first."""
        ...

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        """The link is lost: what becomes of orders under way (``unknown`` if a byte may have gone out)."""
        ...


class Timed(Sending, Protocol):
    """A session that switches off by its clock what it switched on. That clock outlives a lost line: the session made
    next takes it over. Where the port is closed on purpose there is none, and it is switched off before."""

    def left_on(self) -> Mapping[int, float]:
        """What it may have switched on, and when (``now``) it is to be switched off."""
        ...

    def take_over(self, left: Mapping[int, float]) -> None:
        """The same of the session before; called before ``start``."""
        ...

    def silencing(self) -> tuple[bytes, ...]:
        """Commands that switch all of it off, to be written one after the other; nobody waits for answers."""
        ...

    def silenced(self) -> tuple[Signal, ...]:
        """What is told of that, once they were written: without it nobody would know that it ended."""
        ...


MakeSession = Callable[[Setting], Session]
"""How ``console.devices.registry`` makes a driver's session."""
