"""Training: what a trainer lets happen at simulated devices, and how what runs is told. Practice stores only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from console.domain.realm import Realm
from console.domain.text import one_line
from console.domain.wire import DeviceRow
from console.errors import Refused

HAPPENINGS = ("alarm", "restore", "fault", "status", "reading", "message", "call")
"""What a device says; ``storm`` is many different ones at once."""
STORM = "storm"
CHANCES = ("half", "crc", "duplicate", "split")
"""What becomes of each frame with a chance: its end missing, a bit turned over, twice, in pieces."""
TROUBLES = ("noise", *CHANCES, "silence", "clock", "power")
"""What goes wrong on the way, for a time: bytes nobody sent, ``CHANCES``, nothing said, a wrong clock, no power."""
SCRIPTS = ("typhoon_night", "fire_evening", "sick_lines")
"""Scripts that come with the program: ``training.script.<name>`` are their words."""
SPEEDS = (1, 2, 5, 10, 30)
"""How fast a script plays."""
REPLAY_SPEEDS = (1, 10, 0)
"""How fast a captured file plays; 0: at once."""
_LIMITS = {"account": 40, "zone": 60, "code": 40, "sender": 40, "text": 200}
_NUMBERS = {"count": (1, 1_000), "every": (0.1, 3_600.0), "chance": (1, 100), "seconds": (0.0, 86_400.0)}
MOST_STORM = 10_000
MOST_SKEW = 86_400.0
"""Seconds a clock is set wrong at most, either way."""


def require_practice(realm: Realm) -> None:
    """Refused("training_live"): what did not happen must not stand in a live book."""
    if realm is Realm.LIVE:
        raise Refused("training_live")


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code a device can say, with its names; without them ``training.code.<code>`` are its words."""

    code: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a simulated device can be made to do: ``training.verb.<verb>`` are its words.

    ``asks`` names the fields of an ``Act`` that mean something there; ``codes`` are those to choose ``code`` from.
    """

    verb: str
    asks: tuple[str, ...] = ()
    codes: tuple[NamedCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What a trainer wants at a device. Empty fields the device fills.

    ``count`` times, ``every`` so many seconds; of a storm ``count`` different ones. A trouble holds for ``seconds``
    (0: until it is stopped); ``chance`` is in per cent, ``skew`` how many seconds its clock is wrong.
    """

    device_id: UUID
    verb: str
    account: str = ""
    code: str = ""
    zone: str = ""
    text: str = ""
    sender: str = ""
    value: float | None = None
    count: int = 1
    every: float = 5.0
    chance: int = 30
    seconds: float = 60.0
    skew: float = 600.0
    id: UUID = field(default_factory=uuid4)


def checked_act(act: Act) -> Act:
    """The act as it will be played; Refused("no_such_training") or ("training_bad_value") with the field."""
    if act.verb not in (*HAPPENINGS, STORM, *TROUBLES):
        raise Refused("no_such_training", verb=act.verb[:20])
    limits = _NUMBERS | ({"count": (1, MOST_STORM)} if act.verb == STORM else {})
    for name, (least, most) in limits.items():
        if not least <= getattr(act, name) <= most:
            raise Refused("training_bad_value", field=name, least=f"{least:g}", most=f"{most:g}")
    if not -MOST_SKEW <= act.skew <= MOST_SKEW:
        raise Refused("training_bad_value", field="skew", least=f"{-MOST_SKEW:g}", most=f"{MOST_SKEW:g}")
    if act.value is not None and not abs(act.value) < 1e7:
        raise Refused("training_bad_value", field="value", least="-9999999", most="9999999")
    said: dict[str, Any] = {name: one_line(getattr(act, name), most) for name, most in _LIMITS.items()}
    return replace(act, **said)


class RunKind(StrEnum):
    ACT = "act"
    SCRIPT = "script"
    REPLAY = "replay"


class RunState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


ENDED = frozenset({RunState.DONE, RunState.STOPPED, RunState.FAILED})


@dataclass(frozen=True, slots=True)
class RunRow:
    """Something a trainer started, as it is now. ``done`` of ``of`` (0: until it is stopped); ``left`` seconds.

    ``what`` is the verb of an act, the name of a script or of a file; ``note`` what was done last, ``trouble`` the
    code of what ended it, with its ``facts``; ``skipped`` are lines that could not be played.
    """

    id: UUID
    kind: RunKind
    what: str
    devices: str
    by: str
    began_at: datetime
    state: RunState
    done: int = 0
    of: int = 0
    left: float | None = None
    speed: int = 1
    note: str = ""
    skipped: tuple[str, ...] = ()
    trouble: Exception | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the ledger a trainer may choose: its name with what it answers to on the wire."""

    name: str
    account: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """A simulated device of the ledger as it stands: ``open`` is its line here, ``waiting`` what the console has not
    acknowledged, ``troubles`` what goes wrong there now."""

    row: DeviceRow
    open: bool = False
    powered: bool = True
    waiting: int = 0
    troubles: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be played at a device, with the accounts and places to choose from."""

    device_id: UUID
    offers: tuple[Offer, ...] = ()
    accounts: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    def of(self, verb: str) -> Offer | None:
        return next((one for one in self.offers if one.verb == verb), None)


@dataclass(frozen=True, slots=True)
class CaptureFacts:
    """What a captured file holds, before it is played."""

    path: str
    name: str
    about: tuple[str, ...]
    received: int
    sent: int
    size: int
    """Bytes received."""
    span: tuple[datetime, datetime] | None
    bad: tuple[int, ...]
    bad_count: int
    full: bool
    lost: int = 0
    """Transfers the disk was too slow for when they were captured."""
