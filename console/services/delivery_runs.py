"""Runs of many orders: paused, going on, stopped and counted as one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from console.domain.delivery import SendState, Verb
from console.domain.outbox import NOTE_LIMIT, TITLE_LIMIT, WAITING, BatchRow, NewBatch
from console.domain.people import Action, Actor
from console.domain.text import one_line
from console.errors import Refused
from console.services import delivery_lines as told
from console.services import delivery_rows as steps
from console.services.delivery_sending import DeliverySending
from db.models.wire import Delivery, DeliveryBatch
from db.queries import deliveries as query
from db.store import Tx

SHOWN = 500
"""Rows listed at once; search reaches the others."""


class DeliveryRuns(DeliverySending):
    """Use cases of a run; its orders are asked for with all the others."""

    def pause(self, batch_id: UUID, *, by: Actor) -> BatchRow:
        """Nothing more of a run begins until it goes on; what is under way ends."""
        return self._set_paused(batch_id, True, by)

    def go_on(self, batch_id: UUID, *, by: Actor) -> BatchRow:
        return self._set_paused(batch_id, False, by)

    def stop_batch(self, batch_id: UUID, *, by: Actor) -> BatchRow:
        """Whatever of a run has not begun is taken back."""
        with self._store.writing(by=by, action=Action.SEND_OUT) as tx:
            at = self._clock.now()
            wanted = select(Delivery).where(
                Delivery.batch_id == batch_id, Delivery.state.in_([state.value for state in WAITING])
            )
            rows = list(tx.session.execute(wanted.order_by(Delivery.number)).scalars())
            for row in rows:
                steps.move(row, SendState.CANCELLED, at, "taken_back")
            if rows:
                told.write(tx, told.became(rows), at, rows)
        return self.batch(batch_id)

    def take_back(self, tx: Tx, subject_id: UUID, note: str) -> None:
        """Shared step: whatever was asked for about it and nobody has begun is taken back; a stop is carried out."""
        at = self._clock.now()
        wanted = select(Delivery).where(
            Delivery.subject_id == subject_id, Delivery.state.in_([state.value for state in WAITING]),
            Delivery.verb != Verb.STOP.value,
        )  # fmt: skip
        rows = list(tx.session.execute(wanted.order_by(Delivery.number)).scalars())
        for row in rows:
            steps.move(row, SendState.CANCELLED, at, "taken_back")
            row.note = note[:NOTE_LIMIT]
        if rows:
            told.write(tx, told.became(rows, note), at, rows)

    def batch(self, batch_id: UUID) -> BatchRow:
        with self._store.reading() as connection:
            return query.batch(connection, batch_id)

    def batches(self, limit: int = SHOWN) -> list[BatchRow]:
        """Runs with their figures, newest first."""
        with self._store.reading() as connection:
            return query.batches(connection, limit)

    def _set_paused(self, batch_id: UUID, paused: bool, by: Actor) -> BatchRow:
        with self._store.writing(by=by, action=Action.SEND_OUT) as tx:
            run = tx.session.get(DeliveryBatch, batch_id)
            if run is None:
                raise Refused("no_such_batch")
            if run.paused is not paused:
                run.paused, run.version = paused, run.version + 1
                text = f"{'暂停' if paused else '继续'}批量发送“{run.title}”"
                told.write(tx, text, self._clock.now(), [run])
        return self.batch(batch_id)


def run_of(tx: Tx, batch: NewBatch | None, at: datetime) -> DeliveryBatch | None:
    """Shared step: the row of a run, made when its first orders are asked for."""
    if batch is None:
        return None
    found = tx.session.get(DeliveryBatch, batch.id)
    if found is not None:
        return found
    title = one_line(batch.title, TITLE_LIMIT)
    if not title:
        raise Refused("title_missing", field="title")
    made = DeliveryBatch(id=batch.id, title=title, asked_at=at, asked_by=tx.by.name, paused=False, version=1)
    tx.session.add(made)
    tx.flush()
    return made
