"""Reads of plans: rows for lists, whole texts, one level with its cards."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, func, or_, select

from console.domain.plans import (
    LEVELS,
    Card,
    Level,
    Milestone,
    PlanChange,
    PlanKind,
    PlanRow,
    PlanText,
    Tier,
    shown,
)
from console.errors import Refused
from db.models.books import AuditLine
from db.models.plans import Plan, PlanLevel, PlanTask

SHARED = (
    "code", "title", "kind", "tier", "event_type", "organisation_id", "owner", "edition", "issued_on", "filed_on",
    "filing_number", "review_on", "remark",
)  # fmt: skip
"""Columns a plan and its text have in common."""

LEVEL_TEXTS = ("level", "starts_when", "starter", "ends_when", "organisation")
CARD_TEXTS = ("code", "post", "action", "due_minutes", "after", "unit", "standard", "evidence", "needs")


@dataclass(frozen=True, slots=True)
class StoredLevel:
    """A level with the ids of its rows; ``cards`` maps a card's code to its row."""

    id: UUID
    level: Level
    cards: dict[str, UUID]


def rows(
    connection: Connection, words: Sequence[str] = (), kind: str = "", *, retired: bool = False
) -> list[PlanRow]:  # fmt: skip
    """Plans by their code; every word must stand in code, title, owner, edition or filing number."""
    columns = (Plan.code, Plan.title, Plan.owner, Plan.edition, Plan.filing_number)
    asked = select(Plan.__table__).order_by(Plan.code)
    asked = asked.where(*(or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words))
    if kind:
        asked = asked.where(Plan.kind == kind)
    if not retired:
        asked = asked.where(Plan.active)
    return _rows(connection, asked)


def row(connection: Connection, plan_id: UUID) -> PlanRow:
    """Refuses no_such_plan."""
    return _one(_rows(connection, select(Plan.__table__).where(Plan.id == plan_id)))


def by_code(connection: Connection, code: str) -> PlanRow:
    """Refuses no_such_plan."""
    return _one(_rows(connection, select(Plan.__table__).where(Plan.code == code.strip())))


def text(connection: Connection, plan_id: UUID) -> PlanText:
    """The whole plan as it holds."""
    found = connection.execute(select(Plan.__table__).where(Plan.id == plan_id)).mappings().first()
    if found is None:
        raise Refused("no_such_plan")
    levels = tuple(stored.level for stored in levels_of(connection, plan_id))
    return PlanText(**{name: found[name] for name in SHARED}, levels=levels)


def levels_of(connection: Connection, plan_id: UUID) -> list[StoredLevel]:
    """Levels that hold, the highest first, each with the cards that hold."""
    asked = select(PlanLevel.__table__).where(PlanLevel.plan_id == plan_id, PlanLevel.active)
    found = sorted(connection.execute(asked).mappings(), key=lambda one: LEVELS.index(one["level"]))
    cards = _cards(connection, [one["id"] for one in found])
    return [_stored(one, cards[one["id"]]) for one in found]


def level(connection: Connection, plan_id: UUID, name: str) -> StoredLevel:
    """One level that holds; refuses no_such_level."""
    found = next((one for one in levels_of(connection, plan_id) if one.level.level == name), None)
    if found is None:
        raise Refused("no_such_level", level=shown(name[:8]))
    return found


def history(connection: Connection, code: str, limit: int) -> list[PlanChange]:
    """What the audit book says about a plan, the newest first."""
    asked = (
        select(AuditLine.recorded_at, AuditLine.by_name, AuditLine.text)
        .where(AuditLine.kind == "plan", AuditLine.text.startswith(f"预案 {code}《", autoescape=True))
        .order_by(AuditLine.number.desc())
        .limit(limit)
    )
    return [PlanChange(*one) for one in connection.execute(asked)]


def _rows(connection: Connection, asked: Any) -> list[PlanRow]:
    found = connection.execute(asked).mappings().all()
    levels = _level_names(connection)
    return [
        PlanRow(
            id=one["id"],
            **{name: one[name] for name in SHARED if name not in {"kind", "tier"}},
            kind=PlanKind(one["kind"]),
            tier=Tier(one["tier"]),
            active=one["active"],
            version=one["version"],
            levels=tuple(sorted(levels[one["id"]], key=LEVELS.index)),
            cards=sum(levels[one["id"]].values()),
        )
        for one in found
    ]


def _level_names(connection: Connection) -> dict[UUID, dict[str, int]]:
    """Levels that hold by plan, each with how many cards hold."""
    asked = (
        select(PlanLevel.plan_id, PlanLevel.level, func.count(PlanTask.id))
        .outerjoin(PlanTask, (PlanTask.level_id == PlanLevel.id) & PlanTask.active)
        .where(PlanLevel.active)
        .group_by(PlanLevel.id)
    )
    made: dict[UUID, dict[str, int]] = defaultdict(dict)
    for plan_id, name, cards in connection.execute(asked):
        made[plan_id][name] = cards
    return made


def _cards(connection: Connection, levels: Sequence[UUID]) -> dict[UUID, list[RowMapping]]:
    asked = select(PlanTask.__table__).where(PlanTask.level_id.in_(levels), PlanTask.active)
    made: dict[UUID, list[RowMapping]] = defaultdict(list)
    for one in connection.execute(asked.order_by(PlanTask.ordinal, PlanTask.code)).mappings():
        made[one["level_id"]].append(one)
    return made


def _stored(found: RowMapping, cards: Sequence[RowMapping]) -> StoredLevel:
    level = Level(
        **{name: found[name] for name in LEVEL_TEXTS},
        milestones=tuple(Milestone(**one) for one in json.loads(found["milestones"] or "[]")),
        ending=tuple(json.loads(found["ending"] or "[]")),
        cards=tuple(card_of(one) for one in cards),
    )
    return StoredLevel(found["id"], level, {one["code"]: one["id"] for one in cards})


def card_of(found: RowMapping) -> Card:
    return Card(**{name: found[name] for name in CARD_TEXTS})


def _one(found: list[PlanRow]) -> PlanRow:
    if not found:
        raise Refused("no_such_plan")
    return found[0]
