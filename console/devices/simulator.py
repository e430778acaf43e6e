"""Simulated devices: the far side of a line, for the demonstration, training and tests.

Each driver has its device in ``console.devices.simulated.<driver>`` as ``make(play) -> SimulatedDevice``: what a
receiver, panel, modem or siren would say, written as a conversation without I/O like a driver's session. What makes
trouble on the way (noise, cut frames, silence, power) is added outside of it (``console.devices.sim_faults``), so that
a device only knows how to be right. ``sim://`` ports, pseudo terminals and TCP ports all serve the same devices.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.drivers import known
from console.errors import Refused

NAMES = (
    *("callerid", "modem", "sms", "sl651", "gb26875", "printer", "modbus", "surgard", "dc09", "beidou", "profile"),
    *("relay", "usb_relay", "alpha"),
)
"""Drivers whose devices can be simulated: all that hang on a line."""
ZONE = ZoneInfo("Asia/Shanghai")
"""Where simulated devices stand unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens at a device: what a script, a trainer or chance makes it say.

    ``verb`` is ``alarm``, ``restore``, ``fault``, ``status``, ``reading``, ``call``, ``message``, ``receipt`` or
    ``raw`` (``facts["bytes"]`` go out as they are). What is left empty the device fills as it likes; ``zone`` of
    contacts and coils is their number, ``sender`` a telephone number, ``text`` what is written or shown.
    """

    verb: str
    account: str = ""
    code: str = ""
    zone: str = ""
    text: str = ""
    sender: str = ""
    value: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Play:
    """What a simulated device is made with.

    ``clock`` is the device's own: a wrong one was already set wrong. ``options`` are the driver's and what stands
    behind ``?`` in the URL (``account``, ``unit`` …); ``random`` is seeded, so that the same seed plays the same.
    """

    clock: Clock
    zone: ZoneInfo
    random: Random
    options: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""


class SimulatedDevice(Protocol):
    """The device side of a driver, without I/O. Bytes returned go to the console at once.

    A device keeps what happened until the console acknowledges it and repeats as the protocol says: what was lost on
    the way is said again. It outlives a lost line: ``start`` is called at each opening.
    """

    def start(self, now: float) -> bytes:
        """The line was opened; what the device says first."""
        ...

    def feed(self, chunk: bytes, now: float) -> bytes:
        """The console wrote. Never raises for what it wrote."""
        ...

    def tick(self, now: float) -> bytes:
        """``wake_at`` has come: heartbeats, repeats, time-outs."""
        ...

    def wake_at(self) -> float | None:
        """When ``tick`` wants to be called."""
        ...

    def happen(self, event: Happening, now: float) -> bytes:
        """Something happens. What cannot go out now is kept and comes with a later call."""
        ...

    def sample(self, number: int) -> Happening:
        """The ``number``-th thing that could plausibly happen here, each different: for ``every=`` and storms."""
        ...

    def waiting(self) -> int:
        """How much happened that the console has not acknowledged yet; 0 where a protocol knows no acknowledgement."""
        ...

    def state(self) -> Mapping[str, Any]:
        """What the device was commanded and how it stands: ``coils``, ``sounding``, ``shown``, ``sent`` …"""
        ...


MakeDevice = Callable[[Play], SimulatedDevice]


def make(driver: str, play: Play) -> SimulatedDevice:
    """The simulated device of that driver; Refused("no_such_driver") or Refused("not_simulated")."""
    known(driver)
    if driver not in NAMES:
        raise Refused("not_simulated", driver=driver)
    module = importlib.import_module(f"console.devices.simulated.{driver}")
    return cast(MakeDevice, module.make)(play)


def open_simulated(url: str, clock: Clock, zone: ZoneInfo = ZONE) -> socket.socket:
    """Open a ``sim://DRIVER[/NAME]?…`` port: the console's end of a socket pair, not blocking.

    OSError as from a real port: ECONNREFUSED while the device has no power, EBUSY while another holds the line; a
    device that loses its power closes it. Refused for a URL that names no device.
    """
    from console.devices.street import the_street

    return the_street().connect(url, clock, zone)
