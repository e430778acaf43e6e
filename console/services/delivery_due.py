"""What of the outbox waits for a person: on the due strip, with a sound, and on the hand-over sheet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from console import words
from console.domain.delivery import DeliveryRow, SendState
from console.domain.due import DueItem, DueKind, state_of
from db.queries import deliveries as query

MOST = 200
"""Rows told one by one; a run that broke off is decided in the outbox."""


def unsure(connection: Connection) -> list[DeliveryRow]:
    """Sendings that broke off midway, the newest first: something may have sounded, and nobody knows."""
    return query.newest(connection, (), MOST, states=(SendState.UNKNOWN,))


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Over from the moment it became unknown, until somebody has decided what became of it."""
    return [_of(row, now, soon) for row in unsure(connection)]


def _of(row: DeliveryRow, now: datetime, soon: timedelta) -> DueItem:
    since = row.changed_at or row.asked_at
    said, said_en = (
        f"{row.device_name} {words.say_in(language, f'delivery.verb.{row.verb.value}')}" for language in ("zh", "en")
    )
    return DueItem(
        f"sending:{row.id}", DueKind.SENDING, words.say_in("zh", "due.sending_named", what=said), since, row.asked_at,
        "devices", state_of(since, now, soon), row.number, row.id,
        words.say_in("en", "due.sending_named", what=said_en),
    )  # fmt: skip
