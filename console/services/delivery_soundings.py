"""What sounds now, as far as the book knows; what a program that died left sounding; and how that is settled again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain import sounding
from console.domain.delivery import SendState, Verb
from console.domain.sounding import END_UNKNOWN, FOUND_OFF, LOOK_BACK, RELEASED, Beginning, Sounding
from console.services import delivery_lines as told
from console.services import delivery_rows as steps
from db.models.wire import Delivery, DeliveryAttempt
from db.queries import soundings as query
from db.store import Tx

TOOK_IT = frozenset({SendState.CONFIRMED.value, SendState.UNCONFIRMED.value, SendState.SENT.value})


def soundings(connection: Connection, now: datetime) -> dict[UUID, Sounding]:
    """What sounds or may sound, by row of the outbox."""
    return {found.row_id: found for _begun, found in _found(connection, now)}


def doubtful(connection: Connection, now: datetime) -> dict[UUID, Sounding]:
    """What should be silent by now and may not be: the end of it was told by nobody."""
    return {row_id: found for row_id, found in soundings(connection, now).items() if found.is_doubtful(now)}


def broken_off(tx: Tx, at: datetime) -> list[Delivery]:
    """At the start of whoever runs the wire: the clock that was to switch these off died with the program before.

    What was known of their beginning stays with their attempts; the end is *unknown*, and a person decides.
    """
    rows = [
        steps.load(tx, begun.row_id)
        for begun, found in _found(tx.connection, at)
        if found.held_by_us and begun.state.value in TOOK_IT
    ]
    for row in rows:
        if row.state == SendState.SENT.value:
            steps.move(row, SendState.UNCONFIRMED, at)
        steps.move(row, SendState.UNKNOWN, at, END_UNKNOWN)
    if rows:
        told.write(tx, f"{told.became(rows)}。继电器可能仍在动作", at, rows)
    return rows


def settle(tx: Tx, row: Delivery, at: datetime) -> list[Delivery]:
    """A stop or a silent test has ended: sounds whose end nobody knew are over where it says so."""
    if row.verb not in (Verb.STOP.value, Verb.PROBE.value) or row.state not in TOOK_IT:
        return []
    tx.flush()
    still = {found.row_id for _begun, found in _found(tx.connection, at)}
    wanted = select(Delivery).where(
        Delivery.device_id == row.device_id, Delivery.state == SendState.UNKNOWN.value, Delivery.said == END_UNKNOWN
    )
    rows = [one for one in tx.session.execute(wanted).scalars() if one.id not in still]
    for one in rows:
        steps.move(one, _as_begun(tx, one), at, RELEASED if row.verb == Verb.STOP.value else FOUND_OFF)
    if rows:
        told.write(tx, told.became(rows), at, rows)
    return rows


def _as_begun(tx: Tx, row: Delivery) -> SendState:
    """What was known of its beginning."""
    wanted = select(DeliveryAttempt.state).where(DeliveryAttempt.delivery_id == row.id)
    states = set(tx.session.execute(wanted).scalars())
    return SendState.CONFIRMED if SendState.CONFIRMED.value in states else SendState.UNCONFIRMED


def _found(connection: Connection, now: datetime) -> Sequence[tuple[Beginning, Sounding]]:
    begun = query.beginnings(connection, now - LOOK_BACK)
    if not begun:
        return []
    held = {one.device_id for one in begun if one.driver in sounding.HELD_BY_US}
    offs = query.told_off(connection, held, begun[0].began_at)
    found = []
    for one in begun:
        made = sounding.of(one, offs.get(one.device_id, ()), now)
        if made is not None:
            found.append((one, made))
    return found
