"""One batch of signals in one transaction: each recognised or stored, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from sqlalchemy import select

from console import words
from console.domain.alarm import AlarmKind, AlarmState
from console.domain.points import Crossing, crossings, is_back
from console.domain.realm import Realm
from console.domain.repeats import NUMBERED, Earlier, Sameness, area_of, recognise, retransmission
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.domain.storms import CHATTER
from console.domain.wire import PointForm
from console.domain.wire_text import cleaned
from console.services.alarm_ending import back_again, is_dealt_with, restored
from console.services.alarm_raising import NewAlarm, Raised, Raising
from console.services.alarm_settings import AlarmSettings, settings_of
from console.services.wire_ledger import Known, WireLedger
from db.models.incidents import Incident
from db.models.wire import Alarm
from db.queries import alarm_rows
from db.queries import wire_events as events
from db.store import Tx
from db.types import new_key

_KINDS = {
    SignalKind.ALARM: AlarmKind.ALARM,
    SignalKind.FAULT: AlarmKind.FAULT,
    SignalKind.MESSAGE: AlarmKind.MESSAGE,
}
"""Signals that become a pending alarm by themselves."""
_HEARTBEAT, _OPEN = SignalKind.HEARTBEAT, AlarmState.OPEN
"""Asked for each signal of a burst: a name of this module is found in a tenth of the time of an enumeration's."""
_NOISE = "noise"
"""Code of the alarm about a line that brings what nobody can read."""


