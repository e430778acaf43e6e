"""The outbox while it works: what is due, begun and ended in the store around every sending, and what a crash leaves.

A row is *sending* in the store before its first byte goes out, and ends only with what is known afterwards. Whoever
holds the ``wire`` lock calls this, and nobody else.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.delivery import AUDIBLE, DeliveryRow, Order, Receipt, SendState, Verb
from console.domain.outbox import Ask, Begun, arming_holds, gap_of, order_of, outcome
from console.domain.people import Action, Actor
from console.domain.phones import digits_of
from console.domain.realm import Realm
from console.errors import Refused
from console.services import delivery_lines as told
from console.services import delivery_rows as steps
from console.services import delivery_soundings
from console.services.settings import current
from db.models.wire import Delivery, DeliveryAttempt
from db.queries import deliveries as query
from db.store import Store, Tx

log = logging.getLogger(__name__)

REPORTS_FOR = timedelta(days=7)
"""How far back a delivery report may point: modems count their messages to 255 and begin again (3GPP TS 23.040)."""

REPORTED = frozenset({SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED, SendState.UNKNOWN})


class DeliverySending:
    """Use cases of the outbox thread and of start-up."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def due(self, now: datetime) -> list[DeliveryRow]:
        """What may begin now: every stop, and of each device that is free and rested its next order."""
        with self._store.reading() as connection:
            found: list[DeliveryRow] = []
            for device_id in query.waiting_devices(connection, now):
                ahead = query.ahead_in_queue(connection, device_id, now)
                stops = [row for row in ahead if row.verb is Verb.STOP]
                found += stops or _next_of(connection, device_id, ahead, now)
            return sorted(found, key=lambda row: row.verb is not Verb.STOP)

    def begin(self, row_id: UUID) -> Begun | None:
        """Take a row out of the queue: from here on a crash leaves it *unknown*.

        None where it may not begin now, or never will: then it has failed, with what stood in its way.
        """
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            at = self._clock.now()
            row = steps.load(tx, row_id)
            if row.state != SendState.QUEUED.value:
                return None
            hindered = self._hindered(tx, row, at)
            if hindered:
                steps.move(row, SendState.FAILED, at, hindered)
                told.write(tx, f"{told.named(row)}：{told.state(row)}", at, [row])
                return None
            seen = query.one(tx.connection, row_id)
            if (row.not_before and row.not_before > at) or _must_wait(tx.connection, seen, at):
                return None
            attempt = _begun(tx, row, at)
            text = f"开始发送 {told.named(row)}，第 {row.attempts} 次"
            told.write(tx, text, at, [row, attempt])
            tx.flush()
            begun = query.one(tx.connection, row_id)
            return Begun(begun, order_of(begun), attempt.number)

    def finish(self, row_id: UUID, receipt: Receipt) -> DeliveryRow:
        """Write down what became of a sending: never more than the receipt says.

        Something silent that surely was not begun goes back to the queue by the timetable. An answer that comes when
        the row no longer counts as under way is kept with its attempt; a person still decides.
        """
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            at = self._clock.now()
            row = steps.load(tx, row_id)
            attempt = steps.open_attempt(tx, row)
            if row.state != SendState.SENDING.value or attempt is None:
                return self._came_late(tx, row, receipt, at)
            state, again = outcome(_seen(tx, row), receipt, at, int(current(tx.connection, "sending.retries", at)))
            steps.move(row, state, at, receipt.code)
            row.not_before, row.reference = again or row.not_before, receipt.reference or row.reference
            _end(attempt, receipt, state if again is None else SendState.FAILED, at)
            told.write(tx, told.ended(row, attempt), at, [row, attempt])
            delivery_soundings.settle(tx, row, at)
            tx.flush()
            return query.one(tx.connection, row_id)

    def expire(self) -> int:
        """End what is over: not begun while valid or armed, taken by a network that never reported. How many."""
        now = self._clock.now()
        with self._store.reading() as connection:
            armed = now - timedelta(seconds=int(current(connection, "sending.arm_seconds", now)))
            sent = now - timedelta(hours=int(current(connection, "sending.report_hours", now)))
            found = query.overdue(connection, now, armed, sent)
        if not found:
            return 0
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            changed = [row for row in (steps.load(tx, row_id) for row_id in found) if self._expired(tx, row, now)]
            if changed:
                told.write(tx, told.became(changed), now, changed)
        return len(changed)

    def recover(self, under_way: Collection[UUID] = ()) -> list[DeliveryRow]:
        """What counts as being sent and nobody is sending: *unknown*, and a person decides. At start, by the holder
        of the ``wire`` lock; ``under_way`` are those it is sending itself."""
        with self._store.reading() as connection:
            found = [row.id for row in query.in_states(connection, [SendState.SENDING]) if row.id not in under_way]
        if not found:
            return []
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            at = self._clock.now()
            rows = [row for row in (steps.load(tx, row_id) for row_id in found) if row.state == SendState.SENDING]
            ended = [attempt for row in rows if (attempt := steps.open_attempt(tx, row)) is not None]
            for row in rows:
                steps.move(row, SendState.UNKNOWN, at, "interrupted")
            for attempt in ended:
                attempt.ended_at, attempt.state, attempt.said = at, SendState.UNKNOWN.value, "interrupted"
            if rows:
                told.write(tx, told.became(rows), at, [*rows, *ended])
        with self._store.reading() as connection:
            return query.some(connection, [row.id for row in rows])

    def look_after_sounds(self) -> list[DeliveryRow]:
        """At the start of whoever runs the wire: what a program that died left sounding is *unknown*, and where a
        silent test can tell, one is asked for. Those rows; nothing is switched on or off by itself."""
        now = self._clock.now()
        with self._store.reading() as connection:
            if not delivery_soundings.soundings(connection, now):
                return []
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            at = self._clock.now()
            rows = delivery_soundings.broken_off(tx, at)
            ids = [row.id for row in rows]
            for device_id in dict.fromkeys(row.device_id for row in rows):
                self._look(tx, device_id, at)
        with self._store.reading() as connection:
            return query.some(connection, ids)

    def _look(self, tx: Tx, device_id: UUID, at: datetime) -> None:
        asking = steps.Asking(tx, at, self._realm)
        try:
            asking.place(device_id)  # before a number is taken: none may be left over
        except Refused as refusal:
            log.warning("a device that may still sound cannot be asked: %s", refusal)
            return
        rows = asking.rows([Ask(device_id, Order(uuid4(), Verb.PROBE), test=True)], self._zone)
        told.write(tx, told.asked(rows, ""), at, rows)

    def reported(
        self,
        reference: str,
        device_key: str,
        state: SendState,
        *,
        target: str = "",
        code: str = "",
        answer: bytes = b"",
        sent_at: datetime | None = None,
    ) -> DeliveryRow | None:
        """A device reports of something it took earlier; None where nothing it took still waits for that report.

        ``reference`` is the receipt's, ``target`` the number it was sent to where the report names it, ``sent_at`` when
        the network had it: a reference comes again after 256 texts, and with another modem.
        """
        if state not in REPORTED or not reference:
            return None
        now = self._clock.now()
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            waiting = query.reported_about(tx.connection, UUID(device_key), reference, now - REPORTS_FOR)
            found = _meant(waiting, target, sent_at)
            if found is None:
                return None
            row = steps.load(tx, found.id)
            steps.move(row, state, now, code or "reported")
            attempt = _reported(tx, row, answer, now)
            told.write(tx, told.ended(row, attempt), now, [row, attempt])
            tx.flush()
            return query.one(tx.connection, row.id)

    def _hindered(self, tx: Tx, row: Delivery, at: datetime) -> str:
        """What stands in its way for good; empty where nothing does."""
        place = steps.destination_of(tx, row)
        try:
            steps.require_reachable(self._realm, place)
        except Refused as refusal:
            return refusal.code
        if row.audible or row.verb in AUDIBLE:
            seconds = int(current(tx.connection, "sending.arm_seconds", at))
            if not row.armed_by or not arming_holds(row.armed_at, at, seconds):
                return "not_begun_in_time"
            if row.armed_for != place.version:
                return "device_changed"
        return "expired" if row.valid_until is not None and row.valid_until < at else ""

    def _expired(self, tx: Tx, row: Delivery, at: datetime) -> bool:
        state = SendState(row.state)
        if state is SendState.HELD:
            steps.move(row, SendState.CANCELLED, at, "expired")
        elif state is SendState.SENT:
            steps.move(row, SendState.UNCONFIRMED, at, "no_report")
        elif state is SendState.QUEUED:
            steps.move(row, SendState.FAILED, at, self._hindered(tx, row, at) or "expired")
        else:
            return False
        return True

    def _came_late(self, tx: Tx, row: Delivery, receipt: Receipt, at: datetime) -> DeliveryRow:
        attempt = DeliveryAttempt(delivery_id=row.id, began_at=at, ended_at=None, state="", said="")
        _end(attempt, receipt, receipt.state, at)
        tx.session.add(attempt)
        tx.flush()
        told.write(tx, f"迟到的回答：{told.ended(row, attempt)}", at, [attempt])
        log.warning("an answer to %s came when it was %s", row.number, row.state)
        return query.one(tx.connection, row.id)


