"""Reads of inbound items with the newest revision of each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, case, func, literal_column, select
from sqlalchemy.orm import aliased

from console.domain.clocks import ClockRow
from console.domain.inbound import ActionRow, FigureRevision, FigureValue, InboundRow
from console.errors import Refused
from db.models.inbound import EventType, Figure, Inbound, InboundAction
from db.models.outbound import InboundClock, Outbound

_SHOWN = tuple(InboundRow.__dataclass_fields__)
_Master = aliased(Inbound)
_Above = aliased(EventType)

EVENT_TYPE = case((EventType.name == "其他", EventType.name + func.coalesce(_Above.name, "")), else_=EventType.name)
"""An event type as it is called: 其他 stands under nine of them, and alone says nothing (其他水旱灾害)."""
ABOVE = (_Above, EventType.parent == _Above.code)
"""What ``EVENT_TYPE`` wants joined."""


def exists(connection: Connection, item_id: UUID) -> bool:
    return connection.execute(select(Inbound.id).where(Inbound.id == item_id)).first() is not None


def numbers_of(connection: Connection, items: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of these items."""
    found = connection.execute(select(Inbound.id, Inbound.number).where(Inbound.id.in_(items)))
    return {row.id: row.number for row in found}


def one(connection: Connection, item_id: UUID) -> InboundRow:
    found = _rows(connection, _select().where(Inbound.id == item_id))
    if not found:
        raise Refused("no_such_item")
    return found[0]


def open_items(connection: Connection) -> list[InboundRow]:
    return _rows(connection, _select().where(Inbound.state == "open").order_by(Inbound.received_at))


def newest(connection: Connection, limit: int) -> list[InboundRow]:
    return _rows(connection, _select().order_by(Inbound.saved_at.desc(), Inbound.number.desc()).limit(limit))


def recent(connection: Connection, since: datetime) -> list[InboundRow]:
    """Items with a caller's number received from then on, the newest first."""
    called = _select().where(Inbound.received_at >= since, Inbound.caller_phone != "")
    return _rows(connection, called.order_by(Inbound.received_at.desc()))


def actions(connection: Connection, item_id: UUID) -> list[ActionRow]:
    """What was done about an item, in the order it was done."""
    found = connection.execute(
        select(InboundAction.__table__, Outbound.number.label("outbound_number"))
        .outerjoin_from(InboundAction, Outbound, InboundAction.outbound_id == Outbound.id)
        .where(InboundAction.inbound_id == item_id)
        .order_by(InboundAction.at, literal_column("inbound_action.rowid"))
    ).mappings()
    return [
        ActionRow(row["id"], row["kind"], row["note"], row["by_name"], row["at"], row["outbound_number"] or "")
        for row in found
    ]


def clocks(connection: Connection, item_id: UUID) -> list[ClockRow]:
    """Running and done, the soonest due first."""
    return _clocks(connection, _clock_select().where(InboundClock.inbound_id == item_id))


def waiting_clocks(connection: Connection, limit: int | None) -> list[ClockRow]:
    """Those that still run, of every item."""
    return _clocks(connection, _clock_select().where(InboundClock.done_at.is_(None)).limit(limit))


def _clock_select() -> Select[Any]:
    return (
        select(InboundClock.__table__, Inbound.number.label("inbound_number"), Inbound.received_at)
        .join_from(InboundClock, Inbound, InboundClock.inbound_id == Inbound.id)
        .order_by(InboundClock.due_at, InboundClock.kind)
    )


def _clocks(connection: Connection, statement: Select[Any]) -> list[ClockRow]:
    names = ClockRow.__dataclass_fields__
    return [ClockRow(**{name: row[name] for name in names}) for row in connection.execute(statement).mappings()]


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


def root(connection: Connection, item_id: UUID) -> UUID:
    """The item at the end of what this one was merged into, itself where it was not; ends in a wrong store too."""
    seen, at = {item_id}, item_id
    while True:
        master = connection.execute(select(Inbound.master_id).where(Inbound.id == at)).scalar()
        if master is None or master in seen:
            return at
        seen.add(master)
        at = master


def above(connection: Connection, item_id: UUID) -> set[UUID]:
    """The items this one was merged into, step by step; ends in a store made wrong by hand too."""
    seen: set[UUID] = set()
    at: UUID | None = item_id
    while at is not None and at not in seen:
        seen.add(at)
        at = connection.execute(select(Inbound.master_id).where(Inbound.id == at)).scalar()
    return seen - {item_id}


def _select() -> Select[Any]:
    return (
        select(
            Inbound.__table__, EVENT_TYPE.label("event_type_name"), _Master.number.label("master_number")
        )
        .outerjoin_from(Inbound, EventType, Inbound.event_type == EventType.code)
        .outerjoin(*ABOVE)
        .outerjoin(_Master, Inbound.master_id == _Master.id)
    )  # fmt: skip


def _rows(connection: Connection, statement: Select[Any]) -> list[InboundRow]:
    found = list(connection.execute(statement).mappings())
    if not found:
        return []
    ids = statement.with_only_columns(Inbound.id, maintain_column_froms=True)
    figures, merged = _figures(connection, ids), _merged(connection, ids)
    return [_row(row, figures.get(row["id"], {}), tuple(merged.get(row["id"], ()))) for row in found]


def _row(row: Any, figures: dict[str, Any], merged: tuple[str, ...]) -> InboundRow:
    values = {key: row[key] for key in _SHOWN if key in row}
    values["event_type_name"] = row["event_type_name"] or ""
    values["master_number"] = row["master_number"] or ""
    values["figures"] = {key: FigureValue(figure.value, figure.unknown) for key, figure in figures.items()}
    values["figures_as_of"] = {key: figure.as_of for key, figure in figures.items()}
    return InboundRow(**values, merged=merged)


def _figures(connection: Connection, ids: Select[Any]) -> dict[UUID, dict[str, Any]]:
    """The newest revision of every figure of these items: one question, however many they are."""
    newest_of: dict[UUID, dict[str, Any]] = defaultdict(dict)
    found = connection.execute(
        select(Figure.inbound_id, Figure.key, Figure.value, Figure.unknown, Figure.as_of)
        .where(Figure.inbound_id.in_(ids))
        .order_by(Figure.number)
    )
    for row in found:
        newest_of[row.inbound_id][row.key] = row
    return newest_of


def _merged(connection: Connection, ids: Select[Any]) -> dict[UUID, list[str]]:
    """Numbers of the items that were merged into these."""
    under: dict[UUID, list[str]] = defaultdict(list)
    found = connection.execute(
        select(Inbound.master_id, Inbound.number)
        .where(Inbound.state == "merged", Inbound.master_id.in_(ids))
        .order_by(Inbound.number)
    )
    for row in found:
        under[row.master_id].append(row.number)
    return under
