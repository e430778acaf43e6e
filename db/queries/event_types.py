"""Reads of the tree of event types."""

from __future__ import annotations

from sqlalchemy import Connection, select

from console.domain.event_types import EventTypeRow
from db.models.inbound import EventType


def everything(connection: Connection) -> list[EventTypeRow]:
    """All of them, retired ones too, in the order of the tree."""
    found = connection.execute(
        select(
            EventType.code, EventType.parent, EventType.name, EventType.name_en, EventType.gb_code, EventType.valid_to
        ).order_by(EventType.ordinal, EventType.code)
    )
    return [EventTypeRow(row.code, row.parent, row.name, row.name_en, row.gb_code, row.valid_to) for row in found]
