"""The shift table: who is planned when, who stands in for whom, where the leaders are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.roster import Calendar
from console.domain.settings import zone as zone_of
from console.services.lists import current_rows, shipped_rows
from console.services.settings import current


def calendar(connection: Connection, at: datetime, zone: ZoneInfo | None = None) -> Calendar:
    """Shared step: templates and special periods as they count at an instant."""
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