def _meant(waiting: Sequence[DeliveryRow], target: str, sent_at: datetime | None) -> DeliveryRow | None:
    """Which of these rows, the newest first, a report is about: of that number, sent nearest to that time."""
    same = [row for row in waiting if not target or digits_of(row.target) == digits_of(target)]
    if sent_at is None:
        return next(iter(same), None)
    return min(same, key=lambda row: abs((row.changed_at or row.asked_at) - sent_at), default=None)


def _next_of(
    connection: Connection, device_id: UUID, probes: Sequence[DeliveryRow], now: datetime
) -> list[DeliveryRow]:
    """The next order of a device that may be asked now, a silent test before others; the dear question comes last."""
    if query.is_busy(connection, device_id):
        return []
    if probes:
        return list(probes[:1])
    if _device_rests(connection, device_id, now):
        return []
    row = query.next_in_queue(connection, device_id, now)
    return [] if row is None or _is_held_up(connection, row) else [row]


def _must_wait(connection: Connection, row: DeliveryRow, now: datetime) -> bool:
    """A stop waits for nothing, a silent test only for the device."""
    if row.verb is Verb.STOP:
        return False
    if query.is_busy(connection, row.device_id) or _is_held_up(connection, row):
        return True
    return row.verb is not Verb.PROBE and _device_rests(connection, row.device_id, now)


