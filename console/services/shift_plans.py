"""Shared steps of whoever asks about shifts: the calendar of templates, and shifts with the people planned for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.roster import Calendar, OnDuty, RosterLineRow, ShiftPlan, Slot, SubstitutionRow, posts_of
from console.domain.roster_findings import Finding, findings_of
from console.domain.settings import zone as zone_of
from console.services.lists import current_rows, shipped_rows
from console.services.settings import current
from db.queries import roster as query

People = Mapping[str, Sequence[tuple[UUID, str]]]
"""Persons of the contacts by name: id and the number that is dialled first."""

_BEFORE = timedelta(days=2)
"""How far back a run of shifts is followed that ends within the span asked for."""


def calendar(connection: Connection, at: datetime, zone: ZoneInfo | None = None) -> Calendar:
    """Templates and special periods as they count at an instant."""
    zone = zone or zone_of(current(connection, "site.time_zone", at))
    templates = [item for item in current_rows(connection, "templates") if item.active]
    chosen = current(connection, "duty.template", at)
    return Calendar(templates or shipped_rows("templates"), current_rows(connection, "periods"), chosen, zone)


def template_at(connection: Connection, at: datetime) -> ListItem:
    """The template of the shift that runs at an instant."""
    days = calendar(connection, at)
    return days.template_on(days.slot_at(at).day)


def planned_shift(connection: Connection, at: datetime, zone: ZoneInfo) -> tuple[str, datetime, datetime]:
    """Code, beginning and end of the shift that runs at an instant."""
    slot = calendar(connection, at, zone).slot_at(at)
    return slot.shift, slot.starts_at, slot.ends_at


def on_duty(connection: Connection, days: Calendar, slot: Slot, at: datetime) -> OnDuty:
    """Who stands a shift at an instant by the table."""
    found = query.lines_of_days(connection, slot.day, slot.day)
    plan = _joined(days, slot, found, query.substitutions(connection, slot.starts_at, slot.ends_at))
    return OnDuty(
        slot.template, slot.shift, plan.template.get("name"), slot.starts_at, slot.ends_at, plan.manned(at), slot.day,
        plan.template.name("en"),
    )  # fmt: skip


def plans_of(
    connection: Connection, days: Calendar, first: date, last: date
) -> tuple[list[ShiftPlan], list[RosterLineRow]]:
    """The shifts of these days with their lines, and the lines of shifts which no template has on their day."""
    length = (last - first).days + 1
    slots = [slot for offset in range(length) for slot in days.slots_on(first + timedelta(days=offset))]
    found = query.lines_of_days(connection, first, last)
    running = query.substitutions(connection, slots[0].starts_at, max(s.ends_at for s in slots)) if slots else []
    plans = [_joined(days, slot, found, running) for slot in slots]
    kept = {line.id for plan in plans for line in plan.lines}
    return plans, [line for line in found if line.id not in kept]


def findings(connection: Connection, days: Calendar, start: datetime, end: datetime) -> list[Finding]:
    """What is wrong with the shifts that run within a span."""
    slots = days.slots(start, end)
    if not slots:
        return []
    plans, stray = plans_of(connection, days, min(s.day for s in slots) - _BEFORE, max(s.day for s in slots))
    named = {line.name for plan in plans for line in plan.lines}
    people = query.people(connection, start.astimezone(days.zone).date(), named)
    return findings_of(
        plans,
        query.whereabouts(connection, start, end),
        {name: len(persons) for name, persons in people.items()},
        wanted={slot.key for slot in slots},
        stray=[line for line in stray if line.ends_at > start],
        fallback=days.fallback,
    )


def phone_of(people: People, name: str) -> str:
    """The number that is dialled first; none where two persons have the name."""
    found = people.get(name, ())
    return found[0][1] if len(found) == 1 else ""


def _joined(
    days: Calendar, slot: Slot, found: Sequence[RosterLineRow], running: Sequence[SubstitutionRow]
) -> ShiftPlan:
    template = days.template(slot.template)
    assert template is not None, "a slot is made from a template that holds"
    posts = posts_of(template)
    own = tuple(line for line in found if (line.day, line.shift) == slot.key and line.post in posts)
    standing_in = tuple(row for row in running if row.starts_at < slot.ends_at and row.ends_at > slot.starts_at)
    return ShiftPlan(slot, template, own, standing_in)
