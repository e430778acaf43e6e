"""Many alarms with one reason: which of them stands for the others, so that a queue of a thousand stays usable."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from console.domain.alarm import AlarmKind, AlarmState

STORM = timedelta(minutes=1)
"""Within which alarms of one device or place are one storm."""
CHATTER = timedelta(hours=1)
"""Within which alarms of one point are one nuisance."""
LINKS = 3
"""So many links lost within ``STORM`` have one reason: a switch, the mains."""

_MESSAGE, _OF_LINK, _FAULT, _OPEN = AlarmKind.MESSAGE, AlarmKind.LINK, AlarmKind.FAULT, AlarmState.OPEN
"""Asked for each alarm of a burst: see ``alarm_batch``."""


class Recent(NamedTuple):
    """A young alarm as far as grouping asks; a burst makes one or two for each, and a tuple is made in no time."""

    id: str
    number: str
    device_key: str
    place: str
    kind: AlarmKind
    priority: int
    state: AlarmState
    first_at: datetime
    cause_id: str | None = None
    seen: bool = False
    """Somebody has acknowledged it."""


class Storms:
    """The young alarms of a station, by device and by place; asked for each new one, so each answer is quick."""

    def __init__(self, recent: Iterable[Recent], limit: int) -> None:
        self._limit = limit
        self._kin: dict[tuple[str, str], deque[Recent]] = {}
        self._alone: dict[tuple[str, str], deque[Recent]] = {}
        """Of them those that may stand for others: a storm's thousand followers are not asked for each new one."""
        self._single = 0
        """So many have stood by themselves: until one more does, a storm gathers nothing anew."""
        self._gathered: dict[str, int] = {}
        self._heads: set[str] = set()
        for one in sorted(recent, key=lambda one: (one.first_at, one.number)):
            self.add(one)

    def add(self, one: Recent) -> None:
        """It is one of them from now on."""
        if one.cause_id is not None:
            self._heads.add(one.cause_id)
        self._single += one.cause_id is None
        for name in _names(one):
            self._kin.setdefault(name, deque()).append(one)
            if _may_stand(one):
                self._alone.setdefault(name, deque()).append(one)

    def cause_of(self, new: Recent) -> Recent | None:
        """The alarm a new one follows: the first of a storm of its device or place, or its device's lost link.

        What is graver than the cause never follows it: a fire alarm is not hidden behind a fault of the mains. One
        that was dealt with or seen, or is a follower itself, stands for nobody: behind it what nobody has seen yet
        would fall silent.
        """
        least = LINKS - 1 if new.kind is _OF_LINK else self._limit
        for name in _names(new):
            if len(_young(self._kin.get(name), new.first_at)) >= least:
                found = self._standing(name, new)
                if found is not None:
                    return found
        return self._standing((_LINK, new.device_key), new) if new.kind is _FAULT else None

    def _standing(self, name: tuple[str, str], new: Recent) -> Recent | None:
        return next((one for one in _young(self._alone.get(name), new.first_at) if _may_stand_for(one, new)), None)

    def beside(self, cause: Recent) -> list[Recent]:
        """What came of the same storm before anybody knew it was one, and stands by itself yet.

        Asked again it names what has come to stand alone since: a storm of one place may grow to be one of its device.
        What others follow already goes on standing for them: nothing follows a follower.
        """
        if self._gathered.get(cause.id) == self._single:
            return []
        self._gathered[cause.id] = self._single
        found = {one.id: one for name in _names(cause) for one in self._kin.get(name, ())}
        self._heads.add(cause.id)
        return [one for one in found.values() if one.id not in self._heads and _may_follow(one, cause)]

    def follows(self, one: Recent, cause: Recent) -> None:
        """It stands by itself no more."""
        for name in _names(one):
            kin = self._kin[name]
            at = next(at for at, other in enumerate(kin) if other.id == one.id)
            kin[at] = one._replace(cause_id=cause.id)
            alone = self._alone.get(name, deque())
            self._alone[name] = deque(other for other in alone if other.id != one.id)


def _young(kin: deque[Recent] | None, at: datetime) -> deque[Recent]:
    """Without those that are too old by now."""
    while kin and at - kin[0].first_at > STORM:
        kin.popleft()
    return kin if kin is not None else deque()


_LINK, _LINKS, _DEVICE, _PLACE = "link", "links", "device", "place"


def _names(one: Recent) -> list[tuple[str, str]]:
    """Which alarms it may be of one storm with: links with links, others by device and by place, messages with none."""
    if one.kind is _MESSAGE:
        return []
    if one.kind is _OF_LINK:
        return [(_LINKS, ""), (_LINK, one.device_key)]
    return [(_DEVICE, one.device_key), *([(_PLACE, one.place)] if one.place else [])]


def _may_stand(one: Recent) -> bool:
    return one.state is _OPEN and not one.seen and one.cause_id is None


def _may_stand_for(one: Recent, new: Recent) -> bool:
    return _may_stand(one) and one.priority <= new.priority


def _may_follow(one: Recent, cause: Recent) -> bool:
    return _may_stand_for(cause, one) and one.state is _OPEN and one.cause_id is None