def _is_held_up(connection: Connection, row: DeliveryRow) -> bool:
    """Whether its run is paused, or its device about to be stopped before it sounds."""
    if query.is_paused(connection, row.batch_id):
        return True
    return row.verb in AUDIBLE and query.stop_waits(connection, row.device_id)


def _device_rests(connection: Connection, device_id: UUID, now: datetime) -> bool:
    """Whether it rests between two orders."""
    gap = gap_of(query.destination(connection, device_id))
    return bool(gap) and query.began_since(connection, device_id, now - gap)


def _seen(tx: Tx, row: Delivery) -> DeliveryRow:
    tx.flush()
    return query.one(tx.connection, row.id)


def _begun(tx: Tx, row: Delivery, at: datetime) -> DeliveryAttempt:
    steps.move(row, SendState.SENDING, at)
    row.attempts += 1
    attempt = DeliveryAttempt(
        delivery_id=row.id, began_at=at, ended_at=None, state=SendState.SENDING.value, said="", command=b"",
        answer=b"", facts="{}",
    )  # fmt: skip
    tx.session.add(attempt)
    tx.flush()
    return attempt


def _end(attempt: DeliveryAttempt, receipt: Receipt, state: SendState, at: datetime) -> None:
    attempt.ended_at, attempt.state, attempt.said = at, state.value, receipt.code
    attempt.command, attempt.answer = receipt.command, receipt.answer
    # whatever a driver put there, an answer must not get lost for it
    attempt.facts = json.dumps(dict(receipt.facts), ensure_ascii=False, sort_keys=True, default=str)


def _reported(tx: Tx, row: Delivery, answer: bytes, at: datetime) -> DeliveryAttempt:
    """The report as a row of its own beside the attempt it is about."""
    attempt = DeliveryAttempt(
        delivery_id=row.id, began_at=at, ended_at=at, state=row.state, said=row.said, command=b"", answer=answer,
        facts="{}",
    )  # fmt: skip
    tx.session.add(attempt)
    tx.flush()
    return attempt
