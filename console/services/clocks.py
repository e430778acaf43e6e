"""Clocks of documents and platform items: started when they are taken in, stopped by one act that names whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.clocks import ClockKind, ClockRow, wanted
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.settings import zone
from console.domain.stated import require_past, require_since_received
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.settings import basis_of, current
from db import books
from db.models.inbound import Inbound
from db.models.outbound import InboundClock
from db.queries import inbound as query
from db.store import Store, Tx

WHOM_LIMIT = 100
REASON_LIMIT = 500
"""Longest name and longest reason, in characters."""


class ClocksService:
    """Use cases of the clocks of one item; all of them stand on the due strip."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, inbound_id: UUID) -> list[ClockRow]:
        """All clocks of an item, running and done, the soonest due first."""
        with self._store.reading() as connection:
            return query.clocks(connection, inbound_id)

    def waiting(self) -> list[ClockRow]:
        """Clocks that still run, of every item, the soonest due first."""
        with self._store.reading() as connection:
            return waiting(connection)

    def done(
        self, clock_id: UUID, whom: str, at: datetime | None = None, late_reason: str = "", *, by: Actor
    ) -> ClockRow:
        """It was done: who was told or received it, and when (None is now).

        Refuses ``whom_missing``, ``late_reason_missing``, ``clock_stopped``, ``clock_before`` and ``time_future``.
        """
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            now = self._clock.now()
            row = tx.session.get(InboundClock, clock_id)
            if row is None:
                raise Refused("no_such_clock")
            _require_possible(tx, row, at, now)
            stopped = stop(tx, row.inbound_id, row.kind, whom, at or now, late_reason=late_reason, now=now)
            if stopped is None:
                raise Refused("clock_stopped", whom=row.whom)
            inbound_id = row.inbound_id
        return next(each for each in self.of(inbound_id) if each.id == clock_id)


def start(tx: Tx, item: Inbound, at: datetime) -> list[InboundClock]:
    """Shared step of taking an item in: its clocks by the site's limits; the caller writes the line."""
    made = []
    for limit in wanted(item.kind, item.channel, item.urgency):
        minutes = int(current(tx.connection, limit.setting, at))
        made.append(
            InboundClock(
                id=uuid4(), inbound_id=item.id, kind=limit.kind.value, minutes=minutes,
                basis=basis_of(tx.connection, limit.setting, at),
                due_at=item.received_at + timedelta(minutes=minutes), done_at=None, done_by="", whom="",
                late_reason="", outbound_id=None, version=1,
            )
        )  # fmt: skip
    tx.session.add_all(made)
    return made


def stop(
    tx: Tx,
    inbound_id: UUID,
    kind: str,
    whom: str,
    at: datetime,
    outbound_id: UUID | None = None,
    late_reason: str = "",
    now: datetime | None = None,
) -> InboundClock | None:
    """Shared step: end the running clock of that kind with a line of its own; None where none runs.

    ``at`` is when it was done, ``now`` when it is recorded. One that ran over wants its reason; late stays visible.
    """
    running = select(InboundClock).where(
        InboundClock.inbound_id == inbound_id, InboundClock.kind == str(kind), InboundClock.done_at.is_(None)
    )
    row = tx.session.scalars(running).first()
    if row is None:
        return None
    whom, late_reason = whom.strip(), late_reason.strip()
    if not whom:
        raise Refused("whom_missing", field="whom")
    if at > row.due_at and not late_reason:
        raise Refused("late_reason_missing", field="late_reason")
    row.whom = checked_text(whom, limit=WHOM_LIMIT)
    row.late_reason = checked_text(late_reason, limit=REASON_LIMIT) if late_reason else ""
    row.done_at, row.done_by, row.outbound_id, row.version = at, tx.by.name, outbound_id, row.version + 1
    lines.write(
        tx, books.DUTY, ActKind.CLOCK, _told(tx, row), at=now or at, about=[row], occurred_at=at, person=row.whom
    )  # fmt: skip
    return row


def _told(tx: Tx, row: InboundClock) -> str:
    """JB2030-0007 已电话报告带班领导：…, as the book says it."""
    item = tx.session.get_one(Inbound, row.inbound_id)
    assert row.done_at is not None
    word = "已电话报告带班领导" if row.kind == ClockKind.LEADER else "已转交，接收人"
    late = int((row.done_at - row.due_at).total_seconds())
    if late <= 0:
        return f"{item.number} {word}：{row.whom}（限 {row.minutes} 分钟）"
    minutes = -(-late // 60)
    return f"{item.number} {word}：{row.whom}（限 {row.minutes} 分钟，超时 {minutes} 分钟：{row.late_reason}）"


def waiting(connection: Connection, limit: int | None = None) -> list[ClockRow]:
    """Shared step of due strip, board and sheet: clocks that still run, the soonest due first."""
    return query.waiting_clocks(connection, limit)


def _require_possible(tx: Tx, row: InboundClock, at: datetime | None, now: datetime) -> None:
    """A time that was typed lies between receiving and now; the machine's own time is taken as it is."""
    if at is None:
        return
    require_past(at, now, zone(current(tx.connection, "site.time_zone", now)), "at")
    require_since_received(at, tx.session.get_one(Inbound, row.inbound_id).received_at, now)
