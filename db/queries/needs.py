"""Reads of needs with what meets them: teams that were sent or reserved, goods that were approved or are on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from console.domain.assignments import TeamState
from console.domain.incident import OPEN_STATES
from console.domain.needs import MetBy, NeedKind, NeedRow, NeedSource, NeedState, NewNeed
from console.domain.stock import DocumentState, normal
from db.models.dispatch import Assignment, Need
from db.models.inbound import Inbound
from db.models.incidents import Incident
from db.models.ledger import StockDocument, StockLine
from db.models.plans import Plan, PlanTask, Response, ResponseTask
from db.models.stores import Item, Warehouse
from db.models.teams import Team

_OPEN = [state.value for state in OPEN_STATES]
ONE = Decimal(1)
_COUNTER = aliased(StockDocument)
_OUT = ("issue", "transfer")


def one(connection: Connection, need_id: UUID) -> NeedRow | None:
    found = _rows(connection, _select().where(Need.id == need_id))
    return found[0] if found else None


def of(connection: Connection, needs: Collection[UUID]) -> list[NeedRow]:
    """Needs by their ids, whatever their state."""
    return _rows(connection, _select().where(Need.id.in_(needs))) if needs else []


def rows(connection: Connection, incident: UUID | None = None) -> list[NeedRow]:
    """Those of an incident, or of every incident that is still open."""
    asked = _select()
    chosen = Incident.state.in_(_OPEN) if incident is None else Need.incident_id == incident
    return _rows(connection, asked.where(chosen))


def from_source(session: Session, form: NewNeed) -> Need | None:
    """The need a line of a package, a card or a shelter was already taken over as."""
    if not form.source_key:
        return None
    asked = select(Need).where(Need.incident_id == form.incident, Need.source == form.source.value)
    return session.scalars(asked.where(Need.source_key == form.source_key)).one_or_none()


def caller(connection: Connection, inbound_id: UUID) -> Any:
    """Who called: organisation, name and number; None where there is no such item."""
    asked = select(Inbound.caller_org, Inbound.caller_name, Inbound.caller_phone)
    return connection.execute(asked.where(Inbound.id == inbound_id)).first()


def served(connection: Connection, need_id: UUID) -> bool:
    """Whether anything was sent for it."""
    found = one(connection, need_id)
    return found is not None and bool(found.by)


def taken(connection: Connection, incident: UUID) -> dict[tuple[str, str], str]:
    """Numbers of needs by the source and the line of it they were taken from."""
    asked = select(Need.source, Need.source_key, Need.number).where(Need.incident_id == incident, Need.source_key != "")
    return {(source, key): number for source, key, number in connection.execute(asked)}


def cards_with_needs(connection: Connection, incident: UUID) -> list[Any]:
    """Task cards of the incident's running responses that say what they need: id, code, action, needs, plan's title."""
    asked = (
        select(ResponseTask.id, PlanTask.code, PlanTask.action, PlanTask.needs, Plan.title, Response.number)
        .join(PlanTask, PlanTask.id == ResponseTask.plan_task_id)
        .join(Response, Response.id == ResponseTask.response_id)
        .join(Plan, Plan.id == Response.plan_id)
        .where(
            Response.incident_id == incident, Response.state == "running", ResponseTask.state != "cancelled",
            PlanTask.needs != "",
        )
        .order_by(Response.started_at, Response.number, PlanTask.ordinal, PlanTask.code)
    )  # fmt: skip
    return list(connection.execute(asked))


def items_named(connection: Connection) -> list[Any]:
    """Every item in use: id, code, name, unit, decimals; the longest names first."""
    asked = select(Item.id, Item.code, Item.name, Item.unit, Item.decimals).where(Item.active.is_(True))
    return sorted(connection.execute(asked), key=lambda row: (-len(row.name), row.code))


def _select() -> Select[Any]:
    return (
        select(
            Need.__table__, Incident.number.label("incident_number"), Incident.title.label("incident_title"),
            func.coalesce(Item.code, "").label("item_code"), func.coalesce(Item.decimals, 0).label("decimals"),
        )
        .join(Incident, Incident.id == Need.incident_id)
        .outerjoin(Item, Item.id == Need.item_id)
        .order_by(Need.asked_at, Need.number)
    )  # fmt: skip


def _rows(connection: Connection, asked: Select[Any]) -> list[NeedRow]:
    found = connection.execute(asked).mappings().all()
    by = _met(connection, [row["id"] for row in found])
    return [
        NeedRow(
            row["id"], row["number"], row["incident_id"], row["incident_number"], row["incident_title"],
            NeedKind(row["kind"]), row["skill"], row["item_id"], row["item_code"], row["what"], row["quantity"],
            row["unit"], row["decimals"], row["priority"], row["place"], row["place_id"], row["shelter_id"],
            row["latitude"], row["longitude"], row["due_at"], row["asked_by"], row["phone"],
            NeedSource(row["source"]), row["source_id"], row["source_key"], row["state"] == NeedState.DROPPED,
            row["closed_reason"], row["asked_at"], row["by_name"], row["version"], tuple(by[row["id"]]),
        )
        for row in found
    ]  # fmt: skip


def _met(connection: Connection, needs: Sequence[UUID]) -> defaultdict[UUID, list[MetBy]]:
    made: defaultdict[UUID, list[MetBy]] = defaultdict(list)
    for start in range(0, len(needs), _AT_ONCE):
        part = needs[start : start + _AT_ONCE]
        for row in connection.execute(_teams(part)):
            made[row[0]].append(MetBy("team", row[1], row[2], row[3], row[4], ONE))
        for row in connection.execute(_goods(part)):
            left = row.asked if row.state == DocumentState.APPROVED else row.issued - row.short - row.damaged
            if left > 0:
                who = row.store or row.other_side
                made[row.need].append(MetBy("goods", row.id, row.number, who, row.state, normal(left)))
    return made


_AT_ONCE = 400
"""Ids in one question: a store answers a limited number of them at once."""


def _teams(needs: Sequence[UUID]) -> Any:
    """Each team that was not recalled counts for one; a team that did its work and went home has met its need."""
    return (
        select(Assignment.need_id, Assignment.id, Assignment.number, Team.name, Assignment.state)
        .join(Team, Team.id == Assignment.team_id)
        .where(Assignment.need_id.in_(needs), Assignment.state != TeamState.RECALLED.value)
        .order_by(Assignment.made_at, Assignment.number)
    )


def _goods(needs: Sequence[UUID]) -> Any:
    """Lines of documents that hold, less what is short or damaged; what was reversed counts for nothing."""
    need = func.coalesce(StockLine.need_id, StockDocument.need_id)
    return (
        select(
            need.label("need"), StockDocument.id, StockDocument.number, Warehouse.name.label("store"),
            StockDocument.other_side, StockDocument.state, StockLine.asked, StockLine.issued, StockLine.short,
            StockLine.damaged,
        )
        .join(StockLine, and_(StockLine.document_id == StockDocument.id, StockLine.dropped.is_(False)))
        .join(Need, and_(Need.id == need, Need.item_id == StockLine.item_id))
        .outerjoin(Warehouse, Warehouse.id == StockDocument.from_warehouse_id)
        .outerjoin(_COUNTER, _COUNTER.counters_id == StockDocument.id)
        .where(
            or_(StockLine.need_id.in_(needs), and_(StockLine.need_id.is_(None), StockDocument.need_id.in_(needs))),
            StockDocument.kind.in_(_OUT),
            StockDocument.state.in_((DocumentState.APPROVED, DocumentState.ISSUED, DocumentState.POSTED)),
            _COUNTER.id.is_(None),
        )
        .order_by(StockDocument.created_at, StockDocument.number, StockLine.ordinal)
    )  # fmt: skip
