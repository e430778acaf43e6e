"""Reads of inbound items with the newest revision of each figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.inbound import FigureRevision, FigureValue, InboundRow
from console.errors import Refused
from db.models.inbound import EventType, Figure, Inbound

_SHOWN = tuple(InboundRow.__dataclass_fields__)


def exists(connection: Connection, item_id: UUID) -> bool:
    return connection.execute(select(Inbound.id).where(Inbound.id == item_id)).first() is not None


def one(connection: Connection, item_id: UUID) -> InboundRow:
    found = _rows(connection, _select().where(Inbound.id == item_id))
    if not found:
        raise Refused("no_such_item")
    return found[0]


def open_items(connection: Connection) -> list[InboundRow]:
    return _rows(connection, _select().where(Inbound.state == "open").order_by(Inbound.received_at))


def newest(connection: Connection, limit: int) -> list[InboundRow]:
    return _rows(connection, _select().order_by(Inbound.saved_at.desc()).limit(limit))


def figure_history(connection: Connection, item_id: UUID) -> list[FigureRevision]:
    found = connection.execute(
        select(Figure.key, Figure.value, Figure.unknown, Figure.as_of, Figure.source, Figure.by_name)
        .where(Figure.inbound_id == item_id)
        .order_by(Figure.number)
    )
    return [
        FigureRevision(row.key, FigureValue(row.value, row.unknown), row.as_of, row.source, row.by_name)
        for row in found
    ]


def event_types(connection: Connection) -> list[tuple[str, str | None, str, str]]:
    found = connection.execute(
        select(EventType.code, EventType.parent, EventType.name, EventType.name_en).order_by(
            EventType.ordinal, EventType.code
        )
    )
    return [(row.code, row.parent, row.name, row.name_en) for row in found]


def _select() -> Select[Any]:
    return select(Inbound.__table__, EventType.name.label("event_type_name")).outerjoin_from(
        Inbound, EventType, Inbound.event_type == EventType.code
    )


def _rows(connection: Connection, statement: Select[Any]) -> list[InboundRow]:
    found = list(connection.execute(statement).mappings())
    figures = _figures(connection, [row["id"] for row in found])
    return [_row(row, figures.get(row["id"], {})) for row in found]


def _row(row: Any, figures: dict[str, Any]) -> InboundRow:
    values = {key: row[key] for key in _SHOWN if key in row}
    values["event_type_name"] = row["event_type_name"] or ""
    values["figures"] = {key: FigureValue(figure.value, figure.unknown) for key, figure in figures.items()}
    values["figures_as_of"] = {key: figure.as_of for key, figure in figures.items()}
    return InboundRow(**values)


def _figures(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    newest_of: dict[UUID, dict[str, Any]] = {}
    for item_id in ids:
        rows = connection.execute(
            select(Figure.key, Figure.value, Figure.unknown, Figure.as_of)
            .where(Figure.inbound_id == item_id)
            .order_by(Figure.number)
        )
        newest_of[item_id] = {row.key: row for row in rows}
    return newest_of
