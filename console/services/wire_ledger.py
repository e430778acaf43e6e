"""The device ledger as the hot path reads it: one batch asks for each device it meets once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from uuid import UUID

from console.domain.drivers import DRIVERS
from console.domain.people import Actor, ActorKind
from console.domain.points import matching, narrow
from console.domain.signals import Signal
from console.domain.wire import PointForm
from db.queries import places
from db.queries.wire import ids
from db.store import Tx

_DEVICE = (
    "SELECT code, name, driver, place_id, place_text, priority, repeat_seconds, silent_seconds, active FROM device "
    "WHERE id = ?"
)
_ACTIVE = (
    "SELECT id, name, account, zone, code, place_id, place_text, event_type, plan_id, person_ids, priority, "
    "repeat_seconds, above, below, unit FROM device_point WHERE device_id = ? AND active"
)
_POINTS = f"{_ACTIVE} ORDER BY name LIMIT ?"
_MEANT = f"{_ACTIVE} AND account IN ('', ?) AND zone IN ('', ?) AND code IN ('', ?) ORDER BY name"
WHOLE = 300
"""Points of a device that a batch reads once and for all; of one with more it asks for those a signal may be of."""
NAME = 100
"""Characters of a port's URL that stand for a device without a name."""


@dataclass(frozen=True, slots=True)
class Known:
    """A device as events meet it. ``id`` is None where the key is a port that stands in no ledger."""

    key: str
    id: UUID | None
    name: str
    driver: str
    priority: int
    repeat_seconds: int
    silent_seconds: int
    active: bool
    place_id: UUID | None
    place_text: str
    points: Callable[[str, str, str], Sequence[PointForm]]
    """Its points that an account, a zone and a code may be of; perhaps others too."""

    actor: Actor
    """Who writes the line about what it said."""

    def point(self, signal: Signal) -> PointForm | None:
        """The one of its points a signal is of."""
        return next(iter(self.matching(signal)), None)

    def matching(self, signal: Signal) -> list[PointForm]:
        """All of its points a signal is of, the most specific first."""
        found = self.points(signal.account, signal.zone, signal.code)
        return matching(found, signal) if found else []

    def window(self, point: PointForm | None) -> timedelta:
        """Within which the same is counted, by point, device or driver."""
        return _seconds(self.repeat_seconds if point is None or point.repeat_seconds is None else point.repeat_seconds)


@lru_cache(64)
def _seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


class WireLedger:
    """Devices and places of one transaction, each read once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._devices: dict[str, Known] = {}
        self._paths: dict[UUID, str] = {}
        self._meant: dict[tuple[UUID, str, str, str], Sequence[PointForm]] = {}

    def device(self, key: str, driver: str) -> Known:
        """By what its events are known by; a port without a ledger entry is a device as its driver usually is."""
        found = self._devices.get(key)
        if found is None:
            found = self._devices[key] = self._read(key) or _unlisted(key, driver)
        return found

    def place(self, place_id: UUID | None, text: str) -> str:
        """A place in words: its path and what was written beside it."""
        if place_id is not None and place_id not in self._paths:
            self._paths[place_id] = places.path(self._tx.connection, place_id)
        path = self._paths[place_id] if place_id is not None else ""
        return " ".join(part for part in (path, text) if part)

    def _read(self, key: str) -> Known | None:
        try:
            device_id = UUID(key)
        except ValueError:
            return None
        row = self._tx.run(_DEVICE, (device_id.hex,)).fetchone()
        if row is None:
            return None
        code, name, driver, place_id, place_text, priority, repeat, silent, active = row
        shown = name if code in name else f"{code} {name}"
        return Known(
            key, device_id, shown[:NAME], driver, priority, repeat, silent, bool(active), _id(place_id), place_text,
            self._points(device_id), _actor(shown[:NAME]),
        )  # fmt: skip

    def _points(self, device_id: UUID) -> Callable[[str, str, str], Sequence[PointForm]]:
        """However many it has, none is left out: a street of a thousand flats is one receiver."""
        rows = self._tx.run(_POINTS, (device_id.hex, WHOLE + 1)).fetchall()
        if len(rows) > WHOLE:
            return partial(self._asked, device_id)
        whole = tuple(_point(device_id, *row) for row in rows)
        return lambda _account, _zone, _code: whole

    def _asked(self, device_id: UUID, account: str, zone: str, code: str) -> Sequence[PointForm]:
        key = (device_id, narrow(account), narrow(zone), narrow(code))
        if key not in self._meant:
            rows = self._tx.run(_MEANT, (device_id.hex, *key[1:])).fetchall()
            self._meant[key] = tuple(_point(device_id, *row) for row in rows)
        return self._meant[key]


def _none(_account: str, _zone: str, _code: str) -> Sequence[PointForm]:
    return ()


def _unlisted(key: str, driver: str) -> Known:
    spec = DRIVERS.get(driver)
    repeat, silent = (spec.repeat_seconds, spec.silent_seconds) if spec is not None else (60, 0)
    return Known(key, None, key[:NAME], driver, 2, repeat, silent, True, None, "", _none, _actor(key[:NAME]))


def _actor(name: str) -> Actor:
    return Actor(ActorKind.DEVICE, name)


def _point(
    device_id: UUID, point_id: str, name: str, account: str, zone: str, code: str, place_id: str | None,
    place_text: str, event_type: str | None, plan_id: str | None, persons: str, priority: int, repeat: int | None,
    above: float | None, below: float | None, unit: str,
) -> PointForm:  # fmt: skip
    return PointForm(
        UUID(point_id), device_id, name, account, zone, code, _id(place_id), place_text, event_type, _id(plan_id),
        ids(persons), priority, repeat, above, below, unit,
    )  # fmt: skip


def _id(stored: str | None) -> UUID | None:
    return None if stored is None else UUID(stored)
