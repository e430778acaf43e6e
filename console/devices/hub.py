"""What links are made of, and what they need of the loop they run in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from console.devices.port_trouble import PortLost
from console.devices.session import MakeSession, Setting
from console.devices.talks import Talk, Transfer
from console.devices.transport import Port
from console.domain.clock import Clock
from console.domain.delivery import Receipt
from console.domain.signals import Signal
from console.domain.wire import LinkCounts, PortLine

if TYPE_CHECKING:
    from console.devices.links import Link


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """What a link is made of. ``sends``: whether orders may go out. ``blocked``: why it is not opened, if not.

    ``prepare`` is called before each opening, where it may take its time: secrets are fetched there.
    """

    key: str
    driver: str
    url: str
    line: PortLine
    setting: Setting
    silent_seconds: int = 0
    sends: bool = True
    blocked: str = ""
    prepare: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Counts:
    received: int = 0
    stored: int = 0
    answered: int = 0
    repeated: int = 0
    damaged: int = 0

    def told(self, waiting: int) -> LinkCounts:
        return LinkCounts(self.received, self.stored, self.answered, self.repeated, self.damaged, waiting)


class Hub(Protocol):
    """What a link needs of the loop it runs in."""

    clock: Clock

    def open(self, spec: LinkSpec, stable: str, done: Callable[[Port | PortLost, str], None]) -> None: ...

    def maker(self, driver: str) -> MakeSession: ...

    def follow(self, port: Port, readable: Callable[[], None], writable: Callable[[], None]) -> None: ...

    def wants_to_write(self, port: Port, wants: bool) -> None: ...

    def unfollow(self, port: Port) -> None: ...

    def take(self, link: Link, talk: Talk, signals: Sequence[Signal], at: datetime) -> None: ...

    def ended(self, talk: Talk) -> None: ...

    def done(self, order: UUID, receipt: Receipt) -> None: ...

    def changed(self, link: Link) -> None: ...

    def moved(self, due: float) -> None: ...

    def seen(self, link: Link, transfer: Transfer) -> None: ...
