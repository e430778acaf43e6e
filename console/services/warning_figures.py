"""Figures of released warnings, out of their rows and what their channels did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.warning import HOLDS, Kind
from console.domain.warning_figures import Figures, Told, figures
from console.domain.warning_rows import WarningRow, Way
from console.services import warning_steps as steps
from db.queries import deliveries
from db.queries import warnings as query


def figures_of(connection: Connection, start: datetime, end: datetime, zone: ZoneInfo) -> Figures:
    """Of first messages and changes released from ``start`` on and before ``end``; months are the county's."""
    rows = query.released(connection, start, end)
    return figures([_told(connection, steps.row_of(one), zone) for one in rows if Kind(one["kind"]) in HOLDS])


def _told(connection: Connection, row: WarningRow, zone: ZoneInfo) -> Told:
    assert row.released_at is not None, "only what was released is counted"
    said = [_reached(connection, one) for one in query.sends(connection, row.id)]
    known = [one for one in said if one is not None]
    took = row.released_at - row.drafted_at
    return Told(
        number=row.number, month=f"{row.released_at.astimezone(zone):%Y-%m}", rank=row.rank, lead=row.lead,
        people=len(query.people(connection, row.id)), reached=max(known) if known else None,
        minutes=int(took.total_seconds() // 60), in_time=took <= timedelta(minutes=row.rule.minutes),
    )  # fmt: skip


def _reached(connection: Connection, send: Mapping[str, Any]) -> int | None:
    """What a manual channel said; of a device that goes to people, how many of them a network is known to have taken
    it for. A siren tells nobody whom it reached."""
    if send["way"] == Way.MANUAL:
        reached: int | None = send["reached"]
        return reached
    if not send["people"] or send["batch_id"] is None:
        return None
    counts = deliveries.batch(connection, send["batch_id"]).counts
    return counts.sent + counts.confirmed + counts.unconfirmed
