"""Reads of briefs and readings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.briefs import BriefKind, BriefRow, ReadingRow, Series, latest
from db.models.reports import Brief, Reading


def one(connection: Connection, brief_id: UUID) -> BriefRow | None:
    return next(iter(_rows(connection, Brief.id == brief_id)), None)


def between(connection: Connection, start: datetime, end: datetime) -> list[BriefRow]:
    """Briefs that held within [start, end), by time, with their readings as they were written."""
    return _rows(connection, (start <= Brief.at) & (Brief.at < end))


def _rows(connection: Connection, which: object) -> list[BriefRow]:
    found = connection.execute(
        select(Brief.__table__).where(which).order_by(Brief.at, Brief.recorded_at)  # type: ignore[arg-type]
    ).mappings()
    return [
        BriefRow(
            row["id"],
            BriefKind(row["kind"]),
            row["at"],
            row["text"],
            row["source"],
            row["recorded_at"],
            row["by_name"],
            _readings_of(connection, row["id"]),
        )
        for row in found
    ]


def _readings_of(connection: Connection, brief_id: UUID) -> tuple[ReadingRow, ...]:
    found = connection.execute(
        select(Reading.series, Reading.at, Reading.value, Reading.unit, Reading.by_name)
        .where(Reading.brief_id == brief_id)
        .order_by(Reading.series)
    )
    return tuple(ReadingRow(*row) for row in found)


def readings(connection: Connection, start: datetime, end: datetime, series: str = "") -> list[ReadingRow]:
    """Values within [start, end), of one series or of all, by time; the later record of an instant wins."""
    statement = select(Reading.series, Reading.at, Reading.value, Reading.unit, Reading.by_name).where(
        start <= Reading.at, Reading.at < end
    )
    if series:
        statement = statement.where(Reading.series == series)
    found = connection.execute(statement.order_by(Reading.recorded_at, Reading.id))
    return latest(ReadingRow(*row) for row in found)


def series(connection: Connection) -> list[Series]:
    """Series that were ever used, the one written last first, each with its unit and newest value."""
    found = connection.execute(
        select(Reading.series, Reading.unit, Reading.value, Reading.at).order_by(Reading.at, Reading.recorded_at)
    )
    known = {row.series: Series(row.series, row.unit, row.value, row.at) for row in found}
    return sorted(known.values(), key=lambda one: (-one.at.timestamp(), one.name))