class Batch:
    """Signals of one transaction, in the order they came."""

    def __init__(self, tx: Tx, now: datetime, realm: Realm) -> None:
        self._tx = tx
        self._now = now
        self._settings: AlarmSettings = settings_of(tx.connection, now)
        self._ledger = WireLedger(tx)
        self._raising = Raising(tx, self._ledger, self._settings, realm, now)
        self._events = self._raising.events
        self._earlier: dict[events.Key, list[Earlier]] = {}
        self._cut: dict[events.Key, datetime] = {}
        """Keys of which more is stored than was read, and back to when what was read reaches."""
        self._aside = events.put_aside(tx)
        self._noisy: set[str] = set()

    def store(self, arrived: Sequence[Arrived]) -> list[Stored]:
        """The event of each, or the one it repeats. A heartbeat has none and answers number 0."""
        clean = [_clean(one) for one in arrived]
        self._foresee(clean)
        return [self._stored(one, given) for one, given in zip(clean, arrived, strict=True)]

    def end(self) -> None:
        """After the last signal: lines that bring noise only, and the numbers that were given."""
        for key in sorted(self._noisy):
            self._noise(key)
        self._raising.end()

    # events

    def _stored(self, arrived: Arrived, given: Arrived) -> Stored:
        """``given`` is what arrived before its texts were cleaned: what the link waits for."""
        said = arrived.signal
        if said.kind is _HEARTBEAT:
            return Stored(0, given)
        device = self._ledger.device(arrived.device_key, arrived.driver)
        point = device.point(said)
        window = device.window(point)
        earlier = self._known(arrived, window)
        found = recognise(arrived, earlier, window)
        if found is None:
            one = self._new(arrived, device, point, earlier)
        elif found[0] is Sameness.STORED:
            one = self._first(found[1], earlier)
        else:
            one = self._repeated(arrived, found, earlier)
        return Stored(one.number, given, one.repeats, one.alarm_number)

    def _foresee(self, arrived: Sequence[Arrived]) -> None:
        """What a burst may repeat, read for many keys at once; of the rest each asks for itself."""
        asked: dict[events.Key, datetime] = {}
        for one in arrived:
            if one.signal.kind is not _HEARTBEAT and not one.again:
                asked.setdefault(_key(one), one.at)
        for key, read in events.earlier_of(self._tx, asked).items():
            if (cut := events.cut_at(read)) is not None:
                self._cut[key] = cut
            self._earlier[key] = self._with_aside(key, read)

    def _known(self, arrived: Arrived, window: timedelta) -> list[Earlier]:
        key = _key(arrived)
        if key not in self._earlier or key in self._cut or arrived.again:
            reach = max(window, retransmission(arrived.driver))
            if not arrived.again and self._cut.pop(key, arrived.at) <= arrived.at - reach:
                return self._earlier[key]
            if key in self._earlier:
                self._raising.flush()
            fresh = {one.number: one for one in self._earlier.get(key, ())}
            read = events.earlier(self._tx, key, arrived.at, reach)
            # rows this batch has touched are known better here than by a second reading
            self._earlier[key] = self._with_aside(key, [fresh.get(one.number, one) for one in read])
        return self._earlier[key]

    def _with_aside(self, key: events.Key, read: list[Earlier]) -> list[Earlier]:
        """What is shelved is known however long ago it began: what it is shelved for is that it comes and goes."""
        aside = self._aside.get(key)
        if not aside:
            return read
        mine = {one.number: one for one in aside}
        known = [mine.pop(one.number, one) for one in read]
        return sorted([*known, *mine.values()], key=lambda one: one.number, reverse=True)

    def _new(self, arrived: Arrived, device: Known, point: PointForm | None, earlier: list[Earlier]) -> Earlier:
        kind = _KINDS.get(arrived.signal.kind)
        alarm_id = None if kind is None else new_key()
        seldom = not earlier
        facts = events.spelled(arrived.signal.facts)
        one = self._added(arrived, facts, earlier, alarm_id)
        if kind is not None and alarm_id is not None:
            said, (zh, en) = arrived.signal, _words(arrived.signal, kind)
            new = NewAlarm(device, kind, said, zh, en, arrived.at, point, one.number, None, facts, seldom, alarm_id)
            self._raise(one, new)
        elif arrived.signal.kind is SignalKind.READING:
            self._reading(one, arrived, device)
        elif arrived.signal.kind is SignalKind.RESTORE:
            self._restore(arrived)
        elif arrived.signal.kind is SignalKind.UNREADABLE:
            self._noisy.add(arrived.device_key)
        return one

    def _added(
        self, arrived: Arrived, facts: str, earlier: list[Earlier], alarm_id: str | None, first: Earlier | None = None
    ) -> Earlier:
        """The row of an event with its facts as spelled; the alarm it makes is put down after it and then named."""
        said, of = arrived.signal, None if first is None else first.number
        number = self._events.add(arrived, facts, first=of, alarm_id=alarm_id if first is not None else None)
        one = Earlier(
            number, said.kind, arrived.at, arrived.at, said.raw, 0, of, said.sender, said.text, alarm_id,
            "" if first is None else first.alarm_number, None if first is None else first.alarm_state,
            area=area_of(said.facts),
        )  # fmt: skip
        earlier.insert(0, one)
        return one

    def _repeated(self, arrived: Arrived, found: tuple[Sameness, Earlier], earlier: list[Earlier]) -> Earlier:
        """Counted at the first event of its kind, whose number it answers."""
        how, one = found
        first = self._first(one, earlier)
        if how is Sameness.AGAIN:
            self._raising.flush()  # the alarm it belongs to may be of this batch
            self._added(arrived, events.spelled(arrived.signal.facts), earlier, first.alarm_id, first)
        elif one is not first:
            self._events.reach(one.number, arrived.at)
            _reached(one, arrived.at)
        self._events.count(first.number, arrived.at)
        _reached(first, arrived.at)
        first.repeats += 1
        if arrived.signal.kind is SignalKind.RESTORE:
            self._restore(arrived)
        elif arrived.signal.kind in _KINDS and first.alarm_id is not None and _is_anew(how, arrived.driver):
            self._reopen(UUID(first.alarm_id), arrived.at)
        return first

    def _first(self, one: Earlier, earlier: list[Earlier]) -> Earlier:
        if one.first is None:
            return one
        found = next((other for other in earlier if other.number == one.first), None)
        if found is None:
            found = events.numbered(self._tx, one.first)
            earlier.append(found)
        return found

    # alarms

    def _raise(self, one: Earlier, new: NewAlarm) -> Raised:
        raised = self._raising.add(new)
        one.alarm_id, one.alarm_number, one.alarm_state = raised.id, raised.number, _OPEN
        return raised

    def _reopen(self, alarm_id: UUID, at: datetime) -> None:
        """It is back before anybody dealt with it; a point that flutters all the time is left as active."""
        self._raising.flush()
        if alarm_rows.is_restored(self._tx, alarm_id):
            back_again(self._tx, self._tx.session.get_one(Alarm, alarm_id), at, self._now)

    def _restore(self, arrived: Arrived) -> None:
        """Ends what of its account and zone is active: of its code, or all of it where it names none."""
        self._raising.flush()
        said = arrived.signal
        code = str(said.facts.get("ends") or said.code)
        key = (arrived.device_key, said.account, said.zone)
        area = area_of(said.facts)
        for alarm_id, facts in alarm_rows.active_of(self._tx, key, code, besides=_NOISE):
            if area in {"", area_of(json.loads(facts))} and not self._flutters(alarm_id):
                self._over(self._tx.session.get_one(Alarm, UUID(alarm_id)), arrived.at, "已恢复")

    def _over(self, row: Alarm, at: datetime, how: str) -> None:
        """What that settles takes up nothing any more, whatever was read of it before."""
        ended = {one.id.hex for one in restored(self._tx, row, at, self._now, how)}
        if ended:
            for one in chain.from_iterable((*self._earlier.values(), *self._aside.values())):
                if one.alarm_id in ended:
                    one.alarm_state = AlarmState.SETTLED

    def _flutters(self, alarm_id: str) -> bool:
        """Whether it came back so often within the hour that it counts as active until somebody deals with it."""
        times = alarm_rows.came_back(self._tx, alarm_id, self._now - CHATTER, self._settings.nuisance)
        return times >= self._settings.nuisance

    # readings

    def _reading(self, one: Earlier, arrived: Arrived, device: Known) -> None:
        """A reading beyond a limit is an alarm of its point until it is well inside again."""
        value = arrived.signal.value
        points = [point for point in device.matching(arrived.signal) if (point.above, point.below) != (None, None)]
        if value is None or not points:
            return
        self._raising.flush()
        active = {row.point_id: row for point in points if (row := self._active(arrived, point)) is not None}
        for point in points:
            row = active.get(point.id)
            if row is not None and is_back(point, value, self._settings.slack):
                how = f"已回到限值以内（{_amount(value, arrived.signal.unit or point.unit)}）"
                self._over(row, arrived.at, how)
        beyond = crossings(points, value)
        if beyond:
            self._beyond(one, arrived, device, beyond[0], active.get(beyond[0].point.id))

    def _active(self, arrived: Arrived, point: PointForm) -> Alarm | None:
        said = arrived.signal
        asked = select(Alarm).where(
            Alarm.device_key == arrived.device_key, Alarm.account == said.account, Alarm.code == said.code,
            Alarm.zone == said.zone, Alarm.point_id == point.id, Alarm.restored_at.is_(None),
            Alarm.limit_value.is_not(None),
        )  # fmt: skip
        return self._tx.session.scalars(asked.order_by(Alarm.first_at.desc()).limit(1)).first()

    def _beyond(self, one: Earlier, arrived: Arrived, device: Known, crossing: Crossing, row: Alarm | None) -> None:
        if row is not None and not self._stale(row, arrived.at):
            self._events.belongs(one.number, row.id.hex)
            one.alarm_id, one.alarm_number, one.alarm_state = row.id.hex, row.number, AlarmState(row.state)
            return
        said, zh, en = arrived.signal, _beyond_words("zh", arrived, crossing), _beyond_words("en", arrived, crossing)
        new = NewAlarm(
            device, AlarmKind.ALARM, said, zh, en, arrived.at, crossing.point, one.number, crossing.limit,
            events.spelled(said.facts),
        )  # fmt: skip
        self._raise(one, new)

    def _stale(self, row: Alarm, at: datetime) -> bool:
        """Whether it was dealt with so long ago that a reading still beyond the limit has to be said again; an
        incident that runs is told of it anyway."""
        if not is_dealt_with(row) or at - row.first_at <= self._settings.again:
            return False
        incident = self._tx.session.get(Incident, row.incident_id) if row.incident_id is not None else None
        return incident is None or incident.closed_at is not None

    # noise

    def _noise(self, key: str) -> None:
        """More unreadable chunks within an hour than the county lets pass: one fault of the line, until it is ended."""
        self._raising.flush()
        most = self._settings.noise
        count = events.unreadable(self._tx, key, self._now - CHATTER, most)
        waits = select(Alarm.id).where(
            Alarm.device_key == key, Alarm.code == _NOISE,
            Alarm.state.in_((AlarmState.OPEN.value, AlarmState.SHELVED.value)),
        )  # fmt: skip
        if count < most or self._tx.session.execute(waits.limit(1)).first() is not None:
            return
        device = self._ledger.device(key, "")
        signal = Signal(SignalKind.FAULT, b"", code=_NOISE)
        zh, en = (words.say_in(language, "alarm.noise", count=count) for language in words.LANGUAGES)
        self._raising.add(NewAlarm(device, AlarmKind.FAULT, signal, zh, en, self._now))


