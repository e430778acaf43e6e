"""Stops in the book: asked for where nobody runs the wire, written down where they went out before the store had them.

A stop takes back whatever would still sound. The same wish is one set of rows, whichever way it came and however often.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from console.domain.delivery import DeliveryRow, Order, SendState, Verb
from console.domain.drivers import DRIVERS
from console.domain.outbox import Ask, Destination, outcome
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.stopping import Reach, StopAct, Turn, Wish
from console.domain.wire import is_simulated
from console.errors import Refused
from console.services import delivery_lines as told
from console.services import delivery_rows as steps
from console.services import delivery_soundings
from console.services.delivery_runs import DeliveryRuns
from console.services.settings import current
from db import books
from db.models.wire import Delivery, DeliveryAttempt
from db.queries import deliveries as query
from db.store import Tx

SOUNDING = tuple(spec.name for spec in DRIVERS.values() if spec.audible)
"""Drivers of what can be heard."""


class DeliveryStops(DeliveryRuns):
    """Use cases of stopping, as the book has them."""

    def stop_all(self, *, by: Actor, device_id: UUID | None = None, wish: Wish | None = None) -> list[DeliveryRow]:
        """Everything that sounds is stopped, everything that waits to sound taken back: one stop for each device.

        ``device_id``: that one alone. Whoever may record may stop. A stop still in the queue is not asked for twice. In
        a practice store only simulated devices are asked; where there are real ones only,
        Refused("practice_live_channel").
        """
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            wish = wish or Wish(uuid4(), at, by, device_id)
            found = _audible(tx, wish.device_id)
            wanted = [wish.order_id(place.id) for place in found]
            there = query.known(tx.connection, wanted)  # done by whoever runs the wire, who could not say so in time
            ids = [row_id for row_id in wanted if row_id in there]
            if not ids:
                places = self._able(found)
                cleared = steps.clear_for_stop(tx, [place.id for place in found], at)
                rows = self._stops(tx, places, at, wish)
                told.write(tx, told.stopped(wish, rows, cleared), at, [*rows, *cleared])
                ids = [row.id for row in rows]
        with self._store.reading() as connection:
            return query.some(connection, ids)

    def record_stop(self, act: StopAct) -> None:
        """Write down a stop that went out already, or what became of it since; as often as one likes.

        It is the book's business alone: whoever pressed the key and may not record is named all the same.
        """
        try:
            self._put_down(act, act.wish.by)
        except Refused:
            self._put_down(act, Actor.program())

    def _put_down(self, act: StopAct, by: Actor) -> None:
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            ids = [act.wish.order_id(reach.device_id) for reach in act.reaches]
            known = query.known(tx.connection, ids)
            fresh = [reach for reach in act.reaches if act.wish.order_id(reach.device_id) not in known]
            if fresh or not (act.reaches or books.has(tx, books.DUTY, act.wish.id)):
                self._first_time(tx, act, fresh)
            for reach in act.reaches:
                row_id = act.wish.order_id(reach.device_id)
                if row_id in known:
                    self._more_of(tx, steps.load(tx, row_id), reach)

    def _first_time(self, tx: Tx, act: StopAct, fresh: Sequence[Reach]) -> None:
        now, wish = self._clock.now(), act.wish
        whole = _audible(tx, wish.device_id)
        cleared = steps.clear_for_stop(tx, [place.id for place in whole], now, until=wish.at if act.aside else None)
        orders = [Ask(one.device_id, Order(wish.order_id(one.device_id), Verb.STOP)) for one in fresh]
        rows = steps.Asking(tx, wish.at, self._realm, over=True).rows(orders, self._zone)
        attempts = [
            attempt for row, reach in zip(rows, fresh, strict=True) for attempt in self._turns(tx, row, reach)
        ]  # fmt: skip
        text = told.stopped(wish, rows, cleared, went=True, aside=act.aside, zone=self._zone())
        about, own = [*rows, *cleared, *attempts], None if act.reaches else wish.id  # which no row tells of
        told.write(tx, text, now, about, occurred_at=wish.at if act.aside else None, entry_id=own)

    def _more_of(self, tx: Tx, row: Delivery, reach: Reach) -> None:
        """What became of a stop since it was written down."""
        before = (row.state, row.attempts)
        if row.state not in (SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN):
            return
        attempts = self._turns(tx, row, reach)
        if (row.state, row.attempts) != before:
            told.write(tx, f"{told.named(row)}：{told.state(row)}", self._clock.now(), [row, *attempts])

    def _turns(self, tx: Tx, row: Delivery, reach: Reach) -> list[DeliveryAttempt]:
        """Every time it was told, as attempts; those the book has with what became of them since."""
        wanted = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == row.id).order_by(DeliveryAttempt.number)
        there = list(tx.session.execute(wanted).scalars())
        changed: list[DeliveryAttempt] = []
        for place, turn in enumerate(reach.turns):
            attempt = there[place] if place < len(there) else self._begun(tx, row, turn)
            if place >= len(there) or (attempt.ended_at is None and turn.receipt is not None):
                self._ended(tx, row, attempt, turn)
                changed.append(attempt)
        tx.flush()
        return changed

    def _begun(self, tx: Tx, row: Delivery, turn: Turn) -> DeliveryAttempt:
        if row.state == SendState.QUEUED.value:
            steps.move(row, SendState.SENDING, turn.began_at)
        row.attempts += 1
        attempt = DeliveryAttempt(
            delivery_id=row.id, began_at=turn.began_at, ended_at=None, state=SendState.SENDING.value, said="",
            command=b"", answer=b"", facts="{}",
        )  # fmt: skip
        tx.session.add(attempt)
        tx.flush()
        return attempt

    def _ended(self, tx: Tx, row: Delivery, attempt: DeliveryAttempt, turn: Turn) -> None:
        receipt, at = turn.receipt, turn.ended_at
        if receipt is None or at is None:
            return
        tx.flush()
        seen, retries = query.one(tx.connection, row.id), int(current(tx.connection, "sending.retries", at))
        state, again = outcome(seen, receipt, at, retries)
        if row.state == SendState.UNKNOWN.value and again is not None:
            state, again = SendState.FAILED, None  # found broken off meanwhile: nobody goes on with it
        if state.value != row.state:
            steps.move(row, state, at, receipt.code)
        row.not_before = again or row.not_before
        attempt.ended_at, attempt.said = at, receipt.code
        attempt.state = (state if again is None else SendState.FAILED).value
        attempt.command, attempt.answer = receipt.command, receipt.answer
        delivery_soundings.settle(tx, row, at)
        attempt.facts = json.dumps(dict(receipt.facts), ensure_ascii=False, sort_keys=True, default=str)

    def _able(self, found: Sequence[Destination]) -> list[Destination]:
        """Those this store may ask."""
        able = [place for place in found if self._realm is Realm.LIVE or is_simulated(place.url)]
        if found and not able:
            steps.require_reachable(self._realm, found[0])
        return able

    def _stops(self, tx: Tx, places: Sequence[Destination], at: datetime, wish: Wish) -> list[Delivery]:
        """For each device its stop that is still in the queue, made due at once, or a new one."""
        waiting = {place.id: _waiting_stop(tx, place) for place in places}
        fresh = [
            Ask(device_id, Order(wish.order_id(device_id), Verb.STOP))
            for device_id, row in waiting.items()
            if row is None
        ]  # fmt: skip
        made = steps.Asking(tx, at, self._realm).rows(fresh, self._zone)
        return [*(row for row in waiting.values() if row is not None), *made]


def _audible(tx: Tx, device_id: UUID | None) -> list[Destination]:
    found = query.active_destinations(tx.connection, SOUNDING)
    return [place for place in found if device_id in (None, place.id)]


def _waiting_stop(tx: Tx, place: Destination) -> Delivery | None:
    wanted = select(Delivery).where(
        Delivery.device_id == place.id, Delivery.state == SendState.QUEUED.value, Delivery.verb == Verb.STOP.value
    )
    row = tx.session.execute(wanted.limit(1)).scalars().first()
    if row is not None:
        row.not_before, row.version = None, row.version + 1
    return row
