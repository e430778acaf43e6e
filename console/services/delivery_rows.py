"""Shared steps on rows of the outbox: made, moved on by the one table of states, taken back for a stop."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from console.domain import drivers
from console.domain.delivery import AUDIBLE, NEXT, SERIES, SendState, Verb
from console.domain.outbox import (
    AREA_LIMIT,
    FILE_LIMIT,
    TARGET_LIMIT,
    TEXT_LIMIT,
    WAITING,
    Ask,
    Destination,
    can_do,
    until,
    verb_asked,
)
from console.domain.realm import Realm
from console.domain.text import checked_text, free_text, one_line
from console.domain.wire import require_sending
from console.errors import Refused
from console.services.settings import current
from db import numbers
from db.chain import canonical
from db.models.wire import Delivery, DeliveryAttempt
from db.queries import deliveries as query
from db.store import Tx


def load(tx: Tx, row_id: UUID) -> Delivery:
    """The row as it stands in this transaction; Refused("no_such_delivery")."""
    row = tx.session.get(Delivery, row_id)
    if row is None:
        raise Refused("no_such_delivery")
    return row


def move(row: Delivery, state: SendState, at: datetime, said: str = "") -> None:
    """On to another state, if the table of states lets it: anything else is a fault of the program."""
    if state not in NEXT[SendState(row.state)]:
        raise ValueError(f"{row.number}: {row.state} cannot become {state}")
    row.state, row.said, row.changed_at, row.version = state.value, said, at, row.version + 1


def require_state(row: Delivery, *states: SendState) -> None:
    """Refused("delivery_state") naming where the row stands."""
    if SendState(row.state) not in states:
        raise Refused("delivery_state", number=row.number, state=row.state)


def require_reachable(realm: Realm, destination: Destination) -> None:
    """Refused where the device is out of use, or real and the store one of practice."""
    if not destination.active:
        raise Refused("device_stopped", name=destination.name)
    require_sending(realm, destination.url)


@dataclass(slots=True)
class Asking:
    """One act of asking: what its rows have in common, read once however many there are.

    ``over``: what was asked for has gone out already; what may be asked now is no question.
    """

    tx: Tx
    at: datetime
    realm: Realm
    batch_id: UUID | None = None
    over: bool = False
    _places: dict[UUID, Destination] = field(default_factory=dict)

    def place(self, device_id: UUID) -> Destination:
        """The device of that id, if this store may send to it; refuses what ``require_reachable`` does."""
        if device_id not in self._places:
            found = query.destination(self.tx.connection, device_id)
            if not self.over:
                require_reachable(self.realm, found)
            self._places[device_id] = found
        return self._places[device_id]

    def rows(self, orders: Sequence[Ask], zone: Callable[[], ZoneInfo]) -> list[Delivery]:
        """A row for each: held where it would be heard, queued otherwise. The caller writes the line."""
        if not orders:
            return []
        minutes = int(current(self.tx.connection, "sending.valid_minutes", self.at))
        year = self.at.astimezone(zone()).year
        given = numbers.take_many(self.tx, SERIES, year, self.realm, len(orders))
        rows = [self._row(asked, number, minutes) for asked, number in zip(orders, given, strict=True)]
        self.tx.session.add_all(rows)
        self.tx.flush()
        return rows

    def _row(self, asked: Ask, number: str, minutes: int) -> Delivery:
        destination, verb, at = self.place(asked.device_id), verb_asked(asked), self.at
        _require_able(destination, verb)
        audible, area = verb in AUDIBLE, one_line(asked.area, AREA_LIMIT)
        if audible and not area:
            raise Refused("area_missing", field="area")
        valid = until(verb, asked.valid_until, at, minutes)
        if valid <= at:
            raise Refused("validity_past", field="valid_until")
        return Delivery(
            id=asked.order.id, number=number, device_id=destination.id, device_name=destination.name, verb=verb.value,
            target=one_line(asked.order.target, TARGET_LIMIT), area=area, text=_text(asked),
            facts=canonical(dict(asked.order.facts)).decode(), audible=audible, test=asked.test,
            state=(SendState.HELD if audible else SendState.QUEUED).value, attempts=0, asked_at=at,
            asked_by=self.tx.by.name, armed_at=None, armed_by="",
            armed_for=destination.version if audible else None, not_before=asked.not_before,
            valid_until=valid, changed_at=at, said="", reference="", decided_by="", note="",
            subject_kind=asked.subject_kind, subject_id=asked.subject_id, subject_number=asked.subject_number,
            batch_id=self.batch_id, version=1,
        )  # fmt: skip


def same(row: Delivery, asked: Ask) -> bool:
    """Whether a row says what is asked again by its id."""
    return (
        row.device_id == asked.device_id
        and row.verb == verb_asked(asked).value
        and row.target == one_line(asked.order.target, TARGET_LIMIT)
        and row.text == _text(asked)
        and row.area == one_line(asked.area, AREA_LIMIT)
        and json.loads(row.facts) == json.loads(canonical(dict(asked.order.facts)))
    )


def clear_for_stop(
    tx: Tx, device_ids: Iterable[UUID], at: datetime, until: datetime | None = None
) -> list[Delivery]:  # fmt: skip
    """What would sound on these devices and has not begun is taken back: after a stop nothing more is heard.

    ``until``: only what was asked for and armed up to then, where a stop is written down later than it was pressed.
    """
    wanted = select(Delivery).where(
        Delivery.device_id.in_(list(device_ids)), Delivery.audible.is_(True),
        Delivery.state.in_([state.value for state in WAITING]),
    )  # fmt: skip
    if until is not None:
        since = func.coalesce(Delivery.armed_at, Delivery.asked_at)
        wanted = wanted.where(Delivery.asked_at <= until, or_(since <= until, Delivery.armed_at > at))
    found = list(tx.session.execute(wanted.order_by(Delivery.asked_at, Delivery.number)).scalars())
    for row in found:
        move(row, SendState.CANCELLED, at, "stopped")
    tx.flush()
    return found


def open_attempt(tx: Tx, row: Delivery) -> DeliveryAttempt | None:
    """The attempt that was begun and has not ended."""
    wanted = select(DeliveryAttempt).where(
        DeliveryAttempt.delivery_id == row.id, DeliveryAttempt.ended_at.is_(None)
    )  # fmt: skip
    return tx.session.execute(wanted.order_by(DeliveryAttempt.number.desc()).limit(1)).scalars().first()


def destination_of(tx: Tx, row: Delivery) -> Destination:
    return query.destination(tx.connection, row.device_id)


def _text(asked: Ask) -> str:
    """What it carries; a file is dropped as it is."""
    text = asked.order.text
    if verb_asked(asked) is Verb.DROP and text.strip():
        return checked_text(text, limit=FILE_LIMIT)
    return free_text(text, TEXT_LIMIT)


def _require_able(destination: Destination, verb: Verb) -> None:
    if not can_do(drivers.known(destination.driver), verb):
        raise Refused("channel_cannot", name=destination.name, verb=verb.value)
