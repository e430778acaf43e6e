"""Reads of whom an incident names: its command group as it is now, and the open tasks given for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.inbound import Task
from db.models.incidents import IncidentCommand


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they were written down, not as the contact book has them; ``name`` may be empty for a unit."""

    name: str
    unit: str
    phone: str


def named(connection: Connection, incident_id: UUID) -> list[Named]:
    """The command group first, in its order, then who has open tasks, in the order these were given."""
    command = (
        select(IncidentCommand.name, IncidentCommand.organisation, IncidentCommand.phone)
        .where(IncidentCommand.incident_id == incident_id, IncidentCommand.until.is_(None))
        .order_by(IncidentCommand.ordinal)
    )
    tasks = (
        select(Task.owner, Task.unit, Task.phone)
        .where(Task.incident_id == incident_id, Task.state == "open")
        .order_by(Task.created_at, Task.number)
    )
    found = [Named(*row) for asked in (command, tasks) for row in connection.execute(asked)]
    return list(dict.fromkeys(one for one in found if one.name or one.unit))
