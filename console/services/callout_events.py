"""Callings by name on the time line of an incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from console.domain.incident import IncidentRow
from console.domain.timeline import Event, EventKind
from console.services.callout_state import open_names, tally_of
from db.queries import callouts as query


def of_callouts(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """When a calling began, passed its target and ended; an early end with why, and who was left."""
    for row in query.of_incident(connection, incident.id):
        tally, title = tally_of(connection, row), row["title"]

        text = f"叫应开始 {title}：应叫{tally.rows}，目标{row['target_minutes']}分钟"
        yield _event(incident, row, row["started_at"], text, row["started_by"])
        if row["late_at"] is not None:
            text = f"叫应超过目标{row['target_minutes']}分钟：{title}"
            yield _event(incident, row, row["late_at"], text, "")
        if row["ended_at"] is not None:
            text = f"叫应结束 {title}：应叫{tally.rows}，已应{tally.reached}"
            if tally.open:
                text += f"，未应{tally.open}：{row['note']}。{open_names(connection, row['id'])}"
            yield _event(incident, row, row["ended_at"], text, row["ended_by"])


def _event(incident: IncidentRow, row: query.Row, at: datetime, text: str, by: str) -> Event:
    return Event(at, EventKind.CALLOUT, row["number"], text, by, incident.number, row["id"])
