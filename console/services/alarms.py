"""Pending alarms: looked at, acknowledged by name, put aside for a time, found false, settled.

Acknowledging is one act, silencing the sound another (``ui``), dealing with it the third. What follows another alarm
(a storm, a chattering point) goes with it when that is dealt with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.alarm import (
    REASON_LIMIT,
    AlarmAct,
    AlarmCounts,
    AlarmQueue,
    AlarmRow,
    AlarmState,
    AlarmStepRow,
    EventRow,
)
from console.domain.clock import Clock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.text import free_text
from console.errors import Refused
from console.services import alarm_accepting, alarm_escalation
from console.services.alarm_accepting import require_waiting
from console.services.alarm_ending import settled_by_itself, step
from console.services.alarm_escalation import LONGEST_SHELF
from console.services.alarm_steps import followers, load, tell
from db.queries import alarms as query
from db.queries import duty, wire_events
from db.store import Store, Tx

TREND = timedelta(hours=24)
"""How far back the readings of a point are shown."""
MOST_READINGS = 2_000


class AlarmsService:
    """Use cases of the alarm queue."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    # looking

    def queue(self, shelved: bool = False, all_today: bool = False) -> AlarmQueue:
        """What waits, in the order it is to be looked at; what is put aside too, or all since the watch began."""
        with self._store.reading() as connection:
            shift = duty.on_watch(connection)
            since = shift.taken_at if shift is not None else self._midnight()
            states = query.WAITING if shelved else (AlarmState.OPEN.value,)
            rows = query.queue(connection, states, since if all_today else None)
            sums = query.sums(connection, since)
        return AlarmQueue(tuple(rows), sums.open, sums.unseen, sums.shelved, sums.today, sums.grouped)

    def counts(self) -> AlarmCounts:
        """How many wait, for badges and boards."""
        with self._store.reading() as connection:
            shift = duty.on_watch(connection)
            return query.sums(connection, shift.taken_at if shift is not None else self._midnight())

    def one(self, alarm_id: UUID) -> AlarmRow:
        """Refuses no_such_alarm."""
        with self._store.reading() as connection:
            return query.one(connection, alarm_id)

    def steps(self, alarm_id: UUID) -> list[AlarmStepRow]:
        """What was done about it, the first first."""
        with self._store.reading() as connection:
            return query.steps(connection, alarm_id)

    def place_of(self, row: AlarmRow) -> tuple[str, str]:
        """Its place of the tree from big to small, and what is said beside it; the first blank where it has none."""
        with self._store.reading() as connection:
            return query.place_of(connection, row)

    def events(self, alarm_id: UUID, limit: int = 50) -> list[EventRow]:
        """What the device sent about it, the newest first."""
        with self._store.reading() as connection:
            return wire_events.of_alarm(connection, alarm_id, limit)

    def heard(self, device_key: str = "", limit: int = 50) -> list[EventRow]:
        """What a device, or any, said last, the newest first."""
        with self._store.reading() as connection:
            if device_key:
                return wire_events.of_device(connection, device_key, limit)
            return wire_events.newest(connection, limit)

    def trend(self, alarm_id: UUID) -> list[EventRow]:
        """Readings of its account, code and zone in the last day before now, the oldest first."""
        with self._store.reading() as connection:
            row = query.one(connection, alarm_id)
            key = (row.device_key, row.account, row.code, row.zone)
            return wire_events.readings(connection, key, self._clock.now() - TREND, MOST_READINGS)

    def draft(self, alarm_id: UUID) -> tuple[Intake, NewIncident]:
        """The inbound item and the incident it would become, filled with what the device said and the ledger knows."""
        with self._store.reading() as connection:
            return alarm_accepting.draft(connection, query.one(connection, alarm_id), self._clock.now(), self._zone())

    # acting

    def acknowledge(self, ids: Sequence[UUID], *, by: Actor) -> list[AlarmRow]:
        """Seen, by name: they sound no more and their time to be dealt with begins. Those seen before stay as they are.

        What is over already and needs nobody's word is settled by it.
        """
        with self._acting(by) as (tx, at):
            rows = [load(tx, alarm_id) for alarm_id in dict.fromkeys(ids)]
            unseen = [row for row in rows if row.state == AlarmState.OPEN.value and row.acknowledged_at is None]
            made = []
            for row in unseen:
                row.acknowledged_at, row.acknowledged_by, row.version = at, tx.by.name, row.version + 1
                made.append(step(tx, row, AlarmAct.ACKNOWLEDGED, tx.by.name, at))
            tx.flush()
            for row in {one.id: one for seen in unseen for one in settled_by_itself(tx, seen)}.values():
                row.state, row.version = AlarmState.SETTLED.value, row.version + (row not in unseen)
                made.append(step(tx, row, AlarmAct.SETTLED, tx.by.name, at))
                unseen += [] if row in unseen else [row]
            tell(tx, "已确认", unseen, made, at)
        return [self.one(alarm_id) for alarm_id in dict.fromkeys(ids)]

    def accept(self, alarm_id: UUID, incident: NewIncident | None, join: UUID | None, *, by: Actor) -> AlarmRow:
        """It is real: registered as an inbound item, which opens an incident, joins one (``join``), or stays alone.

        What follows it goes along. Refuses already_accepted (naming who was quicker), alarm_done, and what registering
        and opening refuse.
        """
        with self._acting(by) as (tx, at):
            alarm_accepting.accept(tx, alarm_id, incident, join, at, self._zone(), self._realm)
        return self.one(alarm_id)

    def shelve(self, alarm_id: UUID, until: datetime, reason: str, *, seen: int, by: Actor) -> AlarmRow:
        """Put aside until then, with the reason: it is silent and counts its repeats, and comes back by itself.

        What follows it goes along; one that followed another leaves that: it comes back as an alarm of its own.
        Refuses reason_missing, shelf_past, shelf_long, alarm_done, changed_meanwhile.
        """
        reason = _reason(reason)
        with self._acting(by) as (tx, at):
            row = load(tx, alarm_id, seen)
            require_waiting(row)
            if until <= at:
                raise Refused("shelf_past", field="until")
            if until - at > LONGEST_SHELF:
                raise Refused("shelf_long", field="until", hours=LONGEST_SHELF // timedelta(hours=1))
            row.cause_id, made = None, []
            rows = [row, *(one for one in followers(tx, row) if one.state == AlarmState.OPEN.value)]
            for one in rows:
                one.state, one.shelved_until, one.version = AlarmState.SHELVED.value, until, one.version + 1
                if one.acknowledged_at is None:
                    one.acknowledged_at, one.acknowledged_by = at, tx.by.name
                made.append(step(tx, one, AlarmAct.SHELVED, tx.by.name, at, reason))
            local = until.astimezone(self._zone())
            tell(tx, f"搁置到 {local:%m-%d %H:%M}：{reason}", rows, made, at)
        return self.one(alarm_id)

    def unshelve(self, alarm_id: UUID, *, seen: int | None = None, by: Actor) -> AlarmRow:
        """It waits again, before its time, and what went aside with it; refuses alarm_not_shelved."""
        with self._acting(by) as (tx, at):
            row = load(tx, alarm_id, seen)
            if row.state != AlarmState.SHELVED.value:
                raise Refused("alarm_not_shelved", number=row.number)
            rows = [row, *followers(tx, row)]
            tell(tx, "取消搁置", rows, [alarm_escalation.back(tx, one, tx.by.name, at) for one in rows], at)
        return self.one(alarm_id)

    def false_alarm(self, alarm_id: UUID, reason: str, *, seen: int, by: Actor) -> AlarmRow:
        """There was nothing, with the reason; what follows it was nothing too. Refuses reason_missing, alarm_done."""
        reason = _reason(reason)
        self._end(alarm_id, AlarmState.FALSE, AlarmAct.FALSE, f"误报：{reason}", reason, seen, by)
        return self.one(alarm_id)

    def settle(self, alarm_id: UUID, note: str, *, seen: int, by: Actor) -> AlarmRow:
        """Dealt with, no incident and no item came of it; what follows it goes with it. Refuses alarm_done."""
        note = free_text(note, REASON_LIMIT)
        said = "已处置" + (f"：{note}" if note else "")
        self._end(alarm_id, AlarmState.SETTLED, AlarmAct.SETTLED, said, note, seen, by)
        return self.one(alarm_id)

    def escalate(self, now: datetime | None = None) -> list[AlarmRow]:
        """What nobody has seen in its time goes up, what was put aside long enough comes back; asked each tick.

        Answers those that went up now. Only the holder of the ``wire`` lock asks.
        """
        found = alarm_escalation.escalate(self._store, self._realm, now or self._clock.now())
        with self._store.reading() as connection:
            return [query.one(connection, alarm_id) for alarm_id in found]

    def _end(
        self, alarm_id: UUID, state: AlarmState, act: AlarmAct, said: str, note: str, seen: int, by: Actor
    ) -> None:
        with self._acting(by) as (tx, at):
            row = load(tx, alarm_id, seen)
            require_waiting(row)
            rows = [row, *followers(tx, row)]
            made = []
            for one in rows:
                one.state, one.version = state.value, one.version + 1
                if one.acknowledged_at is None:
                    one.acknowledged_at, one.acknowledged_by = at, tx.by.name
                made.append(step(tx, one, act, tx.by.name, at, note))
            tell(tx, said, rows, made, at)

    @contextmanager
    def _acting(self, by: Actor) -> Iterator[tuple[Tx, datetime]]:
        with self._store.writing(by=by, action=Action.ALARMS) as tx:
            yield tx, self._clock.now()

    def _midnight(self) -> datetime:
        local = self._clock.now().astimezone(self._zone())
        return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _reason(text: str) -> str:
    made = free_text(text, REASON_LIMIT)
    if not made:
        raise Refused("reason_missing", field="reason")
    return made
