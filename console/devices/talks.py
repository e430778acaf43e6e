"""One conversation on a link: its session, what is still to be written, and the bytes that went over it."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from datetime import datetime
from math import inf
from typing import NamedTuple, cast

from console.devices.capture import Captured
from console.devices.port_trouble import PortLost
from console.devices.session import Sending, Session, Timed

UNSENT_LIMIT = 256 << 10
"""Bytes a device may leave unread before its line counts as lost."""
UNSENT_SECONDS = 5.0
KEPT, KEPT_BYTES = 2_000, 256 << 10
"""How much of what went over a line is kept for whoever looks at it: transfers, and bytes in all."""


class Transfer(NamedTuple):
    """Bytes that went over a line, numbered upwards. ``sent``: from here to the device.

    A named tuple, as is ``Captured``: they are made of every chunk, and a frozen dataclass costs three times as much.
    """

    number: int
    at: datetime
    sent: bool
    raw: bytes
    peer: str = ""


_NUMBERS = itertools.count(1)
"""Of all lines: who looks at a line goes on looking when it is made anew."""


class Transfers:
    """The newest transfers of a link. One thread adds; any may look."""

    def __init__(self) -> None:
        self._kept: deque[Transfer] = deque(maxlen=KEPT)
        self._bytes = 0

    def add(self, told: Captured) -> Transfer:
        data = told.data if len(told.data) <= KEPT_BYTES else told.data[:KEPT_BYTES]
        made = Transfer(next(_NUMBERS), told.at, not told.received, data, told.peer)
        if len(self._kept) == KEPT:
            self._bytes -= len(self._kept.popleft().raw)
        self._kept.append(made)
        self._bytes += len(data)
        while self._bytes > KEPT_BYTES:
            self._bytes -= len(self._kept.popleft().raw)
        return made

    def after(self, number: int) -> tuple[Transfer, ...]:
        """Those after that number, oldest first."""
        while True:
            try:
                return tuple(kept for kept in self._kept if kept.number > number)
            except RuntimeError:
                continue  # added to meanwhile


class Talk:
    """A session and its way out. ``write`` takes what fits now and says how much; it raises PortLost."""

    def __init__(
        self, session: Session, write: Callable[[bytes], int], sent: Callable[[bytes], None], peer: str = ""
    ) -> None:
        self.session, self.peer = session, peer
        self.alive = True
        self.wake: float | None = None
        self.heard = 0.0
        """When bytes came last, on the monotonic clock."""
        self._write, self._sent = write, sent
        self._unsent = bytearray()
        self._unsent_since = 0.0

    @property
    def sending(self) -> Sending | None:
        """The session where it takes orders."""
        return cast(Sending, self.session) if hasattr(self.session, "ask") else None

    @property
    def timed(self) -> Timed | None:
        """The session where it switches something off by its clock."""
        return cast(Timed, self.session) if hasattr(self.session, "left_on") else None

    def shown(self, data: bytes) -> bytes:
        """As it may be looked at and kept in a file: a session that writes secrets says what of it is hidden."""
        hidden: Callable[[bytes], bytes] | None = getattr(self.session, "hidden", None)
        return data if hidden is None else hidden(data)

    @property
    def stuck_at(self) -> float:
        """When what is unsent has waited too long; ``inf``: nothing is."""
        return self._unsent_since + UNSENT_SECONDS if self._unsent else inf

    @property
    def due_at(self) -> float:
        """When it is to be looked at; ``inf``: not before bytes come."""
        stuck = self.stuck_at
        return stuck if self.wake is None or self.wake > stuck else self.wake

    def send(self, data: bytes, now: float) -> bool:
        """Write it, now or when there is room; whether some of it waits."""
        if data:
            if not self._unsent:
                self._unsent_since = now
            if len(self._unsent) + len(data) > UNSENT_LIMIT:
                raise PortLost("stuck", f"{len(self._unsent)} bytes nobody reads")
            self._unsent += data
        return self.flush(now)

    def flush(self, now: float) -> bool:
        """Write what waits; whether some of it still does."""
        while self._unsent:
            taken = self._write(bytes(self._unsent))
            if taken <= 0:
                return True
            self._sent(bytes(self._unsent[:taken]))
            del self._unsent[:taken]
            self._unsent_since = now
        return False
