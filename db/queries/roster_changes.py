"""Reads of what changed about shifts, and of the days that were published."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select

from console.domain.roster_changes import ChangeKind, RosterChangeRow
from db.models.planning import RosterPlan
from db.models.roster import RosterChange


def of_days(connection: Connection, first: date, last: date) -> list[RosterChangeRow]:
    """Every change about the shifts of these days, the oldest first."""
    asked = select(RosterChange.__table__).where(RosterChange.day >= first, RosterChange.day <= last)
    return [
        RosterChangeRow(**{**row, "kind": ChangeKind(row["kind"])})
        for row in connection.execute(asked.order_by(RosterChange.number)).mappings()
    ]


def published_days(connection: Connection, first: date, last: date) -> set[date]:
    """Which of these days a published roster covers."""
    asked = select(RosterPlan.from_day, RosterPlan.to_day).where(
        RosterPlan.state == "published", RosterPlan.from_day <= last, RosterPlan.to_day >= first
    )
    spans = [(max(first, row.from_day), min(last, row.to_day)) for row in connection.execute(asked)]
    return {start + timedelta(days=n) for start, end in spans for n in range((end - start).days + 1)}
