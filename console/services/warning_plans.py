"""Which response a warning speaks for: proposed beside it, started by nobody but a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.plans import LEVELS, PlanRow
from console.domain.warning import HOLDS, OUT, State
from console.domain.warning_rows import Suggestion, WarningRow
from console.services.warning_ground import book_of
from db.queries import plans, responses

_RUNNING = 50


def suggested(connection: Connection, row: WarningRow, now: datetime) -> list[Suggestion]:
    """A row for each plan of its kind of event that has the level of its rank (Ⅰ for the highest); the plans made for
    just this kind first. Nothing for what is over, lifted or given up."""
    if row.kind not in HOLDS or row.state not in {State.RELEASE, *OUT} or not 1 <= row.rank <= len(LEVELS):
        return []
    signal, level = book_of(connection).signals.get(row.signal), LEVELS[row.rank - 1]
    if signal is None:
        return []
    running = {one.plan_id: one for one in responses.rows(connection, now, limit=_RUNNING)}
    found = [plan for plan in plans.rows(connection) if level in plan.levels and _is_meant(plan, signal)]
    made = []
    for plan in sorted(found, key=lambda plan: (-len(plan.event_type), plan.code)):
        stored, now_runs = plans.level(connection, plan.id, level), running.get(plan.id)
        made.append(Suggestion(
            plan.id, plan.code, plan.title, level, stored.level.starts_when, stored.level.starter,
            now_runs.number if now_runs else "", now_runs.level if now_runs else "",
            now_runs.id if now_runs else None,
        ))  # fmt: skip
    return made


def _is_meant(plan: PlanRow, signal: ListItem) -> bool:
    """By the county's event types: the same, or one the other belongs to; by name where either side has none."""
    types: Sequence[str] = signal.items("event_types")
    if types and plan.event_type:
        return any(one.startswith(plan.event_type) or plan.event_type.startswith(one) for one in types)
    return signal.name("zh") in plan.title
