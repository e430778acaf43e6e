"""Shared reads before an act on a response: what a start would do, what another level would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.incident import IncidentState
from console.domain.plans import START, Level, card_differences, shown
from console.domain.read_plans import level_text
from console.domain.responses import (
    LIMITS,
    BoardCard,
    CardState,
    Cause,
    Difference,
    Dropped,
    Kept,
    Preview,
    digest_of,
    split,
)
from console.domain.text import checked_text
from console.errors import Refused
from console.services import response_cards, response_words
from db.queries import incidents, plans
from db.queries import responses as query


def previewed(
    connection: Connection, plan_id: UUID, level: str, cause: Cause, now: datetime, zone: ZoneInfo
) -> Preview:  # fmt: skip
    """Who is told what, if it is started at that instant; refuses plan_retired, no_such_level, cause_missing."""
    plan = plans.row(connection, plan_id)
    if not plan.active:
        raise Refused("plan_retired", title=plan.title)
    stored, said = plans.level(connection, plan_id, level), cause_of(connection, cause)
    codes = [card.code for card in stored.level.cards]
    told = response_cards.assigned(connection, stored, codes, now, zone, {START: now})
    found = Preview(
        plan_id, plan.title, level, stored.level.starter, said, cause.incident_id, stored.level.starts_when,
        stored.level.organisation, stored.level.milestones, told, b"", query.running(connection, plan_id, said),
    )  # fmt: skip
    return replace(found, digest=digest_of([*response_words.of_preview(found), level_text(stored.level)]))


def differing(
    connection: Connection, response_id: UUID, level: str, now: datetime, zone: ZoneInfo
) -> Difference:  # fmt: skip
    """What another level would change at that instant; refuses no_such_level, response_ended, level_same."""
    row = query.one(connection, response_id, now)
    if not row.running:
        raise Refused("response_ended", number=row.number)
    if row.level == level:
        raise Refused("level_same", level=shown(level))
    before, after = level_at(connection, response_id), plans.level(connection, row.plan_id, level)
    held = {one.code: one for one in query.board(connection, response_id) if one.state is not CardState.CANCELLED}
    new, kept, gone = split(list(held), [card.code for card in after.level.cards])
    reached = {**response_cards.times(connection, response_id), START: now}
    told = response_cards.assigned(connection, after, new, now, zone, reached)
    differs = {one.code: one.fields for one in card_differences(before, after.level)}
    found = Difference(
        response_id, row.level, level, told,
        tuple(_kept(held[code], differs.get(code, ())) for code in kept),
        tuple(_dropped(held[code]) for code in gone),
        b"",
    )  # fmt: skip
    said = response_words.of_difference(row.title, found)
    return replace(found, digest=digest_of([*said, level_text(before), level_text(after.level)]))


def cause_of(connection: Connection, cause: Cause) -> str:
    """The incident's number, or the words of the warning; refuses cause_missing, incident_over."""
    if cause.incident_id is not None:
        incident = incidents.one(connection, cause.incident_id)
        if incident.state in (IncidentState.ARCHIVED, IncidentState.CANCELLED):
            raise Refused("incident_over", number=incident.number)
        return incident.number
    if not cause.warning.strip():
        raise Refused("cause_missing", field="cause")
    return " ".join(checked_text(cause.warning, limit=LIMITS["warning"]).split())


def level_at(connection: Connection, response_id: UUID) -> Level:
    """The level a response is at, as the plan had it when it came there; refuses no_such_response."""
    *_, newest = query.levels_read(connection, response_id).values()
    return newest


def _kept(one: BoardCard, differs: tuple[tuple[str, str, str], ...]) -> Kept:
    return Kept(one.code, one.task_number, one.card.action, differs)


def _dropped(one: BoardCard) -> Dropped:
    return Dropped(one.code, one.task_number, one.card.action, one.task_state in {"", "open"})
