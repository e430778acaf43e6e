"""What of the outbox waits for a person: on the due strip, with a sound, and on the hand-over sheet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from console import words
from console.domain.delivery import DeliveryRow, SendState
from console.domain.due import DueItem, DueKind, state_of
from console.domain.sounding import Sounding
from console.services import delivery_soundings
from db.queries import deliveries as query

MOST = 200
"""Rows told one by one; a run that broke off is decided in the outbox."""


def unsure(connection: Connection) -> list[DeliveryRow]:
    """Sendings that broke off midway, the newest first: something may have sounded, and nobody knows."""
    return query.newest(connection, (), MOST, states=(SendState.UNKNOWN,))


def not_told_off(connection: Connection, now: datetime) -> list[DeliveryRow]:
    """What was sent and should be silent by now, while nobody told its end: a relay may still be on."""
    doubt = delivery_soundings.doubtful(connection, now)
    return [row for row in query.some(connection, list(doubt)) if row.state is not SendState.UNKNOWN]


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Over from the moment it became unknown, until somebody has decided what became of it; and a relay nobody told
    off, until it is told."""
    rows, doubt = unsure(connection), delivery_soundings.doubtful(connection, now)
    known = {row.id for row in rows}
    rows += query.some(connection, [row_id for row_id in doubt if row_id not in known])
    return [_of(row, now, soon, doubt.get(row.id)) for row in rows]


def _of(row: DeliveryRow, now: datetime, soon: timedelta, doubt: Sounding | None) -> DueItem:
    since = (doubt.until if doubt is not None else None) or row.changed_at or row.asked_at
    code = "due.sending_on" if doubt is not None else "due.sending_named"
    said, said_en = (
        f"{row.device_name} {words.say_in(language, f'delivery.verb.{row.verb.value}')}" for language in ("zh", "en")
    )
    return DueItem(
        f"sending:{row.id}", DueKind.SENDING, words.say_in("zh", code, what=said), since, row.asked_at,
        "devices", state_of(since, now, soon), row.number, row.id,
        words.say_in("en", code, what=said_en),
    )  # fmt: skip
