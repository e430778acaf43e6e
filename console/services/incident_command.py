"""Who commands: 现场指挥官 and the command group (1+3+X), each taking over from a named person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.stated import is_before
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.incident_clocks import require_come
from console.services.lists import current_rows
from db import books
from db.models.incidents import Incident, IncidentCommand
from db.queries import incidents as query
from db.store import Store, Tx

LIMITS = {"part": 40, "name": 60, "organisation": 100, "phone": 40, "reason": 500}
"""Longest texts in characters."""

ON_SCENE = "现场指挥官"
"""The part every incident has beside those of the county's template."""


@dataclass(frozen=True, slots=True)
class CommandRow:
    """Who has a part, from when, taken from whom; ``until`` None has it now."""

    id: UUID
    part: str
    name: str
    organisation: str
    phone: str
    since: datetime
    until: datetime | None
    taken_from: str
    reason: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A part and whom the county's template proposes for it; ``name`` is often empty until somebody arrives."""

    part: str
    name: str = ""
    organisation: str = ""
    phone: str = ""


class IncidentCommandService:
    """Use cases of the command group."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def proposed(self, incident_id: UUID) -> list[Member]:
        """The county's template for that type of incident, the on-scene commander first."""
        with self._store.reading() as connection:
            code = query.one(connection, incident_id).event_type or ""
            rows = [item for item in current_rows(connection, "command_parts") if item.active]
        fitting = [
            item for item in rows
            if not item.items("event_types") or any(code.startswith(one) for one in item.items("event_types"))
        ]  # fmt: skip
        return [Member(ON_SCENE)] + [
            Member(item.get("name"), item.get("person"), item.get("organisation"), item.get("phone"))
            for item in fitting
        ]

    def takes(
        self, incident_id: UUID, member: Member, since: datetime | None = None, reason: str = "", *, by: Actor
    ) -> list[CommandRow]:
        """Somebody has that part from now (or then) on; whoever had it hands over to them.

        Refuses name_missing, part_missing, command_same, time_future and before_taken.
        """
        part, name = _line(member.part, "part"), _line(member.name, "name")
        if not part:
            raise Refused("part_missing", field="part")
        if not name:
            raise Refused("name_missing")
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            now = self._clock.now()
            incident = tx.session.get(Incident, incident_id)
            if incident is None:
                raise Refused("no_such_incident")
            at = since or now
            held = _held(tx, incident_id, part)
            _require_time(tx, held, at, now)
            if held is not None and held.name == name:
                raise Refused("command_same", name=name)
            row = _new(tx, incident_id, part, name, member, at, held.name if held else "", _line(reason, "reason"))
            about = [row] if held is None else [_ended(held, at), row]
            whence = f"，接替 {held.name}" if held else ""
            text = f"{incident.number} {part}：{name} {row.organisation}".rstrip() + whence
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=now, about=about, occurred_at=since, person=name)
        return self.of(incident_id)

    def leaves(self, incident_id: UUID, part: str, reason: str, *, by: Actor) -> list[CommandRow]:
        """The part stands empty from now on, with the reason; refuses nobody_there, reason_missing."""
        reason = _line(reason, "reason")
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            held = _held(tx, incident_id, part)
            if held is None:
                raise Refused("nobody_there", part=part[:40])
            held.reason = reason
            incident = tx.session.get_one(Incident, incident_id)
            text = f"{incident.number} {part}：{held.name} 离开，{reason}"
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=[_ended(held, at)])
        return self.of(incident_id)

    def of(self, incident_id: UUID) -> list[CommandRow]:
        """Everybody who has or had a part, in the order they took it."""
        with self._store.reading() as connection:
            return of(connection, incident_id)


def of(connection: Connection, incident_id: UUID) -> list[CommandRow]:
    """Shared read for prints and the time line."""
    asked = select(IncidentCommand.__table__).where(IncidentCommand.incident_id == incident_id)
    return [
        CommandRow(
            row["id"], row["part"], row["name"], row["organisation"], row["phone"], row["since"], row["until"],
            row["taken_from"], row["reason"], row["by_name"],
        )
        for row in connection.execute(asked.order_by(IncidentCommand.ordinal)).mappings()
    ]  # fmt: skip


def _new(
    tx: Tx, incident_id: UUID, part: str, name: str, member: Member, at: datetime, before: str, reason: str
) -> IncidentCommand:
    ordinal = 1 + len(of(tx.connection, incident_id))
    row = IncidentCommand(
        id=uuid4(), incident_id=incident_id, part=part, name=name,
        organisation=_line(member.organisation, "organisation"), phone=_line(member.phone, "phone"), since=at,
        until=None, taken_from=before, reason=reason, ordinal=ordinal, by_name=tx.by.name, version=1,
    )  # fmt: skip
    tx.session.add(row)
    return row


def _held(tx: Tx, incident_id: UUID, part: str) -> IncidentCommand | None:
    asked = select(IncidentCommand).where(
        IncidentCommand.incident_id == incident_id, IncidentCommand.part == part, IncidentCommand.until.is_(None)
    )
    return tx.session.execute(asked).scalars().first()


def _ended(row: IncidentCommand, at: datetime) -> IncidentCommand:
    row.until, row.version = at, row.version + 1
    return row


def _require_time(tx: Tx, held: IncidentCommand | None, at: datetime, now: datetime) -> None:
    require_come(tx, at, now)
    if held is not None and held.since <= now and is_before(at, held.since):
        raise Refused("before_taken", field="since")


def _line(text: str, field: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[field]).split()) if text.strip() else ""
