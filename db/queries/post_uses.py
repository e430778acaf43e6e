"""Reads of what names a post by its words: task cards and levels of plans, groups by rule, shift posts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from console.domain.contact_book import UnitKind
from db.models.contacts import ContactGroup
from db.models.people import Organisation, Post
from db.models.plans import Plan, PlanLevel, PlanTask


@dataclass(frozen=True, slots=True)
class Where:
    """A post with its unit and the one above it."""

    post: str
    unit_id: UUID
    unit: str
    short_name: str
    above: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class Card:
    """A task card of a plan that is kept up."""

    plan: str
    level: str
    code: str
    unit: str


def called(connection: Connection, unit_id: UUID) -> tuple[str, str, str]:
    """Name and short name of a unit, and the name of the one above it."""
    upper = aliased(Organisation)
    asked = (
        select(Organisation.name, Organisation.short_name, upper.name)
        .outerjoin(upper, upper.id == Organisation.parent_id)
        .where(Organisation.id == unit_id)
    )
    row = connection.execute(asked).first()
    return (row[0], row[1], row[2] or "") if row else ("", "", "")


def where(connection: Connection, post_id: UUID) -> Where | None:
    upper = aliased(Organisation)
    asked = (
        select(Post.name, Organisation.id, Organisation.name, Organisation.short_name, upper.name, Organisation.kind)
        .join_from(Post, Organisation, Organisation.id == Post.organisation_id)
        .outerjoin(upper, upper.id == Organisation.parent_id)
        .where(Post.id == post_id)
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    kind = UnitKind(row[5]) if row[5] in set(UnitKind) else UnitKind.OTHER
    return Where(row[0], row[1], row[2], row[3], row[4] or "", kind)


def cards(connection: Connection, post: str) -> list[Card]:
    """Cards that name a post of that name, of whatever unit."""
    asked = (
        select(Plan.title, PlanLevel.level, PlanTask.code, PlanTask.unit)
        .join_from(PlanTask, PlanLevel, PlanLevel.id == PlanTask.level_id)
        .join(Plan, Plan.id == PlanLevel.plan_id)
        .where(PlanTask.post == post, PlanTask.active, PlanLevel.active, Plan.active)
        .order_by(Plan.code, PlanLevel.level, PlanTask.ordinal)
    )
    return [Card(*row) for row in connection.execute(asked)]


def cards_of_units(connection: Connection) -> list[Card]:
    """Cards that name a unit, whichever."""
    asked = (
        select(Plan.title, PlanLevel.level, PlanTask.code, PlanTask.unit)
        .join_from(PlanTask, PlanLevel, PlanLevel.id == PlanTask.level_id)
        .join(Plan, Plan.id == PlanLevel.plan_id)
        .where(PlanTask.unit != "", PlanTask.active, PlanLevel.active, Plan.active)
        .order_by(Plan.code, PlanLevel.level, PlanTask.ordinal)
    )
    return [Card(*row) for row in connection.execute(asked)]


def levels(connection: Connection, post: str) -> list[tuple[str, str]]:
    """Plans and levels that somebody of that post starts."""
    asked = (
        select(Plan.title, PlanLevel.level)
        .join_from(PlanLevel, Plan, Plan.id == PlanLevel.plan_id)
        .where(PlanLevel.starter == post, PlanLevel.active, Plan.active)
        .order_by(Plan.code, PlanLevel.level)
    )
    return [(title, level) for title, level in connection.execute(asked)]


def rules(connection: Connection) -> list[tuple[str, str]]:
    """Name and rule of every group by rule that is in use."""
    asked = select(ContactGroup.name, ContactGroup.rule).where(ContactGroup.active, ContactGroup.kind == "rule")
    return [(name, rule) for name, rule in connection.execute(asked.order_by(ContactGroup.name))]