def _clean(arrived: Arrived) -> Arrived:
    signal = cleaned(arrived.signal)
    return arrived if signal is arrived.signal else replace(arrived, signal=signal)


def _key(arrived: Arrived) -> events.Key:
    said = arrived.signal
    return arrived.device_key, said.account, said.code, said.zone


def _is_anew(how: Sameness, driver: str) -> bool:
    """Whether it is said anew: a numbered frame that comes again was said before whatever ended it."""
    return how is Sameness.AGAIN or driver not in NUMBERED


def _reached(one: Earlier, at: datetime) -> None:
    one.at, one.last_at = min(one.at, at), max(one.last_at, at)


def _words(said: Signal, kind: AlarmKind) -> tuple[str, str]:
    """What the driver's table says; a message is its own words."""
    if said.words or said.words_en:
        return said.words or said.words_en, said.words_en or said.words
    if said.text:
        written = " ".join(said.text.split())
        return written, written
    zh, en = (words.say_in(language, f"alarm.kind.{kind.value}") for language in words.LANGUAGES)
    return zh, en


def _beyond_words(language: str, arrived: Arrived, crossing: Crossing) -> str:
    said, point = arrived.signal, crossing.point
    unit = said.unit or point.unit
    code = "alarm.above" if crossing.above else "alarm.below"
    value, limit = _amount(said.value or 0.0, unit), _amount(crossing.limit, unit)
    return words.say_in(language, code, value=value, limit=limit)


def _amount(value: float, unit: str) -> str:
    return f"{value:g} {unit}".strip()
