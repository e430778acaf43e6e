"""Shelters and people brought away on the time line of an incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.incident import IncidentRow
from console.domain.shelters import CountRow
from console.domain.timeline import Event, EventKind
from console.services.shelter_words import counted
from db.queries import relocations, shelters

_COUNT = tuple(CountRow.__dataclass_fields__)


def of_shelters(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """When shelters opened and closed, and each count of people as of when it was made."""
    for row in shelters.incident_steps(connection, incident.id):
        for at, word in ((row["opened_at"], "open"), (row["closed_at"], "closed")):
            if at is not None:
                text = f"{row['name']} {words.say_in('zh', f'shelters.state.{word}')}"
                yield Event(
                    at, EventKind.SHELTER, row["code"], text, row["by_name"], incident.number, row["shelter_id"]
                )
    for count in shelters.incident_counts(connection, incident.id):
        text = f"{count['name']} 在住 {counted(CountRow(**{name: count[name] for name in _COUNT}))}"
        yield Event(
            count["at"], EventKind.SHELTER, count["code"], text, count["by_name"], incident.number, count["shelter_id"]
        )


def of_relocations(connection: Connection, incident: IncidentRow) -> Iterator[Event]:
    """What came of the people to be brought away: those of one village told at one time stand in one line."""
    named = {row.id: row for row in relocations.rows(connection, incident.id)}
    together: dict[tuple[datetime, str, str, str], tuple[int, UUID, str]] = {}
    for step in relocations.steps(connection, incident=incident.id):
        key = (step.at, named[step.relocation_id].village, step.state.value, step.by_name)
        people, first, said = together.get(key, (0, step.relocation_id, step.words))
        together[key] = (people + step.people, first, said)
    for (at, village, state, by_name), (people, first, said) in together.items():
        text = f"{village} {words.say_in('zh', f'relocation.state.{state}')} {people} 人"
        text += f"：{said}" if said else ""
        yield Event(at, EventKind.RELOCATION, "", text, by_name, incident.number, first)
