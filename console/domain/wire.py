"""Links to devices: their states, how a port is set, and which ports a practice store may not touch."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from posixpath import isabs, realpath
from urllib.parse import urlsplit
from uuid import UUID

from console.domain.realm import Realm
from console.errors import Refused


class LinkState(StrEnum):
    """``silent``: the port is open but nothing was heard for longer than the device is supervised."""

    CLOSED = "closed"
    OPENING = "opening"
    ONLINE = "online"
    SILENT = "silent"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """Counters of one link since it was first opened by this process."""

    received: int = 0
    """Frames understood, heartbeats too."""
    stored: int = 0
    answered: int = 0
    repeated: int = 0
    damaged: int = 0
    waiting: int = 0
    """Frames in the spool: received, not stored, not answered."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """A link as last told by whoever holds the ``wire`` lock."""

    device_key: str
    state: LinkState
    since: datetime
    heard_at: datetime | None = None
    cause: str = ""
    """``wire.cause.<code>`` of a lost link: gone, refused, busy, settings, timeout, …"""
    counts: LinkCounts = LinkCounts()


@dataclass(frozen=True, slots=True)
class PortLine:
    """How a serial port is set: ``9600 8N1``."""

    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stops: int = 1

    def __str__(self) -> str:
        return f"{self.baud} {self.bits}{self.parity}{self.stops}"


_LINE = re.compile(r"(\d{2,7})\s*[,\s/-]?\s*([78])[\s-]?([NEO])[\s-]?([12])", re.IGNORECASE)


def read_line(text: str) -> PortLine:
    """``9600 8N1``, ``9600-8-N-1`` or ``9600,7E1`` as a value; Refused("bad_port_line") for anything else."""
    found = _LINE.fullmatch(text.strip())
    if found is None or not 50 <= int(found[1]) <= 4_000_000:
        raise Refused("bad_port_line", text=text[:40], field="line")
    return PortLine(int(found[1]), int(found[2]), found[3].upper(), int(found[4]))


@dataclass(frozen=True, slots=True)
class DeviceForm:
    """A device as it is entered. ``options`` are those of its driver (``console.domain.drivers``).

    ``repeat_seconds``: the same again within this time is counted, not a new alarm. ``silent_seconds``: nothing heard
    for longer is an alarm of its own; 0 supervises nothing. ``profile`` is the text of a profile driver's TOML file.
    """

    id: UUID
    code: str
    name: str
    driver: str
    url: str
    name_en: str = ""
    line: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    place_id: UUID | None = None
    place_text: str = ""
    priority: int = 2
    repeat_seconds: int = 60
    silent_seconds: int = 0
    profile: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device of the ledger with where it stands and how its link was last told to be."""

    form: DeviceForm
    active: bool
    version: int
    place_path: str = ""
    status: LinkStatus | None = None

    @property
    def id(self) -> UUID:
        return self.form.id

    @property
    def key(self) -> str:
        """What its events and its link are known by."""
        return str(self.form.id)


@dataclass(frozen=True, slots=True)
class PointForm:
    """A point of a device: which account, zone and code mean what, where, and who is responsible.

    Empty ``account``, ``zone`` or ``code`` match any. ``above``/``below`` are thresholds of a reading; None has none.
    ``person_ids`` are people of the contact book in calling order. ``priority`` 0 and ``repeat_seconds`` None: as the
    device.
    """

    id: UUID
    device_id: UUID
    name: str
    account: str = ""
    zone: str = ""
    code: str = ""
    place_id: UUID | None = None
    place_text: str = ""
    event_type: str | None = None
    plan_id: UUID | None = None
    person_ids: tuple[UUID, ...] = ()
    priority: int = 0
    repeat_seconds: int | None = None
    above: float | None = None
    below: float | None = None
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the ledger, with the names of what its ids stand for."""

    form: PointForm
    active: bool
    version: int
    place_path: str = ""
    persons: tuple[str, ...] = ()
    plan_title: str = ""

    @property
    def id(self) -> UUID:
        return self.form.id


TOKEN = "{token}"
"""What stands in a web address for its token, which is with the secrets."""

SIMULATED = frozenset({"sim", "loop", "replay"})
"""Schemes of ports behind which nothing real can stand."""


PORTS = "COM3, /dev/…, socket://HOST:PORT, rfc2217://HOST:PORT, listen://HOST:PORT, udp://HOST:PORT, sim://DRIVER/NAME"
"""Forms of a port's URL, as help and refusals name them."""


def scheme(url: str) -> str:
    """The scheme of a port's URL; empty for ``COM3`` and ``/dev/…``."""
    return url.partition("://")[0].casefold() if "://" in url else ""


def is_simulated(url: str) -> bool:
    """Whether nothing in the street can hang on that port."""
    return scheme(url) in SIMULATED


def may_listen(realm: Realm, url: str) -> bool:
    """Whether a store of that realm may answer what arrives there.

    A practice store never takes a real device's alarms away from the watch: it may listen to simulated ports, to a
    pseudo terminal and to this machine alone. A live one hears nothing that is only played: what did not happen must
    not stand in its book.
    """
    if realm is Realm.LIVE or is_simulated(url):
        return (realm is Realm.LIVE) is not is_simulated(url)
    if scheme(url):
        return _local(urlsplit(url).hostname or "")
    return isabs(url) and realpath(url).startswith(("/dev/pts/", "/tmp/"))  # "COM3" is no file of the folder we are in


def require_listening(realm: Realm, url: str) -> None:
    """Refused("practice_live_port") for a port a practice store must not answer, ("live_simulated_port") for one that
    is only played, in a live store."""
    if not may_listen(realm, url):
        raise Refused("live_simulated_port" if realm is Realm.LIVE else "practice_live_port", url=url[:80])


def require_sending(realm: Realm, url: str) -> None:
    """Refused("practice_live_channel") unless the store is live or the channel simulated: no byte leaves a practice."""
    if realm is not Realm.LIVE and not is_simulated(url):
        raise Refused("practice_live_channel", url=url)


def _local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
